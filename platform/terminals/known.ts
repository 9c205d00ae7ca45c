import { os } from '@orpc/server';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { identifyTerminal } from './identify.ts';

/** Lets a terminal in service through, before the input is looked at. */
export const terminalOnly = os.$context<HubRequestContext>().middleware(async ({ context, next }) => {
  const terminal = orRefuse(await identifyTerminal(context.hub, context.headers.authorization));
  return next({ context: { terminal } });
});
