import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { listFiles, readFilePart, removeFile } from './files.ts';
import { closeSession, isOffered, openSession } from './sessions.ts';

const kiosk = implement(hubContract).$context<HubRequestContext>().kiosk.phone.use(terminalOnly);

const told = ({ hub }: HubRequestContext) => ({ serverMs: hub.now().getTime() });

/** What kiosks ask; the phone's side is `routes.ts`. */
export const phoneRouter = {
  offer: kiosk.offer.handler(async ({ context }) => ({ ...told(context), offered: isOffered(context.hub) })),
  open: kiosk.open.handler(async ({ context }) => {
    const session = orRefuse(await openSession(context.hub, context.terminal.id));
    return { ...told(context), ...session };
  }),
  list: kiosk.list.handler(async ({ context, input }) => {
    const listed = orRefuse(await listFiles(context.hub, context.terminal.id, input.id));
    return { ...told(context), ...listed };
  }),
  part: kiosk.part.handler(async ({ context, input }) => {
    const part = orRefuse(await readFilePart(context.hub, context.terminal.id, input));
    return { ...told(context), ...part };
  }),
  remove: kiosk.remove.handler(async ({ context, input }) => {
    orRefuse(await removeFile(context.hub, context.terminal.id, input));
    return told(context);
  }),
  close: kiosk.close.handler(async ({ context, input }) => {
    await closeSession(context.hub, context.terminal.id, input.id);
    return told(context);
  }),
};
