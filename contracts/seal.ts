import { z } from 'zod';
import { uscc } from './enterprise.ts';
import { epochMs, sha256 } from './primitives.ts';

/**
 * An enterprise's electronic seal (电子印章) on the form of an application. The e-seal platform (电子印章系统) above gives it
 * when the enterprise has confirmed on its phone.
 */
export const seal = z.strictObject({
  /** 印章编码: 13 digits (GA 241). */
  no: z.string().regex(/^\d{13}$/),
  /** 印章名称, as it stands on the seal. */
  name: z.string().trim().min(1).max(200),
  uscc,
  /** Of the form without the seal's picture: the material `applicationForm`, which is kept beside the sealed one. */
  sha256,
  /** When it was sealed, by the platform's clock. */
  at: epochMs,
  /** SM2 has to come from a module that takes the signer's identity (GB/T 35276); Node's OpenSSL has none. */
  alg: z.literal('Ed25519'),
  /** The platform's signature, base64url; what it covers is in `platform/adapters/seals/wire.ts`. */
  value: z.string().regex(/^[A-Za-z0-9_-]{60,200}$/),
  /** A simulator stands for the platform: it is worth nothing. */
  simulated: z.boolean(),
});
export type Seal = z.infer<typeof seal>;

/** What is done where the form cannot be sealed now: the hall asks for it afterwards (补正), or a paper seal is brought. */
export const sealLater = z.enum(['afterwards', 'paper']);
export type SealLater = z.infer<typeof sealLater>;

/** On an application whose flow asks for a seal. */
export const applicationSeal = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('sealed'), seal }),
  z.strictObject({ state: z.literal('later'), way: sealLater }),
]);
export type ApplicationSeal = z.infer<typeof applicationSeal>;

/** Codes of materials: the form (申请表) that a seal covers, and the same with the seal on it. */
export const FORM_CODE = 'applicationForm';
export const SEALED_CODE = 'sealedForm';

/** Digits that the platform sends to the enterprise's phone. */
export const sealCode = z.string().regex(/^\d{6}$/);
/** Of a request that waits for its code; of the platform's making. */
export const sealTicket = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/);

/** Largest picture of a seal, bytes. */
export const MAX_SEAL_PICTURE_BYTES = 200_000;
