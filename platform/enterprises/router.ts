import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { findEnterprise, type RegisterAccess } from './find.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.enterprises.use(terminalOnly);

/** Enterprises as kiosks ask for them. */
export const enterprisesRouter = (access: RegisterAccess) => ({
  find: contract.find.handler(async ({ context: { hub }, input }) => ({
    ...orRefuse(await findEnterprise(hub, access, input)),
    serverMs: hub.now().getTime(),
  })),
});
