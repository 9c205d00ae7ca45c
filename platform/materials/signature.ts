import { createPublicKey, verify } from 'node:crypto';
import { type MaterialBody, materialSigned } from '../../contracts/material.ts';

/**
 * Is the body, as it was sent and before any schema has touched it, signed with this key? `publicKey`: raw Ed25519,
 * 32 bytes. Another algorithm, or a key that is none, is no signature.
 */
export function isMaterialSigned(body: MaterialBody, publicKey: Buffer): boolean {
  if (body.signature.alg !== 'Ed25519') return false;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const signature = Buffer.from(body.signature.value, 'base64url');
    return verify(null, Buffer.from(materialSigned(body), 'utf8'), key, signature);
  } catch {
    return false;
  }
}
