import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { orRefuse, refusal } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { book, cancelBooking, listBookings } from './book.ts';
import { findMatter, readCalendar, readRules } from './rules.ts';
import { freeDays, freeSlots } from './seats.ts';
import { readQueues, takeTicket } from './tickets.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.bookings.use(terminalOnly);
type Hub = HubRequestContext['hub'];
const serverMs = (hub: Hub): number => hub.now().getTime();

async function matterOf(hub: Hub, id: string) {
  const matter = await findMatter(hub.db, id);
  if (matter === null) throw refusal('booking.unknownMatter');
  return matter;
}

/** Bookings and tickets as kiosks ask for them. */
export const bookingsRouter = {
  rules: contract.rules.handler(async ({ context: { hub, terminal } }) => ({
    serverMs: serverMs(hub),
    rules: await readRules(hub, terminal.id),
  })),
  days: contract.days.handler(async ({ context: { hub }, input }) => {
    const matter = await matterOf(hub, input.matterId);
    const days = await freeDays(hub.db, await readCalendar(hub), matter, serverMs(hub));
    return { serverMs: serverMs(hub), days };
  }),
  slots: contract.slots.handler(async ({ context: { hub }, input }) => {
    const matter = await matterOf(hub, input.matterId);
    const slots = await freeSlots(hub.db, await readCalendar(hub), matter, input.day, serverMs(hub));
    return { serverMs: serverMs(hub), slots };
  }),
  book: contract.book.handler(async ({ context: { hub, terminal }, input }) => ({
    booking: orRefuse(await book(hub, terminal.id, input)),
    serverMs: serverMs(hub),
  })),
  list: contract.list.handler(async ({ context: { hub }, input }) => ({
    rows: orRefuse(await listBookings(hub, input.person)),
    serverMs: serverMs(hub),
  })),
  cancel: contract.cancel.handler(async ({ context: { hub }, input }) => ({
    booking: orRefuse(await cancelBooking(hub, input.person, input.id)),
    serverMs: serverMs(hub),
  })),
  queues: contract.queues.handler(async ({ context: { hub } }) => ({
    serverMs: serverMs(hub),
    queues: await readQueues(hub),
  })),
  ticket: contract.ticket.handler(async ({ context: { hub, terminal }, input }) => ({
    ticket: orRefuse(await takeTicket(hub, terminal.id, input)),
    serverMs: serverMs(hub),
  })),
};
