import { useState } from 'react';
import type { BookingDraft, BookingOutcome } from '../../../../contracts/rooms/booking.ts';
import { Button } from '../../../design/button.tsx';
import { Page } from '../frame.tsx';
import { useOnce } from '../use-load.ts';
import { useTexts } from './texts.ts';

interface UnclearProps {
  visitId: string;
  draft: BookingDraft;
  phone: string | null;
  tries: number;
  onMade: (outcome: BookingOutcome) => void;
  /** Answers what the page has to say; null: another page says it. */
  onRefused: (code: string) => string | null;
}

/** It was sent and no answer came: whether it is booked is not known. Asking again never books twice. */
export function Unclear({ visitId, draft, phone, tries, onMade, onRefused }: UnclearProps) {
  const { t, say, time } = useTexts();
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(tries > 0 ? t('unclear.still') : null);
  const send = async (how: 'book' | 'request') => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.booking[how]({ visitId, phone }));
    if (reply === null) return;
    if (reply.ok) onMade(reply.value);
    else setRefusal(onRefused(reply.code));
  };
  return (
    <Page
      title={t('unclear.title')}
      hint={t('unclear.body')}
      refusal={refusal ?? undefined}
      foot={
        <>
          <Button size="main" disabled={busy} onPress={() => void send('request')}>
            {t('unclear.request')}
          </Button>
          <Button size="main" kind="primary" icon="undo" disabled={busy} onPress={() => void send('book')}>
            {busy ? t('check.booking') : t('unclear.again')}
          </Button>
        </>
      }
    >
      <div className="booking__facts booking__facts--alone">
        <p>
          <strong>{say(draft.matter)}</strong>
        </p>
        <p>{time(draft)}</p>
        <p className="quiet">{t('unclear.requestHint')}</p>
      </div>
    </Page>
  );
}
