import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { openTcp } from '../channel/tcp.ts';
import { createReceiptPrinter } from '../receipt-printer/driver.ts';
import { type Bench, startSimulators } from './bench.ts';
import { type Control, startControl } from './control.ts';

const TOKEN = 'a-token-of-a-test';
const executablePath = findChromium();
if (executablePath === null) process.stderr.write('No Chromium here: the simulators’ page is not tried.\n');
let bench: Bench<{ idCard: { over: 'tcp' }; documents: object; receipts: { over: 'tcp' } }>;
let control: Control;
beforeAll(async () => {
  bench = await startSimulators({ idCard: { over: 'tcp' }, documents: {}, receipts: { over: 'tcp' } });
  control = await startControl({ bench, port: 0, token: TOKEN });
});
afterAll(async () => {
  await control.close();
  await bench.stop();
});

test.skipIf(executablePath === null)('the page plays the devices and shows what was printed', async () => {
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 1_100 } });
    const complaints: string[] = [];
    page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
    page.on('pageerror', (e) => complaints.push(e.message));
    await page.goto(`${control.origin}/#token=${TOKEN}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('开发模拟器');
    expect(await page.getByRole('heading', { level: 2 }).count()).toBe(3);

    await page.getByLabel('卡 Card').selectOption('longTerm');
    await page.getByRole('button', { name: '放卡' }).click();
    await expect.poll(() => bench.idCard.card()).toBe('longTerm');
    await page.locator('#documents').getByRole('button', { name: '放纸' }).click();
    await page.getByText('放纸 Load ✓').waitFor();

    await printed();
    await page.getByRole('img', { name: /测试/ }).waitFor();
    const width = await page.locator('#slips img').evaluate((image: HTMLImageElement) => image.naturalWidth);
    expect(width).toBeGreaterThan(500);

    await page.locator('#receipts').getByRole('button', { name: '拔线' }).click();
    await page.locator('#receipts').getByText('已拔出').waitFor();
    expect(complaints).toEqual([]);
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true });
  } finally {
    await browser.close();
  }
});

/** A terminal's driver prints its test page. */
async function printed(): Promise<void> {
  const declaration = bench.declarations().find((d) => d.class === 'receiptPrinter');
  if (declaration?.class !== 'receiptPrinter' || declaration.port.type !== 'tcp')
    throw new Error('no printer');
  const time = {
    clock: { wallMs: Date.now, boottimeMs: () => performance.now(), bootId: 'test' },
    timers: {
      after(ms: number, f: () => void) {
        const timer = setTimeout(f, ms);
        return () => clearTimeout(timer);
      },
    },
  };
  const line = keepOpen(openTcp(declaration.port), time);
  const printer = createReceiptPrinter(declaration, line, { ...time, log: () => undefined });
  await expect.poll(() => printer.report().state).toBe('ok');
  expect(await printer.testPage?.()).toEqual({ ok: true, value: null });
  await printer.stop();
}
