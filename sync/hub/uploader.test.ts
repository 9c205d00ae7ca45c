import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { IngestItem, IngestResponse, Outcome } from '../../contracts/ingest.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { HubFailure, HubResult } from './http.ts';
import { createUploader } from './uploader.ts';

const item = (seq: number): IngestItem => ({
  seq,
  kind: 'rating',
  sha256: '0'.repeat(64),
  body: '{}',
  at: { ms: 0, uncertaintyMs: 0, clock: 'wall' },
});
const failed = (code: ErrorCode, more: Partial<HubFailure> = {}): HubResult<IngestResponse> => ({
  ok: false,
  error: { code, ...more },
});

/** A store of `count` ready rows, a hub that answers as `send` says, and the uploader between them. */
function bench(count: number, send: (items: IngestItem[], call: number) => HubResult<IngestResponse>) {
  const time = virtualTime();
  const ready = new Set(Array.from({ length: count }, (_, i) => i + 1));
  const acked = new Set<number>();
  const dead = new Map<number, string>();
  const sent: number[][] = [];
  let conflicts = 0;
  let flying = 0;
  let mostFlying = 0;
  const uploader = createUploader({
    store: {
      epoch: 'e',
      nextBatch(after, limit = 200, skip = new Set()) {
        const seqs = [...ready].filter((s) => s > after && !skip.has(s)).sort((a, b) => a - b);
        const taken = seqs.slice(0, limit);
        return { items: taken.map(item), upTo: taken.at(-1) ?? after };
      },
      settle(outcomes) {
        for (const r of outcomes) {
          ready.delete(r.seq);
          if (r.outcome === 'stored' || r.outcome === 'duplicate') acked.add(r.seq);
          else dead.set(r.seq, r.code ?? r.outcome);
        }
        return true;
      },
    },
    async send(items) {
      sent.push(items.map((i) => i.seq));
      flying += 1;
      mostFlying = Math.max(mostFlying, flying);
      const call = sent.length;
      await Promise.resolve();
      flying -= 1;
      return send(items, call);
    },
    onConflict: () => {
      conflicts += 1;
    },
    timers: time.timers,
    random: () => 0.5,
    log: () => undefined,
  });
  return {
    time,
    uploader,
    ready,
    acked,
    dead,
    sent,
    conflicts: () => conflicts,
    mostFlying: () => mostFlying,
    add(seq: number) {
      ready.add(seq);
      uploader.kick();
    },
  };
}
const stored = (items: IngestItem[]): HubResult<IngestResponse> => ({
  ok: true,
  value: { serverMs: 0, outcomes: items.map(({ seq }) => ({ seq, outcome: 'stored' })) },
});
const HOUR = 3_600_000;

test('nothing is sent before it was told to begin', async () => {
  const b = bench(1, stored);
  b.uploader.kick();
  await b.time.advance(HOUR);
  expect(b.sent).toEqual([]);
  b.uploader.resume(0);
  await b.time.advance(0);
  expect(b.sent).toEqual([[1]]);
});

test('a long queue goes in batches of 200, in order, at most two on the way', async () => {
  const b = bench(1_050, stored);
  b.uploader.resume(0);
  await b.time.advance(0);
  expect(b.sent.map((s) => s.length)).toEqual([200, 200, 200, 200, 200, 50]);
  expect(b.sent.flat()).toEqual(Array.from({ length: 1_050 }, (_, i) => i + 1));
  expect(b.mostFlying()).toBe(2);
  expect(b.acked.size).toBe(1_050);
});

test('while it waits out a failure a kick changes nothing; the back-off grows and starts anew after success', async () => {
  let down = true;
  const b = bench(1, (items) => (down ? failed('hub.unreachable') : stored(items)));
  b.uploader.resume(0);
  await b.time.advance(0);
  b.uploader.kick();
  await b.time.advance(499);
  expect(b.sent.length).toBe(1);
  await b.time.advance(1);
  expect(b.sent.length).toBe(2);
  await b.time.advance(999);
  expect(b.sent.length).toBe(2);
  await b.time.advance(1);
  expect(b.sent.length).toBe(3);
  await b.time.advance(30 * 24 * HOUR);
  // Never longer than fifteen minutes, and never given up.
  expect(b.sent.length).toBeGreaterThan((30 * 24 * HOUR) / (15 * 60_000));
  down = false;
  b.uploader.resume(0);
  await b.time.advance(0);
  expect(b.acked).toEqual(new Set([1]));
});

test('413 halves the batch until it fits, and it grows again', async () => {
  const b = bench(400, (items) =>
    items.length > 60 ? failed('input.tooLarge', { status: 413 }) : stored(items),
  );
  b.uploader.resume(0);
  await b.time.advance(HOUR);
  expect(b.acked.size).toBe(400);
  expect(b.dead.size).toBe(0);
});

describe('a poison row', () => {
  test('that the hub refuses as input goes dead alone and the rest goes on', async () => {
    const b = bench(500, (items) =>
      items.some((i) => i.seq === 123) ? failed('input.invalid') : stored(items),
    );
    b.uploader.resume(0);
    await b.time.advance(HOUR);
    expect(b.acked.size).toBe(499);
    expect([...b.dead]).toEqual([[123, 'input.invalid']]);
  });

  test('that breaks the hub is set aside after some tries, never dead, and does not hold up what comes later', async () => {
    const breaks = (items: IngestItem[]) => items.some((i) => i.seq === 7);
    const b = bench(300, (items) => (breaks(items) ? failed('internal', { status: 500 }) : stored(items)));
    b.uploader.resume(0);
    await b.time.advance(60_000);
    expect(b.acked.size).toBe(299);
    expect(b.dead.size).toBe(0);
    expect(b.ready).toEqual(new Set([7]));
    await b.time.advance(24 * HOUR);
    b.add(301);
    await b.time.advance(0);
    expect(b.acked.has(301)).toBe(true);
    expect(b.ready).toEqual(new Set([7]));
  });

  test('that a filter on the way dislikes is set aside too', async () => {
    const b = bench(40, (items) =>
      items.some((i) => i.seq === 9) ? failed('hub.notOurs', { status: 403 }) : stored(items),
    );
    b.uploader.resume(0);
    await b.time.advance(60_000);
    expect(b.acked.size).toBe(39);
    expect(b.dead.size).toBe(0);
  });

  test('alone in the queue is not believed to be poison until the hub takes another', async () => {
    const b = bench(1, (items) => (items.some((i) => i.seq === 1) ? failed('input.invalid') : stored(items)));
    b.uploader.resume(0);
    await b.time.advance(HOUR);
    expect(b.dead.size).toBe(0);
    b.add(2);
    await b.time.advance(0);
    expect(b.acked).toEqual(new Set([2]));
    expect(b.dead).toEqual(new Map([[1, 'input.invalid']]));
  });

  test('at the head in great number does not keep the rows behind from being sent', async () => {
    const b = bench(60, (items) =>
      items.some((i) => i.seq <= 25) ? failed('input.invalid') : stored(items),
    );
    b.uploader.resume(0);
    await b.time.advance(HOUR);
    expect(b.acked.size).toBe(35);
    expect(b.dead.size).toBe(25);
  });

  test('a hub that refuses everything kills nothing, and gets everything once it is well', async () => {
    let ill = true;
    const b = bench(90, (items) => (ill ? failed('input.invalid') : stored(items)));
    b.uploader.resume(0);
    await b.time.advance(24 * HOUR);
    expect(b.dead.size).toBe(0);
    // It is not hammered either: a hub that is out of order is tried as one that is away.
    expect(b.sent.length).toBeLessThan(4_500);
    ill = false;
    await b.time.advance(HOUR);
    expect(b.acked.size).toBe(90);
  });
});

describe('outcomes', () => {
  test('that say retry, or are missing, leave the row ready and come again while others go on', async () => {
    const b = bench(3, (items, call) => ({
      ok: true,
      value: {
        serverMs: 0,
        outcomes: items.flatMap(({ seq }): Outcome[] => {
          if (call === 1 && seq === 1) return [{ seq, outcome: 'retry' }];
          if (call === 1 && seq === 2) return [];
          return [{ seq, outcome: 'stored' }];
        }),
      },
    }));
    b.uploader.resume(0);
    await b.time.advance(0);
    expect(b.acked).toEqual(new Set([3]));
    b.add(4);
    await b.time.advance(0);
    expect(b.acked).toEqual(new Set([3, 4]));
    await b.time.advance(1_000);
    expect(b.acked).toEqual(new Set([1, 2, 3, 4]));
  });

  test('of rows that were not sent are passed over', async () => {
    const b = bench(1, () => ({
      ok: true,
      value: { serverMs: 0, outcomes: [{ seq: 99, outcome: 'stored' }] },
    }));
    b.uploader.resume(0);
    await b.time.advance(0);
    expect(b.acked.size).toBe(0);
    expect(b.ready).toEqual(new Set([1]));
  });

  test('conflict and rejected are dead with their code', async () => {
    const b = bench(2, () => ({
      ok: true,
      value: {
        serverMs: 0,
        outcomes: [
          { seq: 1, outcome: 'conflict', code: 'ingest.conflict' },
          { seq: 2, outcome: 'rejected', code: 'ingest.badBody' },
        ],
      },
    }));
    b.uploader.resume(0);
    await b.time.advance(0);
    expect([...b.dead.values()]).toEqual(['ingest.conflict', 'ingest.badBody']);
    expect(b.conflicts()).toBe(1);
  });
});

test('whatever the hub does for a while, every good row arrives and no good row dies', async () => {
  const trouble = fc.constantFrom<'ok' | 'lost' | 'busy' | 'internal' | 'portal' | 'auth' | 'retry'>(
    'ok',
    'lost',
    'busy',
    'internal',
    'portal',
    'auth',
    'retry',
  );
  const poisons = fc.uniqueArray(fc.integer({ min: 1, max: 250 }), { maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 250 }),
      poisons,
      fc.constantFrom<ErrorCode>('input.invalid', 'internal'),
      fc.array(trouble, { maxLength: 25 }),
      async (count, poison, poisonCode, troubles) => {
        const hub = new Set<number>();
        const b = bench(count, (items, call) => {
          const now = troubles[call - 1] ?? 'ok';
          if (now === 'busy') return failed('busy', { status: 503, retryAfterMs: 3_000 });
          if (now === 'internal') return failed('internal', { status: 500 });
          if (now === 'portal') return failed('hub.notOurs');
          if (now === 'auth') return failed('auth.required', { status: 401 });
          if (items.some((i) => poison.includes(i.seq))) return failed(poisonCode, { status: 500 });
          if (now === 'retry')
            return {
              ok: true,
              value: { serverMs: 0, outcomes: items.map(({ seq }) => ({ seq, outcome: 'retry' })) },
            };
          for (const { seq } of items) hub.add(seq);
          return now === 'lost' ? failed('hub.unreachable') : stored(items);
        });
        b.uploader.resume(0);
        await b.time.advance(4 * HOUR);
        const good = [...Array(count).keys()].map((i) => i + 1).filter((s) => !poison.includes(s));
        expect([...b.acked].sort((x, y) => x - y)).toEqual(good);
        for (const seq of b.acked) expect(hub.has(seq)).toBe(true);
        for (const seq of b.dead.keys()) expect(poison).toContain(seq);
        if (poisonCode === 'internal') expect(b.dead.size).toBe(0);
        await b.uploader.stop();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
