import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { actorOf, needs } from '../console/base.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { callStaff, openCalls, takeCall } from './calls.ts';

const kiosk = implement(hubContract).$context<HubRequestContext>().kiosk.help.use(terminalOnly);

/** What kiosks say. */
export const helpRouter = {
  call: kiosk.call.handler(async ({ context, input }) => ({
    since: await callStaff(context.hub, { terminalId: context.terminal.id, at: input.at }),
  })),
};

const { help } = needs('help.take');

/** The console's strip of calls. */
export const helpConsoleRouter = {
  open: help.open.handler(async ({ context: { hub } }) => ({
    serverMs: hub.now().getTime(),
    calls: await openCalls(hub),
  })),
  take: help.take.handler(async ({ context, input }) => {
    orRefuse(await takeCall(context.hub, input.id, actorOf(context)));
    return { serverMs: context.hub.now().getTime() };
  }),
};
