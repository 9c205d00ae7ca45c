import type { ErrorCode } from '../../contracts/errors.ts';
import { type MaterialBody, materialBody, RATING_VIDEO } from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { isMaterialSigned } from './signature.ts';

/** The terminal that sends a row. */
export interface MaterialSender {
  id: string;
  /** Raw Ed25519 key that it enrolled; null: none. */
  publicKey: Buffer | null;
}

/** A material whose signature is that of its sender. */
export interface SignedMaterial {
  body: MaterialBody;
  publicKey: Buffer;
}

/**
 * `ingest.badBody`: no material · `material.notYours`: made by another terminal · `material.unknownAlgorithm`: SM2,
 * for which this hub has no keys · `material.badSignature`. Never acceptable, however often it is sent.
 */
export function checkMaterial(
  json: unknown,
  sender: MaterialSender,
): Result<SignedMaterial, { code: ErrorCode }> {
  const parsed = materialBody.safeParse(json);
  if (!parsed.success || !isConsistent(parsed.data)) return fail('ingest.badBody');
  const body = parsed.data;
  if (body.terminalId !== sender.id) return fail('material.notYours');
  if (body.signature.alg !== 'Ed25519') return fail('material.unknownAlgorithm');
  if (sender.publicKey === null || !isMaterialSigned(json as MaterialBody, sender.publicKey))
    return fail('material.badSignature');
  return ok({ body, publicKey: sender.publicKey });
}

/** Pages count up from 1, a picture is one page, and a film comes with a rating alone. */
const isConsistent = ({ code, pages, document }: MaterialBody): boolean =>
  pages.every((page, i) => page.no === i + 1) &&
  (document.type === 'application/pdf' || pages.length === 1) &&
  (document.type === 'video/webm') === (code === RATING_VIDEO);
