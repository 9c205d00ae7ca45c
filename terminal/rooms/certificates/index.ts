import { implement } from '@orpc/server';
import { certificatesContract } from '../../../contracts/rooms/certificates.ts';
import { answer } from '../../answer.ts';
import type { RoomTools, SheetTools } from '../types.ts';
import { createCertificatesDesk } from './desk.ts';
import { askHub } from './hub.ts';

/** The kiosk's room of electronic certificates and proofs (电子证照、证明). */
export function createCertificatesRoom(tools: RoomTools & SheetTools) {
  const desk = createCertificatesDesk(tools, askHub(tools.link));
  const os = implement(certificatesContract);
  return {
    routes: os.router({
      list: os.list.handler(async ({ input }) => answer(await desk.list(input.visitId))),
      open: os.open.handler(async ({ input }) => answer(await desk.open(input.visitId, input.id))),
      page: os.page.handler(async ({ input }) => answer(await desk.page(input.visitId, input.id, input.no))),
      close: os.close.handler(async ({ input }) => answer(await desk.close(input.visitId))),
      code: os.code.handler(async ({ input }) => answer(await desk.code(input.visitId, input.id))),
      print: os.print.handler(async ({ input }) =>
        answer(await desk.print(input.visitId, input.id, input.purpose)),
      ),
      printing: os.printing.handler(async ({ input }) => answer(await desk.printing(input.visitId))),
    }),
    stop: desk.stop,
  };
}
