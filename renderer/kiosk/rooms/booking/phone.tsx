import { useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { DigitPad } from '../../digit-pad.tsx';
import { Back, Page } from '../frame.tsx';
import { useTexts } from './texts.ts';

const LENGTH = 11;

/** A mobile phone number; it may be left out. `null`: none. */
export function Phone(o: {
  phone: string | null;
  onDone: (phone: string | null) => void;
  onBack: () => void;
}) {
  const { t } = useTexts();
  const [typed, setTyped] = useState(o.phone ?? '');
  const [bad, setBad] = useState(false);
  const type = (text: string) => {
    setBad(false);
    setTyped(text);
  };
  const done = () => {
    const isGood = /^1\d{10}$/.test(typed);
    setBad(!isGood);
    if (isGood) o.onDone(typed);
  };
  return (
    <Page
      title={t('phone.title')}
      hint={t('phone.hint')}
      refusal={bad ? t('phone.bad') : undefined}
      foot={
        <>
          <Back onPress={o.onBack} />
          <Button size="main" onPress={() => o.onDone(null)}>
            {t('phone.without')}
          </Button>
          <Button size="main" kind="primary" onPress={done}>
            {t('phone.done')}
          </Button>
        </>
      }
    >
      <DigitPad
        label={t('phone.label')}
        value={typed}
        length={LENGTH}
        onChange={type}
        onDone={done}
        clear={t('phone.clear')}
        remove={t('phone.remove')}
      />
    </Page>
  );
}
