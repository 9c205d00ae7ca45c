import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { orRefuse, refusal } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { provenHolder } from './holder.ts';
import { listOwnCases } from './list.ts';
import { listMessages, noteRead } from './messages.ts';
import { endReuse, listReusable, readPart } from './reuse.ts';
import { readStory } from './story.ts';

const known = implement(hubContract).$context<HubRequestContext>().kiosk.applications.use(terminalOnly);

const nowMs = ({ hub }: HubRequestContext): number => hub.now().getTime();
const holderIn = ({ hub }: HubRequestContext, person: Person): Buffer =>
  orRefuse(provenHolder(hub.secrets, person));

/** What kiosks ask about applications. */
export const applicationsRouter = {
  cases: known.cases.handler(async ({ context, input }) => ({
    ...orRefuse(await listOwnCases(context.hub, holderIn(context, input.person), input.after)),
    serverMs: nowMs(context),
  })),
  case: known.case.handler(async ({ context, input: { person, no } }) => {
    const holder = person === null || person.by === 'typed' ? null : holderIn(context, person);
    return { story: orRefuse(await readStory(context.hub, no, holder)), serverMs: nowMs(context) };
  }),
  messages: known.messages.handler(async ({ context, input }) => ({
    ...orRefuse(await listMessages(context.hub, holderIn(context, input.person), input.after)),
    serverMs: nowMs(context),
  })),
  readMessage: known.readMessage.handler(async ({ context, input }) => {
    orRefuse(await noteRead(context.hub, holderIn(context, input.person), input.id));
    return { serverMs: nowMs(context) };
  }),
  reusable: known.reusable.handler(async ({ context, input }) => ({
    rows: await listReusable(context.hub, holderIn(context, input.person)),
    serverMs: nowMs(context),
  })),
  endReuse: known.endReuse.handler(async ({ context, input: { person, id } }) => {
    const holder = holderIn(context, person);
    const { hub } = context;
    const count = await hub.db.transaction().execute((trx) => endReuse(hub, trx, holder, id));
    if (id !== null && count === 0) throw refusal('not.found');
    return { serverMs: nowMs(context) };
  }),
  reusePart: known.reusePart.handler(async ({ context, input: { person, id, offset } }) => {
    const holder = holderIn(context, person);
    const wish = { holder, terminalId: context.terminal.id, materialId: id, offset };
    return { ...orRefuse(await readPart(context.hub, wish)), serverMs: nowMs(context) };
  }),
};
