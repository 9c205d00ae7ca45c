import { lazy, Suspense, useState } from 'react';
import { useKiosk } from './context.ts';

const Keyboard = lazy(async () => ({ default: (await import('../keyboard/index.tsx')).Keyboard }));

const MAX_NAME = 50;
const NUMBER_LENGTH = 18;

interface TypedIdentityProps {
  /** Why what was typed was refused; code of `errors.ts`. */
  code: string | null;
  onDone: (name: string, number: string) => void;
}

/** Name and number typed from the card: one field at a time, with the keyboard that fits it. */
export function TypedIdentity({ code, onDone }: TypedIdentityProps) {
  const { texts } = useKiosk();
  const { t } = texts;
  const [field, setField] = useState<'name' | 'number'>('name');
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [empty, setEmpty] = useState(false);

  const done = () => {
    if (field === 'name') {
      if (name.trim() === '') return setEmpty(true);
      setEmpty(false);
      return setField('number');
    }
    if (number.length < NUMBER_LENGTH) return setEmpty(true);
    setEmpty(false);
    onDone(name, number);
  };
  const fault = empty
    ? field === 'name'
      ? t('manualId.nameEmpty')
      : t('manualId.numberEmpty')
    : code !== null
      ? texts.error(code)
      : '';
  return (
    <div className="typed">
      <div className="typed__fields">
        <Field
          label={t('manualId.name')}
          value={name}
          chosen={field === 'name'}
          onChoose={() => setField('name')}
        />
        <Field
          label={t('manualId.number')}
          value={number}
          chosen={field === 'number'}
          onChoose={() => setField('number')}
        />
      </div>
      <p className="refusal" role="alert">
        {fault}
      </p>
      <Suspense fallback={<p className="quiet">{t('manualId.loading')}</p>}>
        {field === 'name' ? (
          <Keyboard
            key="name"
            value={name}
            onChange={setName}
            maxLength={MAX_NAME}
            onDone={done}
            layout="pinyin"
            locale={texts.locale}
          />
        ) : (
          <Keyboard
            key="number"
            value={number}
            onChange={(text) => setNumber(text.replaceAll(/[^\dXx]/g, '').toUpperCase())}
            maxLength={NUMBER_LENGTH}
            onDone={done}
            layout="case"
            locale={texts.locale}
          />
        )}
      </Suspense>
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string;
  chosen: boolean;
  onChoose: () => void;
}

function Field({ label, value, chosen, onChoose }: FieldProps) {
  return (
    <label className="typed__field" data-chosen={chosen || undefined}>
      <span className="quiet">{label}</span>
      <input value={value} readOnly onFocus={onChoose} onClick={onChoose} />
    </label>
  );
}
