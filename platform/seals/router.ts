import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { confirmSeal, requestSeal, type SealAccess } from './ask.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.seals.use(terminalOnly);

/** Electronic seals as kiosks ask for them. */
export const sealsRouter = (access: SealAccess) => ({
  request: contract.request.handler(async ({ context: { hub, terminal }, input: { person, ...wish } }) => ({
    ...orRefuse(await requestSeal({ hub, access, terminalId: terminal.id, person }, wish)),
    serverMs: hub.now().getTime(),
  })),
  confirm: contract.confirm.handler(async ({ context: { hub, terminal }, input: { person, ...wish } }) => ({
    ...orRefuse(await confirmSeal({ hub, access, terminalId: terminal.id, person }, wish)),
    serverMs: hub.now().getTime(),
  })),
});
