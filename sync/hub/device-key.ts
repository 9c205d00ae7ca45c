import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenProof } from '../../contracts/hub/terminal-api.ts';
import { writeDurably } from '../files.ts';

/** The terminal's own Ed25519 key. The private half never leaves `device.key` (0600). */
export interface DeviceKey {
  /** base64url of the raw 32 bytes. */
  publicKey: string;
  /** base64url signature of the token proof for `nonce`. */
  prove(terminalId: string, nonce: string): string;
}

export function loadDeviceKey(dir: string): DeviceKey {
  const path = join(dir, 'device.key');
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(path, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  }
  const key: KeyObject = createPrivateKey(readFileSync(path));
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x;
  if (publicKey === undefined) throw new Error('device.key is not an Ed25519 key');
  return {
    publicKey,
    prove: (terminalId, nonce) =>
      sign(null, Buffer.from(tokenProof(terminalId, nonce)), key).toString('base64url'),
  };
}
