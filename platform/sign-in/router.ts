import { implement } from '@orpc/server';
import { hubContract } from '../../contracts/hub/index.ts';
import { orRefuse } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { terminalOnly } from '../terminals/known.ts';
import { checkSms } from './check-sms.ts';
import { whoShows } from './qr.ts';
import { sendSms } from './send-sms.ts';
import { readIdentity, readSms } from './settings.ts';

const contract = implement(hubContract).$context<HubRequestContext>().kiosk.signIn.use(terminalOnly);
const serverMs = (hub: HubRequestContext['hub']): number => hub.now().getTime();

/** Signing in as kiosks ask for it. */
export const signInRouter = {
  ways: contract.ways.handler(async ({ context: { hub } }) => {
    const [identity, sms] = [await readIdentity(hub), await readSms(hub)];
    return {
      serverMs: serverMs(hub),
      ways: {
        qr: identity === null || identity.codeUrl === null ? null : { simulated: identity.simulated },
        sms: sms === null ? null : { simulated: sms.simulated || identity?.simulated === true },
      },
    };
  }),
  qr: contract.qr.handler(async ({ context: { hub }, input }) => ({
    person: orRefuse(await whoShows(hub, input.code)),
    serverMs: serverMs(hub),
  })),
  sendSms: contract.sendSms.handler(async ({ context: { hub, terminal }, input }) => ({
    ...orRefuse(await sendSms(hub, terminal.id, input.phone)),
    serverMs: serverMs(hub),
  })),
  checkSms: contract.checkSms.handler(async ({ context: { hub, terminal }, input }) => ({
    person: orRefuse(await checkSms(hub, terminal.id, input)),
    serverMs: serverMs(hub),
  })),
};
