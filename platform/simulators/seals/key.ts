import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** The simulated platform's key: the same at each start, and known to everybody. PKCS #8 (RFC 8410) of a fixed seed. */
const seed = createHash('sha256').update('simulated e-seal platform').digest();
const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export const SIMULATED_KEY = createPrivateKey({
  key: Buffer.concat([prefix, seed]),
  format: 'der',
  type: 'pkcs8',
});
/** Raw, base64url. */
export const SIMULATED_PUBLIC_KEY: string = createPublicKey(SIMULATED_KEY).export({ format: 'jwk' }).x ?? '';
