/** Tap → durable → 谢谢 painted in Chromium, beside a bare better-sqlite3 insert with synchronous=FULL on the same disk. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Sqlite from 'better-sqlite3';
import { newCaseNo, openHall, openPad } from '../e2e/support/hall.ts';
import { sampleRating } from '../sync/testing/sample.ts';
import { openBrowser } from './lib/browser.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const TAPS = Number(process.env.BENCH_TAPS ?? 150);
/** Not counted: the first page of each level is drawn before anybody is measured. */
const WARM_UP = 5;
const MAX_OVERHEAD_MS = 30;

export async function benchTap(): Promise<Figure[]> {
  const hall = await openHall();
  const pad = await openPad(hall);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(pad.url());
    await page.waitForSelector('[data-screen="idle"]');
    const counter = hall.counter();
    const taps: number[] = [];
    for (let n = 0; n < WARM_UP + TAPS; n += 1) {
      const made = await counter.create({ caseNo: newCaseNo(), stage: 2 });
      if (made.status !== 201) throw new Error(`request: ${made.status} ${made.body.code}`);
      await page.waitForSelector('[data-screen="rating"]');
      await page.waitForTimeout(500);
      const ms = await tapAndWait(page, 1 + (n % 5));
      if (n >= WARM_UP) taps.push(ms);
      await page.waitForTimeout(500);
      await page.evaluate(() =>
        document
          .querySelector<HTMLElement>('.saved__foot .button--primary, .saved__foot button:last-of-type')
          ?.click(),
      );
      await page.waitForSelector('[data-screen="thanks"]');
    }
    const bare = bareInserts(pad.dir);
    const [p50, p99] = [percentile(taps, 0.5), percentile(taps, 0.99)];
    const overhead = p99 - percentile(bare, 0.99);
    return [
      {
        what: `tap → durable → 谢谢 painted, ${TAPS} taps`,
        measured: `p50 ${round(p50)} ms, p99 ${round(p99)} ms`,
        rawLimit: `p50 ${round(percentile(bare, 0.5), 2)} ms, p99 ${round(percentile(bare, 0.99), 2)} ms (bare FULL insert)`,
        ratio: `+${round(overhead)} ms at p99`,
        target: `overhead ≤ ${MAX_OVERHEAD_MS} ms p99`,
        met: overhead <= MAX_OVERHEAD_MS,
      },
    ];
  } finally {
    await browser.close();
    await pad.close();
    await hall.close();
  }
}

/** From the tap's own event to the frame after the one in which the thanks stand, ms, by the page's clock. */
function tapAndWait(page: Page, level: number): Promise<number> {
  return page.evaluate(
    (l) =>
      new Promise<number>((painted) => {
        const button = document.querySelector<HTMLElement>(`[data-level="${l}"]`);
        let tapped = 0;
        const watch = new MutationObserver(() => {
          if (document.querySelector('[data-screen="saved"]') === null) return;
          watch.disconnect();
          // A message posted in a frame's callback arrives when that frame has been painted.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => painted(performance.now() - tapped);
            port2.postMessage(null);
          });
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        tapped = performance.now();
        button?.click();
      }),
    level,
  );
}

/** The least that a durable rating costs: one row of its size, one commit, one fsync. */
function bareInserts(dir: string): number[] {
  const db = new Sqlite(join(dir, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table t (id integer primary key, body blob)');
  const insert = db.prepare('insert into t (body) values (?)');
  const body = Buffer.from(JSON.stringify(sampleRating(1)));
  const times = Array.from({ length: 1_000 }, () => {
    const from = performance.now();
    insert.run(body);
    return performance.now() - from;
  });
  db.close();
  return times;
}

if (import.meta.main) printTable('Tap', await benchTap());
