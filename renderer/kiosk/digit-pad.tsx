import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface DigitPadProps {
  label: string;
  value: string;
  /** Longest text, digits. */
  length: number;
  onChange: (value: string) => void;
  /** Enter on a hardware keypad. */
  onDone: () => void;
  /** Names of the keys that take back. */
  clear: string;
  remove: string;
  /** A code that came by SMS: for browsers that know where to find one, and to keep it out of what they remember. */
  once?: boolean;
  /** Beside the field. */
  children?: ReactNode;
}

/** One field for digits, and the keys for it; a hardware keypad types into it too. */
export function DigitPad({
  label,
  value,
  length,
  onChange,
  onDone,
  clear,
  remove,
  once,
  children,
}: DigitPadProps) {
  const type = (text: string) => {
    onChange(text.replaceAll(/\D/g, '').slice(0, length));
  };
  return (
    <div className="digits">
      <div className="digits__field">
        <label className="typed__field" data-chosen>
          <span className="quiet">{label}</span>
          <input
            type="tel"
            inputMode="none"
            autoComplete={once === true ? 'one-time-code' : 'off'}
            value={value}
            onChange={(e) => type(e.target.value)}
            onKeyDown={(e) => e.key === 'Enter' && onDone()}
          />
        </label>
        {children}
      </div>
      <div className="digits__pad">
        {DIGITS.map((digit) => (
          <Button key={digit} size="main" onPress={() => type(value + digit)}>
            {digit}
          </Button>
        ))}
        <Button size="main" onPress={() => type('')}>
          {clear}
        </Button>
        <Button size="main" onPress={() => type(`${value}0`)}>
          0
        </Button>
        <Button size="main" icon="undo" label={remove} onPress={() => type(value.slice(0, -1))} />
      </div>
    </div>
  );
}
