import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import type { MaintenanceTexts } from './texts.ts';

const MIN_PIN = 4;
const MAX_PIN = 12;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

const grown = (pin: string, digit: string): string => (pin + digit).slice(0, MAX_PIN);
const shortened = (pin: string): string => pin.slice(0, -1);

interface PinPadProps {
  texts: MaintenanceTexts;
  /** Shown in the hint's place: what goes on, or why the PIN was refused. */
  said: string | null;
  refused: boolean;
  busy: boolean;
  onTouch: () => void;
  onEnter: (pin: string) => void;
  onExit: (pin: string) => void;
  onBadge: () => void;
}

/** The staff PIN by touch or by a keyboard's digits, and what it is for. It is forgotten once it was sent. */
export function PinPad(o: PinPadProps) {
  const { t } = o.texts;
  const [pin, setPin] = useState('');
  const ready = !o.busy && pin.length >= MIN_PIN;
  const type = (change: (pin: string) => string) => {
    o.onTouch();
    setPin(change);
  };
  const send = (to: (pin: string) => void) => {
    setPin('');
    to(pin);
  };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (/^\d$/.test(key)) type((p) => grown(p, key));
      else if (key === 'Backspace') type(shortened);
      // A button that has the focus is pressed by Enter itself.
      else if (key === 'Enter' && !(target instanceof HTMLButtonElement) && ready) send(o.onEnter);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  });
  return (
    <div className="door">
      <fieldset className="door__keys" aria-label={t('door.keys')}>
        {DIGITS.map((digit) => (
          <Button key={digit} size="main" onPress={() => type((p) => grown(p, digit))}>
            {digit}
          </Button>
        ))}
        <Button size="main" icon="back" label={t('door.delete')} onPress={() => type(shortened)} />
      </fieldset>
      <div className="door__ways">
        <p className={o.refused ? 'refusal' : undefined} role="status">
          {o.said ?? t('door.hint')}
        </p>
        <p className="door__dots">
          <span aria-hidden="true">{'●'.repeat(pin.length) || ' '}</span>
          <span className="visually-hidden">{t('door.entered', { n: pin.length })}</span>
        </p>
        <Button size="main" kind="primary" disabled={!ready} onPress={() => send(o.onEnter)}>
          {t('door.enter')}
        </Button>
        <Button disabled={!ready} onPress={() => send(o.onExit)}>
          {t('door.exit')}
        </Button>
        <Button icon="scan" disabled={o.busy} onPress={o.onBadge}>
          {t('door.badge')}
        </Button>
      </div>
    </div>
  );
}
