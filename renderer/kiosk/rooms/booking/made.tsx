import type { BookingOutcome, TicketOutcome } from '../../../../contracts/rooms/booking.ts';
import { Button } from '../../../design/button.tsx';
import { Page } from '../frame.tsx';
import type { MaskedIdentity } from '../types.ts';
import { FittedSlip } from './fitted-slip.tsx';
import { PrintingSays, usePrintFault, usePrinting } from './printing.tsx';
import { useTexts } from './texts.ts';

interface EndProps {
  visitId: string;
  onMenu: () => void;
  onHome: () => void;
}

/** Booked, or asked for: the number to keep, on the screen and on paper. */
export function Made({
  visitId,
  identity,
  outcome,
  onMenu,
  onHome,
}: EndProps & { identity: MaskedIdentity | null; outcome: BookingOutcome }) {
  const { t, say, time } = useTexts();
  const { booking, slip } = outcome;
  const { printing, print } = usePrinting(visitId, booking.id, true);
  const fault = usePrintFault(printing);
  const words = {
    confirmed: [t('made.confirmed'), t('made.confirmedBody')],
    requested: [t('made.requested'), t('made.requestedBody')],
    other: [t('made.refused'), t('made.refusedBody')],
  }[booking.state === 'confirmed' || booking.state === 'requested' ? booking.state : 'other'];
  return (
    <Page
      title={words[0] ?? ''}
      hint={words[1]}
      note={identity?.by === 'typed' ? t('made.typedBody') : undefined}
      refusal={fault}
      foot={<Foot busy={printing.phase === 'printing'} onPrint={print} onMenu={onMenu} onHome={onHome} />}
    >
      <div className="booking__end">
        <div className="booking__facts">
          <p className="quiet">{t('made.no')}</p>
          <p className="booking__no">{booking.no}</p>
          <p>
            <strong>{time(booking)}</strong>
          </p>
          <p>{say(booking.place)}</p>
          <PrintingSays printing={printing} />
        </div>
        <FittedSlip slip={slip} />
      </div>
    </Page>
  );
}

/** A number in the line. */
export function Ticket({ visitId, outcome, onMenu, onHome }: EndProps & { outcome: TicketOutcome }) {
  const { t, say } = useTexts();
  const { ticket, confirmed, slip } = outcome;
  const { printing, print } = usePrinting(visitId, ticket.id, true);
  const fault = usePrintFault(printing);
  const ahead =
    ticket.ahead === null
      ? undefined
      : ticket.ahead === 0
        ? t('ticket.first')
        : t('ticket.ahead', { n: ticket.ahead });
  return (
    <Page
      title={t('ticket.title')}
      hint={confirmed ? t('ticket.watch') : undefined}
      note={confirmed ? undefined : t('ticket.offline')}
      refusal={fault}
      foot={<Foot busy={printing.phase === 'printing'} onPrint={print} onMenu={onMenu} onHome={onHome} />}
    >
      <div className="booking__end">
        <div className="booking__facts">
          <p className="booking__label">{ticket.label}</p>
          <p>
            <strong>{say(ticket.name)}</strong>
          </p>
          <p>{say(ticket.place)}</p>
          {ahead !== undefined && <p className="sheet__left">{ahead}</p>}
          <PrintingSays printing={printing} />
        </div>
        <FittedSlip slip={slip} />
      </div>
    </Page>
  );
}

function Foot(o: { busy: boolean; onPrint: () => Promise<void>; onMenu: () => void; onHome: () => void }) {
  const { t } = useTexts();
  return (
    <>
      <Button size="main" onPress={o.onMenu}>
        {t('page.menu')}
      </Button>
      <Button size="main" disabled={o.busy} onPress={() => void o.onPrint()}>
        {t('print.again')}
      </Button>
      <Button size="main" kind="primary" onPress={o.onHome}>
        {t('page.home')}
      </Button>
    </>
  );
}
