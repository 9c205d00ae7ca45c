/**
 * A 300-dpi A4 colour page as the scanner gives it (JPEG) → its cropped preview on screen, in Chromium, beside merely
 * opening that JPEG; and the renderer's memory over fifty such pages.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type CaptureBrowser, captureSite } from '../renderer/testing/capture-browser.ts';
import { scanOf } from '../scripts/lib/documents/scan.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const PAGES = Number(process.env.BENCH_PAGES ?? 50);
/** Not counted: the worker's code is compiled by the first pages. */
const WARM_UP = 5;
const DPI = 300;
/** Memory after the last page against that after the first pages: what a collector leaves lying about. */
const MAX_GROWTH_MB = 30;
const MAX_HEAP_GROWTH_MB = 2;

export async function benchCapture(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hall-bench-page-'));
  const site = await captureSite();
  const browser = await site.browse();
  try {
    const file = join(folder, 'page.jpg');
    await writeFile(file, scanOf({ kind: 'lease', seed: 1, dpi: DPI, degrees: 1.5, lid: 'grey' }));
    const page = await browser.open('view=file&kind=scan&only');
    await page.getByLabel('file').setInputFiles(file);
    await page.evaluate((n) => window.capture.many('scan', n), WARM_UP);
    const before = await memory(browser, page);
    const made = await page.evaluate((n) => window.capture.many('scan', n), PAGES);
    const after = await memory(browser, page);
    const bare = await page.evaluate((n) => window.capture.decode(n), PAGES);
    const [p50, p99] = [percentile(made, 0.5), percentile(made, 0.99)];
    const [bare50, bare99] = [percentile(bare, 0.5), percentile(bare, 0.99)];
    const growth = after.resident - before.resident;
    const heapGrowth = after.heap - before.heap;
    return [
      {
        what: `scanned A4 page, ${DPI} dpi, colour → cropped preview, ${PAGES} pages`,
        measured: `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`,
        rawLimit: `p50 ${Math.round(bare50)} ms, p99 ${Math.round(bare99)} ms (createImageBitmap)`,
        ratio: `${round(p50 / bare50)}× at p50`,
        met: null,
      },
      {
        what: `renderer’s memory over those ${PAGES} pages (resident, JS heap)`,
        measured: `${Math.round(before.resident)} → ${Math.round(after.resident)} MB, ${round(before.heap)} → ${round(after.heap)} MB`,
        target: `growth ≤ ${MAX_GROWTH_MB} MB, ≤ ${MAX_HEAP_GROWTH_MB} MB`,
        met: growth <= MAX_GROWTH_MB && heapGrowth <= MAX_HEAP_GROWTH_MB,
      },
    ];
  } finally {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** After a collection, MB: the page's JS heap, and the memory of all renderer processes together (Linux). */
async function memory(browser: CaptureBrowser, page: Page): Promise<{ heap: number; resident: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  await session.detach();
  const pids = await browser.rendererPids();
  const kB = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  );
  return { heap: heap / 2 ** 20, resident: kB.reduce((sum, n) => sum + n, 0) / 1024 };
}

if (import.meta.main) printTable('Capture', await benchCapture());
