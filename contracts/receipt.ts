import { z } from 'zod';
import { caseNo, type stage } from './primitives.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * Text of the QR printed on a receipt (受理回执): `HTR1.<caseNo>.<stage>.<signature>`.
 * The signature is the hub's Ed25519 over the UTF-8 bytes of `HTR1.<caseNo>.<stage>`, base64url without padding,
 * so that a pad can tell a forged receipt without the network.
 */
export const RECEIPT_PREFIX = 'HTR1';
const parts = z.tuple([
  z.literal(RECEIPT_PREFIX),
  caseNo,
  z.enum(['1', '2']),
  z.string().regex(/^[A-Za-z0-9_-]{86}$/),
]);

export interface Receipt {
  caseNo: string;
  stage: z.infer<typeof stage>;
  /** What is signed. */
  signed: string;
  /** base64url */
  signature: string;
}

export const receiptSigned = (no: string, s: z.infer<typeof stage>): string => `${RECEIPT_PREFIX}.${no}.${s}`;

/** Parses a scanned text. Says nothing of the signature: the caller verifies it. */
export function parseReceipt(text: string): Result<Receipt> {
  if (text.length > 200) return fail('receipt.unreadable');
  const p = parts.safeParse(text.trim().split('.'));
  if (!p.success) return fail('receipt.unreadable');
  const [, no, st, signature] = p.data;
  const s = st === '1' ? 1 : 2;
  return ok({ caseNo: no, stage: s, signed: receiptSigned(no, s), signature });
}
