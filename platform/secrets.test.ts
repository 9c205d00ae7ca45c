import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CannotStart } from './cannot-start.ts';
import { createSecrets, loadHubKey } from './secrets.ts';

const secrets = createSecrets(Buffer.alloc(32, 1));

describe('sealing', () => {
  test('what was sealed opens, under the same binding only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), fc.string(), (plain, binding, other) => {
        const sealed = secrets.seal(plain, binding);
        expect(secrets.open(sealed, binding).equals(Buffer.from(plain))).toBe(true);
        if (other.toWellFormed() !== binding.toWellFormed())
          expect(() => secrets.open(sealed, other)).toThrow();
      }),
    );
  });

  test('a changed byte does not open', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (plain, at, flip) => {
          const sealed = secrets.seal(plain, 'b');
          const i = at % sealed.length;
          sealed.writeUInt8(sealed.readUInt8(i) ^ flip, i);
          expect(() => secrets.open(sealed, 'b')).toThrow();
        },
      ),
    );
  });

  test('the same text never gives the same bytes', () => {
    expect(secrets.seal(Buffer.from('a'), 'b').equals(secrets.seal(Buffer.from('a'), 'b'))).toBe(false);
  });

  test('another hub cannot open it', () => {
    const sealed = secrets.seal(Buffer.from('a'), 'b');
    expect(() => createSecrets(Buffer.alloc(32, 2)).open(sealed, 'b')).toThrow();
  });
});

test('a signature verifies under the public key, on this text alone', () => {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: secrets.publicKey },
    format: 'jwk',
  });
  const signature = Buffer.from(secrets.sign('HTR1.A-1.2'), 'base64url');
  expect(verify(null, Buffer.from('HTR1.A-1.2'), key, signature)).toBe(true);
  expect(verify(null, Buffer.from('HTR1.A-1.1'), key, signature)).toBe(false);
  expect(secrets.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('a MAC depends on purpose and text', () => {
  const macs = [secrets.mac('a', 'x'), secrets.mac('b', 'x'), secrets.mac('a', 'y')].map((m) =>
    m.toString('hex'),
  );
  expect(new Set(macs).size).toBe(3);
  expect(secrets.mac('a', 'x').toString('hex')).toBe(macs[0]);
});

describe('the key file', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hall-key-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test('is made once, readable by the hub alone', () => {
    const key = loadHubKey(dir, undefined);
    expect(loadHubKey(dir, undefined).equals(key)).toBe(true);
    expect(statSync(join(dir, 'hub.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, 'hub.key'), 'utf8').trim()).toHaveLength(64);
  });

  test('HUB_KEY takes its place', () => {
    expect(loadHubKey(join(dir, 'none'), 'ab'.repeat(32)).toString('hex')).toBe('ab'.repeat(32));
    expect(() => loadHubKey(dir, 'short')).toThrow(CannotStart);
  });

  test('a damaged file is refused, never replaced', () => {
    writeFileSync(join(dir, 'hub.key'), 'abc');
    expect(() => loadHubKey(dir, undefined)).toThrow(CannotStart);
    expect(readFileSync(join(dir, 'hub.key'), 'utf8')).toBe('abc');
  });
});
