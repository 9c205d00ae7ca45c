import { useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Keypad } from '../../steps/apply/keypad.tsx';
import { Back, Page } from '../frame.tsx';
import { isPhone } from './draft.ts';
import { useTexts } from './texts.ts';

const LENGTH = 11;

interface PhonePageProps {
  value: string;
  isRequired: boolean;
  onDone: (phone: string) => void;
  onBack: () => void;
}

/** Where the staff may call back. */
export function PhonePage({ value, isRequired, onDone, onBack }: PhonePageProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(value);
  const [refusal, setRefusal] = useState<string | null>(null);
  const done = () => {
    if (typed === '' && !isRequired) return onDone('');
    if (isPhone(typed)) return onDone(typed);
    setRefusal(t(typed === '' ? 'write.phoneRequired' : 'write.phoneBad'));
  };
  return (
    <Page
      title={t('write.phoneTitle')}
      hint={t(isRequired ? 'write.phoneGuest' : 'write.phoneHint')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Back onPress={onBack} />
          {!isRequired && (
            <Button size="main" onPress={() => onDone('')}>
              {t('write.phoneWithout')}
            </Button>
          )}
          <Button size="main" kind="primary" onPress={done}>
            {t('write.next')}
          </Button>
        </>
      }
    >
      <div className="me__phone">
        <label className="typed__field" data-chosen>
          <span className="quiet">{t('write.phone')}</span>
          <input type="tel" readOnly value={typed} />
        </label>
        <Keypad
          value={typed}
          longest={LENGTH}
          extra={null}
          onChange={(digits) => {
            setRefusal(null);
            setTyped(digits);
          }}
          onDone={done}
        />
      </div>
    </Page>
  );
}
