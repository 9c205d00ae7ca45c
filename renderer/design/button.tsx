import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  onPress: () => void;
  children?: ReactNode;
  icon?: IconName;
  /** `main`: 20 mm high, for the page's main action. */
  size?: 'main';
  kind?: 'primary' | 'bare';
  /** Name for a button that shows only an icon. */
  label?: string;
  /** Stays in place and focusable, and does nothing. */
  disabled?: boolean;
  /** Which display setting it changes. */
  setting?: 'volume' | 'elder' | 'locale';
  /** Takes the focus when its dialog opens. */
  first?: boolean;
}

export function Button({
  onPress,
  children,
  icon,
  size,
  kind,
  label,
  disabled,
  setting,
  first,
}: ButtonProps) {
  const classes = ['button'];
  if (size === 'main') classes.push('button--main');
  if (kind !== undefined) classes.push(`button--${kind}`);
  if (children === undefined) classes.push('button--icon');
  return (
    <button
      type="button"
      className={classes.join(' ')}
      aria-label={label}
      aria-disabled={disabled || undefined}
      data-setting={setting}
      data-first-focus={first || undefined}
      onClick={disabled ? undefined : onPress}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

export function Switch({ checked, onChange, children }: SwitchProps) {
  return (
    <label className="button button--main switch">
      <input
        type="checkbox"
        className="overlay-input"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="switch__track" />
      <span>{children}</span>
    </label>
  );
}
