import { useSyncExternalStore } from 'react';
import type { Locale } from '../../../../contracts/primitives.ts';
import { lastStatus } from '../../../client.ts';
import { Button } from '../../../design/button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useKiosk } from '../../context.ts';
import { useSending } from '../../sending.ts';
import type { StepProps } from '../props.ts';
import './submit.css';
import { useApplyTexts } from './texts.ts';

/** An application on its way: made, kept here, sent. Nothing is called submitted before it is on this terminal's disk. */
export function Submit(props: StepProps<'submit'>) {
  switch (props.step.phase) {
    case 'working':
      return <Working {...props} />;
    case 'kept':
      return <Kept {...props} />;
    case 'failed':
      return <Failed {...props} />;
  }
}

function Working({ step: { progress } }: StepProps<'submit'>) {
  const t = useApplyTexts();
  const isMaking = progress !== null && progress.n + 1 < progress.of;
  const says = isMaking
    ? t('submit.making', { n: progress.n + 1, of: progress.of - 1 })
    : t('submit.working');
  return (
    <div className="submit">
      <p role="status" className="submit__says">
        {says}
      </p>
      <progress className="submit__bar" aria-label={says} max={progress?.of ?? 1} value={progress?.n ?? 0} />
    </div>
  );
}

function Kept({ step: { receiptNo, joint, sending } }: StepProps<'submit'>) {
  const { texts, link } = useKiosk();
  const t = useApplyTexts();
  const online = lastStatus(useSyncExternalStore(link.subscribe, link.state))?.online === true;
  const isMoving = sending?.state === 'sending' && sending.total > 0;
  const says =
    sending === null
      ? ''
      : sending.state === 'sent'
        ? t('submit.sent')
        : sending.state === 'dead'
          ? t('submit.dead')
          : !online
            ? t('submit.here')
            : isMoving
              ? t('submit.sending', {
                  acked: sizeText(sending.acked, texts.locale),
                  total: sizeText(sending.total, texts.locale),
                })
              : t('submit.waiting');
  return (
    <div className="submit" data-sending={sending?.state}>
      <span className="seal submit__seal">
        <Icon name="check" />
      </span>
      <p className="submit__says">
        <strong>{t('submit.kept')}</strong>
      </p>
      {joint.length > 0 ? (
        <dl className="submit__joint">
          {joint.map((one) => (
            <div key={one.receiptNo}>
              <dt>{texts.say(one.itemName)}</dt>
              <dd className="quiet">{one.receiptNo}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="submit__receipt">
          <span className="quiet">{t('submit.receipt')}</span>
          <strong>{receiptNo}</strong>
        </p>
      )}
      <p role="status">{says}</p>
      {isMoving && (
        <progress className="submit__bar" aria-label={says} max={sending.total} value={sending.acked} />
      )}
    </div>
  );
}

function Failed({ session, step }: StepProps<'submit'>) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { busy, send } = useSending();
  const { failedAt } = step;
  const sessionId = session.id;
  return (
    <div className="submit">
      <p className="submit__says">
        <strong>{t('submit.failed')}</strong>
      </p>
      <p className="refusal" role="alert">
        {step.code !== null && texts.error(step.code)}
      </p>
      <div className="submit__tools">
        {failedAt !== null && (
          <Button
            size="main"
            kind="primary"
            icon="pencil"
            disabled={busy}
            onPress={() =>
              void send((terminal) =>
                terminal.kiosk.change({ sessionId, stepId: failedAt.stepId, fieldId: null }),
              )
            }
          >
            {t('submit.mend', { title: texts.say(failedAt.title) })}
          </Button>
        )}
        {step.code !== 'apply.draftSubmitted' && (
          <Button
            size="main"
            icon="undo"
            disabled={busy}
            onPress={() => void send((terminal) => terminal.kiosk.again({ sessionId }))}
          >
            {t('submit.again')}
          </Button>
        )}
      </div>
    </div>
  );
}

const MB = 1_000_000;

function sizeText(bytes: number, locale: Locale): string {
  const unit = bytes < MB ? 'kilobyte' : 'megabyte';
  const value = bytes < MB ? bytes / 1_000 : bytes / MB;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: bytes < MB ? 0 : 1,
  }).format(value);
}
