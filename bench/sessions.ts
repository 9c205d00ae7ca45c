/** Five hundred whole visits at one kiosk, one after the other, without a hub: what its service holds afterwards. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openBenchKiosk } from './lib/kiosk-service.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const VISITS = Number(process.env.BENCH_VISITS ?? 500);
/** Code is compiled, pools and caches are filled by then. */
const WARM = Math.round(VISITS / 5);
const MAX_GROWTH = 0.05;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export async function benchSessions(): Promise<Figure[]> {
  const { citizen, flows, stop } = openBenchKiosk();
  const ways = flows.flatMap((f) => f.fixtures.map((fixture) => ({ flow: f.flow, fixture })));
  try {
    let warm = used();
    for (let n = 0; n < WARM + VISITS; n += 1) {
      if (n === WARM) warm = used();
      const way = ways[n % ways.length];
      if (way === undefined) throw new Error('no flow is shipped');
      await citizen.go(way.flow, way.fixture);
    }
    const after = used();
    const growth = after.heap / warm.heap - 1;
    return [
      {
        what: `memory of the kiosk’s service over ${VISITS} whole visits, after ${WARM} others`,
        measured: `heap ${round(warm.heap)} → ${round(after.heap)} MB (${round(growth * 100)} %), resident ${round(warm.rss)} → ${round(after.rss)} MB`,
        target: `heap within ${MAX_GROWTH * 100} %`,
        met: growth <= MAX_GROWTH,
      },
    ];
  } finally {
    await stop();
  }
}

function used(): { heap: number; rss: number } {
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 1e6, rss: rss / 1e6 };
}

if (import.meta.main) printTable('Sessions', await benchSessions());
