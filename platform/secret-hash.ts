import { createHash } from 'node:crypto';

/** How every random secret is kept: SHA-256 of its UTF-8 text. No salt: what it hashes cannot be guessed. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** The token of an `Authorization: Bearer …` header; null when there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  const token = /^Bearer ([A-Za-z0-9._~+/-]{1,500}=*)$/i.exec(authorization ?? '')?.[1];
  return token ?? null;
}
