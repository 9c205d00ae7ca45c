import { implement } from '@orpc/server';
import { servicesContract } from '../../../contracts/rooms/services.ts';
import { answer } from '../../answer.ts';
import type { RoomTools } from '../types.ts';
import { createServicesDesk } from './desk.ts';

/** The kiosk's room for finding a service (找事项). */
export function createServicesRoom(tools: RoomTools) {
  const desk = createServicesDesk(tools);
  const os = implement(servicesContract);
  return {
    routes: os.router({
      overview: os.overview.handler(async ({ input }) => answer(await desk.overview(input.visitId))),
      search: os.search.handler(({ input }) => answer(desk.search(input.visitId, input.text))),
      list: os.list.handler(({ input }) => answer(desk.list(input.visitId, input.filter, input.offset))),
      guide: os.guide.handler(({ input }) => answer(desk.guide(input.visitId, input.code))),
      slip: os.slip.handler(({ input }) => answer(desk.slip(input.visitId, input.code))),
      print: os.print.handler(async ({ input }) => answer(await desk.print(input.visitId, input.code))),
    }),
    stop: desk.stop,
  };
}
