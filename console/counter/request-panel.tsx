import { useEffect, useRef, useState } from 'react';
import type { RequestState } from '../../contracts/hub/counter-api.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { CodeText } from './code-text.tsx';
import { type Desk, OPEN_STATES, progress } from './desk.ts';

type Busy = Extract<Desk, { kind: 'open' | 'over' }>;
const TONE: Record<RequestState, 'open' | 'good' | 'plain' | 'bad'> = {
  waiting: 'open',
  rung: 'open',
  opened: 'open',
  rated: 'good',
  expired: 'plain',
  cancelled: 'plain',
  declined: 'plain',
  alreadyRated: 'plain',
  otherWindow: 'bad',
  padFault: 'bad',
};

/** Where the request is. Esc takes an open one back; Enter goes on from one that is over. */
export function RequestPanel(o: { desk: Busy; onCancel: () => void; onNext: () => void }) {
  const { t } = useCounterTexts();
  const { desk, onCancel } = o;
  const { request } = desk;
  const open = desk.kind === 'open' ? desk : null;
  const canCancel = open !== null && !open.cancelling;
  const nextButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!canCancel) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      onCancel();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [canCancel, onCancel]);
  useEffect(() => {
    if (desk.kind === 'over') nextButton.current?.focus();
  }, [desk.kind]);

  return (
    <section className={`panel panel-${TONE[request.state]}`} aria-labelledby="panel-state">
      <p className="panel-case">
        <span className="mono">{request.case.caseNo}</span> · {t(`stage.${request.case.stage}`)}
        {request.case.itemName !== null && <span className="hint">{request.case.itemName}</span>}
      </p>
      <div role="status">
        <h2 id="panel-state">{t(`state.${request.state}`)}</h2>
        <p>{t(`hint.${request.state}`)}</p>
      </div>
      {open && <Steps state={request.state} />}
      {open?.lost && <p className="warn">{t('request.lost')}</p>}
      {open?.code && <CodeText code={open.code} />}
      {open ? (
        <div className="panel-foot">
          <TimeLeft endsMs={open.endsMs} />
          <button type="button" onClick={onCancel} disabled={open.cancelling}>
            {open.cancelling ? t('request.cancelling') : t('request.cancel')}
            <kbd>Esc</kbd>
          </button>
        </div>
      ) : (
        <button type="button" ref={nextButton} className="primary" onClick={o.onNext}>
          {t('request.again')}
          <kbd>Enter</kbd>
        </button>
      )}
    </section>
  );
}

function Steps({ state }: { state: RequestState }) {
  const { t } = useCounterTexts();
  const at = progress(state);
  return (
    <ol className="steps" aria-label={t('request.steps')}>
      {[...OPEN_STATES, 'rated' as const].map((step, i) => (
        <li key={step} className={i <= at ? 'step-done' : ''} aria-current={i === at ? 'step' : undefined}>
          {t(`state.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function TimeLeft({ endsMs }: { endsMs: number }) {
  const { t } = useCounterTexts();
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="left">{t('request.left', { n: Math.max(0, Math.ceil((endsMs - nowMs) / 1_000)) })}</span>
  );
}
