import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  certificateId,
  certificateView,
  MAX_CERTIFICATE_BYTES,
  MAX_CERTIFICATES,
  printPurpose,
  printsLeft,
} from '../certificate.ts';
import { paperType } from '../material.ts';
import { durationMs, epochMs, shortId, uuid } from '../primitives.ts';
import { person } from './person.ts';

/**
 * What a kiosk asks the hub about a person's electronic certificates (电子证照) and proofs, with the terminal's access
 * token. The hub asks the e-certificate library and keeps nothing but how often each was printed. Everywhere:
 * `auth.required` for a typed person, `certificate.off` where the hall has no library, `certificate.libraryAway` when it
 * does not answer as it should, `certificate.refused` when it refuses, `busy` when too many ask at once.
 */
const withTime = <T extends z.ZodRawShape>(shape: T) => z.object({ serverMs: epochMs, ...shape });

export const certificateFile = z.object({
  /** By its bytes. */
  type: paperType,
  base64: z.string().max(Math.ceil(MAX_CERTIFICATE_BYTES / 3) * 4),
});

/** What the hub answers, for who asks without this contract's client. */
export const certificateReplies = {
  list: withTime({
    /** A simulator stands for the library: every screen and every print says so. */
    simulated: z.boolean(),
    rows: z.array(certificateView).max(MAX_CERTIFICATES),
  }),
  file: withTime({ file: certificateFile }),
  code: withTime({
    /** What the QR code holds. */
    text: z.string().min(1).max(500),
    /** It can be checked for so long. */
    ttlMs: durationMs,
  }),
  print: withTime({
    /** Which print of this certificate it is in this year, from 1. */
    no: z.number().int().min(1),
    left: printsLeft,
  }),
  printed: withTime({}),
};

/** `unclear`: taken back on its way; paper may have come out. It counts. */
export const printOutcome = z.enum(['printed', 'failed', 'unclear']);
export type PrintOutcome = z.infer<typeof printOutcome>;

const ofOne = { person, id: certificateId };

export const certificatesApi = {
  /** `materialCode`: only those that may stand for this material of an item. */
  list: oc
    .route({ method: 'POST', path: '/kiosk/certificates/list', tags: ['kiosk'] })
    .input(z.strictObject({ person, materialCode: shortId.nullable() }))
    .output(certificateReplies.list),
  /** Audited. `not.found`, `certificate.badFile`: neither a PDF nor a picture, or too large. */
  file: oc
    .route({ method: 'POST', path: '/kiosk/certificates/file', tags: ['kiosk'] })
    .input(z.strictObject(ofOne))
    .output(certificateReplies.file),
  /** Audited. `not.found`, `certificate.notNow`: not valid, or of a kind that has no code. */
  code: oc
    .route({ method: 'POST', path: '/kiosk/certificates/code', tags: ['kiosk'] })
    .input(z.strictObject(ofOne))
    .output(certificateReplies.code),
  /**
   * Takes one of the prints that are left. `printId` is the key of this print: the same again takes no further one
   * until it is over. Audited. `not.found`, `certificate.notNow`: not valid · `certificate.dayLimit`,
   * `certificate.yearLimit`: printed too often · `certificate.printTaken`: the key is of another print, or of one that is over.
   */
  print: oc
    .route({ method: 'POST', path: '/kiosk/certificates/print', tags: ['kiosk'] })
    .input(z.strictObject({ ...ofOne, printId: uuid, purpose: printPurpose }))
    .output(certificateReplies.print),
  /** What became of a print of this terminal; one that failed does not count. `not.found`. */
  printed: oc
    .route({ method: 'POST', path: '/kiosk/certificates/printed', tags: ['kiosk'] })
    .input(z.strictObject({ printId: uuid, outcome: printOutcome }))
    .output(certificateReplies.printed),
};
