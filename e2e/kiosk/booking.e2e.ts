import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { screen } from '../pad/screen.ts';
import { filesIn } from '../support/files.ts';
import type { Hall } from '../support/hall.ts';
import { expect, type KioskBench, test } from '../support/kiosk.ts';

/** A citizen books, lists, cancels and takes a number at the kiosk, with the hub there, gone, and back. */

const PERSON = { name: '张伟民', number: '410403198506071230' };
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page, text: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function enter(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await press(page, /^预约取号/);
  await screen(page, 'booking');
  await title(page, '预约取号');
}

/** To the check, on the last day that has a free seat: today's are few late in the day. */
async function choose(page: Page, slot: number): Promise<string> {
  await press(page, /预约办理时间/);
  await press(page, /卫东公安分局/);
  await press(page, /居住证申领/);
  await page.locator('.calendar__day:not([aria-disabled])').last().click();
  await title(page, '什么时间来？');
  await page.locator('.sheet__choice:not([aria-disabled])').nth(slot).click();
  await title(page, '请核对预约信息');
  return (await page.locator('.answers strong').nth(1).textContent()) ?? '';
}

async function signIn(page: Page, bench: KioskBench): Promise<void> {
  await press(page, '登录后继续');
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'booking');
  await title(page, '请核对预约信息');
}

/** Where the hub says the citizen's bookings of the next days are. */
async function bookedAt(hall: Hall, no: string): Promise<{ state: string; name: string | null } | undefined> {
  const admin = await hall.signIn();
  const day = `2026-${no.slice(2, 4)}-${no.slice(4, 6)}`;
  const year = new Date().getUTCFullYear();
  for (const y of [year, year + 1]) {
    const answer = await admin.post<{ rows: { no: string; state: string; name: string | null }[] }>(
      '/bookings/day',
      { day: day.replace('2026', String(y)) },
    );
    const row = answer.body.rows?.find((r) => r.no === no);
    if (row !== undefined) return row;
  }
  return undefined;
}

const numberOf = async (page: Page): Promise<string> =>
  (await page.locator('.booking__no').textContent()) ?? '';

test('books with a card, prints, lists and cancels; then nothing of the citizen is left', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await enter(page);
  const time = await choose(page, 0);
  await signIn(page, bench);
  await expect(page.locator('.guide__hint')).toContainText('张*民');
  await press(page, '确认预约');
  await title(page, '预约成功');
  const no = await numberOf(page);
  await expect(page.getByText('凭条已打印')).toBeVisible({ timeout: 40_000 });
  const slip = bench.receipts.texts().join('\n');
  expect(slip).toContain(no);
  expect(slip).toContain('居住证申领');
  expect(await bookedAt(hall, no)).toMatchObject({ state: 'confirmed', name: '张*民' });

  await press(page, '回预约取号');
  await press(page, /我的预约/);
  const card = page.locator('.booking__card').filter({ hasText: no });
  await expect(card).toContainText(time);
  await card.getByRole('button', { name: /取消预约/ }).click();
  await title(page, '要取消这个预约吗？');
  await press(page, '取消预约');
  await expect(page.locator('.booking__card').filter({ hasText: no })).toContainText('已取消');
  expect(await bookedAt(hall, no)).toMatchObject({ state: 'cancelled' });

  bench.idCard.remove();
  const asked = page.getByRole('dialog', { name: '身份证已取走' });
  await asked.getByRole('button', { name: '结束并清除' }).click();
  await screen(page, 'attract');
  for (const file of filesIn(kiosk.dir))
    for (const secret of Object.values(PERSON))
      expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
  for (const trace of ['张*民', no]) expect(await page.content()).not.toContain(trace);
});

test('the hub goes away: a request is left, and is confirmed once it is back', async ({
  hall,
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await enter(page);
  await choose(page, 2);
  await signIn(page, bench);
  await hall.stop();
  try {
    await press(page, '确认预约');
    // Either the line was known to be down, or the question went into the void.
    const request = page.getByRole('button', { name: /登记预约申请|先登记申请/ });
    await request.click({ timeout: 30_000 });
    await title(page, '已登记预约申请，还没有约上');
    const no = await numberOf(page);
    await expect(page.getByText('凭条已打印')).toBeVisible({ timeout: 40_000 });
    expect(bench.receipts.texts().join('\n')).toContain('预约申请单');
    await hall.start();
    await expect.poll(() => bookedAt(hall, no), { timeout: 90_000 }).toMatchObject({ state: 'confirmed' });
    await press(page, '回预约取号');
    await expect(page.getByRole('button', { name: /我的预约/ })).not.toHaveAttribute('aria-disabled', 'true');
    await press(page, /我的预约/);
    await expect(page.locator('.booking__card').filter({ hasText: no })).toContainText('已预约');
  } finally {
    await hall.start().catch(() => undefined);
  }
});

test('a number of a line: from the hub, or none out of hours, and it says so', async ({
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(90_000);
  await enter(page);
  await press(page, /现场取号/);
  const line = page.locator('.booking__line').first();
  await expect(line).toBeVisible();
  if ((await line.getAttribute('aria-disabled')) === 'true') {
    await expect(line).toContainText('现在不发号');
    return;
  }
  await line.click();
  await expect(page.locator('.booking__label')).toHaveText(/^A\d{3}$/);
  await expect(page.getByText('凭条已打印')).toBeVisible({ timeout: 40_000 });
  expect(bench.receipts.texts().join('\n')).toContain('排队号');
});

test('who has typed a number may book, and not see what is booked', async ({ kiosk: _, page }) => {
  test.setTimeout(90_000);
  await enter(page);
  await press(page, /我的预约/);
  await title(page, '查看预约请先登录');
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
  await press(page, '返回');
  await title(page, '预约取号');
});
