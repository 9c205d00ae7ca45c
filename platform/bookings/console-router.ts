import { actorOf, needs } from '../console/base.ts';
import type { HubContext } from '../context.ts';
import { orRefuse } from '../refusal.ts';
import { readDay } from './day.ts';
import { closeDay, markBooking, openDayAgain, readContact } from './staff.ts';
import { callNext, queueStates } from './tickets.ts';

const { bookings: reading } = needs('bookings.read');
const { bookings: handling } = needs('bookings.handle');
const { bookings: managing } = needs('bookings.manage');
const serverMs = (hub: Pick<HubContext, 'now'>): number => hub.now().getTime();

/** The console's room of bookings. */
export const bookingsConsoleRouter = {
  day: reading.day.handler(async ({ context: { hub }, input }) => ({
    serverMs: serverMs(hub),
    ...(await readDay(hub, input.day)),
  })),
  contact: handling.contact.handler(async ({ context, input }) =>
    orRefuse(await readContact(context.hub, input.id, actorOf(context))),
  ),
  mark: handling.mark.handler(async ({ context, input }) => {
    orRefuse(await markBooking(context.hub, input, actorOf(context)));
    return { serverMs: serverMs(context.hub) };
  }),
  closeDay: managing.closeDay.handler(async ({ context, input }) => ({
    refused: orRefuse(await closeDay(context.hub, input, actorOf(context))),
    serverMs: serverMs(context.hub),
  })),
  openDay: managing.openDay.handler(async ({ context, input }) => {
    orRefuse(await openDayAgain(context.hub, input, actorOf(context)));
    return { serverMs: serverMs(context.hub) };
  }),
  queues: reading.queues.handler(async ({ context: { hub } }) => ({
    serverMs: serverMs(hub),
    queues: await queueStates(hub),
  })),
  call: handling.call.handler(async ({ context: { hub }, input }) => ({
    label: orRefuse(await callNext(hub, input.queueId)),
    serverMs: serverMs(hub),
  })),
};
