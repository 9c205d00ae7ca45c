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
      file: join(import.meta.dirname, 'testing/me.html'),
      ready: '.me__menu',
    });
});
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();
const expectTitle = (page: Page, text: string) =>
  expect.poll(() => page.locator('h1').textContent(), { timeout: 5_000 }).toBe(text);
const said = (page: Page) => page.locator('.sheet > .refusal');
const called = (page: Page) => page.evaluate(() => window.called);
const tile = (page: Page, name: RegExp) => page.locator('.me__menu .tile').filter({ hasText: name });

/** `你好` so many times, by pinyin; its dictionary may still be on its way. */
async function say(page: Page, times: number): Promise<void> {
  await page.locator('.keyboard').waitFor();
  for (let n = 0; n < times; n += 1) {
    await page.keyboard.type('nihao');
    await page.locator('.keyboard').getByText('你好', { exact: true }).click();
  }
}

/** To what it is about, by the keyboard that a citizen has. */
async function write(page: Page, kind: RegExp): Promise<void> {
  await press(page, /^咨询投诉建议/);
  await press(page, kind);
  await expectTitle(page, '请写下您要说的话');
  await say(page, 3);
  await press(page, '继续');
  await expectTitle(page, '与哪件事或哪个窗口有关？');
}

describe.skipIf(CHROMIUM === null)('the personal centre', () => {
  test('shows how many there are of what, and opens a message, which is then read', async () => {
    const { page, errors, close } = await browser.open();
    await expect.poll(() => tile(page, /我的消息/).textContent()).toContain('3 条未读');
    await press(page, /^我的消息/);
    await press(page, /大厅答复了您/);
    await expectTitle(page, '大厅答复了您');
    expect(await called(page)).toContain('readMessage');
    await press(page, '返回');
    await press(page, '返回');
    await expect.poll(() => tile(page, /我的消息/).textContent()).toContain('2 条未读');
    expect(errors).toEqual([]);
    await close();
  });

  test('a question goes by kind, words, window, answer, check; and is kept', async () => {
    const { page, errors, close } = await browser.open();
    await write(page, /^咨询 /);
    await press(page, /某个窗口/);
    await press(page, /^1 号窗口/);
    await press(page, /^需要答复/);
    await press(page, '不留号码');
    await expectTitle(page, '请核对后提交');
    const answers = page.locator('.answers');
    await expect.poll(() => answers.textContent()).toContain('你好你好你好');
    expect(await answers.textContent()).toContain('1 号窗口 企业开办');
    await press(page, '修改：答复');
    await press(page, /^不用答复/);
    await expectTitle(page, '请核对后提交');
    await press(page, '提交');
    await expectTitle(page, '已经收下');
    expect(await page.locator('.booking__no').textContent()).toBe('ZX1124-7K3M-Q2XD');
    await press(page, '打印编号');
    await expect.poll(() => page.getByText('已打印').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('words that say nothing are not taken, and why is told', async () => {
    const { page, close } = await browser.open();
    await press(page, /^咨询投诉建议/);
    await press(page, /^投诉 /);
    await page.locator('.keyboard').waitFor();
    await press(page, '继续');
    await expect.poll(() => said(page).textContent()).toBe('请先写下内容');
    await say(page, 1);
    await press(page, '继续');
    await expect.poll(() => said(page).textContent()).toContain('至少 5 个字');
    await expectTitle(page, '请写下您要说的话');
    await close();
  });

  test('a guest leaves a telephone to be answered; what was written outlasts a sign-in', async () => {
    const { page, close } = await browser.open({ by: null });
    expect(await tile(page, /我的消息/).textContent()).toContain('登录后查看');
    await write(page, /^投诉 /);
    await press(page, /^不指定/);
    await press(page, /^需要答复/);
    await expectTitle(page, '留一个手机号码');
    expect(await page.getByRole('button', { name: '不留号码' }).count()).toBe(0);
    await press(page, '继续');
    await expect.poll(() => said(page).textContent()).toContain('要答复请留手机号码');
    for (const digit of '13800001234') await press(page, digit);
    await press(page, '继续');
    await expectTitle(page, '请核对后提交');
    await press(page, '先登录');
    await expectTitle(page, '请核对后提交');
    await expect.poll(() => page.locator('.answers').textContent()).toContain('张*民');
    expect(await page.locator('.answers').textContent()).toContain('你好你好你好');
    await press(page, '提交');
    await expectTitle(page, '已经收下');
    await close();
  });

  test('without the hub a petition is kept all the same; the rest says why not', async () => {
    const { page, close } = await browser.open({ offline: true });
    await expect.poll(() => page.locator('.sheet__note').textContent()).toContain('照常可以提交');
    for (const name of [/我的消息/, /我的办件/, /我的预约/, /收件地址/, /我的信息/])
      expect(await tile(page, name).getAttribute('aria-disabled')).toBe('true');
    await write(page, /^建议 /);
    await press(page, /^不指定/);
    await press(page, /^不用答复/);
    await expect.poll(() => page.locator('.sheet__note').textContent()).toContain('不会丢失');
    await press(page, '提交');
    await expectTitle(page, '已经收下');
    expect(await page.locator('.guide__hint').textContent()).toContain('已存在本机');
    await close();
  });

  test('a full disk does not lose what was written', async () => {
    const { page, close } = await browser.open();
    await page.evaluate(() => {
      window.meRoom.refuse.file = 'store.full';
    });
    await write(page, /^建议 /);
    await press(page, /^不指定/);
    await press(page, /^不用答复/);
    await press(page, '提交');
    await expect.poll(() => said(page).textContent()).not.toBe('');
    await page.evaluate(() => {
      delete window.meRoom.refuse.file;
    });
    await press(page, '提交');
    await expectTitle(page, '已经收下');
    await close();
  });

  test('what is about a person is for who has proven who they are', async () => {
    for (const by of [null, 'typed'] as const) {
      const { page, close } = await browser.open({ by });
      for (const name of [/^我的消息/, /^我的信息/, /^收件地址/]) {
        await press(page, name);
        await expectTitle(page, '查看个人信息请先登录');
        await press(page, '返回');
      }
      expect((await called(page)).some((c) => ['messages', 'data', 'addresses'].includes(c))).toBe(false);
      await close();
    }
  });

  test('who signs in for a part of the room comes to it', async () => {
    const { page, close } = await browser.open({ by: null });
    await press(page, /^收件地址/);
    await press(page, '登录');
    await expectTitle(page, '收件地址');
    expect(await called(page)).toContain('want');
    await close();
  });

  test('an address is added, with what is wrong told at its field, and deleted after a question', async () => {
    const { page, errors, close } = await browser.open();
    await press(page, /^收件地址/);
    await press(page, '添加地址');
    await expectTitle(page, '添加收件地址');
    await press(page, '保存');
    await expect.poll(() => page.locator('.form__summary').textContent()).toContain('邮政编码');
    await page.locator('.keypad').waitFor();
    for (const digit of '467000') await press(page, digit);
    await press(page, '保存');
    await expect.poll(() => page.locator('.sheet__note').textContent()).toContain('地址已保存');
    expect(await page.locator('.booking__card').count()).toBe(3);
    await page
      .getByRole('button', { name: /^删除：/ })
      .last()
      .click();
    await expectTitle(page, '删除这个地址吗？');
    await press(page, '删除');
    await expect.poll(() => page.locator('.booking__card').count()).toBe(2);
    expect(errors).toEqual([]);
    await close();
  });

  test('my data: seen, corrected by a request, deleted with what the law keeps told', async () => {
    const { page, errors, close } = await browser.open();
    await press(page, /^我的信息/);
    await press(page, /^申请和办件/);
    await page.locator('.me__row').first().click();
    await expect.poll(() => page.locator('.me__facts').textContent()).toContain('410403********1230');
    await press(page, '返回');
    await press(page, '返回');
    await press(page, '删除我的信息');
    await press(page, '确认删除');
    await expectTitle(page, '已经删除');
    const kept = page.locator('.sheet__choices');
    await expect.poll(() => kept.textContent()).toContain('还没有办完');
    expect(await kept.textContent()).toContain('按规定保存到 2028年11月23日');
    await press(page, '返回');
    await press(page, '要求更正');
    await expectTitle(page, '哪些信息要更正？');
    expect(errors).toEqual([]);
    await close();
  });

  test('what the hub cannot answer is told, with a way to ask again and one back', async () => {
    const { page, close } = await browser.open();
    await page.evaluate(() => {
      window.meRoom.refuse.messages = 'hub.unreachable';
    });
    await press(page, /^我的消息/);
    await expectTitle(page, '现在查不了');
    await page.evaluate(() => {
      delete window.meRoom.refuse.messages;
    });
    await press(page, '再试一次');
    await expectTitle(page, '我的消息');
    await close();
  });
});

const foot = (page: Page, n: number) => page.locator('.guide__foot .button').nth(n).click();
const open = (page: Page, n: number) => page.locator('.me__menu .tile').nth(n).click();
const first = (page: Page, of: string) => page.locator(of).first().click();

/** The pages in order; each step leads to the next. */
const WAY: readonly [name: string, go: (page: Page) => Promise<void>][] = [
  ['menu', async () => undefined],
  ['messages', (page) => open(page, 0)],
  ['message', (page) => first(page, '.me__row')],
  [
    'cases',
    async (page) => {
      await foot(page, 0);
      await foot(page, 0);
      await open(page, 1);
      await page.locator('.booking__card').first().waitFor();
    },
  ],
  [
    'addresses',
    async (page) => {
      await foot(page, 0);
      await open(page, 3);
      await page.locator('.booking__card').first().waitFor();
    },
  ],
  [
    'address',
    async (page) => {
      await first(page, '.booking__cardactions .button');
      await page.locator('.form__editor').waitFor();
    },
  ],
  [
    'petition',
    async (page) => {
      await foot(page, 0);
      await page.locator('.booking__card').first().waitFor();
      await foot(page, 0);
      await open(page, 4);
      await first(page, '.me__row');
    },
  ],
  [
    'data',
    async (page) => {
      await foot(page, 0);
      await foot(page, 0);
      await open(page, 5);
      await page.locator('.sheet__choices--names').waitFor();
    },
  ],
  ['held', (page) => first(page, '.sheet__choice')],
  ['form', (page) => first(page, '.me__row')],
  [
    'erase',
    async (page) => {
      await foot(page, 0);
      await foot(page, 0);
      await foot(page, 1);
    },
  ],
  [
    'erased',
    async (page) => {
      await foot(page, 1);
      await page.locator('.booking__card').first().waitFor();
    },
  ],
  [
    'kind',
    async (page) => {
      await foot(page, 0);
      await page.locator('.sheet__choices--names').waitFor();
      await foot(page, 0);
      await open(page, 6);
      await page.locator('.me__ways').waitFor();
    },
  ],
  [
    'text',
    async (page) => {
      await first(page, '.sheet__choice');
      await page.locator('.keyboard').waitFor();
      await page.keyboard.type('nihao nihao nihao ');
    },
  ],
  ['about', (page) => foot(page, 1)],
  ['windows', (page) => page.locator('.sheet__choice').nth(1).click()],
  ['answer', (page) => first(page, '.sheet__choice')],
  ['phone', (page) => first(page, '.sheet__choice')],
  ['check', (page) => foot(page, 1)],
  ['filed', (page) => page.locator('.guide__foot .button--primary').click()],
];
/** The kiosk's bar is not the room's. */
const BAR = /^cut off: (Standard|标准模式)$/;

const LOOKS: [string, Look][] = [
  ['upright, texts 40 % longer', { grown: true }],
  ['upright, long words', { long: true }],
  ['lying, elder', { elder: true, width: 1920, height: 1080 }],
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
  }, 90_000);
});
