import { createHash, randomUUID, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestItem, Outcome } from '../../../contracts/ingest.ts';
import { type MaterialBody, materialSigned, type UnsignedMaterial } from '../../../contracts/material.ts';
import type { HubContext } from '../../context.ts';
import { createGate } from '../../ingest/gate.ts';
import { ingest } from '../../ingest/ingest.ts';
import { outboxRow } from '../../testing/ratings.ts';
import type { TestTerminal } from '../../testing/terminals.ts';
import { systemTimers } from '../../timers.ts';

export const hashOf = (algorithm: 'sha256' | 'sm3', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** What a terminal says of a document; fields as wished. */
export function materialOf(
  terminal: Pick<TestTerminal, 'id'>,
  bytes: Uint8Array,
  pages: number,
  wish: Partial<UnsignedMaterial> = {},
): UnsignedMaterial {
  return {
    v: 1,
    id: randomUUID(),
    terminalId: terminal.id,
    applicationId: randomUUID(),
    caseNo: null,
    code: 'id-copy',
    title: '身份证复印件',
    flow: null,
    pages: Array.from({ length: pages }, (_, i) => ({
      no: i + 1,
      sha256: hashOf('sha256', Buffer.from(`page ${i}`)),
      widthPx: 2_480,
      heightPx: 3_508,
      dpi: 300,
      source: 'scanner' as const,
      device: 'scan-1',
      at: Date.UTC(2026, 10, 24, 2, i),
      warnings: [],
    })),
    document: {
      sha256: hashOf('sha256', bytes),
      sm3: hashOf('sm3', bytes),
      size: bytes.length,
      type: 'application/pdf',
      profile: null,
    },
    operator: null,
    reuse: false,
    locale: 'zh-CN',
    app: 'test/1',
    at: Date.UTC(2026, 10, 24, 3),
    ...wish,
  };
}

export function signed(terminal: Pick<TestTerminal, 'privateKey'>, body: UnsignedMaterial): MaterialBody {
  const value = sign(null, Buffer.from(materialSigned(body), 'utf8'), terminal.privateKey).toString(
    'base64url',
  );
  return { ...body, signature: { alg: 'Ed25519', value } };
}

/** The outbox row of a material. */
export const materialRow = (seq: number, body: MaterialBody): IngestItem =>
  outboxRow(seq, JSON.stringify(body), { kind: 'material' });

const gate = createGate({ active: 8, waiting: 100, waitMs: 20_000, timers: systemTimers });

/** As the terminal's link sends them. */
export async function sendRows(
  hub: HubContext,
  terminal: Pick<TestTerminal, 'id' | 'windowId'>,
  items: IngestItem[],
  epoch: string,
): Promise<Outcome[]> {
  const answer = await ingest(hub, gate, { id: terminal.id, windowId: terminal.windowId }, { epoch, items });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.outcomes;
}

/** Commits a blob as `platform/blobs` does, without HTTP: bytes in the store, then the row. */
export async function putBlobRow(hub: HubContext, folder: string, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf('sha256', bytes);
  const file = join(folder, randomUUID());
  writeFileSync(file, bytes);
  await hub.blobs.put(sha256, file, bytes.length);
  await hub.db
    .insertInto('blob')
    .values({
      sha256: Buffer.from(sha256, 'hex'),
      size: bytes.length,
      type: 'application/pdf',
      state: 'committed',
      first_terminal: 'kiosk-a',
      scan_finding: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return sha256;
}
