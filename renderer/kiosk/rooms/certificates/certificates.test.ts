import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import { GROWN_WITHOUT } from '../../testing/grown-texts.ts';
import { CHROMIUM, type Look, type RoomBrowser, startRoomBrowser } from '../../testing/room-browser.ts';
import type { Wishes } from './testing/fake-room.ts';

let browser: RoomBrowser;
beforeAll(async () => {
  if (CHROMIUM === null) return;
  const file = join(import.meta.dirname, 'testing/certificates.html');
  browser = await startRoomBrowser({ file, ready: 'h1' });
});
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page, text: string) =>
  expect.poll(() => page.locator('h1').textContent(), { timeout: 5_000 }).toBe(text);
const said = (page: Page) => page.locator('.sheet > .refusal').textContent();
const wish = (page: Page, wishes: Partial<Wishes>) =>
  page.evaluate((w) => void Object.assign(window.certificates, w), wishes);
const called = (page: Page, call: string) =>
  page.evaluate((c) => window.called.filter((one) => one === c).length, call);

async function readCode(png: Uint8Array): Promise<string | undefined> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = new Uint8Array(wasm).buffer as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const [code] = await readBarcodes(png, { formats: ['QRCode'] });
  return code?.text;
}

async function toCard(page: Page, name: string | RegExp = /^居民身份证/): Promise<void> {
  await press(page, /^我的证照/);
  await toRow(page, name);
}
async function toRow(page: Page, name: string | RegExp): Promise<void> {
  await title(page, '要用哪份证照？');
  const row = page.getByRole('button', { name });
  while ((await row.count()) === 0) await press(page, '下一页');
  await row.click();
}

describe.skipIf(CHROMIUM === null)('the room of certificates', () => {
  test('lists, shows the picture, and says that the library is simulated', async () => {
    const { page, errors, close } = await browser.open();
    await title(page, '证照证明');
    expect(await page.locator('.sheet__note').textContent()).toContain('模拟的电子证照库');
    await toCard(page);
    await title(page, '居民身份证');
    const picture = page.getByRole('img', { name: '居民身份证，第 1 页，共 1 页' });
    await picture.waitFor();
    expect(await picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([
      1_011, 638,
    ]);
    expect(await page.content()).toContain('今天还可以打印 3 次，今年还可以打印 20 次');
    expect(errors).toEqual([]);
    await close();
  });

  test('a guest, and who has typed a number, are led to the sign-in; nothing is asked', async () => {
    for (const by of [null, 'typed'] as const) {
      const { page, close } = await browser.open({ by });
      await title(page, '查看证照请先登录');
      expect(await called(page, 'list')).toBe(0);
      await press(page, '登录');
      await title(page, '证照证明');
      await close();
    }
  });

  test('the hub is away: plain words and a way home', async () => {
    const { page, close } = await browser.open({ offline: true });
    await title(page, '没有查到证照');
    expect(await page.locator('.guide__hint').textContent()).toContain('不受影响');
    await wish(page, { offline: false });
    await press(page, '再查一次');
    await title(page, '证照证明');
    await close();
  });

  test('nothing in the library: the ways are closed and say so', async () => {
    const { page, close } = await browser.open({ none: true });
    await title(page, '证照证明');
    const way = page.getByRole('button', { name: /^我的证照/ });
    expect(await way.getAttribute('aria-disabled')).toBe('true');
    expect(await way.textContent()).toContain('没有查到您的证照');
    await close();
  });

  test('the code is large, can be scanned, counts down, ends, and is made anew by hand alone', async () => {
    const { page, close } = await browser.open();
    await wish(page, { ttlMs: 2_000 });
    await toCard(page);
    await press(page, '出示二维码');
    await title(page, '请对方扫这个二维码');
    const code = page.getByRole('img', { name: '居民身份证的二维码' });
    const { width } = (await code.boundingBox()) ?? { width: 0 };
    const mm = pxPerMm({ widthPx: 1_080, heightPx: 1_920, diagonalInch: 21.5 });
    expect(width / mm).toBeGreaterThan(80);
    expect(await readCode(new Uint8Array(await code.screenshot()))).toBe(
      'SIM-ZZ:ID-CARD:0123456789abcdef01234567',
    );
    await expect.poll(() => page.getByRole('timer').textContent()).toMatch(/^[12] 秒后失效$/);
    await title(page, '二维码已失效');
    expect(await page.locator('.certificates__qr').count()).toBe(0);
    expect(await called(page, 'code')).toBe(1);
    await press(page, '换一个新码');
    await title(page, '请对方扫这个二维码');
    await close();
  });

  test('prints for a purpose, and says how often it may still be', async () => {
    const { page, errors, close } = await browser.open();
    await toCard(page);
    await press(page, '打印');
    await title(page, '打印出来做什么用？');
    await wish(page, { hold: true });
    await press(page, '银行开户、贷款');
    await title(page, '正在打印，请不要离开');
    await expect.poll(() => called(page, 'touch')).toBeGreaterThan(0);
    await wish(page, { hold: false });
    await title(page, '已打印，请从出纸口取走');
    expect(await page.locator('.guide__hint').textContent()).toContain(
      '今年第 2 次打印。今天还可以打印 1 次',
    );
    expect(await called(page, 'print')).toBe(1);
    await press(page, '看其他证照');
    await title(page, '证照证明');
    expect(await called(page, 'list')).toBe(2);
    expect(errors).toEqual([]);
    await close();
  });

  test('no paper: says so, counts nothing, and may be tried again', async () => {
    const { page, close } = await browser.open();
    await wish(page, { printer: 'print.paperOut' });
    await toCard(page);
    await press(page, '打印');
    await press(page, '自己留存');
    await title(page, '没有打印成功');
    expect(await page.locator('.guide__hint').textContent()).toContain('不计次数');
    expect(await said(page)).toContain('纸');
    await wish(page, { printer: null });
    await press(page, '再打印一次');
    await title(page, '已打印，请从出纸口取走');
    await close();
  });

  test('used up meanwhile at another machine: no second try, and a way back', async () => {
    const { page, close } = await browser.open();
    await wish(page, { refuse: { print: 'certificate.dayLimit' } });
    await toCard(page);
    await press(page, '打印');
    await press(page, '自己留存');
    await title(page, '没有打印成功');
    expect(await said(page)).toContain('今天的打印次数已用完');
    expect(await page.getByRole('button', { name: '再打印一次' }).count()).toBe(0);
    await press(page, '返回');
    await title(page, '居民身份证');
    await close();
  });

  test('what cannot be printed says why', async () => {
    const { page, close } = await browser.open();
    await press(page, /^我的证照/);
    for (const [name, why] of [
      [/^社会保障卡/, '今天的打印次数已用完'],
      [/^不动产权证书/, '今年的打印次数已用完'],
      [/^机动车驾驶证/, '已失效'],
      [/^结婚证/, '已失效'],
    ] as const) {
      await toRow(page, name);
      await page.locator('.certificates__picture').waitFor();
      expect(await page.locator('.certificates__facts').textContent()).toContain(why);
      expect(await page.getByRole('button', { name: '打印', exact: true }).count()).toBe(0);
      await press(page, '返回');
    }
    await close();
  });

  test('without a printer it is shown all the same', async () => {
    const { page, close } = await browser.open({ offline: true });
    await wish(page, { canPrint: false, offline: false });
    await press(page, '再查一次');
    await toCard(page);
    await page.locator('.certificates__picture').waitFor();
    expect(await page.locator('.certificates__facts').textContent()).toContain('没有连接打印机');
    await close();
  });

  test('a proof is made out at once, has pages to turn, and no code', async () => {
    const { page, close } = await browser.open();
    await wish(page, { pages: 2 });
    await press(page, /^我的证明/);
    await press(page, /^社会保险个人参保证明/);
    await page.getByRole('img', { name: /第 1 页，共 2 页/ }).waitFor();
    await press(page, '下一页');
    await page.getByRole('img', { name: /第 2 页，共 2 页/ }).waitFor();
    expect(await page.getByRole('button', { name: '出示二维码' }).count()).toBe(0);
    await close();
  });

  test('what cannot be opened says so and leads on', async () => {
    const { page, close } = await browser.open();
    await wish(page, { refuse: { open: 'certificate.badFile' } });
    await toCard(page);
    await title(page, '没有打开');
    expect(await said(page)).toContain('打不开');
    await press(page, '返回');
    await title(page, '要用哪份证照？');
    await close();
  });
});

/** The pages in order; each step leads to the next. */
const WAY: readonly [name: string, go: (page: Page) => Promise<void>][] = [
  ['menu', async (page) => page.locator('.booking__menu').waitFor()],
  ['list', (page) => page.locator('.booking__menu .tile').first().click()],
  [
    'show',
    async (page) => {
      await page.locator('.sheet__choice').first().click();
      await page.locator('.certificates__picture').waitFor();
    },
  ],
  [
    'code',
    async (page) => {
      await page.locator('.guide__foot .button').nth(1).click();
      await page.locator('.certificates__qr').waitFor();
    },
  ],
  [
    'purpose',
    async (page) => {
      await page.locator('.guide__foot .button').first().click();
      await page.locator('.certificates__picture').waitFor();
      await page.locator('.guide__foot .button--primary').click();
    },
  ],
  [
    'printed',
    async (page) => {
      await page.locator('.sheet__choice').first().click();
      await page.locator('.guide__foot .button--primary').waitFor();
    },
  ],
];
/** The kiosk's bar is not the room's. */
const BAR = /^cut off: (Standard|标准模式)$/;
const LOOKS: [string, Look][] = [
  ['upright, texts 40 % longer', { grown: true }],
  ['upright, long names, English', { long: true, lang: 'en' }],
  ['lying, elder', { elder: true, width: 1920, height: 1080 }],
  ['upright, elder, long names', { elder: true, long: true }],
];
const PICTURES = process.env.HALL_CERTIFICATE_PICTURES;

describe.skipIf(CHROMIUM === null).each(looksOf(LOOKS))('%s', (look, wished) => {
  test('no page has a fault of access, or anything too small, too near or cut off', async () => {
    const { page, errors, close } = await browser.open(wished);
    const { width = 1080, height = 1920 } = wished;
    const mm = pxPerMm({ widthPx: width, heightPx: height, diagonalInch: 21.5 });
    const faults: unknown[] = [];
    for (const [name, go] of WAY) {
      await go(page);
      if (PICTURES !== undefined)
        await page.screenshot({ path: join(PICTURES, `${look.replaceAll(/\W+/g, '-')}-${name}.png`) });
      for (const fault of await axeFaults(page, wished.grown ? GROWN_WITHOUT : []))
        faults.push([name, fault]);
      for (const misfit of await misfits(page, mm)) if (!BAR.test(misfit)) faults.push([name, misfit]);
    }
    expect(faults).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  }, 60_000);
});
