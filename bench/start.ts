/** Cold start of the pad to interactive, and what its first load weighs. */
import { gzipSync } from 'node:zlib';
import { openHall, openPad } from '../e2e/support/hall.ts';
import { openBrowser } from './lib/browser.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const STARTS = 5;
const MAX_START_MS = 3_000;
const MAX_FIRST_LOAD_KB = 350;

export async function benchStart(): Promise<Figure[]> {
  const hall = await openHall();
  const pad = await openPad(hall);
  const browser = await openBrowser();
  try {
    const toInteractive: number[] = [];
    let firstLoad = 0;
    for (let n = 0; n < STARTS; n += 1) {
      await pad.stop();
      // A new context: nothing cached, as after a power cut.
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const bodies: Promise<number>[] = [];
      page.on('response', (r) => {
        const kind = r.request().resourceType();
        if (kind === 'document' || kind === 'script' || kind === 'stylesheet')
          bodies.push(
            r.body().then(
              (b) => gzipSync(b).length,
              () => 0,
            ),
          );
      });
      const from = performance.now();
      await pad.start();
      await page.goto(pad.url());
      await page.waitForSelector('[data-screen="idle"] button:not([disabled])');
      toInteractive.push(performance.now() - from);
      await page.waitForLoadState('networkidle');
      firstLoad = (await Promise.all(bodies)).reduce((sum, b) => sum + b, 0);
      await context.close();
    }
    const p50 = percentile(toInteractive, 0.5);
    return [
      {
        what: `cold start of the pad (service and page) to interactive, ${STARTS} starts`,
        measured: `median ${Math.round(p50)} ms, worst ${Math.round(Math.max(...toInteractive))} ms`,
        target: `≤ ${MAX_START_MS} ms`,
        met: Math.max(...toInteractive) <= MAX_START_MS,
      },
      {
        what: 'first load of the renderer, gzip, without fonts',
        measured: `${round(firstLoad / 1024)} kB`,
        target: `≤ ${MAX_FIRST_LOAD_KB} kB`,
        met: firstLoad / 1024 <= MAX_FIRST_LOAD_KB,
      },
    ];
  } finally {
    await browser.close();
    await pad.close();
    await hall.close();
  }
}

if (import.meta.main) printTable('Start', await benchStart());
