import { lazy, Suspense } from 'react';
import type { FieldView } from '../../../../contracts/kiosk-step.ts';
import { Button } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { Keypad } from './keypad.tsx';
import { useApplyTexts } from './texts.ts';

const Keyboard = lazy(async () => ({ default: (await import('../../../keyboard/index.tsx')).Keyboard }));

interface FieldEditorProps {
  field: FieldView;
  value: string;
  onChange: (value: string) => void;
  onDone: () => void;
}

/** What the chosen field is filled with: large answers, a number pad, or the keyboard that fits it. */
export function FieldEditor({ field, value, onChange, onDone }: FieldEditorProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { kind, longest } = field;
  switch (kind) {
    case 'choice':
      return <Options field={field} value={value} onChange={onChange} onDone={onDone} />;
    case 'date':
      return (
        <Keypad
          value={value.replaceAll('-', '')}
          longest={8}
          extra={null}
          onChange={(digits) => onChange(dayOf(digits))}
          onDone={onDone}
        />
      );
    case 'number':
    case 'phone':
    case 'idNumber':
    case 'postcode':
      return (
        <Keypad
          value={value}
          longest={longest}
          extra={kind === 'number' ? '.' : kind === 'idNumber' ? 'X' : null}
          onChange={onChange}
          onDone={onDone}
        />
      );
    default:
      return (
        <div className="form__editor">
          <Suspense fallback={<p className="quiet">{t('form.loading')}</p>}>
            <Keyboard
              value={value}
              onChange={onChange}
              maxLength={longest}
              onDone={onDone}
              layout={kind === 'uscc' ? 'case' : 'pinyin'}
              locale={texts.locale}
            />
          </Suspense>
        </div>
      );
  }
}

/** `2025` → `2025`, `202503` → `2025-03`, `20250301` → `2025-03-01`. */
export const dayOf = (digits: string): string =>
  [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== '').join('-');

function Options({ field, value, onChange, onDone }: FieldEditorProps) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  return (
    <fieldset className="form__editor form__options">
      <legend className="visually-hidden">{texts.say(field.label)}</legend>
      {field.options.map((option) => (
        <label key={option.id} className="button button--main choice__option">
          <input
            type="radio"
            name={field.id}
            className="overlay-input"
            checked={value === option.id}
            onChange={() => onChange(option.id)}
          />
          <span className="choice__mark" aria-hidden="true" />
          <span>{texts.say(option.label)}</span>
        </label>
      ))}
      <Button size="main" icon="check" disabled={value === ''} onPress={onDone}>
        {t('form.next')}
      </Button>
    </fieldset>
  );
}
