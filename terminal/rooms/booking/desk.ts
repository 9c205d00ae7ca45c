import {
  type BookingRequest,
  type BookingView,
  type BookingWish,
  bookingNoOf,
  type TicketView,
} from '../../../contracts/booking.ts';
import { isOpenAt, slotAt } from '../../../contracts/booking-calendar.ts';
import { bookingReplies } from '../../../contracts/hub/booking-api.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type {
  BookedItem,
  BookingDraft,
  BookingOffer,
  BookingOutcome,
  QueueChoice,
  TicketOutcome,
} from '../../../contracts/rooms/booking.ts';
import type { Slip } from '../../../contracts/slip.ts';
import type { Visit } from '../../../contracts/visit.ts';
import { masked } from '../../../devices/id-card/masked.ts';
import { isProven, personOf } from '../person.ts';
import type { RoomTools } from '../types.ts';
import { createRulesCache } from './cache.ts';
import { giveOwnTicket } from './own-tickets.ts';
import { daysOf, departmentsOf, isAbsent, slotsOf, wantedOf } from './seats.ts';
import { bookingSlip, type SlipFacts, ticketSlip } from './slips.ts';

/** What the room keeps of a visit; it goes with it. */
interface Kept {
  draft: (BookingDraft & { id: string }) | null;
  /** From its guide. */
  wanted: BookedItem | null;
  /** Slips of the bookings and tickets that this visit made or listed. */
  slips: Map<string, Slip>;
  /** By queue. */
  tickets: Map<string, TicketOutcome>;
  /** Ids under which numbers of the queues were asked for. */
  ticketIds: Map<string, string>;
}

/** A whole list and what was made beside it. */
const MAX_SLIPS = 80;

/** The kiosk's bookings: each method answers for the visit that it names, `session.over` for any other. */
export function createBookingDesk(tools: RoomTools) {
  const { link, visits, store, config } = tools;
  const cache = createRulesCache(tools);
  const visitors = new Map<string, Kept>();
  const stopListening = visits.onEnd((visitId) => visitors.delete(visitId));

  function keptOf(visit: Visit): Kept {
    const known = visitors.get(visit.id);
    if (known !== undefined) return known;
    const kept: Kept = {
      draft: null,
      wanted: null,
      slips: new Map(),
      tickets: new Map(),
      ticketIds: new Map(),
    };
    visitors.set(visit.id, kept);
    return kept;
  }

  /** Runs `f` for the visit, and keeps nothing for one that ended meanwhile. */
  async function within<T>(
    visitId: string,
    f: (visit: Visit, kept: Kept) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const visit = visits.get(visitId);
    if (visit === null) return fail('session.over');
    const result = await f(visit, keptOf(visit));
    if (visits.get(visitId) !== null) return result;
    visitors.delete(visitId);
    return fail('session.over');
  }

  const factsOf = (visit: Visit): SlipFacts => ({
    locale: visit.locale,
    name:
      visit.identity === null
        ? null
        : masked({ name: visit.identity.name, nameEn: '', number: visit.identity.idNumber }).name,
    terminalId: config.terminalId,
    hall: store.reference()?.hall.name ?? null,
  });

  function keepSlip(kept: Kept, id: string, slip: Slip): void {
    kept.slips.set(id, slip);
    const [oldest] = kept.slips.keys();
    if (kept.slips.size > MAX_SLIPS && oldest !== undefined) kept.slips.delete(oldest);
  }

  function outcomeOf(visit: Visit, kept: Kept, booking: BookingView): BookingOutcome {
    const slip = bookingSlip(booking, factsOf(visit));
    keepSlip(kept, booking.id, slip);
    return { booking, slip };
  }

  const post = (path: string, body: unknown) => ({ method: 'POST' as const, path, body });

  return {
    offer: (visitId: string) =>
      within<BookingOffer>(visitId, async (_, kept) => {
        const heard = await cache.refresh();
        const rules = heard ?? cache.kept();
        if (rules === null) return fail('booking.noRules');
        const { daysAhead, maxOpen } = rules;
        return ok({
          live: heard !== null,
          departments: departmentsOf(rules),
          daysAhead,
          maxOpen,
          draft: kept.draft,
          wanted: kept.wanted && wantedOf(rules, kept.wanted),
        });
      }),

    want: (visitId: string, item: BookedItem | null) =>
      within<null>(visitId, (_, kept) => {
        kept.wanted = item;
        // What was chosen before and not sent is given up for it.
        if (item !== null && kept.draft?.state === 'chosen') kept.draft = null;
        return ok(null);
      }),

    days: (visitId: string, matterId: string) => within(visitId, () => daysOf(link, cache, matterId)),
    slots: (visitId: string, matterId: string, day: string) =>
      within(visitId, () => slotsOf(link, cache, matterId, day)),

    choose: (visitId: string, wish: BookingWish) =>
      within<BookingDraft>(visitId, (_, kept) => {
        const rules = cache.kept();
        const matter = rules?.matters.find((m) => m.id === wish.matterId);
        if (rules === null || matter === undefined) return fail('booking.unknownMatter');
        const slot = slotAt(rules, matter, wish.day, wish.minute, cache.nowMs());
        if (slot === null) return fail('booking.closed');
        if (kept.draft !== null && isSame(kept.draft, wish)) return ok(kept.draft);
        const { name, department, place } = matter;
        kept.draft = {
          ...wish,
          id: tools.newId(),
          endMinute: slot.endMinute,
          matter: name,
          department,
          place,
          state: 'chosen',
        };
        return ok(kept.draft);
      }),

    book: (visitId: string, phone: string | null) =>
      within<BookingOutcome>(visitId, async (visit, kept) => {
        const { identity } = visit;
        const { draft } = kept;
        if (identity === null) return fail('auth.required');
        if (draft === null) return fail('booking.notNow');
        if (!link.online()) return fail('hub.unreachable');
        const { id, matterId, day, minute } = draft;
        const person = personOf(identity);
        const body = { id, person, phone, matterId, day, minute, locale: visit.locale };
        const asked = await link.ask(post('/kiosk/bookings', body), bookingReplies.booking);
        if (asked.ok) {
          kept.draft = null;
          tools.log('booking.made', { terminal: config.terminalId });
          return ok(outcomeOf(visit, kept, asked.value.booking));
        }
        const { code } = asked.error;
        if (isAbsent(code)) kept.draft = { ...draft, state: 'unclear' };
        else if (code.startsWith('booking.')) kept.draft = null;
        return asked;
      }),

    request: (visitId: string, phone: string | null) =>
      within<BookingOutcome>(visitId, (visit, kept) => {
        const { identity } = visit;
        const { draft } = kept;
        if (identity === null) return fail('auth.required');
        if (draft === null) return fail('booking.notNow');
        const row: BookingRequest = {
          v: 1,
          type: 'request',
          id: draft.id,
          terminalId: config.terminalId,
          app: tools.app,
          at: Math.max(0, Math.round(cache.nowMs())),
          person: personOf(identity),
          phone,
          matterId: draft.matterId,
          day: draft.day,
          minute: draft.minute,
          locale: visit.locale,
        };
        const saved = store.saveRecord('booking', row);
        if (!saved.ok) return saved;
        link.kick();
        kept.draft = null;
        tools.log('booking.requested', { terminal: config.terminalId });
        return ok(outcomeOf(visit, kept, requestedView(draft)));
      }),

    drop: (visitId: string) =>
      within<null>(visitId, (_, kept) => {
        kept.draft = null;
        return ok(null);
      }),

    list: (visitId: string) =>
      within(visitId, async (visit, kept) => {
        if (!isProven(visit.identity)) return fail('auth.required');
        if (!link.online()) return fail('hub.unreachable');
        const body = { person: personOf(visit.identity) };
        const asked = await link.ask(post('/kiosk/bookings/list', body), bookingReplies.list);
        if (!asked.ok) return asked;
        for (const booking of asked.value.rows) outcomeOf(visit, kept, booking);
        return ok({ asOfMs: asked.value.serverMs, rows: asked.value.rows });
      }),

    cancel: (visitId: string, id: string) =>
      within<BookingView>(visitId, async (visit, kept) => {
        if (!isProven(visit.identity)) return fail('auth.required');
        if (!link.online()) return fail('hub.unreachable');
        const body = { person: personOf(visit.identity), id };
        const asked = await link.ask(post('/kiosk/bookings/cancel', body), bookingReplies.booking);
        if (!asked.ok) return asked;
        return ok(outcomeOf(visit, kept, asked.value.booking).booking);
      }),

    queues: (visitId: string) =>
      within<{ live: boolean; queues: QueueChoice[] }>(visitId, async () => {
        const question = { method: 'GET' as const, path: '/kiosk/bookings/queues' };
        const asked = link.online() ? await link.ask(question, bookingReplies.queues) : null;
        if (asked?.ok) return ok({ live: true, queues: asked.value.queues });
        const rules = cache.kept();
        if (rules === null) return fail('booking.noRules');
        const queues = rules.queues.map(({ opening, ...queue }) => ({
          ...queue,
          waiting: null,
          open: isOpenAt(opening, rules.exceptions, cache.nowMs()),
        }));
        return ok({ live: false, queues });
      }),

    takeTicket: (visitId: string, queueId: string) =>
      within<TicketOutcome>(visitId, async (visit, kept) => {
        const known = kept.tickets.get(queueId);
        if (known !== undefined) return ok(known);
        const id = kept.ticketIds.get(queueId) ?? tools.newId();
        kept.ticketIds.set(queueId, id);
        const given = await giveTicket(id, queueId);
        if (!given.ok) return given;
        const { ticket, confirmed } = given.value;
        const slip = ticketSlip(ticket, confirmed, factsOf(visit));
        const outcome = { ticket, confirmed, slip };
        kept.tickets.set(queueId, outcome);
        keepSlip(kept, ticket.id, slip);
        tools.log('ticket.given', { queue: queueId, confirmed });
        return ok(outcome);
      }),

    slip: (visitId: string, id: string) =>
      within<Slip>(visitId, (_, kept) => {
        const slip = kept.slips.get(id);
        return slip === undefined ? fail('not.found') : ok(slip);
      }),

    print: (visitId: string, id: string) =>
      within<null>(visitId, (_, kept) => {
        const slip = kept.slips.get(id);
        return slip === undefined ? fail('not.found') : tools.print(slip);
      }),

    stop(): void {
      stopListening();
      cache.stop();
      visitors.clear();
    },
  };

  async function giveTicket(
    id: string,
    queueId: string,
  ): Promise<Result<{ ticket: TicketView; confirmed: boolean }>> {
    if (link.online()) {
      const asked = await link.ask(post('/kiosk/bookings/tickets', { id, queueId }), bookingReplies.ticket);
      if (asked.ok) return ok({ ticket: asked.value.ticket, confirmed: true });
      if (!isAbsent(asked.error.code)) return asked;
    }
    const rules = cache.kept();
    if (rules === null) return fail('booking.noRules');
    const given = giveOwnTicket(tools, rules, { id, queueId, nowMs: Math.round(cache.nowMs()) });
    if (!given.ok) return given;
    link.kick();
    return ok({ ticket: given.value, confirmed: false });
  }
}
export type BookingDesk = ReturnType<typeof createBookingDesk>;

const isSame = (a: BookingWish, b: BookingWish): boolean =>
  a.matterId === b.matterId && a.day === b.day && a.minute === b.minute;

const requestedView = (draft: BookingDraft & { id: string }): BookingView => ({
  id: draft.id,
  no: bookingNoOf(draft.id, draft.day),
  matterId: draft.matterId,
  matter: draft.matter,
  department: draft.department,
  place: draft.place,
  day: draft.day,
  minute: draft.minute,
  endMinute: draft.endMinute,
  state: 'requested',
  reason: null,
  offered: [],
  mayCancel: false,
});
