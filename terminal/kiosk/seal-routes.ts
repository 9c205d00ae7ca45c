import { implement } from '@orpc/server';
import { kioskContract } from '../../contracts/kiosk.ts';
import { answer } from '../answer.ts';
import type { KioskDesk } from './desk.ts';

/** The routes of `contracts/kiosk-seal.ts`. */
export function sealRoutes(desk: Pick<KioskDesk, 'sealing' | 'say'>) {
  const os = implement(kioskContract);
  const { sealing } = desk;
  return {
    requestSeal: os.requestSeal.handler(async ({ input }) => answer(await sealing.request(input.sessionId))),
    confirmSeal: os.confirmSeal.handler(async ({ input }) =>
      answer(await sealing.confirm(input.sessionId, input.code)),
    ),
    sealLater: os.sealLater.handler(({ input }) => answer(desk.say(input.sessionId, { type: 'sealLater' }))),
  };
}
