import { createHash } from 'node:crypto';
import type { MaterialBody } from '../../contracts/material.ts';
import type { BlobSource } from '../types.ts';
import { uuidOf } from './sample.ts';
import { seededBytes } from './seeded-bytes.ts';

/** A valid material number `n`, and the bytes of its document: nothing that any viewer would open. */
export function sampleMaterial(
  n: number | string,
  bytes = seededBytes(String(n), 3_000),
  over: Partial<MaterialBody> = {},
): { body: MaterialBody; blobs: BlobSource[]; bytes: Buffer } {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const sm3 = createHash('sm3').update(bytes).digest('hex');
  const body: MaterialBody = {
    v: 1,
    id: uuidOf(`material ${n}`),
    terminalId: 'pad-01',
    applicationId: uuidOf(`application ${n}`),
    caseNo: null,
    code: 'lease',
    title: '租赁合同',
    flow: null,
    pages: [
      {
        no: 1,
        sha256,
        widthPx: 1_654,
        heightPx: 2_339,
        dpi: 200,
        source: 'scanner',
        device: 'scanner',
        at: 1_780_000_000_000,
        warnings: [],
      },
    ],
    document: { sha256, sm3, size: bytes.length, type: 'application/pdf', profile: null },
    operator: null,
    reuse: false,
    locale: 'zh-CN',
    app: '0.1.0',
    at: 1_780_000_000_000,
    signature: { alg: 'Ed25519', value: 'A'.repeat(86) },
    ...over,
  };
  return { body, blobs: [{ sha256, size: bytes.length, bytes }], bytes };
}
