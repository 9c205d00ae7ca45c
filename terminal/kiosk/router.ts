import { implement } from '@orpc/server';
import { type Board, type KioskStatus, kioskContract } from '../../contracts/kiosk.ts';
import type { Result } from '../../contracts/result.ts';
import { answer } from '../answer.ts';
import type { FlowEvent } from '../flow/state.ts';
import type { Latest } from '../latest.ts';
import type { KioskDesk } from './desk.ts';
import { addressRoutes } from './own-addresses.ts';
import type { PageType } from './pages.ts';
import { sealRoutes } from './seal-routes.ts';
import { waysRoutes } from './ways-routes.ts';

export interface KioskRouterOptions {
  desk: KioskDesk;
  status: Latest<KioskStatus>;
  board: () => Board;
  /** Calls staff to this kiosk. */
  help: () => Promise<Result<null>>;
}

/** The kiosk's part of the terminal contract. */
export function createKioskRouter({ desk, status, board, help }: KioskRouterOptions) {
  const os = implement(kioskContract);
  const say = (sessionId: string, event: FlowEvent) => answer(desk.say(sessionId, event));
  return os.router({
    watch: os.watch.handler(({ signal }) => status.follow(signal)),
    board: os.board.handler(board),
    begin: os.begin.handler(({ input }) => answer(desk.begin(input.locale))),
    touch: os.touch.handler(({ input }) => answer(desk.touch(input.visitId))),
    language: os.language.handler(({ input }) => answer(desk.language(input.visitId, input.locale))),
    home: os.home.handler(({ input }) => answer(desk.home(input.visitId))),
    open: os.open.handler(({ input }) => answer(desk.open(input.visitId, input.room))),
    signIn: os.signIn.handler(({ input }) => answer(desk.signIn(input.visitId))),
    cancelSignIn: os.cancelSignIn.handler(({ input }) => answer(desk.cancelSignIn(input.visitId))),
    signInTyped: os.signInTyped.handler(({ input }) =>
      answer(desk.signInTyped(input.visitId, input.name, input.number)),
    ),
    signInPhone: os.signInPhone.handler(({ input }) =>
      answer(desk.asking.sendSms(input.visitId, input.phone)),
    ),
    signInCode: os.signInCode.handler(({ input }) => answer(desk.asking.checkSms(input.visitId, input.code))),
    signInOtherPhone: os.signInOtherPhone.handler(({ input }) => answer(desk.otherPhone(input.visitId))),
    start: os.start.handler(({ input }) => answer(desk.start(input.visitId, input.flowId))),
    finish: os.finish.handler(({ input }) => answer(desk.finish(input.visitId))),
    help: os.help.handler(async () => answer(await help())),
    next: os.next.handler(({ input }) => say(input.sessionId, { type: 'next' })),
    back: os.back.handler(({ input }) => say(input.sessionId, { type: 'back' })),
    fallback: os.fallback.handler(({ input }) => say(input.sessionId, { type: 'fallback' })),
    change: os.change.handler(({ input }) =>
      say(input.sessionId, { type: 'change', stepId: input.stepId, fieldId: input.fieldId }),
    ),
    choose: os.choose.handler(({ input }) => say(input.sessionId, { type: 'choose', option: input.option })),
    chooseMany: os.chooseMany.handler(({ input }) =>
      say(input.sessionId, { type: 'chooseMany', options: input.options }),
    ),
    typeId: os.typeId.handler(({ input }) =>
      say(input.sessionId, { type: 'typeId', name: input.name, number: input.number }),
    ),
    fillForm: os.fillForm.handler(({ input }) =>
      say(input.sessionId, { type: 'fillForm', values: input.values }),
    ),
    deliver: os.deliver.handler(({ input: { sessionId, way, values, pickUp } }) =>
      say(sessionId, {
        type: 'deliver',
        ...(way !== undefined && { way }),
        ...(values !== undefined && { values }),
        ...(pickUp !== undefined && { pickUp }),
      }),
    ),
    sign: os.sign.handler(async ({ input }) =>
      answer(desk.putSignature(input.sessionId, new Uint8Array(await input.file.arrayBuffer()))),
    ),
    resume: os.resume.handler(async ({ input }) =>
      answer(await desk.applying.answer(input.sessionId, input.answer)),
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
      const { dpi, warnings, replaces } = input;
      const picture = { bytes, type: input.file.type as PageType, dpi, warnings };
      return answer(desk.putPage(input.sessionId, picture, replaces));
    }),
    removePage: os.removePage.handler(({ input }) =>
      say(input.sessionId, { type: 'removePage', pageId: input.pageId }),
    ),
    movePage: os.movePage.handler(({ input }) =>
      say(input.sessionId, { type: 'movePage', pageId: input.pageId, to: input.to }),
    ),
    keepPage: os.keepPage.handler(({ input }) =>
      say(input.sessionId, { type: 'keepPage', pageId: input.pageId }),
    ),
    stickFiles: os.stickFiles.handler(async ({ input }) => answer(await desk.stickFiles(input.sessionId))),
    importFile: os.importFile.handler(async ({ input }) =>
      answer(await desk.importFile(input.sessionId, input.fileId)),
    ),
    ...waysRoutes(desk),
    ...sealRoutes(desk),
    ...addressRoutes(desk.addresses),
    leave: os.leave.handler(({ input }) => answer(desk.leave(input.sessionId))),
  });
}
export type KioskRoutes = ReturnType<typeof createKioskRouter>;
