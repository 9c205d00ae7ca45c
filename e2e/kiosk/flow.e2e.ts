import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { screen } from '../pad/screen.ts';
import { filesIn } from '../support/files.ts';
import { STAFF_PIN } from '../support/hall.ts';
import { expect, type KioskBench, test } from '../support/kiosk.ts';
import { toDoor } from '../support/staff.ts';
import { arrive, choose, go, toFlows } from './steps.ts';

/** A citizen at the kiosk, from the list of services to the slip, and what happens when a device does not work. */

/** From the attract page to the card of the residence permit's flow. */
async function begin(page: Page): Promise<void> {
  await arrive(page);
  await toFlows(page);
  await page.getByRole('button', { name: '居住证材料预审' }).click();
  await screen(page, 'choice');
  await choose(page, '满半年');
  await go(page);
  await screen(page, 'idCard');
}

async function signIn(page: Page, bench: KioskBench, card = 'resident'): Promise<void> {
  bench.idCard.insert(card);
  await expect(page.getByText('已读取')).toBeVisible();
  await go(page);
}

async function toLease(page: Page, bench: KioskBench): Promise<void> {
  await begin(page);
  await signIn(page, bench);
  await choose(page, '租的房子');
  await go(page);
  await screen(page, 'scan');
}

const straight = (page: Page) => page.locator('.pages__page:not([data-raw])');

test('goes all the way: card, feeder, code, slip; then nothing of the citizen is left', async ({
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await expect(page.getByText('正在使用模拟设备')).toBeVisible();
  await toLease(page, bench);
  await bench.documents.loadSamples(2);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(straight(page)).toHaveCount(2, { timeout: 60_000 });
  await go(page);
  await screen(page, 'scanCode');
  await expect.poll(() => bench.code.scan('YY20261125001')).toBe(true);
  await expect(page.getByText('已读取：YY20***5001')).toBeVisible();
  await go(page);
  await screen(page, 'checkAnswers');
  await expect(page.locator('.answers')).toContainText('张*民');
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条已打印')).toBeVisible();
  expect(bench.receipts.texts().join('\n')).toContain('居住证材料预审凭条');
  await go(page);
  await screen(page, 'done');
  bench.idCard.remove();
  await page.getByRole('button', { name: '完成' }).click();
  await screen(page, 'attract');
  // Neither pages nor the person are on the terminal's disk; the log names neither.
  expect(readdirSync(join(kiosk.dir, 'session-pages'))).toEqual([]);
  const secrets = ['张伟民', '410403198506071230', 'YY20261125001'];
  for (const file of filesIn(kiosk.dir))
    for (const secret of secrets) expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
  expect(await page.content()).not.toContain('张');
});

test('a card that cannot be read is taken away and put back; the second time another way stands out', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(90_000);
  await begin(page);
  for (const card of ['expired', 'wrongCheckDigit']) {
    bench.idCard.insert(card);
    await expect(page.getByText('请先拿起身份证')).toBeVisible();
    await expect(page.locator('.device__code')).not.toBeEmpty();
    bench.idCard.remove();
    await expect(page.getByText('等待放卡')).toBeVisible();
  }
  await expect(page.locator('.device .button--main')).toHaveText('没有带身份证，或者读不出来');
  await page.locator('.device .button--main').click();
  await screen(page, 'manualId');
});

test('the reader is unplugged in the middle: the page says so, and reads again once it is back', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(90_000);
  await begin(page);
  await bench.idCard.unplug();
  await expect(page.getByText('身份证阅读器没有接好')).toBeVisible();
  await bench.idCard.plug();
  await expect(page.getByText('等待放卡')).toBeVisible();
  await signIn(page, bench);
  await screen(page, 'choice');
});

test('a service whose reader is missing says so before anybody begins', async ({ kiosk: _, bench, page }) => {
  await arrive(page);
  await toFlows(page);
  await bench.idCard.unplug();
  const flow = page.getByRole('button', { name: '身份证检测' });
  await expect(flow).toContainText('身份证阅读器未连接');
  await expect(flow).toHaveAttribute('aria-disabled', 'true');
  await bench.idCard.plug();
  await expect(flow).toContainText('看看身份证能不能读');
});

test('a jam keeps the pages before it; an empty feeder is told apart', async ({ kiosk: _, bench, page }) => {
  test.setTimeout(120_000);
  await toLease(page, bench);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(page.locator('.scan > .refusal').first()).toContainText('没有纸');
  await bench.documents.loadSamples(1);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(straight(page)).toHaveCount(1, { timeout: 60_000 });
  await bench.documents.loadSamples(2);
  bench.documents.jamAt(1);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(page.locator('.scan > .refusal').first()).toContainText('卡纸');
  await expect(straight(page)).toHaveCount(1);
});

test('out of paper: the slip stands on the screen, and comes once there is paper', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await toLease(page, bench);
  // Nothing lies on the glass: the page is blank, and the citizen decides.
  await page.getByRole('button', { name: '扫描一页' }).click();
  await expect(straight(page)).toHaveCount(1, { timeout: 60_000 });
  await page.getByRole('button', { name: '就用这一页' }).click();
  await go(page);
  await page.getByRole('button', { name: '没有二维码' }).click();
  await screen(page, 'info');
  await go(page);
  await screen(page, 'checkAnswers');
  bench.receipts.endPaper(100);
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条没有打印出来')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('.slip')).toContainText('居住证材料预审凭条');
  bench.receipts.loadPaper();
  await page.getByRole('button', { name: '再打印一次' }).click();
  await expect(page.getByText('凭条已打印')).toBeVisible({ timeout: 40_000 });
});

test('the card is taken away in the middle: the citizen may go on, or it ends', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(90_000);
  await begin(page);
  await signIn(page, bench);
  bench.idCard.remove();
  const asked = page.getByRole('dialog', { name: '身份证已取走' });
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: '继续办理' }).click();
  await expect(asked).toBeHidden();
  bench.idCard.insert('resident');
  await page.waitForTimeout(1_500);
  bench.idCard.remove();
  await expect(asked).toBeVisible();
  await asked.getByRole('button', { name: '结束并清除' }).click();
  await screen(page, 'attract');
});

test('every page is without an accessibility fault', async ({ kiosk: _, bench, page }) => {
  test.setTimeout(120_000);
  const faultless = async (name: string) => {
    await screen(page, name);
    expect({ name, faults: await axeFaults(page) }).toEqual({
      name,
      faults: [],
    });
  };
  await faultless('attract');
  await arrive(page);
  await faultless('home');
  await toFlows(page);
  await faultless('home');
  await page.getByRole('button', { name: '居住证材料预审' }).click();
  await faultless('choice');
  await choose(page, '满半年');
  await go(page);
  await faultless('idCard');
  await page.getByRole('button', { name: '没有带身份证' }).click();
  await faultless('manualId');
  await page.getByRole('button', { name: '上一步' }).click();
  await signIn(page, bench);
  await choose(page, '自己的房子');
  await go(page);
  await faultless('scan');
});

test('staff find their door on every page, upright and turned', async ({ kiosk, page }) => {
  await screen(page, 'attract');
  for (const [width, height] of [
    [1080, 1920],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height });
    await toDoor(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await begin(page);
  await toDoor(page);
  for (const digit of STAFF_PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: '进入维护', exact: true }).click();
  await expect(page.getByRole('heading', { name: `设备维护 ${kiosk.terminalId}` })).toBeVisible();
});
