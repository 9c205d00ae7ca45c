import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { provenHolder } from '../applications/holder.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { listDrafts, takeDraft } from './list.ts';
import { dropDraft, putDraft } from './put.ts';

const known = implement(hubContract).$context<HubRequestContext>().kiosk.drafts.use(terminalOnly);

const serverMs = ({ hub }: HubRequestContext): number => hub.now().getTime();
const holderIn = ({ hub }: HubRequestContext, person: Person): Buffer =>
  orRefuse(provenHolder(hub.secrets, person));

/** Half-done applications as kiosks ask for them. */
export const draftsRouter = {
  list: known.list.handler(async ({ context, input }) => ({
    ...(await listDrafts(context.hub, holderIn(context, input.person), input.known)),
    serverMs: serverMs(context),
  })),
  take: known.take.handler(async ({ context, input: { person, id } }) => {
    const origin = { holder: holderIn(context, person), terminalId: context.terminal.id };
    return { draft: orRefuse(await takeDraft(context.hub, origin, id)), serverMs: serverMs(context) };
  }),
  put: known.put.handler(async ({ context, input: { person, draft } }) => {
    const origin = { holder: holderIn(context, person), terminalId: context.terminal.id };
    return { standing: await putDraft(context.hub, origin, draft), serverMs: serverMs(context) };
  }),
  drop: known.drop.handler(async ({ context, input: { person, id, n } }) => {
    const origin = { holder: holderIn(context, person), terminalId: context.terminal.id };
    return { standing: await dropDraft(context.hub, origin, { id, n }), serverMs: serverMs(context) };
  }),
};
