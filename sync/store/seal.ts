import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const NONCE = 12;
const TAG = 16;
/** Bytes that sealing adds. */
export const OVERHEAD = NONCE + TAG;

/** The key in the form that is taken in once: raw bytes are taken in anew at each row, at four times its cost. */
export const sealKey = (key: Uint8Array): KeyObject => createSecretKey(key);

/**
 * AES-256-GCM: nonce(12) | tag(16) | ciphertext. `binding` is additional data: bytes that were sealed for one row
 * cannot be passed off as another's.
 */
export function seal(key: KeyObject, plain: Uint8Array, binding: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(binding));
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** null when the bytes, the key or the binding are not those that were sealed. */
export function unseal(key: KeyObject, sealed: Uint8Array, binding: string): Buffer | null {
  if (sealed.length < OVERHEAD) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(binding));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  try {
    const plain = decipher.update(sealed.subarray(NONCE + TAG));
    decipher.final();
    return plain;
  } catch {
    return null;
  }
}

/** A key for one purpose, derived from the terminal's key. */
export function deriveKey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `hall-terminal ${purpose}`, 32));
}
