/** Request of the counter → ring at the pad's service, with 300 pads connected to one hub. */
import { setTimeout as sleep } from 'node:timers/promises';
import { counterClient } from '../e2e/support/hub-clients.ts';
import { startCrowd } from './lib/crowd.ts';
import { openFleet } from './lib/fleet.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const PADS = Number(process.env.BENCH_PADS ?? 300);
const REQUESTS = 600;
/** Requests follow each other at this pace: three hundred windows, each with a case every 30 s. */
const EVERY_MS = 100;
/** Reference data is fetched and caches are warm by then, as they are in a hall that is open. */
const SETTLE_MS = 20_000;
const MAX_P99_MS = 300;

export async function benchRing(): Promise<Figure[]> {
  const fleet = await openFleet(PADS);
  const crowd = startCrowd(fleet, 0, true);
  try {
    const seen = new Map<string, number>();
    crowd.onLine((line) => {
      const [what, id = '', at] = line.split(' ');
      if (what === 'saw') seen.set(id, Number(at));
    });
    await allOnline(fleet);
    const latencies: number[] = [];
    const bare: number[] = [];
    let lost = 0;
    const asked: Promise<void>[] = [];
    for (let n = 0; n < REQUESTS; n += 1) {
      const t = fleet.terminals[(n * 7) % PADS];
      if (t === undefined) continue;
      asked.push(
        ask(fleet.hub.url, t.counterToken, `RING-${n}`, seen).then(({ ringMs, callMs }) => {
          bare.push(callMs);
          if (ringMs === null) lost += 1;
          else latencies.push(ringMs);
        }),
      );
      await sleep(EVERY_MS);
    }
    await Promise.all(asked);
    const p99 = percentile(latencies, 0.99);
    return [
      {
        what: `request → ring, ${PADS} pads, ${REQUESTS} requests`,
        measured: `p50 ${round(percentile(latencies, 0.5))} ms, p99 ${round(p99)} ms, ${lost} lost`,
        rawLimit: `p99 ${round(percentile(bare, 0.99))} ms (the counter’s own call)`,
        ratio: `${round(p99 / percentile(bare, 0.99), 2)}×`,
        target: `p99 ≤ ${MAX_P99_MS} ms`,
        met: p99 <= MAX_P99_MS && lost === 0,
      },
      { what: `hub’s memory with ${PADS} pads`, measured: `${round(fleet.hubMemory())} MB`, met: null },
    ];
  } finally {
    await crowd.stop();
    await fleet.close();
  }
}

async function allOnline(fleet: Awaited<ReturnType<typeof openFleet>>): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 500) {
    const { n } = await fleet.db
      .selectFrom('terminal')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('last_seen_at', 'is not', null)
      .executeTakeFirstOrThrow();
    if (Number(n) === fleet.terminals.length) return void (await sleep(SETTLE_MS));
    await sleep(500);
  }
  throw new Error('not all terminals came online');
}

async function ask(hubUrl: string, token: string, caseNo: string, seen: Map<string, number>) {
  const counter = counterClient(hubUrl, token);
  const from = performance.timeOrigin + performance.now();
  const made = await counter.create({ caseNo, stage: 2 });
  const callMs = performance.timeOrigin + performance.now() - from;
  if (made.status !== 201) throw new Error(`request: ${made.status} ${made.body.code}`);
  const { id } = made.body;
  for (let waited = 0; waited < 5_000 && !seen.has(id); waited += 50) await sleep(50);
  const at = seen.get(id);
  await counter.cancel(id);
  return { ringMs: at === undefined ? null : at - from, callMs };
}

if (import.meta.main) printTable('Ring', await benchRing());
