import { useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { useSending } from '../../sending.ts';
import { useLoad } from '../use-load.ts';
import { useTexts } from './texts.ts';
import './progress.css';

/** At the end of a flow that submitted something: the way to its rating (自助评价). Nothing where there is nothing to rate. */
export function RateOffer({ visitId }: { visitId: string }) {
  const { t, error } = useTexts();
  const { loaded } = useLoad('offer', (terminal) => terminal.rooms.progress.offer({ visitId }));
  const opening = useSending();
  const [refusal, setRefusal] = useState<string | null>(null);
  const no = loaded.state === 'ready' ? loaded.value.receiptNo : null;
  if (no === null) return null;
  const rate = async () => {
    setRefusal(null);
    const begun = await opening.send((terminal) =>
      terminal.rooms.progress.rate.begin({ visitId, no, stage: 1 }),
    );
    const answer = begun?.ok
      ? await opening.send((terminal) => terminal.kiosk.open({ visitId, room: 'progress' }))
      : begun;
    if (answer !== null && !answer.ok) setRefusal(answer.code);
  };
  return (
    <section className="progress__offer" aria-label={t('offer.title')}>
      <div>
        <h2>{t('offer.title')}</h2>
        <p>{t('offer.body')}</p>
        {refusal !== null && (
          <p className="refusal" role="alert">
            {error(refusal)}
          </p>
        )}
      </div>
      <Button size="main" disabled={opening.busy} onPress={() => void rate()}>
        {t('offer.rate')}
      </Button>
    </section>
  );
}
