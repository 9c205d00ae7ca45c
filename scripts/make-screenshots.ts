/** Takes the README's pictures from the running product: `node scripts/make-screenshots.ts` writes docs/*.png. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openBrowser } from '../bench/lib/browser.ts';
import { newCaseNo, openHall, openPad, WINDOW } from '../e2e/support/hall.ts';
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
} finally {
  await browser.close();
  await pad.close();
  await hall.close();
}
