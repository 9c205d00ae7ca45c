import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../playwright.config.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { screen } from '../pad/screen.ts';
import { openKiosk, type Pad } from '../support/hall.ts';
import { expect, type KioskBench, test as kioskTest } from '../support/kiosk.ts';
import { formsOf, tracesInFiles, tracesInHeap, tracesOnPage } from '../support/traces.ts';
import { go, pad, pick, signName, type } from './steps.ts';

/**
 * After a visit nothing of the citizen is left at the kiosk, however it ended: not on the screen, in the browser's stores
 * or its memory, nor in any file of the terminal (SQLite with its log, pages, spool, log of the service) or of the browser.
 * Rows that still wait for the hub are sealed: they, too, hold nothing that can be found.
 */

/** Of the simulated card, and what is typed. */
const CARD = {
  name: '张伟民',
  number: '410403198506071230',
  address: '河南省平顶山市卫东区试验路1号院2号楼3单元4号',
};
const TYPED = { phone: '13900000001', street: 'jianshelu' };
const ALL = { ...CARD, ...TYPED };

interface Machine {
  kiosk: Pad;
  page: Page;
  /** Closes the browser, which then has written all that it ever writes, and answers where. */
  closeBrowser(): Promise<string>;
}

/** A kiosk whose browser has a profile on disk, as the one in the hall has. */
const test = kioskTest.extend<{ machine: Machine }>({
  machine: async ({ hall, bench }, use) => {
    const kiosk = await openKiosk(hall, bench.declarations());
    const profile = mkdtempSync(join(tmpdir(), 'kiosk-profile-'));
    const executablePath = findChromium();
    const context: BrowserContext = await chromium.launchPersistentContext(profile, {
      ...(executablePath !== null && { executablePath }),
      args: CHROMIUM_FLAGS,
      viewport: { width: 1080, height: 1920 },
      locale: 'zh-CN',
    });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(kiosk.url());
    await use({
      kiosk,
      page,
      async closeBrowser() {
        await context.close();
        return profile;
      },
    });
    await context.close();
    await kiosk.close();
    rmSync(profile, { recursive: true, force: true });
  },
});

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** Signed in by card, a form filled, three pages scanned. */
async function toPages(page: Page, bench: KioskBench): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
  await press(page, '自助办理');
  await press(page, /^居住证申领/);
  await page.getByLabel('满半年', { exact: true }).check();
  await go(page);
  await screen(page, 'form');
  await pad(page, '手机号码', TYPED.phone);
  await type(page, '现居住地址', TYPED.street);
  await go(page);
  await pad(page, '从哪天住在这里', '20250301');
  await pick(page, '住处是', '租的房子');
  await pick(page, '居住事由', '就学');
  await go(page);
  await screen(page, 'scan');
  await bench.documents.loadSamples(3);
  await press(page, '从进纸器扫描');
  await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(3, { timeout: 90_000 });
}

/** On to the printed slip, and to the last page. */
async function toDone(page: Page, bench: KioskBench): Promise<void> {
  await go(page);
  await screen(page, 'delivery');
  await page.getByLabel('到窗口领取').check();
  await go(page);
  await screen(page, 'checkAnswers');
  await go(page);
  await screen(page, 'sign');
  await signName(page);
  await go(page);
  await screen(page, 'submit');
  await expect(page.getByText('已提交')).toBeVisible({ timeout: 60_000 });
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条已打印')).toBeVisible({ timeout: 40_000 });
  expect(bench.receipts.texts().join('\n')).toContain('张');
  await go(page);
  await screen(page, 'done');
}

/** The citizen was there: what is looked for below can be found while they are. */
async function isThere(page: Page): Promise<void> {
  expect(await tracesOnPage(page, { masked: '张*民' })).not.toEqual([]);
}

async function nothingIsLeft({ kiosk, page, closeBrowser }: Machine): Promise<void> {
  await screen(page, 'attract');
  const shown = { ...ALL, masked: '张*民', maskedNumber: '4104**********1230' };
  expect(await tracesOnPage(page, shown)).toEqual([]);
  expect(await tracesInHeap(page, ALL)).toEqual([]);
  expect(tracesInFiles(kiosk.dir, ALL)).toEqual([]);
  expect(tracesInFiles(await closeBrowser(), ALL)).toEqual([]);
  // Whatever the service still held it has written by then.
  await kiosk.stop();
  expect(tracesInFiles(kiosk.dir, ALL)).toEqual([]);
  await kiosk.start();
}

test('the search finds what it looks for', () => {
  const dir = mkdtempSync(join(tmpdir(), 'traces-'));
  for (const [i, { bytes }] of formsOf('name', CARD.name).entries())
    writeFileSync(join(dir, `${i}`), Buffer.concat([Buffer.from('x'.repeat(i)), bytes, Buffer.from('y')]));
  for (const before of ['', 'a', 'ab', 'abc'])
    writeFileSync(join(dir, `b${before.length}`), Buffer.from(`${before}${CARD.number}z`).toString('base64'));
  const found = tracesInFiles(dir, CARD);
  expect(new Set(found.map((f) => f.split(':')[0])).size).toBe(formsOf('name', CARD.name).length + 4);
  rmSync(dir, { recursive: true });
});

test('after a whole application, ended by its citizen', async ({ machine, bench }) => {
  test.setTimeout(240_000);
  const { page } = machine;
  await toPages(page, bench);
  await isThere(page);
  await toDone(page, bench);
  bench.idCard.remove();
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await nothingIsLeft(machine);
});

test('after a whole application that nobody ended, with the hub away @long', async ({
  hall,
  machine,
  bench,
}) => {
  test.setTimeout(300_000);
  const { page } = machine;
  await toPages(page, bench);
  await hall.stop();
  try {
    await toDone(page, bench);
    bench.idCard.remove();
    // The last page closes by itself; what waits for the hub lies sealed in the outbox.
    await expect(page.locator('[data-screen="attract"]')).toBeVisible({ timeout: 60_000 });
    await nothingIsLeft(machine);
  } finally {
    await hall.start();
  }
});

test('after the card was taken away in the midst of it @long', async ({ machine, bench }) => {
  test.setTimeout(240_000);
  const { page } = machine;
  await toPages(page, bench);
  bench.idCard.remove();
  await expect(page.getByRole('dialog', { name: '身份证已取走' })).toBeVisible();
  await expect(page.locator('[data-screen="attract"]')).toBeVisible({ timeout: 60_000 });
  await nothingIsLeft(machine);
});

test('after nobody touched anything for the whole idle time @long', async ({ machine, bench }) => {
  test.setTimeout(420_000);
  const { page } = machine;
  await toPages(page, bench);
  await isThere(page);
  const asked = page.getByRole('dialog', { name: '您还在吗？' });
  await expect(asked).toBeVisible({ timeout: 150_000 });
  bench.idCard.remove();
  await expect(page.locator('[data-screen="attract"]')).toBeVisible({ timeout: 90_000 });
  await nothingIsLeft(machine);
});
