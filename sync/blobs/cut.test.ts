import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TerminalStore } from '../store/store.ts';
import { blobLane, serveFakeBlobs } from '../testing/blob-lane.ts';
import { sampleMaterial } from '../testing/sample-material.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { type TempStore, tempStore } from '../testing/temp-store.ts';

/**
 * Cut anywhere, go on, hash equal (faults 5, 6, 7, 20, 21 of the sync rules). `npm run cuts` takes ten thousand runs.
 */
const RUNS = Math.min(10_000, Number(process.env.HALL_FUZZ_RUNS ?? 200));
const CHUNK = 4_096;
/** Fewer than the contract's, so that there are many chunks and PATCHes of several. */
const MAX_SIZE = 80_000;

let temp: TempStore;
let store: TerminalStore;
let hub: Awaited<ReturnType<typeof serveFakeBlobs>>;
beforeAll(async () => {
  temp = tempStore();
  store = temp.open();
  hub = await serveFakeBlobs();
  hub.blobs.chunkBytes = CHUNK;
});
afterAll(async () => {
  temp.dispose();
  await hub.stop();
});

const cut = fc.record({ afterBytes: fc.integer({ min: 1, max: 4 * CHUNK }), keeps: fc.boolean() });
const trouble = fc.record({
  // Shorter ones would come twice in thousands of runs, and equal bytes are sent once.
  size: fc.integer({ min: 16, max: MAX_SIZE }),
  cuts: fc.array(fc.option(cut, { freq: 3 }), { maxLength: 12 }),
  /** After so many requests the terminal is started anew. */
  restarts: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
  /** After so many requests the hub forgets the uploads that it holds. */
  expiresAfter: fc.option(fc.integer({ min: 1, max: 10 }), { freq: 4 }),
  loseCommits: fc.nat(2),
});

test('cut anywhere, go on, and the hub has what the terminal kept; no cut costs more than one chunk', {
  timeout: 60_000 + RUNS * 1_000,
}, async () => {
  let serial = 0;
  let cutsMade = 0;
  await fc.assert(
    fc.asyncProperty(trouble, async (t) => {
      serial += 1;
      const bytes = seededBytes(`cut ${serial}`, t.size);
      const { body, blobs } = sampleMaterial(`cut ${serial}`, bytes);
      const sha256 = body.document.sha256;
      expect(await store.saveMaterial(body, blobs)).toMatchObject({ ok: true });

      const { blobs: at } = hub;
      at.committed.clear();
      at.staged.clear();
      at.uploads.clear();
      at.bytesIn = 0;
      at.cuts = [...t.cuts];
      at.loseCommits = t.loseCommits;
      let requests = 0;
      let expired = 0;
      at.intercept = () => {
        requests += 1;
        if (requests === t.expiresAfter) {
          expired = [...at.uploads.values()].reduce((sum, u) => sum + u.received.length, 0);
          at.uploads.clear();
        }
        return false;
      };
      let lane = blobLane({ store, hubUrl: hub.url, chunkBytes: CHUNK });
      for (const after of t.restarts) {
        const until = requests + after;
        await waitFor(() => requests >= until || isDone(sha256));
        await lane.stop();
        lane = blobLane({ store, hubUrl: hub.url, chunkBytes: CHUNK });
      }
      await waitFor(() => isDone(sha256));
      await lane.stop();

      const there = at.committed.get(sha256);
      expect(
        createHash('sha256')
          .update(there ?? '')
          .digest('hex'),
      ).toBe(sha256);
      const used = t.cuts.length - at.cuts.length;
      const troubles = t.cuts.slice(0, used).filter((c) => c !== null).length + t.restarts.length;
      cutsMade += troubles;
      const commits = 100 * (3 + t.loseCommits + used + 2 * t.restarts.length);
      expect(at.bytesIn).toBeLessThanOrEqual(t.size + expired + troubles * CHUNK + commits);
    }),
    { numRuns: RUNS },
  );
  expect(cutsMade).toBeGreaterThan(RUNS);
});

const isDone = (sha256: string): boolean =>
  hub.blobs.committed.has(sha256) && store.blobs.waiting().length === 0;

async function waitFor(met: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !met(); ) {
    if (Date.now() > end) throw new Error('never');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
