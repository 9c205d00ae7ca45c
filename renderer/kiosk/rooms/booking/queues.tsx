import { useState } from 'react';
import type { QueueChoice, TicketOutcome } from '../../../../contracts/rooms/booking.ts';
import { Back, Choices, Page } from '../frame.tsx';
import { useLoad, useOnce } from '../use-load.ts';
import { useTexts } from './texts.ts';
import { Wait } from './wait.tsx';

/** Lines on one page, where there is room. */
const MOST = 6;

interface QueuesProps {
  visitId: string;
  onTicket: (outcome: TicketOutcome) => void;
  onBack: () => void;
}

/** The lines of the hall: one touch takes a number. */
export function Queues({ visitId, onTicket, onBack }: QueuesProps) {
  const { t, error } = useTexts();
  const { loaded, again } = useLoad('queues', (terminal) => terminal.rooms.booking.queues({ visitId }));
  const { busy, once } = useOnce();
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (queueId: string) => {
    setRefusal(null);
    const reply = await once((terminal) => terminal.rooms.booking.takeTicket({ visitId, queueId }));
    if (reply?.ok) onTicket(reply.value);
    else if (reply !== null) setRefusal(error(reply.code));
  };
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {({ queues, live }) => (
        <Page
          title={t('queues.title')}
          hint={busy ? t('queues.taking') : live ? t('queues.hint') : undefined}
          note={live ? undefined : t('queues.offlineNote')}
          refusal={refusal ?? undefined}
          foot={<Back onPress={onBack} />}
        >
          <Choices
            items={queues}
            most={MOST}
            layout="booking__choices--queues"
            keyOf={(queue) => queue.id}
            draw={(queue) => <Line queue={queue} busy={busy} onPress={() => void take(queue.id)} />}
          />
        </Page>
      )}
    </Wait>
  );
}

function Line({ queue, busy, onPress }: { queue: QueueChoice; busy: boolean; onPress: () => void }) {
  const { t, say } = useTexts();
  const isOut = !queue.open || busy;
  return (
    <button
      type="button"
      className="sheet__choice booking__line"
      aria-disabled={isOut || undefined}
      onClick={isOut ? undefined : onPress}
    >
      <span className="booking__letter">{queue.letter}</span>
      <strong>{say(queue.name)}</strong>
      <span className="quiet">{say(queue.place)}</span>
      <span className={queue.open ? 'sheet__left' : 'refusal'}>
        {!queue.open
          ? t('queues.closed')
          : queue.waiting === null
            ? t('queues.offline')
            : t('queues.waiting', { n: queue.waiting })}
      </span>
    </button>
  );
}
