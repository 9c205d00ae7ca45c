import { actorOf, needs } from '../console/base.ts';
import { orRefuse } from '../refusal.ts';
import { actOnCase } from './act.ts';
import { listCases } from './console-list.ts';
import { readDesk, reveal } from './desk.ts';

const { cases: reading } = needs('cases.read');

/** The console's side of applications. */
export const casesRouter = {
  list: reading.list.handler(async ({ context, input: { filter, after } }) =>
    orRefuse(await listCases(context.hub, filter, after)),
  ),
  desk: reading.desk.handler(async ({ context, input: { id } }) =>
    orRefuse(await readDesk(context.hub, id, actorOf(context))),
  ),
  reveal: reading.reveal.handler(async ({ context, input: { id } }) =>
    orRefuse(await reveal(context.hub, id, actorOf(context))),
  ),
  act: needs('cases.handle').cases.act.handler(async ({ context, input: { caseNo, act } }) => ({
    state: orRefuse(await actOnCase(context.hub, caseNo, act, actorOf(context))),
    serverMs: context.hub.now().getTime(),
  })),
};
