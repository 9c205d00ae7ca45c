import { oc } from '@orpc/contract';
import { z } from 'zod';
import { uscc } from '../enterprise.ts';
import { durationMs, epochMs, label, sha256 } from '../primitives.ts';
import { MAX_SEAL_PICTURE_BYTES, seal, sealCode, sealTicket } from '../seal.ts';
import { person } from './person.ts';

/** What the hub answers, for who asks without this contract's client. */
export const sealReplies = {
  request: z.object({
    serverMs: epochMs,
    ticket: sealTicket,
    /** The enterprise's phone, masked. */
    sentTo: z.string().max(20),
    /** How long the code holds. */
    leftMs: durationMs,
    /** A simulator stands for the platform: the screen says so. */
    simulated: z.boolean(),
  }),
  confirm: z.object({
    serverMs: epochMs,
    seal,
    /** The seal's picture, PNG, base64. */
    picture: z.string().max(Math.ceil(MAX_SEAL_PICTURE_BYTES / 3) * 4),
  }),
};

/**
 * An enterprise's electronic seal (电子印章) as a kiosk asks for it, with the terminal's access token. The hub asks the
 * e-seal platform, checks the seal that it gives, and keeps nothing: the seal comes with the application. Everywhere:
 * `auth.required` for a typed person (whoever makes an enterprise's phone ring has proven who they are), `seal.off`,
 * `seal.platformAway`, `busy`. Both are audited.
 */
export const sealsApi = {
  /** Sends a code to the enterprise's phone. `seal.none`, `seal.suspended`, `seal.tooSoon`. */
  request: oc
    .route({ method: 'POST', path: '/kiosk/seals/request', tags: ['kiosk'] })
    .input(z.strictObject({ person, uscc, sha256, title: label }))
    .output(sealReplies.request),
  /** `seal.wrongCode`, `seal.expired`: too old, used, or wrong too often. */
  confirm: oc
    .route({ method: 'POST', path: '/kiosk/seals/confirm', tags: ['kiosk'] })
    .input(z.strictObject({ person, uscc, sha256, ticket: sealTicket, code: sealCode }))
    .output(sealReplies.confirm),
};
