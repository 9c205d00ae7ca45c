import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { fail, ok } from '../../contracts/result.ts';
import type { Secrets } from '../context.ts';
import type { Answer } from '../refusal.ts';

/**
 * Place in a list: the key of the last row shown, JSON, under a MAC of 16 bytes, as base64url. The MAC is bound to the
 * list, so that a cursor made elsewhere, or by anybody else, is `input.invalid`.
 */
const MAC_BYTES = 16;
type Signer = Pick<Secrets, 'mac'>;

export function writeCursor(secrets: Signer, list: string, key: readonly string[]): string {
  const text = JSON.stringify(key);
  return Buffer.concat([mac(secrets, list, text), Buffer.from(text, 'utf8')]).toString('base64url');
}

export function readCursor<T extends readonly string[]>(
  secrets: Signer,
  list: string,
  cursor: string,
  shape: z.ZodType<T>,
): Answer<T> {
  const bytes = Buffer.from(cursor, 'base64url');
  const text = bytes.subarray(MAC_BYTES).toString('utf8');
  const given = bytes.subarray(0, MAC_BYTES);
  if (bytes.toString('base64url') !== cursor) return invalid();
  if (given.length < MAC_BYTES || !timingSafeEqual(given, mac(secrets, list, text))) return invalid();
  const key = shape.safeParse(JSON.parse(text));
  return key.success ? ok(key.data) : invalid();
}

const invalid = () => fail('input.invalid', 'after');

const mac = (secrets: Signer, list: string, text: string): Buffer =>
  secrets.mac('console.cursor', `${list} ${text}`).subarray(0, MAC_BYTES);
