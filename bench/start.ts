/** Cold start of pad and kiosk to interactive, and what their first load weighs. */
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { openHall, openKiosk, openPad, type Pad } from '../e2e/support/hall.ts';
import { openBrowser } from './lib/browser.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const STARTS = 5;
const MAX_START_MS = 3_000;
const MAX_FIRST_LOAD_KB = 350;
const PANELS = { pad: { width: 1280, height: 800 }, kiosk: { width: 1080, height: 1920 } };
/** What a citizen may touch first. */
const READY = {
  pad: '[data-screen="idle"] button:not([disabled])',
  kiosk: '[data-screen="attract"] button:not([disabled])',
};

export async function benchStart(): Promise<Figure[]> {
  const hall = await openHall();
  const browser = await openBrowser();
  const figures: Figure[] = [];
  try {
    for (const role of ['pad', 'kiosk'] as const) {
      const terminal = role === 'pad' ? await openPad(hall) : await openKiosk(hall, []);
      try {
        figures.push(...(await measure(role, terminal, browser)));
      } finally {
        await terminal.close();
      }
    }
    return figures;
  } finally {
    await browser.close();
    await hall.close();
  }
}

async function measure(role: keyof typeof READY, terminal: Pad, browser: Browser): Promise<Figure[]> {
  const toInteractive: number[] = [];
  let firstLoad = 0;
  for (let n = 0; n < STARTS; n += 1) {
    await terminal.stop();
    // A new context: nothing cached, as after a power cut.
    const context = await browser.newContext({ viewport: PANELS[role] });
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
    await terminal.start();
    await page.goto(terminal.url());
    await page.waitForSelector(READY[role]);
    toInteractive.push(performance.now() - from);
    await page.waitForLoadState('networkidle');
    firstLoad = (await Promise.all(bodies)).reduce((sum, b) => sum + b, 0);
    await context.close();
  }
  const p50 = percentile(toInteractive, 0.5);
  return [
    {
      what: `cold start of the ${role} (service and page) to interactive, ${STARTS} starts`,
      measured: `median ${Math.round(p50)} ms, worst ${Math.round(Math.max(...toInteractive))} ms`,
      target: `≤ ${MAX_START_MS} ms`,
      met: Math.max(...toInteractive) <= MAX_START_MS,
    },
    {
      what: `first load of the ${role}’s renderer, gzip, without fonts`,
      measured: `${round(firstLoad / 1024)} kB`,
      target: `≤ ${MAX_FIRST_LOAD_KB} kB`,
      met: firstLoad / 1024 <= MAX_FIRST_LOAD_KB,
    },
  ];
}

if (import.meta.main) printTable('Start', await benchStart());
