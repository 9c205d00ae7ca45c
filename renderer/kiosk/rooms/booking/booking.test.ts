import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import { GROWN_WITHOUT } from '../../testing/grown-texts.ts';
import { CHROMIUM, type Look, type RoomBrowser, startRoomBrowser } from '../../testing/room-browser.ts';

let browser: RoomBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null)
    browser = await startRoomBrowser({
      file: join(import.meta.dirname, 'testing/booking.html'),
      ready: '.booking__menu',
    });
});
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page) => page.locator('h1');
const said = (page: Page) => page.locator('.sheet > .refusal');
const expectTitle = (page: Page, text: string) =>
  expect.poll(() => title(page).textContent(), { timeout: 5_000 }).toBe(text);

async function toTimes(page: Page): Promise<void> {
  await press(page, /预约办理时间/);
  await press(page, /卫东公安分局/);
  await press(page, /居民身份证换领/);
  await press(page, /11月26日/);
  await expectTitle(page, '什么时间来？');
}
async function toCheck(page: Page): Promise<void> {
  await toTimes(page);
  await press(page, /09:00/);
  await expectTitle(page, '请核对预约信息');
}

describe.skipIf(CHROMIUM === null)('the room of bookings', () => {
  test('books: department, matter, day, time, check, number', async () => {
    const { page, errors, close } = await browser.open();
    await toCheck(page);
    expect(await page.locator('.answers').textContent()).toContain('11月26日星期四 09:00–09:30');
    expect(await page.locator('.guide__hint').textContent()).toContain('张*民');
    await press(page, '确认预约');
    await expectTitle(page, '预约成功');
    expect(await page.locator('.booking__no').textContent()).toMatch(/^YY1126-/);
    await expect.poll(() => page.getByText('凭条已打印').count()).toBe(1);
    expect(await page.locator('.slip svg').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('days and times that are full or closed do nothing, and say so aloud', async () => {
    const { page, close } = await browser.open();
    await press(page, /预约办理时间/);
    await press(page, /卫东公安分局/);
    await press(page, /居民身份证换领/);
    const full = page.getByRole('button', { name: '11月27日星期五 约满' });
    expect(await full.getAttribute('aria-disabled')).toBe('true');
    await full.click({ force: true });
    await page.getByRole('button', { name: '12月2日星期三 国庆节放假' }).click({ force: true });
    await expectTitle(page, '哪一天来办？');
    await press(page, '11月26日星期四 余 34');
    await page.getByRole('button', { name: /09:30–10:00/ }).click({ force: true });
    await expectTitle(page, '什么时间来？');
    await close();
  });

  test('a guest signs in at the check, and goes on with the same choice', async () => {
    const { page, close } = await browser.open({ by: null });
    await toCheck(page);
    expect(await page.getByRole('button', { name: '确认预约' }).count()).toBe(0);
    await press(page, '登录后继续');
    await expect.poll(() => page.getByRole('button', { name: '确认预约' }).count()).toBe(1);
    expect(await page.locator('.answers').textContent()).toContain('居民身份证换领');
    await close();
  });

  test('a time that was taken meanwhile leads back to the times, with what happened', async () => {
    const { page, close } = await browser.open();
    await toCheck(page);
    await page.evaluate(() => {
      window.room.refuse.book = 'booking.full';
    });
    await press(page, '确认预约');
    await expectTitle(page, '什么时间来？');
    await expect.poll(() => said(page).textContent()).toContain('刚刚约满');
    await close();
  });

  test('a day that was closed meanwhile leads back to the days', async () => {
    const { page, close } = await browser.open();
    await toCheck(page);
    await page.evaluate(() => {
      window.room.refuse.book = 'booking.closed';
    });
    await press(page, '确认预约');
    await expectTitle(page, '哪一天来办？');
    await expect.poll(() => said(page).textContent()).toContain('不办理预约');
    await close();
  });

  test('too many bookings: a page that says so and leads to mine', async () => {
    const { page, close } = await browser.open();
    await toCheck(page);
    await page.evaluate(() => {
      window.room.refuse.book = 'booking.tooMany';
    });
    await press(page, '确认预约');
    await expectTitle(page, '没有预约成功');
    await press(page, '看我的预约');
    await expectTitle(page, '我的预约');
    await close();
  });

  test('the hub is gone in the middle: asks again, or leaves a request', async () => {
    const { page, close } = await browser.open();
    await toCheck(page);
    await page.evaluate(() => {
      window.room.refuse.book = 'busy';
    });
    await press(page, '确认预约');
    await expectTitle(page, '还不知道有没有约上');
    await press(page, '再问一次');
    await expect.poll(() => said(page).textContent()).toContain('网络还没有恢复');
    await page.evaluate(() => {
      delete window.room.refuse.book;
    });
    await press(page, '再问一次');
    await expectTitle(page, '预约成功');
    expect(await page.evaluate(() => window.called.filter((c) => c === 'book').length)).toBe(3);
    await close();
  });

  test('offline: a request, told plainly; my bookings say why not', async () => {
    const { page, close } = await browser.open({ offline: true });
    expect(await page.getByRole('button', { name: /我的预约/ }).getAttribute('aria-disabled')).toBe('true');
    await toCheck(page);
    await press(page, '登记预约申请');
    await expectTitle(page, '已登记预约申请，还没有约上');
    expect(await page.evaluate(() => window.called.includes('book'))).toBe(false);
    await close();
  });

  test('a phone number that is none is told, and may be left out', async () => {
    const { page, close } = await browser.open();
    await toCheck(page);
    await press(page, '填写：手机号');
    for (const digit of ['1', '3', '8']) await press(page, digit);
    await press(page, '填好了');
    await expect.poll(() => said(page).textContent()).toContain('11 位');
    await page.locator('input').fill('13800000000');
    await press(page, '填好了');
    await expectTitle(page, '请核对预约信息');
    expect(await page.locator('.answers').textContent()).toContain('13800000000');
    await close();
  });

  test('my bookings: cancel asks before, and says what became of it', async () => {
    const { page, close } = await browser.open();
    await press(page, /我的预约/);
    await press(page, '取消预约：居民身份证换领、补领');
    await expectTitle(page, '要取消这个预约吗？');
    await page.evaluate(() => {
      window.room.refuse.cancel = 'booking.notNow';
    });
    await press(page, '取消预约');
    await expect.poll(() => said(page).textContent()).toContain('没有取消');
    await page.evaluate(() => {
      delete window.room.refuse.cancel;
    });
    await press(page, '取消预约');
    await expectTitle(page, '我的预约');
    await expect.poll(() => page.locator('.sheet__note').textContent()).toContain('已取消');
    await close();
  });

  test('my bookings are for who has proven who they are', async () => {
    for (const by of [null, 'typed'] as const) {
      const { page, close } = await browser.open({ by });
      await press(page, /我的预约/);
      await expectTitle(page, '查看预约请先登录');
      expect(await page.evaluate(() => window.called.includes('list'))).toBe(false);
      await close();
    }
  });

  test('a ticket: the number, how many wait, and the slip on the screen without a printer', async () => {
    const { page, close } = await browser.open({ by: null });
    await page.evaluate(() => {
      window.room.refuse.print = 'device.missing';
    });
    await press(page, /现场取号/);
    await press(page, /户籍身份证/);
    await expectTitle(page, '您的排队号');
    expect(await page.locator('.booking__label').textContent()).toBe('A012');
    await expect.poll(() => page.getByText('前面还有 4 人').count()).toBe(1);
    await expect.poll(() => said(page).textContent()).toContain('手机拍下');
    await close();
  });

  test('a ticket of the machine’s own says where its place in the line is shown', async () => {
    const { page, close } = await browser.open({ by: null, offline: true });
    await press(page, /现场取号/);
    await press(page, /户籍身份证/);
    expect(await page.locator('.booking__label').textContent()).toBe('A-K007');
    expect(await page.locator('.sheet__note').textContent()).toContain('以大厅屏幕显示为准');
    await close();
  });
});

/** The pages in order; each step leads to the next. */
const WAY: readonly [name: string, go: (page: Page) => Promise<void>][] = [
  ['menu', async () => undefined],
  ['departments', (page) => page.locator('.booking__menu .tile').first().click()],
  ['matters', (page) => page.locator('.sheet__choice').first().click()],
  ['days', (page) => page.locator('.sheet__choice').first().click()],
  ['times', (page) => page.locator('[data-state=free], [data-state=ask]').nth(1).click()],
  ['check', (page) => page.locator('.sheet__choice').first().click()],
  ['phone', (page) => page.locator('.answers .button').last().click()],
  [
    'made',
    async (page) => {
      await page.locator('.guide__foot .button').first().click();
      await page.locator('.answers').waitFor();
      await page.locator('.guide__foot .button--primary').click();
      await page.locator('.booking__no').waitFor();
    },
  ],
  [
    'queues',
    async (page) => {
      await page.locator('.guide__foot .button').first().click();
      await page.locator('.booking__menu .tile').last().click();
      await page.locator('.booking__line').first().waitFor();
    },
  ],
  ['ticket', (page) => page.locator('.booking__line').first().click()],
];
/** The kiosk's bar is not the room's. */
const BAR = /^cut off: (Standard|标准模式)$/;

const LOOKS: [string, Look][] = [
  ['upright, texts 40 % longer', { grown: true }],
  ['upright, long names', { long: true }],
  ['lying, elder, offline', { elder: true, width: 1920, height: 1080, offline: true }],
  ['upright, elder, English', { lang: 'en', elder: true }],
];

describe.skipIf(CHROMIUM === null).each(looksOf(LOOKS))('%s', (_name, look) => {
  test('no page has a fault of access, or anything too small, too near or cut off', async () => {
    const { page, errors, close } = await browser.open(look);
    const { width = 1080, height = 1920 } = look;
    const mm = pxPerMm({ widthPx: width, heightPx: height, diagonalInch: 21.5 });
    const faults: unknown[] = [];
    for (const [name, go] of WAY) {
      await go(page);
      for (const fault of await axeFaults(page, look.grown ? GROWN_WITHOUT : [])) faults.push([name, fault]);
      for (const misfit of await misfits(page, mm)) if (!BAR.test(misfit)) faults.push([name, misfit]);
    }
    expect(faults).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  }, 60_000);
});
