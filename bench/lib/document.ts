import { createHash, createHmac } from 'node:crypto';
import type { MaterialBody } from '../../contracts/material.ts';
import { loadDeviceKey } from '../../sync/index.ts';
import { sampleMaterial } from '../../sync/testing/sample-material.ts';
import { signMaterial } from '../../terminal/materials/sign.ts';

const PIECE = 1024 * 1024;

export interface BenchDocument {
  body: MaterialBody;
  /** To be kept with it; made anew at each call, so that none of it is in memory. */
  bytes: () => Generator<Buffer>;
}

/** A PDF as far as the hub looks: one block of noise, numbered anew for each piece; and its material, signed. */
export function benchDocument(o: {
  dir: string;
  terminalId: string;
  seed: string;
  size: number;
}): BenchDocument {
  const [head, foot] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')];
  function* bytes(): Generator<Buffer> {
    yield head;
    const noise = Buffer.alloc(PIECE);
    for (let at = 0; at < PIECE; at += 64)
      createHmac('sha512', o.seed).update(String(at)).digest().copy(noise, at);
    for (let left = o.size - head.length - foot.length, n = 0; left > 0; left -= PIECE, n += 1) {
      noise.writeUInt32BE(n, 1_000);
      yield noise.subarray(0, left);
    }
    yield foot;
  }
  const [hash, sm3] = [createHash('sha256'), createHash('sm3')];
  for (const piece of bytes()) {
    hash.update(piece);
    sm3.update(piece);
  }
  const sha256 = hash.digest('hex');
  const key = loadDeviceKey(o.dir);
  if (!key.ok) throw new Error(key.error.code);
  const { signature: _, ...sample } = sampleMaterial(sha256, Buffer.from(sha256)).body;
  const document = { ...sample.document, sha256, sm3: sm3.digest('hex'), size: o.size };
  const signed = signMaterial(
    { ...sample, terminalId: o.terminalId, document },
    { alg: 'Ed25519', sign: key.value.sign },
  );
  if (!signed.ok) throw new Error(signed.error.detail);
  return { body: signed.value, bytes };
}
