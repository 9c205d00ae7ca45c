import type { BookingState } from '../../../../contracts/booking.ts';
import type { CaseState } from '../../../../contracts/hub/applications-api.ts';
import { Paged } from './paged.tsx';
import { Row } from './row.tsx';
import { useTexts } from './texts.ts';

interface ListProps {
  visitId: string;
  onBack: () => void;
}

export const CASE_TONE = {
  submitted: 'still',
  supplement: 'bad',
  supplemented: 'still',
  accepted: 'good',
  concluded: 'good',
  refused: 'bad',
} as const satisfies Record<CaseState, string>;

/** My cases, in short; their stories are in the room of progress. */
export function Cases({ visitId, onBack }: ListProps) {
  const { t, moment } = useTexts();
  return (
    <Paged
      name="cases"
      title={t('cases.title')}
      hint={t('cases.hint')}
      none={t('cases.none')}
      most={5}
      ask={async (terminal, after) => {
        const reply = await terminal.rooms.me.cases({ visitId, ...(after === undefined ? {} : { after }) });
        if (!reply.ok) return reply;
        const rows = reply.value.rows.map((row) => ({ ...row, id: row.applicationId }));
        return { ok: true, value: { rows, next: reply.value.next } };
      }}
      draw={(row) => (
        <Row
          title={row.itemName}
          state={t(`caseState.${row.state}`)}
          tone={CASE_TONE[row.state]}
          lines={[t('cases.no', { no: row.caseNo }), t('cases.changed', { time: moment(row.changedMs) })]}
        />
      )}
      onBack={onBack}
    />
  );
}

export const BOOKING_TONE = {
  requested: 'still',
  confirmed: 'good',
  refused: 'bad',
  cancelled: 'quiet',
  used: 'quiet',
  missed: 'bad',
} as const satisfies Record<BookingState, string>;

/** My bookings, in short; the room of bookings cancels and prints. */
export function Bookings({ visitId, onBack }: ListProps) {
  const { t, say, slot } = useTexts();
  return (
    <Paged
      name="bookings"
      title={t('bookings.title')}
      hint={t('bookings.hint')}
      none={t('bookings.none')}
      most={5}
      ask={async (terminal) => {
        const reply = await terminal.rooms.me.bookings({ visitId });
        return reply.ok ? { ok: true, value: { rows: reply.value.rows, next: null } } : reply;
      }}
      draw={(row) => (
        <Row
          title={say(row.matter)}
          state={t(`bookingState.${row.state}`)}
          tone={BOOKING_TONE[row.state]}
          lines={[`${slot(row.day, row.minute)} · ${say(row.place)}`, row.no]}
        />
      )}
      onBack={onBack}
    />
  );
}
