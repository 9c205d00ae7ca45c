import { useEffect, useRef, useState } from 'react';
import type { KioskSession, StepView } from '../../contracts/kiosk.ts';
import { secondsOf, useTimeLeft } from '../countdown.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useKiosk } from './context.ts';
import { useSending } from './sending.ts';
import { CheckAnswers } from './steps/check-answers.tsx';
import { Choice } from './steps/choice.tsx';
import { IdCardStep } from './steps/id-card.tsx';
import { ManualId } from './steps/manual-id.tsx';
import { PrintSlip } from './steps/print-slip.tsx';
import { ScanStep } from './steps/scan.tsx';
import { ScanCode } from './steps/scan-code.tsx';
import { Title } from './title.tsx';

/** One step of a flow a page: its question above, its answer in the middle, back and on at fixed places below. */
export function Guide({ session }: { session: KioskSession }) {
  const { texts, link } = useKiosk();
  const { t } = texts;
  const { busy, refusal, send } = useSending();
  const [leaving, setLeaving] = useState(false);
  const { step } = session;
  const sessionId = session.id;
  useSigns(sessionId);
  const leave = () => void send((terminal) => terminal.kiosk.leave({ sessionId }));
  const stay = () => void link.send((terminal) => terminal.kiosk.touch({ sessionId }));
  const isDone = step.type === 'done';
  return (
    <div className="guide" data-step={step.id}>
      <div className="guide__head">
        <p className="guide__where quiet">
          <strong>{texts.say(session.flow.title)}</strong>
          <span>{t('guide.progress', { ...session.progress })}</span>
        </p>
        {!isDone && (
          <Button icon="close" onPress={() => setLeaving(true)}>
            {t('guide.leave')}
          </Button>
        )}
      </div>
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
      <div className="guide__answer" key={step.id}>
        <StepBody session={session} step={step} />
      </div>
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
        ) : (
          <span />
        )}
        {isDone ? (
          <Button size="main" kind="primary" onPress={leave}>
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
      {leaving && session.ending === null && (
        <Dialog title={t('leave.title')} onClose={() => setLeaving(false)}>
          <p>{t('leave.body')}</p>
          <div className="page-foot">
            <Button size="main" onPress={leave}>
              {t('leave.yes')}
            </Button>
            <Button size="main" kind="primary" onPress={() => setLeaving(false)}>
              {t('leave.no')}
            </Button>
          </div>
        </Dialog>
      )}
      {session.ending !== null && <Ending ending={session.ending} onStay={stay} onLeave={leave} />}
    </div>
  );
}

function StepBody({ session, step }: { session: KioskSession; step: StepView }) {
  const { texts } = useKiosk();
  switch (step.type) {
    case 'info':
      return <p className="guide__words">{texts.say(step.body)}</p>;
    case 'done':
      return (
        <div className="guide__words">
          <p>{texts.say(step.body)}</p>
          <p>{texts.t('done.takeCard')}</p>
        </div>
      );
    case 'choice':
      return <Choice session={session} step={step} />;
    case 'idCard':
      return <IdCardStep session={session} step={step} />;
    case 'manualId':
      return <ManualId session={session} step={step} />;
    case 'scanCode':
      return <ScanCode session={session} step={step} />;
    case 'scan':
      return <ScanStep session={session} step={step} />;
    case 'checkAnswers':
      return <CheckAnswers session={session} step={step} />;
    case 'printSlip':
      return <PrintSlip session={session} step={step} />;
  }
}

interface EndingProps {
  ending: NonNullable<KioskSession['ending']>;
  onStay: () => void;
  onLeave: () => void;
}

/** The session is about to end by itself: one touch keeps it. */
function Ending({ ending, onStay, onLeave }: EndingProps) {
  const { texts, receivedAt, now } = useKiosk();
  const { t } = texts;
  const n = secondsOf(useTimeLeft(ending.leftMs, receivedAt, now));
  const isIdle = ending.why === 'idle';
  return (
    <Dialog title={isIdle ? t('ending.idle') : t('ending.card')} onClose={onStay}>
      <p role="timer">{isIdle ? t('ending.idleBody', { n }) : t('ending.cardBody', { n })}</p>
      <div className="page-foot">
        <Button size="main" onPress={onLeave}>
          {t('ending.leave')}
        </Button>
        <Button size="main" kind="primary" onPress={onStay} first>
          {t('ending.stay')}
        </Button>
      </div>
    </Dialog>
  );
}

const SIGN_EVERY_MS = 3_000;

/** Tells the service that the citizen is there, at most every three seconds. */
function useSigns(sessionId: string): void {
  const { link, now } = useKiosk();
  const told = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const sign = () => {
      if (now() - told.current < SIGN_EVERY_MS) return;
      told.current = now();
      void link.send((terminal) => terminal.kiosk.touch({ sessionId }));
    };
    const events = ['pointerdown', 'keydown'] as const;
    for (const e of events) addEventListener(e, sign, true);
    return () => {
      for (const e of events) removeEventListener(e, sign, true);
    };
  }, [link, now, sessionId]);
}
