import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { MAX_SEAL_PICTURE_BYTES, type Seal, sealTicket } from '../../../contracts/seal.ts';

/**
 * The wire of the e-seal platform: POST with JSON in, `{code, msg, data}` out.
 *
 * | call | in | data |
 * |---|---|---|
 * | `/request` | `{uscc, document: {title, sha256}}` | `{ticket, sentTo, expiresIn}`: a code of six digits goes to the phone of the enterprise's seal keeper (印章管理员); `sentTo` is masked, `expiresIn` in seconds |
 * | `/confirm` | `{ticket, code}` | `{sealNo, sealName, uscc, sha256, time, alg, value, image}`: `time` ms UTC, `image` a PNG in base64 |
 *
 * `value` is the platform's Ed25519 signature, base64url, over the UTF-8 bytes of `sealNo`, `uscc`, `sha256` and `time`
 * with a line feed between them. The document itself never leaves the hall. No city's interface is public: this one is
 * ours, and a real platform gets an adapter of its own behind `platform.ts`.
 */
export const envelope = z.object({
  code: z.union([z.number(), z.string().max(20)]),
  msg: z.string().optional(),
  data: z.unknown().optional(),
});

export const requestData = z.object({
  ticket: sealTicket,
  sentTo: z.string().min(1).max(20),
  expiresIn: z.number().int().min(10).max(3_600),
});

export const confirmData = z.object({
  sealNo: z.string(),
  sealName: z.string(),
  uscc: z.string(),
  sha256: z.string(),
  time: z.number().int(),
  alg: z.literal('Ed25519'),
  value: z.string(),
  image: z.string().max(Math.ceil(MAX_SEAL_PICTURE_BYTES / 3) * 4),
});

/** The bytes that `value` covers. */
export const sealSigned = ({ no, uscc, sha256, at }: Pick<Seal, 'no' | 'uscc' | 'sha256' | 'at'>): string =>
  [no, uscc, sha256, at].join('\n');

/** Is it signed by one of these keys (raw Ed25519, base64url)? A key that is none signs nothing. */
export const isSealSigned = (seal: Seal, publicKeys: readonly string[]): boolean =>
  publicKeys.some((x) => {
    try {
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      return verify(null, Buffer.from(sealSigned(seal)), key, Buffer.from(seal.value, 'base64url'));
    } catch {
      return false;
    }
  });
