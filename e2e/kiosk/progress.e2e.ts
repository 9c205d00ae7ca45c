import type { Page } from '@playwright/test';
import { screen } from '../pad/screen.ts';
import { type Hall, newCaseNo } from '../support/hall.ts';
import { expect, type KioskBench, test } from '../support/kiosk.ts';
import { choose, field, go, isAccessible, pad, signName, type } from './steps.ts';

/** A citizen applies, rates, follows the case, adds what is asked for; a guest follows and rates by number. */

test.use({ actionTimeout: 40_000 });

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function enter(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
}

async function signIn(page: Page, bench: KioskBench): Promise<void> {
  await press(page, /^登录$/);
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
}

/** A residence permit for somebody who lives in a flat of their own; answers the receipt number. */
async function apply(page: Page): Promise<string> {
  await press(page, '自助办理');
  await press(page, /^居住证申领/);
  await choose(page, '满半年');
  await go(page);
  await screen(page, 'form');
  await pad(page, '手机号码', '13900000001');
  await type(page, '现居住地址', 'jianshelu');
  await go(page);
  await expect(page.getByText('第 2 页')).toBeVisible();
  await pad(page, '从哪天住在这里', '20250301');
  await field(page, '住处是').click();
  await choose(page, '自己的房子');
  await field(page, '居住事由').click();
  await choose(page, '就学');
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
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  const receipt = (await page.locator('.submit__receipt strong').textContent()) ?? '';
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条已打印')).toBeVisible();
  await go(page);
  await screen(page, 'done');
  return receipt;
}

async function follow(page: Page, no: string): Promise<void> {
  await press(page, /^按号码查进度/);
  await page.getByLabel('回执号或办件编号').fill(no);
  await press(page, '查询');
}

/** Taps a level; the first moment of a page takes no tap. */
async function rate(page: Page, level: string): Promise<void> {
  await expect(page.locator('.levels')).toBeVisible();
  await page.locator('.level', { hasText: new RegExp(`^${level}$`) }).click();
  await title(page, /已保存/);
  await press(page, '完成');
  await title(page, '谢谢您');
  await press(page, '知道了');
  await title(page, '进度查询与评价');
}

const ratingsOf = async (hall: Hall, caseNo: string) => (await hall.signIn()).ratingsOf(caseNo);

test('applies, rates at the end, follows the case by receipt, and adds what the hall asks for', async ({
  hall,
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(300_000);
  await enter(page);
  await signIn(page, bench);
  const receipt = await apply(page);

  await expect(page.getByText('请您评价这次服务')).toBeVisible();
  await isAccessible(page);
  await press(page, '现在评价');
  await screen(page, 'progress');
  await isAccessible(page);
  await rate(page, '非常不满意');

  await follow(page, receipt.toLowerCase());
  await title(page, '居住证申领');
  await expect(page.getByText('已提交', { exact: true })).toBeVisible();
  await expect(page.getByText('已评价')).toBeVisible();
  const caseNo = /WD\d+/.exec((await page.locator('.guide__hint').textContent()) ?? '')?.[0] ?? '';
  expect(await ratingsOf(hall, caseNo)).toMatchObject([{ level: 1, status: 'counted' }]);

  const clerk = await hall.signIn('clerk');
  const asked = await clerk.post(`/cases/${caseNo}/act`, {
    act: {
      action: 'askSupplement',
      reason: '请补交房产证复印件',
      asked: [{ code: 'house', title: '房产证复印件' }],
    },
  });
  expect(asked.status).toBe(200);
  await press(page, '返回');
  await press(page, '返回');
  await press(page, /^我的办件/);
  await page.locator('.progress__row').filter({ hasText: '等您补材料' }).first().click();
  await expect(page.getByText('请补交房产证复印件')).toBeVisible();
  await isAccessible(page);
  await press(page, '现在补交');
  await screen(page, 'scan');
  await title(page, '请放入：房产证复印件');
  await bench.documents.loadSamples(1);
  await press(page, '从进纸器扫描');
  await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(1, { timeout: 90_000 });
  await go(page);
  await screen(page, 'checkAnswers');
  await go(page);
  await screen(page, 'sign');
  await signName(page);
  await go(page);
  await screen(page, 'submit');
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  await go(page);
  await screen(page, 'printSlip');
  await go(page);
  await screen(page, 'done');
  await press(page, '继续办别的');
  await press(page, /^进度查询/);
  await follow(page, caseNo);
  await expect(page.getByText('补正已收到', { exact: true })).toBeVisible();
  await press(page, '办理经过');
  await expect(page.locator('.progress__event')).toHaveText([
    /您补交了材料/,
    /大厅请您补材料/,
    /您提交了申请/,
  ]);

  // Whoever only holds the number sees state and dates.
  bench.idCard.remove();
  await page.getByRole('dialog').getByRole('button', { name: '结束并清除' }).click();
  await enter(page);
  await press(page, /^进度查询/);
  await press(page, /^按号码查进度/);
  await expect(page.getByText('可以扫码，也可以直接输入')).toBeVisible();
  await expect.poll(() => bench.code.scan(receipt)).toBe(true);
  await title(page, '办件进度');
  await expect(page.getByText('补正已收到', { exact: true })).toBeVisible();
  for (const secret of ['居住证', '张', '房产证'])
    await expect(page.locator('.progress')).not.toContainText(secret);
});

test('a guest rates by number with the hub away: kept, sent once, and said to be rated', async ({
  hall,
  kiosk: _,
  page,
}) => {
  test.setTimeout(180_000);
  const caseNo = newCaseNo();
  await enter(page);
  await press(page, /^进度查询/);
  await hall.stop();
  try {
    await follow(page, 'WD2026999999');
    await title(page, '现在查不了');
    await isAccessible(page);
    await press(page, '返回');
    await press(page, '返回');
    await press(page, /^评价服务/);
    await page.getByLabel('回执号或办件编号').fill(caseNo);
    await press(page, '继续');
    await press(page, /^已经办好了/);
    await expect(page.getByText('现在没有联网，办件编号稍后核对')).toBeVisible();
    await rate(page, '满意');
    await press(page, /^评价服务/);
    await page.getByLabel('回执号或办件编号').fill(caseNo);
    await press(page, '继续');
    await press(page, /^已经办好了/);
    await title(page, '这件事已经评价过了');
    await press(page, '返回');
  } finally {
    await hall.start();
  }
  await expect.poll(async () => (await ratingsOf(hall, caseNo)).length, { timeout: 90_000 }).toBe(1);
  await follow(page, caseNo);
  await title(page, '没有查到这个号码');
  await expect(page.getByText(`您查的是 ${caseNo}`)).toBeVisible();
});
