import { implement } from '@orpc/server';
import { type KioskStatus, kioskContract } from '../../contracts/kiosk.ts';
import { answer } from '../answer.ts';
import type { FlowEvent } from '../flow/state.ts';
import type { Latest } from '../latest.ts';
import type { KioskDesk } from './desk.ts';
import type { PageType } from './pages.ts';

/** The kiosk's part of the terminal contract. */
export function createKioskRouter(desk: KioskDesk, status: Latest<KioskStatus>) {
  const os = implement(kioskContract);
  const say = (sessionId: string, event: FlowEvent) => answer(desk.say(sessionId, event));
  return os.router({
    watch: os.watch.handler(({ signal }) => status.follow(signal)),
    start: os.start.handler(({ input }) => answer(desk.start(input.flowId, input.locale))),
    touch: os.touch.handler(({ input }) => answer(desk.touch(input.sessionId))),
    next: os.next.handler(({ input }) => say(input.sessionId, { type: 'next' })),
    back: os.back.handler(({ input }) => say(input.sessionId, { type: 'back' })),
    fallback: os.fallback.handler(({ input }) => say(input.sessionId, { type: 'fallback' })),
    change: os.change.handler(({ input }) => say(input.sessionId, { type: 'change', stepId: input.stepId })),
    choose: os.choose.handler(({ input }) => say(input.sessionId, { type: 'choose', option: input.option })),
    typeId: os.typeId.handler(({ input }) =>
      say(input.sessionId, { type: 'typeId', name: input.name, number: input.number }),
    ),
    again: os.again.handler(({ input }) => say(input.sessionId, { type: 'again' })),
    scan: os.scan.handler(({ input }) => answer(desk.scan(input.sessionId, input.source))),
    cancelScan: os.cancelScan.handler(({ input }) => answer(desk.cancelScan(input.sessionId))),
    page: os.page.handler(({ input }) => {
      const page = desk.page(input.sessionId, input.pageId);
      if (!page.ok) return answer(page);
      const { bytes, type } = page.value;
      return { ok: true as const, value: new File([Buffer.from(bytes)], input.pageId, { type }) };
    }),
    putPage: os.putPage.handler(async ({ input }) => {
      const bytes = new Uint8Array(await input.file.arrayBuffer());
      return answer(desk.putPage(input.sessionId, bytes, input.file.type as PageType, input.replaces));
    }),
    removePage: os.removePage.handler(({ input }) =>
      say(input.sessionId, { type: 'removePage', pageId: input.pageId }),
    ),
    movePage: os.movePage.handler(({ input }) =>
      say(input.sessionId, { type: 'movePage', pageId: input.pageId, to: input.to }),
    ),
    leave: os.leave.handler(({ input }) => answer(desk.leave(input.sessionId))),
  });
}
export type KioskRoutes = ReturnType<typeof createKioskRouter>;
