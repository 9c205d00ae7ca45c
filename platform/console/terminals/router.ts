import { orRefuse } from '../../refusal.ts';
import { actorOf, needs } from '../base.ts';
import { listTerminals } from './list.ts';
import { enrolTerminal, renewCounterToken, revokeTerminal } from './manage.ts';

const reading = needs('terminals.read').terminals;
const managing = needs('terminals.manage').terminals;

export const terminalsRouter = {
  list: reading.list.handler(async ({ context: { hub } }) => ({
    serverMs: hub.now().getTime(),
    rows: await listTerminals(hub),
  })),
  enrol: managing.enrol.handler(async ({ context, input }) =>
    orRefuse(await enrolTerminal(context.hub, input, actorOf(context))),
  ),
  revoke: managing.revoke.handler(async ({ context, input }) => {
    orRefuse(await revokeTerminal(context.hub, input.terminalId, actorOf(context)));
    return { serverMs: context.hub.now().getTime() };
  }),
  counterToken: managing.counterToken.handler(async ({ context, input }) =>
    orRefuse(await renewCounterToken(context.hub, input.windowId, actorOf(context))),
  ),
};
