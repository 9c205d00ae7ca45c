import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenProof } from '../../contracts/hub/terminal-api.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { createDurably, isOpenToOthers } from '../files.ts';

/** The terminal's own Ed25519 key. The private half never leaves `device.key` (0600). */
export interface DeviceKey {
  /** base64url of the raw 32 bytes. */
  publicKey: string;
  /** base64url signature of the token proof for `nonce`. */
  prove(terminalId: string, nonce: string): string;
  /** base64url Ed25519 signature of the UTF-8 bytes of `text`, such as `materialSigned` of a material. */
  sign(text: string): string;
}

/** Made at the first call. `store.fault` with a detail for staff: open to others, unreadable, or no such key. */
export function loadDeviceKey(dir: string): Result<DeviceKey> {
  const path = join(dir, 'device.key');
  try {
    if (!existsSync(path)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      createDurably(path, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    }
    if (isOpenToOthers(path)) return fail('store.fault', 'device.key may be read by others; chmod 600 it');
    const key: KeyObject = createPrivateKey(readFileSync(path));
    const publicKey = createPublicKey(key).export({ format: 'jwk' }).x;
    if (key.asymmetricKeyType !== 'ed25519' || publicKey === undefined)
      return fail('store.fault', 'device.key is no Ed25519 key');
    const signed = (text: string) => sign(null, Buffer.from(text), key).toString('base64url');
    return ok({
      publicKey,
      prove: (terminalId, nonce) => signed(tokenProof(terminalId, nonce)),
      sign: signed,
    });
  } catch (e) {
    return fail('store.fault', `device.key: ${(e as { code?: string }).code ?? 'unreadable'}`);
  }
}
