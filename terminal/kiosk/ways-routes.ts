import { implement } from '@orpc/server';
import { kioskContract } from '../../contracts/kiosk.ts';
import { answer } from '../answer.ts';
import type { KioskDesk } from './desk.ts';

/** The routes of `contracts/kiosk-ways.ts`. */
export function waysRoutes(desk: Pick<KioskDesk, 'bringing' | 'say'>) {
  const os = implement(kioskContract);
  const { bringing } = desk;
  return {
    openPhone: os.openPhone.handler(async ({ input }) => answer(await bringing.openPhone(input.sessionId))),
    phoneFiles: os.phoneFiles.handler(async ({ input }) =>
      answer(await bringing.phoneFiles(input.sessionId)),
    ),
    takePhoneFile: os.takePhoneFile.handler(async ({ input }) =>
      answer(await bringing.takePhoneFile(input.sessionId, input.fileId)),
    ),
    dropPhoneFile: os.dropPhoneFile.handler(async ({ input }) =>
      answer(await bringing.dropPhoneFile(input.sessionId, input.fileId)),
    ),
    closePhone: os.closePhone.handler(({ input }) => answer(bringing.closePhone(input.sessionId))),
    reusable: os.reusable.handler(async ({ input }) => answer(await bringing.reusable(input.sessionId))),
    reuse: os.reuse.handler(async ({ input }) =>
      answer(await bringing.reuse(input.sessionId, input.materialId)),
    ),
    fittingCertificates: os.fittingCertificates.handler(async ({ input }) =>
      answer(await bringing.fittingCertificates(input.sessionId)),
    ),
    takeCertificate: os.takeCertificate.handler(async ({ input }) =>
      answer(await bringing.takeCertificate(input.sessionId, input.certificateId)),
    ),
    allowReuse: os.allowReuse.handler(({ input }) =>
      answer(desk.say(input.sessionId, { type: 'allowReuse', allow: input.allow })),
    ),
  };
}
