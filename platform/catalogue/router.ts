import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { readChanges } from './read.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.catalogue.use(terminalOnly);

/** The catalogue as terminals fetch it. */
export const catalogueRouter = {
  changes: contract.changes.handler(({ context: { hub }, input }) => readChanges(hub, input.after)),
};
