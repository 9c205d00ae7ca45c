/**
 * Five hundred whole visits at one kiosk, one after the other, without a hub: what its service holds afterwards. How much
 * of the resident memory is given back is the allocator's matter: glibc's here, Chromium's in the shell.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openBenchKiosk } from './lib/kiosk-service.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const VISITS = Number(process.env.BENCH_VISITS ?? 500);
/** Code is compiled, pools and caches are filled by then. */
const WARM = 50;
const MAX_HEAP_GROWTH = 0.05;
/** Buffers of files and pictures are freed some turns after their last use. */
const SETTLE = { times: 3, ms: 300 };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export async function benchSessions(): Promise<Figure[]> {
  const { citizen, flows, stop } = openBenchKiosk();
  const ways = flows.flatMap((f) => f.fixtures.map((fixture) => ({ flow: f.flow, fixture })));
  try {
    let warm = await used();
    for (let n = 0; n < WARM + VISITS; n += 1) {
      if (n === WARM) warm = await used();
      const way = ways[n % ways.length];
      if (way === undefined) throw new Error('no flow is shipped');
      await citizen.go(way.flow, way.fixture);
    }
    const after = await used();
    const heap = after.heap / warm.heap - 1;
    const resident = after.rss / warm.rss - 1;
    const what = `the kiosk’s service over ${VISITS} whole visits, after ${WARM} others`;
    return [
      {
        what: `heap and buffers of ${what}`,
        measured: `${round(warm.heap)} → ${round(after.heap)} MB (${round(heap * 100)} %)`,
        target: `within ${MAX_HEAP_GROWTH * 100} %`,
        met: heap <= MAX_HEAP_GROWTH,
      },
      {
        what: `resident memory of ${what}`,
        measured: `${round(warm.rss)} → ${round(after.rss)} MB (${round(resident * 100)} %)`,
        met: null,
      },
    ];
  } finally {
    await stop();
  }
}

async function used(): Promise<{ heap: number; rss: number }> {
  for (let n = 0; n < SETTLE.times; n += 1) {
    await new Promise((done) => setTimeout(done, SETTLE.ms));
    collect();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 1e6, rss: rss / 1e6 };
}

if (import.meta.main) printTable('Sessions', await benchSessions());
