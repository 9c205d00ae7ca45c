import type { Page } from '@playwright/test';
import { screen } from '../pad/screen.ts';
import { expect, test } from '../support/kiosk.ts';

/** A citizen finds a service at the kiosk, reads its guide, takes it along and begins, with the hub there and gone. */

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page, text: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function enter(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await press(page, /^办事/);
  await screen(page, 'services');
  await title(page, '您要办什么事？');
}

/** With the keyboard on the screen; its letters are searched before they are text. */
async function search(page: Page, letters: string): Promise<void> {
  await press(page, /搜索事项/);
  await page.locator('.keyboard').waitFor();
  for (const letter of letters) await page.locator(`.keyboard [data-skbtn="${letter}"]`).click();
}

test('finds by initials, reads the guide, prints it, and begins the guided flow', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  await search(page, 'jzzsl');
  await press(page, /^居住证申领/);
  await title(page, '居住证申领');
  await expect(page.locator('.services__facts')).toContainText('卫东公安分局');
  await expect(page.locator('.services__facts')).toContainText('10 个工作日');
  await page.getByRole('tab', { name: '在哪里办' }).click();
  await expect(page.locator('.services__where')).toContainText('2 号窗口');
  await expect(page.locator('.plan__window[data-wanted]')).toHaveText('2');

  await press(page, '带走指南');
  await expect(page.locator('.slip svg')).toBeVisible();
  await press(page, '打印指南');
  await expect(page.getByText('已打印，请取走凭条')).toBeVisible({ timeout: 40_000 });
  const slip = bench.receipts.texts().join('\n');
  for (const part of ['办事指南', '居住证申领', '2号', '居住证申领表']) expect(slip).toContain(part);

  await press(page, '返回');
  await page.getByRole('button', { name: '预约', exact: true }).click();
  // The item is chosen already: the day comes next.
  await screen(page, 'booking');
  await expect(page.getByText('居住证申领').first()).toBeVisible();
  await expect(page.locator('.calendar__days')).toBeVisible();
  await press(page, '返回');
  await press(page, '返回');
  await press(page, /首页/);

  await press(page, /^办事/);
  await search(page, 'jzzsl');
  await press(page, /^居住证申领/);
  await press(page, '在线申请');
  await screen(page, 'choice');
});

test('finds with a slip of the finger, and by what people say', async ({ kiosk: _, page }) => {
  test.setTimeout(90_000);
  await enter(page);
  await search(page, 'gongjijimtiqu');
  await expect(page.locator('.services__choice').first()).toContainText('住房公积金提取');
  await press(page, '返回');
  await search(page, 'luohu');
  await expect(page.locator('.services__choice').first()).toContainText('户口迁移审批');
});

test('the network is gone: after a new start too everything is there, and says from when', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await enter(page);
  await hall.stop();
  try {
    await kiosk.stop();
    await kiosk.start();
    await page.goto(kiosk.url());
    await enter(page);
    await expect(page.locator('.services__note')).toContainText('网络暂时不通');
    await press(page, /跨省通办/);
    await title(page, '跨省通办');
    await press(page, '返回');
    await search(page, 'hkqy');
    await press(page, /^户口迁移审批/);
    await page.getByRole('tab', { name: '要带什么' }).click();
    await expect(page.locator('.services__materials')).toContainText('准予迁入证明');
    await press(page, '带走指南');
    await press(page, '打印指南');
    await expect(page.getByText('已打印，请取走凭条')).toBeVisible({ timeout: 40_000 });
    expect(bench.receipts.texts().join('\n')).toContain('户口迁移审批');
  } finally {
    await hall.start().catch(() => undefined);
  }
});
