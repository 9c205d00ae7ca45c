import { z } from 'zod';
import { isDay } from './hall-time.ts';
import { shortId } from './primitives.ts';
import { text2 } from './reference.ts';

/**
 * Electronic certificates (电子证照) and proofs (证明) of a citizen, as the upper e-certificate library (电子证照库) holds
 * them. The hall keeps none of them: the hub asks for each, the terminal shows and prints it, and both forget it.
 */

/** Of a certificate in its library (电子证照标识, GB/T 36904 writes it with dots). */
export const certificateId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);

/** `proof`: made out anew whenever it is asked for, such as 社保参保证明. */
export const certificateKind = z.enum(['certificate', 'proof']);
export type CertificateKind = z.infer<typeof certificateKind>;

/** Only a valid one is shown by code and printed. */
export const certificateState = z.enum(['valid', 'expired', 'revoked']);
export type CertificateState = z.infer<typeof certificateState>;

/** What a print is for (用途); it stands on every page. */
export const printPurpose = z.enum(['government', 'bank', 'school', 'work', 'keep']);
export type PrintPurpose = z.infer<typeof printPurpose>;

const day = z.string().refine(isDay);
const count = z.number().int().min(0).max(100_000);

/** How often one may still be printed. */
export const printsLeft = z.object({ today: count, year: count });
export type PrintsLeft = z.infer<typeof printsLeft>;

export const certificateView = z.object({
  id: certificateId,
  kind: certificateKind,
  /** Code of its type in the library (证照类型代码). */
  typeCode: shortId,
  name: text2,
  /** Masked; null: a proof has none before it is made out. */
  no: z.string().max(80).nullable(),
  /** Who issues it (颁发机构). */
  issuer: z.string().max(200),
  issuedOn: day.nullable(),
  /** null: without an end (长期). */
  validUntil: day.nullable(),
  state: certificateState,
  /** The library gives a code for it that others can check (亮证二维码). */
  hasCode: z.boolean(),
  left: printsLeft,
});
export type CertificateView = z.infer<typeof certificateView>;

/** Certificates and proofs of one person that are listed. */
export const MAX_CERTIFICATES = 200;
/** Largest file of a certificate, bytes. */
export const MAX_CERTIFICATE_BYTES = 4_000_000;
/** Pages of a certificate that are shown and printed. */
export const MAX_CERTIFICATE_PAGES = 10;
