import { implement } from '@orpc/server';
import { meContract } from '../../../contracts/rooms/me.ts';
import { answer } from '../../answer.ts';
import type { DraftTools, RoomTools } from '../types.ts';
import { createMeDesk } from './desk.ts';

/** The kiosk's personal centre (个人中心). */
export function createMeRoom(tools: RoomTools & DraftTools) {
  const desk = createMeDesk(tools);
  const os = implement(meContract);
  return {
    routes: os.router({
      overview: os.overview.handler(async ({ input }) => answer(await desk.overview(input.visitId))),
      want: os.want.handler(async ({ input }) => answer(await desk.want(input.visitId, input.place))),
      messages: os.messages.handler(async ({ input }) =>
        answer(await desk.messages(input.visitId, input.after)),
      ),
      readMessage: os.readMessage.handler(async ({ input }) =>
        answer(await desk.readMessage(input.visitId, input.id)),
      ),
      cases: os.cases.handler(async ({ input }) => answer(await desk.cases(input.visitId, input.after))),
      bookings: os.bookings.handler(async ({ input }) => answer(await desk.bookings(input.visitId))),
      addresses: os.addresses.handler(async ({ input }) => answer(await desk.addresses(input.visitId))),
      addressForm: os.addressForm.handler(async ({ input }) =>
        answer(await desk.addressForm(input.visitId, input.id)),
      ),
      putAddress: os.putAddress.handler(async ({ input: { visitId, ...put } }) =>
        answer(await desk.putAddress(visitId, put)),
      ),
      removeAddress: os.removeAddress.handler(async ({ input }) =>
        answer(await desk.removeAddress(input.visitId, input.id)),
      ),
      petitionForm: os.petitionForm.handler(async ({ input }) =>
        answer(await desk.petitionForm(input.visitId)),
      ),
      keepDraft: os.keepDraft.handler(async ({ input }) =>
        answer(await desk.keepDraft(input.visitId, input.draft)),
      ),
      file: os.file.handler(async ({ input }) => answer(await desk.file(input.visitId, input.draft))),
      print: os.print.handler(async ({ input }) => answer(await desk.print(input.visitId, input.no))),
      petitions: os.petitions.handler(async ({ input }) =>
        answer(await desk.petitions(input.visitId, input.after)),
      ),
      data: os.data.handler(async ({ input }) => answer(await desk.data(input.visitId))),
      erase: os.erase.handler(async ({ input }) => answer(await desk.erase(input.visitId))),
    }),
    stop: desk.stop,
  };
}
