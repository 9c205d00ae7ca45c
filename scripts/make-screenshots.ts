/** Takes the README's pictures from the running product: `node scripts/make-screenshots.ts` writes docs/*.png. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openBrowser } from '../bench/lib/browser.ts';
import { startSimulators } from '../devices/simulators/bench.ts';
import { newCaseNo, openHall, openKiosk, openPad, WINDOW } from '../e2e/support/hall.ts';
import { buildParts } from './build.ts';
import { ROOT } from './lib/install.mjs';

const out = join(ROOT, 'docs');
const SETTLE_MS = 1_500;
mkdirSync(out, { recursive: true });
await buildParts();
const hall = await openHall();
const pad = await openPad(hall);
const browser = await openBrowser();

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(out, `${name}.png`) });
  process.stdout.write(`docs/${name}.png\n`);
}

try {
  const screen = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  await screen.goto(pad.url());
  await screen.waitForSelector('[data-screen="idle"]');
  await shoot(screen, 'pad-idle');
  const clerk = await browser.newPage({ viewport: { width: 420, height: 760 }, locale: 'zh-CN' });
  const token = hall.access.counter.find((c) => c.windowId === WINDOW)?.token;
  await clerk.goto(`${hall.url}/counter/#token=${token}`);
  const caseNo = newCaseNo().replace(/.*-/, 'WD20261124-0');
  await hall.counter().create({ caseNo, stage: 2, itemName: '公司设立登记' });
  await screen.waitForSelector('[data-screen="rating"]');
  await shoot(screen, 'pad-rating');
  await shoot(clerk, 'counter');
  await screen.click('[data-level="4"]');
  await screen.waitForSelector('[data-screen="saved"]');
  await shoot(screen, 'pad-saved');
  await screen.getByRole('button', { name: '完成' }).click();

  const staff = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const { login, password } = hall.account('admin');
  await staff.goto(`${hall.url}/`);
  await staff.getByLabel('账号').fill(login);
  await staff.getByLabel('口令').fill(password);
  await staff.getByRole('button', { name: /登\s*录/ }).click();
  await staff.getByRole('row').nth(1).waitFor();
  await shoot(staff, 'console-ratings');
  await staff
    .getByRole('row')
    .nth(2)
    .getByRole('button')
    .or(staff.getByRole('row').nth(2).getByRole('link'))
    .first()
    .click();
  await shoot(staff, 'console-story');
  await staff.keyboard.press('Escape');
  await staff.getByRole('navigation').first().getByText('终端', { exact: true }).click();
  await shoot(staff, 'console-terminals');
  await staff.getByRole('navigation').first().getByText('审计', { exact: true }).click();
  await shoot(staff, 'console-audit');

  await shootKiosk();
} finally {
  await browser.close();
  await pad.close();
  await hall.close();
}

async function shootKiosk(): Promise<void> {
  const bench = await startSimulators({
    idCard: { over: 'tcp' },
    code: { over: 'tcp' },
    documents: {},
    receipts: { over: 'tcp' },
  });
  const kiosk = await openKiosk(hall, bench.declarations());
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' });
    const go = () => page.getByRole('button', { name: '继续', exact: true }).click();
    await page.goto(kiosk.url());
    await page.getByRole('button', { name: '点这里开始' }).click();
    await page.waitForSelector('[data-screen="home"]');
    await shoot(page, 'kiosk-home');
    await page.getByRole('button', { name: /^办事/ }).click();
    await page.waitForSelector('[data-screen="services"] h1');
    await shoot(page, 'kiosk-services');
    await page.getByRole('button', { name: '结束办理' }).click();
    await page.getByRole('button', { name: '回首页，办别的' }).click();
    await page.getByRole('button', { name: '自助办理' }).click();
    await page.getByRole('button', { name: '居住证材料预审' }).click();
    await page.getByLabel('满半年', { exact: true }).check();
    await go();
    bench.idCard.insert('resident');
    await page.waitForSelector('.device[data-tone="good"]');
    await shoot(page, 'kiosk-card');
    await go();
    await page.getByLabel('租的房子', { exact: true }).check();
    await go();
    await bench.documents.loadSamples(2);
    await page.getByRole('button', { name: '从进纸器扫描' }).click();
    await page.locator('.pages__page:not([data-raw])').nth(1).waitFor();
    await shoot(page, 'kiosk-scan');
  } finally {
    await kiosk.close();
    await bench.stop();
  }
}
