/** 200 terminals that return at once after a week, with 500 ratings each. */
import { startCrowd } from './lib/crowd.ts';
import { openFleet } from './lib/fleet.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const TERMINALS = Number(process.env.BENCH_TERMINALS ?? 200);
const ROWS = 500;
const LONGEST_MS = 15 * 60_000;

export async function benchReturners(): Promise<Figure[]> {
  const fleet = await openFleet(TERMINALS);
  const crowd = startCrowd(fleet, ROWS, true);
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, fleet.hubMemory());
  }, 200);
  try {
    const ms = await new Promise<number>((done, failed) => {
      const timer = setTimeout(() => failed(new Error('not drained in time')), LONGEST_MS);
      crowd.onLine((line) => {
        if (!line.startsWith('empty ')) return;
        clearTimeout(timer);
        done(Number(line.split(' ')[1]));
      });
    });
    const count = async (table: 'inbox' | 'rating') =>
      Number(
        (
          await fleet.db
            .selectFrom(table)
            .select((eb) => eb.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      );
    const [inbox, rating] = [await count('inbox'), await count('rating')];
    const expected = TERMINALS * ROWS;
    return [
      {
        what: `${TERMINALS} terminals × ${ROWS} ratings return at once`,
        measured: `drained in ${round(ms / 1_000)} s (up to 60 s of it is jitter)`,
        met: null,
      },
      {
        what: 'lost or doubled',
        measured: `${expected - inbox} lost, ${rating - inbox} doubled of ${expected.toLocaleString('en')}`,
        target: '0',
        met: inbox === expected && rating === expected,
      },
      { what: 'hub’s memory, peak', measured: `${round(peak)} MB`, met: null },
    ];
  } finally {
    clearInterval(watch);
    await crowd.stop();
    await fleet.close();
  }
}

if (import.meta.main) printTable('Return after a week', await benchReturners());
