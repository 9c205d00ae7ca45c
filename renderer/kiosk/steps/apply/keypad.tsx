import { Fragment, useEffect, useRef } from 'react';
import { Button } from '../../../design/button.tsx';
import { useApplyTexts } from './texts.ts';

interface KeypadProps {
  value: string;
  longest: number;
  /** A sign beside the digits: the point of a number, the X of an identity number. */
  extra: '.' | 'X' | null;
  onChange: (value: string) => void;
  onDone: () => void;
}

const ROWS = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
] as const;

/** Large digits. A hardware keypad writes too, wherever the focus is. */
export function Keypad({ value, longest, extra, onChange, onDone }: KeypadProps) {
  const t = useApplyTexts();
  // Two keys may come before the next rendering.
  const newest = useRef(value);
  newest.current = value;
  const set = (next: string) => {
    newest.current = next;
    onChange(next);
  };
  const press = (sign: string) => {
    if (newest.current.length < longest) set(newest.current + sign);
  };
  const erase = () => set(newest.current.slice(0, -1));

  const onKey = useRef<(event: KeyboardEvent) => void>(() => {});
  onKey.current = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const sign = event.key.toUpperCase();
    const isOnButton = event.target instanceof HTMLButtonElement;
    if (/^\d$/.test(sign) || sign === extra) press(sign);
    else if (event.key === 'Backspace') erase();
    else if (event.key === 'Enter' && !isOnButton) onDone();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  return (
    <section className="form__editor keypad" aria-label={t('keypad.name')}>
      <div className="keypad__keys">
        {ROWS.map((row, n) => (
          <Fragment key={row.join('')}>
            {row.map((digit) => (
              <Button key={digit} size="main" onPress={() => press(digit)}>
                {digit}
              </Button>
            ))}
            {n === 0 && (
              <Button size="main" icon="back" onPress={erase}>
                {t('keypad.delete')}
              </Button>
            )}
            {n === 1 &&
              (extra === null ? (
                <Button size="main" onPress={() => set('')}>
                  {t('keypad.clear')}
                </Button>
              ) : (
                <Button
                  size="main"
                  onPress={() => press(extra)}
                  {...(extra === '.' && { label: t('keypad.point') })}
                >
                  {extra}
                </Button>
              ))}
            {n === 2 && (
              <span className="keypad__next">
                <Button size="main" icon="check" onPress={onDone}>
                  {t('form.next')}
                </Button>
              </span>
            )}
          </Fragment>
        ))}
        <span className="keypad__zero">
          <Button size="main" onPress={() => press('0')}>
            0
          </Button>
        </span>
      </div>
    </section>
  );
}
