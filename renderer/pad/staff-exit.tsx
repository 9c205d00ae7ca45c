import { useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { usePad } from './context.ts';
import { useSending } from './hooks.ts';

/** How long the corner is held before the PIN is asked for, ms. */
const HOLD_MS = 5_000;
/** A PIN is left alone this long before its page closes, ms. */
const PIN_TIMEOUT_MS = 30_000;
const MIN_PIN = 4;
const MAX_PIN = 12;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

const grown = (pin: string, digit: string): string => (pin + digit).slice(0, MAX_PIN);
const shortened = (pin: string): string => pin.slice(0, -1);

/** The hidden corner (top left) by which staff leave the kiosk. */
export function StaffCorner() {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <div
        className="staff-corner"
        aria-hidden="true"
        onPointerDown={() => {
          release();
          timer.current = setTimeout(() => setOpen(true), HOLD_MS);
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={release}
        onContextMenu={(event) => event.preventDefault()}
      />
      {open && <PinDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function PinDialog({ onClose }: { onClose: () => void }) {
  const { texts } = usePad();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const [pin, setPin] = useState('');
  const [leaving, setLeaving] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every digit starts the time anew
  useEffect(() => {
    const timer = setTimeout(onClose, PIN_TIMEOUT_MS);
    return () => clearTimeout(timer);
  }, [pin, onClose]);

  useEffect(() => {
    const type = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) setPin((p) => grown(p, event.key));
      if (event.key === 'Backspace') setPin(shortened);
    };
    addEventListener('keydown', type);
    return () => removeEventListener('keydown', type);
  }, []);

  const confirm = async () => {
    if (pin.length < MIN_PIN) return;
    const answer = await send((terminal) => terminal.shell.exit({ pin }));
    setPin('');
    if (answer?.ok) setLeaving(true);
  };
  const said = leaving ? t('exit.leaving') : refusal !== null ? texts.error(refusal) : t('exit.hint');
  return (
    <Dialog
      title={t('exit.title')}
      onClose={onClose}
      aside={
        <Button icon="close" onPress={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <div className="pin">
        <p className={refusal === null ? undefined : 'refusal'} role="status">
          {said}
        </p>
        <p className="pin__dots">
          <span aria-hidden="true">{'●'.repeat(pin.length) || ' '}</span>
          <span className="visually-hidden">{t('exit.entered', { n: pin.length })}</span>
        </p>
        <div className="pin__keys">
          {DIGITS.map((digit) => (
            <Button key={digit} onPress={() => setPin((p) => grown(p, digit))}>
              {digit}
            </Button>
          ))}
          <Button icon="back" label={t('exit.delete')} onPress={() => setPin(shortened)} />
          <Button kind="primary" disabled={busy || leaving || pin.length < MIN_PIN} onPress={confirm}>
            {t('exit.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
