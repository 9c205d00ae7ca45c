import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { screen } from '../pad/screen.ts';
import { filesIn } from '../support/files.ts';
import type { Hall } from '../support/hall.ts';
import { expect, type KioskBench, openSecond, test } from '../support/kiosk.ts';
import { arrive, choose, field, go, isAccessible, pad, pick, signName, toFlows, type } from './steps.ts';

/** A citizen applies for something at the kiosk: form, papers, signature; kept here first, then at the hall. */

async function begin(page: Page, bench: KioskBench): Promise<void> {
  await arrive(page);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
}

async function start(page: Page): Promise<void> {
  await toFlows(page);
  await page.getByRole('button', { name: /^居住证申领/ }).click();
}

async function fillHome(page: Page): Promise<void> {
  await screen(page, 'form');
  await pad(page, '手机号码', '13900000001');
  await type(page, '现居住地址', 'jianshelu');
  await go(page);
  await expect(page.getByText('第 2 页')).toBeVisible();
  await pad(page, '从哪天住在这里', '20250301');
  await pick(page, '住处是', '租的房子');
  await pick(page, '居住事由', '就学');
  await go(page);
  await screen(page, 'scan');
}

interface Materials {
  rows: {
    id: string;
    applicationId: string;
    code: string;
    terminalId: string;
    state: string;
    pages: number;
  }[];
}
interface Story {
  materials: { row: { state: string; code: string }; signature: { valid: boolean }; pages: unknown[] }[];
}

async function materialsOf(hall: Hall, terminalId: string) {
  const console = await hall.signIn();
  const listed = await console.post<Materials>('/materials/search', { filter: { terminalId } });
  return { console, rows: listed.body.rows };
}

test('applies with the hub away: kept here, sent when it is back, whole and signed at the hall', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(240_000);
  await expect.poll(() => hubKnows(page)).toBe(true);
  await begin(page, bench);
  await hall.stop();
  try {
    await start(page);
    await screen(page, 'choice');
    await choose(page, '满半年');
    await go(page);
    // Nobody lays the card down again.
    await screen(page, 'form');
    await expect(field(page, '姓名')).toHaveValue('张*民');
    await go(page);
    await expect(page.getByText('有 2 处需要修改')).toBeVisible();
    await isAccessible(page);
    await fillHome(page);

    await bench.documents.loadSamples(3);
    await page.getByRole('button', { name: '从进纸器扫描' }).click();
    await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(3, { timeout: 90_000 });
    await isAccessible(page);
    await go(page);

    await screen(page, 'delivery');
    await page.getByLabel('快递送到家').check();
    await go(page);
    await expect(field(page, '收件人手机号码')).toHaveValue('139****0001');
    await expect(page.getByText('现在不能用保存的地址，请直接填写')).toBeVisible();
    await pad(page, '邮政编码', '467000');
    await isAccessible(page);
    await go(page);

    await screen(page, 'checkAnswers');
    await expect(page.locator('.answers')).toContainText('租的房子');
    await expect(page.locator('.answers')).toContainText('3 页');
    await go(page);

    await screen(page, 'sign');
    await isAccessible(page);
    await signName(page);
    await go(page);

    await screen(page, 'submit');
    await expect(page.getByText('已提交')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('已保存在本机，联网后自动发送')).toBeVisible({ timeout: 60_000 });
    await isAccessible(page);
  } finally {
    await hall.start();
  }
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  const receipt = (await page.locator('.submit__receipt strong').textContent()) ?? '';
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条已打印')).toBeVisible();
  expect(bench.receipts.texts().join('\n')).toContain(receipt.slice(0, 20));
  await go(page);
  await screen(page, 'done');

  const { console, rows } = await materialsOf(hall, kiosk.terminalId);
  expect(rows.map((r) => [r.code, r.state, r.pages]).sort()).toEqual([
    ['applicationForm', 'whole', 1],
    ['lease', 'whole', 3],
    ['signature', 'whole', 1],
  ]);
  expect(new Set(rows.map((r) => r.applicationId)).size).toBe(1);
  const story = await console.get<Story>(`/applications/${rows[0]?.applicationId}`);
  expect(story.body.materials.map((m) => m.signature.valid)).toEqual([true, true, true]);

  bench.idCard.remove();
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await screen(page, 'attract');
  expect(readdirSync(join(kiosk.dir, 'session-pages'))).toEqual([]);
  const secrets = ['张伟民', '410403198506071230', '13900000001', 'jianshelu'];
  for (const file of filesIn(kiosk.dir))
    for (const secret of secrets) expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
});

test('leaves half done, is called back by the card, and goes on where it was', async ({
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await begin(page, bench);
  await start(page);
  await choose(page, '满半年');
  await go(page);
  await fillHome(page);
  // The power goes in the middle of it.
  await kiosk.kill();
  bench.idCard.remove();
  await kiosk.start();
  await page.goto(kiosk.url());
  await begin(page, bench);
  await expect(page.getByText('没办完，')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: '接着办' }).click();
  const asked = page.getByRole('dialog', { name: '您有一份没办完的申请，要接着办吗？' });
  await asked.getByRole('button', { name: '接着办' }).click();
  await screen(page, 'scan');
  await page.getByRole('button', { name: '上一步' }).click();
  await screen(page, 'form');
  await expect(field(page, '住处是')).toHaveValue('租的房子');
  // Somebody who wants none of it says so once.
  await page.getByRole('button', { name: '结束办理' }).click();
  await expect(page.getByText('由大厅加密保存 30 天')).toBeVisible();
  await page.getByRole('button', { name: '回首页，办别的' }).click();
  await page.getByRole('button', { name: '接着办' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '重新填写' }).click();
  await screen(page, 'choice');
  await page.getByRole('button', { name: '结束办理' }).click();
  await page.getByRole('button', { name: '回首页，办别的' }).click();
  await screen(page, 'home');
  await expect(page.getByText('没办完，')).toBeHidden();
});

test('is left half done at one machine, gone on with at another, and submitted once', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(240_000);
  await expect.poll(() => hubKnows(page)).toBe(true);
  await begin(page, bench);
  await start(page);
  await choose(page, '满半年');
  await go(page);
  await fillHome(page);
  await bench.documents.loadSamples(1);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(1, { timeout: 90_000 });
  await go(page);
  await screen(page, 'delivery');
  await page.getByLabel('快递送到家').check();
  await go(page);
  await pad(page, '邮政编码', '467000');
  await page.getByRole('button', { name: '保存到“我的地址”' }).click();
  await expect(page.getByText('已保存到“我的地址”')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: '结束办理' }).click();
  await page.getByRole('button', { name: '结束并清除' }).click();
  bench.idCard.remove();
  await screen(page, 'attract');

  const other = await openSecond(hall, page.context());
  try {
    await expect.poll(() => hubKnows(other.page)).toBe(true);
    await hall.stop();
    try {
      await begin(other.page, other.bench);
      await expect(other.page.getByText('现在查不到您在其他自助机上没办完的申请')).toBeVisible();
      await isAccessible(other.page);
    } finally {
      await hall.start();
    }
    await expect(other.page.getByText('在“自助服务区”保存')).toBeVisible({ timeout: 90_000 });
    await other.page.getByRole('button', { name: '接着办' }).click();
    const asked = other.page.getByRole('dialog', { name: '您有一份没办完的申请，要接着办吗？' });
    await expect(asked).toContainText('租房合同（上次 1 页）');
    await isAccessible(other.page);
    await asked.getByRole('button', { name: '接着办' }).click();
    // What was filled in is there; the pages of the lease are not.
    await screen(other.page, 'scan');
    await other.bench.documents.loadSamples(1);
    await other.page.getByRole('button', { name: '从进纸器扫描' }).click();
    await expect(other.page.locator('.pages__page:not([data-raw])')).toHaveCount(1, { timeout: 90_000 });
    await go(other.page);
    await screen(other.page, 'delivery');
    await go(other.page);
    await other.page.getByRole('button', { name: '用我保存的地址（1 个）' }).click();
    await isAccessible(other.page);
    await other.page.getByRole('dialog').getByRole('button', { name: '467000' }).click();
    await expect(field(other.page, '邮政编码')).toHaveValue('467000');
    await go(other.page);
    await screen(other.page, 'checkAnswers');
    await expect(other.page.locator('.answers')).toContainText('租的房子');
    await go(other.page);
    await signName(other.page);
    await go(other.page);
    await expect(other.page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  } finally {
    await other.close();
  }

  await begin(page, bench);
  await expect(page.getByText('提交，不用再办').first()).toBeVisible();
  await isAccessible(page);
  await expect(page.getByRole('button', { name: '接着办' })).toBeHidden();
  const { rows } = await materialsOf(hall, kiosk.terminalId);
  expect(rows).toEqual([]);
});

/** The kiosk has been in touch with the hub: it may be away from now on. */
const hubKnows = async (page: Page): Promise<boolean> =>
  (await page.getByText('网络暂时不通').count()) === 0 && (await page.locator('.attract').count()) > 0;
