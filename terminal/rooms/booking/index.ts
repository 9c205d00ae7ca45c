import { implement } from '@orpc/server';
import { bookingContract } from '../../../contracts/rooms/booking.ts';
import { answer } from '../../answer.ts';
import type { RoomTools } from '../types.ts';
import { createBookingDesk } from './desk.ts';

/** The kiosk's room of bookings and tickets (预约取号). */
export function createBookingRoom(tools: RoomTools) {
  const desk = createBookingDesk(tools);
  const os = implement(bookingContract);
  return {
    routes: os.router({
      offer: os.offer.handler(async ({ input }) => answer(await desk.offer(input.visitId))),
      want: os.want.handler(async ({ input }) => answer(await desk.want(input.visitId, input.item))),
      days: os.days.handler(async ({ input }) => answer(await desk.days(input.visitId, input.matterId))),
      slots: os.slots.handler(async ({ input }) =>
        answer(await desk.slots(input.visitId, input.matterId, input.day)),
      ),
      choose: os.choose.handler(async ({ input: { visitId, ...wish } }) =>
        answer(await desk.choose(visitId, wish)),
      ),
      book: os.book.handler(async ({ input }) => answer(await desk.book(input.visitId, input.phone))),
      request: os.request.handler(async ({ input }) =>
        answer(await desk.request(input.visitId, input.phone)),
      ),
      drop: os.drop.handler(async ({ input }) => answer(await desk.drop(input.visitId))),
      list: os.list.handler(async ({ input }) => answer(await desk.list(input.visitId))),
      cancel: os.cancel.handler(async ({ input }) => answer(await desk.cancel(input.visitId, input.id))),
      queues: os.queues.handler(async ({ input }) => answer(await desk.queues(input.visitId))),
      takeTicket: os.takeTicket.handler(async ({ input }) =>
        answer(await desk.takeTicket(input.visitId, input.queueId)),
      ),
      slip: os.slip.handler(async ({ input }) => answer(await desk.slip(input.visitId, input.id))),
      print: os.print.handler(async ({ input }) => answer(await desk.print(input.visitId, input.id))),
    }),
    stop: desk.stop,
  };
}
