import { lazy, Suspense } from 'react';
import type { KioskSession } from '../../contracts/kiosk.ts';
import type { StepView } from '../../contracts/kiosk-step.ts';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { useSending } from './sending.ts';
import { Delivery } from './steps/apply/delivery.tsx';
import { DraftOffer } from './steps/apply/draft.tsx';
import { FormStep } from './steps/apply/form.tsx';
import { SealStep } from './steps/apply/seal.tsx';
import { Sign } from './steps/apply/sign.tsx';
import { Submit } from './steps/apply/submit.tsx';
import { CheckAnswers } from './steps/check-answers.tsx';
import { Choice } from './steps/choice.tsx';
import { IdCardStep } from './steps/id-card.tsx';
import { ManualId } from './steps/manual-id.tsx';
import { MultiChoice } from './steps/multi-choice.tsx';
import { PrintSlip } from './steps/print-slip.tsx';
import { ScanStep } from './steps/scan.tsx';
import { ScanCode } from './steps/scan-code.tsx';
import { Title } from './title.tsx';
import { Turning } from './turning.tsx';

const RateOffer = lazy(async () => ({ default: (await import('./rooms/progress/offer.tsx')).RateOffer }));

/** One step of a flow a page: its question above, its answer in the middle, back and on at fixed places below. */
export function Guide({ session, visitId }: { session: KioskSession; visitId: string }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const { step } = session;
  const sessionId = session.id;
  const isDone = step.type === 'done';
  return (
    <div className="guide" data-step={step.id}>
      <p className="guide__where quiet">
        <strong>{texts.say(session.flow.title)}</strong>
        <span>{t('guide.progress', { ...session.progress })}</span>
      </p>
      <progress
        className="guide__bar"
        max={session.progress.of}
        value={session.progress.at}
        aria-hidden="true"
      />
      <div className="guide__question">
        <Title key={step.id}>{texts.say(step.title)}</Title>
        {step.hint !== null && <p className="guide__hint">{texts.say(step.hint)}</p>}
      </div>
      <Turning className="guide__answer" key={step.id}>
        <StepBody session={session} step={step} />
        {isDone && (
          <Suspense fallback={null}>
            <RateOffer visitId={visitId} />
          </Suspense>
        )}
      </Turning>
      <p className="refusal" role="alert">
        {refusal !== null && texts.error(refusal)}
      </p>
      <div className="guide__foot">
        {session.canBack ? (
          <Button
            size="main"
            icon="back"
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.back({ sessionId }))}
          >
            {t('guide.back')}
          </Button>
        ) : isDone ? (
          <Button
            size="main"
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.leave({ sessionId }))}
          >
            {t('done.more')}
          </Button>
        ) : (
          <span />
        )}
        {isDone ? (
          <Button
            size="main"
            kind="primary"
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.finish({ visitId }))}
          >
            {t('done.finish')}
          </Button>
        ) : (
          <Button
            size="main"
            kind="primary"
            disabled={busy || !session.canNext}
            onPress={() => void send((terminal) => terminal.kiosk.next({ sessionId }))}
          >
            {t('guide.next')}
          </Button>
        )}
      </div>
      <DraftOffer session={session} />
    </div>
  );
}

function StepBody({ session, step }: { session: KioskSession; step: StepView }) {
  const { texts } = useKiosk();
  switch (step.type) {
    case 'info':
      return (
        <div className="guide__words">
          {texts
            .say(step.body)
            .split('\n')
            .map((line) => (
              <p key={line}>{line}</p>
            ))}
        </div>
      );
    case 'done':
      return (
        <div className="guide__words">
          <p>{texts.say(step.body)}</p>
          <p>{texts.t('done.takeCard')}</p>
        </div>
      );
    case 'choice':
      return <Choice session={session} step={step} />;
    case 'multiChoice':
      return <MultiChoice session={session} step={step} />;
    case 'idCard':
      return <IdCardStep session={session} step={step} />;
    case 'manualId':
      return <ManualId session={session} step={step} />;
    case 'scanCode':
      return <ScanCode session={session} step={step} />;
    case 'scan':
      return <ScanStep session={session} step={step} />;
    case 'form':
      return <FormStep session={session} step={step} />;
    case 'delivery':
      return <Delivery session={session} step={step} />;
    case 'sign':
      return <Sign session={session} step={step} />;
    case 'seal':
      return <SealStep session={session} step={step} />;
    case 'submit':
      return <Submit session={session} step={step} />;
    case 'checkAnswers':
      return <CheckAnswers session={session} step={step} />;
    case 'printSlip':
      return <PrintSlip session={session} step={step} />;
  }
}
