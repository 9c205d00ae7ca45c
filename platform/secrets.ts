import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign as signWith,
} from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, codeOf } from './cannot-start.ts';
import type { Secrets } from './context.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what `seal` makes: AES-256-GCM, 12-byte random IV, 16-byte tag. */
const FORMAT = 1;
/** DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410, PKCS #8). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Everything that the hub keeps secret hangs on one 32-byte key; each use has a key of its own (HKDF-SHA-256). */
export function createSecrets(key: Uint8Array): Secrets {
  if (key.length !== KEY_BYTES) throw new Error(`the hub's key has ${key.length} bytes, not ${KEY_BYTES}`);
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `hall-hub ${purpose}`, KEY_BYTES));
  // Key objects: with plain bytes, OpenSSL prepares the key anew for each call, which costs four times the sealing.
  const sealing = createSecretKey(derive('seal'));
  const signing = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, derive('sign')]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(signing).export({ format: 'jwk' }).x ?? '';
  const macKeys = new Map<string, KeyObject>();
  const macKey = (purpose: string): KeyObject => {
    const made = macKeys.get(purpose) ?? createSecretKey(derive(`mac ${purpose}`));
    macKeys.set(purpose, made);
    return made;
  };

  return {
    publicKey,
    seal(plain, binding) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv);
      cipher.setAAD(Buffer.from(binding, 'utf8'));
      const body = [cipher.update(plain), cipher.final()];
      return Buffer.concat([Buffer.of(FORMAT), iv, ...body, cipher.getAuthTag()]);
    },
    open(sealed, binding) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== FORMAT || bytes.length < 1 + IV_BYTES + TAG_BYTES) throw new Error('not sealed bytes');
      const end = bytes.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(1, 1 + IV_BYTES));
      decipher.setAAD(Buffer.from(binding, 'utf8'));
      decipher.setAuthTag(bytes.subarray(end));
      return Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES, end)), decipher.final()]);
    },
    mac: (purpose, text) => createHmac('sha256', macKey(purpose)).update(text, 'utf8').digest(),
    sign: (text) => signWith(null, Buffer.from(text, 'utf8'), signing).toString('base64url'),
  };
}

/**
 * By whom rows of a person are found: HMAC-SHA-256 of the resident's number under a key of the hub, 32 bytes. The number
 * itself is kept sealed or not at all.
 */
export const holderOf = (secrets: Pick<Secrets, 'mac'>, idNumber: string): Buffer =>
  secrets.mac('holder', idNumber);

/**
 * The hub's key: `hex` (`HUB_KEY`, for hubs on several machines), else the file `hub.key` of the data folder, made at
 * the first start. Who loses it loses what is sealed. Throws `CannotStart`.
 */
export function loadHubKey(dataDir: string, hex: string | undefined): Buffer {
  if (hex !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(hex)) throw new CannotStart('HUB_KEY is not 64 hexadecimal digits');
    return Buffer.from(hex, 'hex');
  }
  const file = join(dataDir, 'hub.key');
  try {
    if (!existsSync(file)) writeKey(file, randomBytes(KEY_BYTES));
    chmodSync(file, 0o600);
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    if (key.length === KEY_BYTES) return key;
  } catch (e) {
    throw new CannotStart(`the key file ${file} cannot be used (${codeOf(e)})`);
  }
  throw new CannotStart(`the key file ${file} is damaged; restore it from a backup`);
}

/** On disk before anything is sealed with it. */
function writeKey(file: string, key: Buffer): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    writeSync(fd, `${key.toString('hex')}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
