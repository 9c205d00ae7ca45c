import { useState } from 'react';
import { secondsOf, useTimeLeft } from '../countdown.ts';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { DigitPad } from './digit-pad.tsx';
import { useSending } from './sending.ts';
import type { SignInPlace } from './sign-in-place.ts';
import { Title } from './title.tsx';

interface SmsProps {
  visitId: string;
  sms: SignInPlace['sms'];
  onCard: () => void;
  onCancel: () => void;
}

const PHONE_LENGTH = 11;
const CODE_LENGTH = 6;

/** By phone and SMS: the number on one page, the code that came on the next. */
export function SignInSms(o: SmsProps) {
  const [phone, setPhone] = useState('');
  const { phase } = o.sms;
  const isFirst = phase === 'phone' || (phase === 'sending' && o.sms.leftMs === 0);
  return isFirst ? <PhonePage {...o} phone={phone} onPhone={setPhone} /> : <CodePage {...o} phone={phone} />;
}

function PhonePage(o: SmsProps & { phone: string; onPhone: (phone: string) => void }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { visitId, sms, phone } = o;
  const { busy, refusal, send } = useSending();
  const isSending = sms.phase === 'sending';
  const code = refusal ?? sms.code;
  const done = () => void (isSending || send((terminal) => terminal.kiosk.signInPhone({ visitId, phone })));
  return (
    <div className="guide">
      <div className="guide__question">
        <Title>{t('signIn.phoneTitle')}</Title>
        <p className="guide__hint">{t('signIn.phoneHint')}</p>
      </div>
      <div className="guide__answer">
        <DigitPad
          label={t('signIn.phone')}
          value={phone}
          length={PHONE_LENGTH}
          onChange={o.onPhone}
          onDone={done}
          clear={t('digits.clear')}
          remove={t('digits.remove')}
        />
      </div>
      <p className="sign-in__says" role="status">
        {isSending && t('signIn.sending')}
      </p>
      <p className="refusal" role="alert">
        {!isSending && code !== null && texts.error(code)}
      </p>
      <div className="guide__foot">
        <Back onCancel={o.onCancel} />
        <Button size="main" onPress={o.onCard}>
          {t('signIn.withCard')}
        </Button>
        <Button size="main" kind="primary" disabled={busy || isSending} onPress={done}>
          {t('signIn.send')}
        </Button>
      </div>
    </div>
  );
}

function CodePage(o: SmsProps & { phone: string }) {
  const { texts, receivedAt, now } = useKiosk();
  const { t } = texts;
  const { visitId, sms } = o;
  const { busy, refusal, send } = useSending();
  const [typed, setTyped] = useState('');
  const left = secondsOf(useTimeLeft(sms.leftMs, receivedAt, now));
  const again = secondsOf(useTimeLeft(sms.againMs, receivedAt, now));
  const isAsking = sms.phase === 'checking' || sms.phase === 'sending';
  const code = refusal ?? sms.code;
  const done = () =>
    void (isAsking || send((terminal) => terminal.kiosk.signInCode({ visitId, code: typed })));
  const sendAgain = () => {
    setTyped('');
    const { phone } = o;
    // The page was left meanwhile, and the number with it.
    if (phone === '') void send((terminal) => terminal.kiosk.signInOtherPhone({ visitId }));
    else void send((terminal) => terminal.kiosk.signInPhone({ visitId, phone }));
  };
  return (
    <div className="guide">
      <div className="guide__question">
        <Title>{t('signIn.codeTitle')}</Title>
        <p className="guide__hint">{t('signIn.codeHint', { phone: sms.phone })}</p>
      </div>
      <div className="guide__answer">
        <DigitPad
          label={t('signIn.code')}
          value={typed}
          length={CODE_LENGTH}
          onChange={setTyped}
          onDone={done}
          clear={t('digits.clear')}
          remove={t('digits.remove')}
          once
        >
          <div className="sign-in__again">
            <Button disabled={busy || isAsking || again > 0} onPress={sendAgain}>
              {again > 0 ? t('signIn.againIn', { n: again }) : t('signIn.again')}
            </Button>
            <Button
              disabled={busy || isAsking}
              onPress={() => void send((terminal) => terminal.kiosk.signInOtherPhone({ visitId }))}
            >
              {t('signIn.otherPhone')}
            </Button>
          </div>
        </DigitPad>
      </div>
      <p className="sign-in__says" role="status">
        {isAsking
          ? t(sms.phase === 'sending' ? 'signIn.sending' : 'signIn.checking')
          : left === 0 && t('signIn.codeOver')}
      </p>
      <p className="refusal" role="alert">
        {!isAsking && code !== null && texts.error(code)}
      </p>
      <div className="guide__foot">
        <Back onCancel={o.onCancel} />
        <Button size="main" onPress={o.onCard}>
          {t('signIn.withCard')}
        </Button>
        <Button size="main" kind="primary" disabled={busy || isAsking} onPress={done}>
          {t('signIn.check')}
        </Button>
      </div>
    </div>
  );
}

function Back({ onCancel }: { onCancel: () => void }) {
  const { t } = useKiosk().texts;
  return (
    <Button size="main" icon="back" onPress={onCancel}>
      {t('signIn.cancel')}
    </Button>
  );
}
