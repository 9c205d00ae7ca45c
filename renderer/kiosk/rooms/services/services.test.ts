import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import { GROWN_WITHOUT } from '../../testing/grown-texts.ts';
import { CHROMIUM, type Look, type RoomBrowser, startRoomBrowser } from '../../testing/room-browser.ts';
import { linesOf } from './plan-label.ts';

let browser: RoomBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null)
    browser = await startRoomBrowser({
      file: join(import.meta.dirname, 'testing/services.html'),
      ready: '.services',
      look: { by: null },
    });
});
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const expectTitle = (page: Page, text: string) =>
  expect.poll(() => page.locator('h1').textContent(), { timeout: 5_000 }).toBe(text);
const said = (page: Page) => page.locator('.services > .refusal');

async function toGuide(page: Page): Promise<void> {
  await press(page, /按部门找/);
  await press(page, /卫东公安分局/);
  await press(page, /^居住证申领/);
  await page.locator('.services__sections').waitFor();
  await expectTitle(page, '居住证申领');
}

describe.skipIf(CHROMIUM === null)('the room of services', () => {
  test('finds as one types: letters that are still being composed count', async () => {
    const { page, errors, close } = await browser.open();
    await press(page, /搜索事项/);
    await page.locator('.keyboard').waitFor();
    await page.keyboard.type('jzz');
    await expect.poll(() => page.locator('input').inputValue()).toBe('jzz');
    await expect.poll(() => page.locator('.services__said').textContent()).toBe('找到 10 个');
    await press(page, /^居住证申领/);
    await expectTitle(page, '居住证申领');
    await press(page, '返回');
    await expectTitle(page, '搜索事项');
    expect(await page.locator('input').inputValue()).toBe('jzz');
    expect(errors).toEqual([]);
    await close();
  });

  test('says in words that nothing was found, and what else can be done', async () => {
    const { page, close } = await browser.open();
    await press(page, /搜索事项/);
    await page.locator('.keyboard').waitFor();
    await page.keyboard.type('zzz');
    await expect.poll(() => page.locator('.services__said').textContent()).toContain('没有找到');
    await close();
  });

  test('every section of the guide is there, and leads to the flow', async () => {
    const { page, errors, close } = await browser.open();
    await toGuide(page);
    for (const part of [
      '办理部门',
      '承诺期限',
      '法定期限',
      '收费依据及标准',
      '办理地点',
      '联系电话',
      '监督电话',
      '事项分类',
    ])
      expect(await page.locator('.services__facts').textContent()).toContain(part);
    await tab(page, '要带什么');
    await press(page, '看样表：居住证申领表');
    await expectTitle(page, '样表：居住证申领表');
    expect(await page.locator('.services__sample').textContent()).toContain('张示例');
    await press(page, '返回');
    await tab(page, '怎么办');
    expect(await page.locator('.process__step').count()).toBe(6);
    await tab(page, '条件依据');
    expect(await page.locator('.services__lists').textContent()).toContain('居住半年以上');
    await tab(page, '在哪里办');
    expect(await page.locator('.services__where').textContent()).toContain('2 号窗口');
    expect(await page.locator('.plan__window[data-wanted]').textContent()).toBe('2');
    await tab(page, '二楼');
    expect(await page.locator('.plan__window[data-wanted]').textContent()).toBe('14');
    await press(page, '在线申请');
    await expect.poll(() => page.evaluate(() => window.called.includes('start'))).toBe(true);
    expect(errors).toEqual([]);
    await close();
  });

  test('leads to the booking', async () => {
    const { page, close } = await browser.open();
    await toGuide(page);
    await press(page, '预约');
    await expect.poll(() => page.evaluate(() => window.called.includes('open'))).toBe(true);
    // Which item it is about is told first.
    const order = await page.evaluate(() => window.called.filter((c) => c === 'want' || c === 'open'));
    expect(order).toEqual(['want', 'open']);
    await close();
  });

  test('an item without a flow here, or whose device is broken, says so and cannot be begun', async () => {
    const { page, close } = await browser.open({ broken: true });
    await toGuide(page);
    expect(await page.getByRole('button', { name: '在线申请' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: '在线申请' }).click({ force: true });
    expect(await page.evaluate(() => window.called.includes('start'))).toBe(false);
    expect(await page.locator('.services__note').textContent()).toContain('设备暂时不能用');
    await press(page, '返回');
    await press(page, /^道路旅客运输/);
    await expect.poll(() => page.locator('.services__note').textContent()).toContain('到窗口办理');
    expect(await page.getByRole('button', { name: '在线申请' }).count()).toBe(0);
    await close();
  });

  test('takes the guide along by phone and on paper; a printer that fails leaves the phone', async () => {
    const { page, close } = await browser.open();
    await toGuide(page);
    await press(page, '带走指南');
    expect(await page.locator('.slip svg').count()).toBe(1);
    await press(page, '打印指南');
    await expect.poll(() => page.getByText('已打印，请取走凭条').count()).toBe(1);
    await page.evaluate(() => {
      window.services.refuse.print = 'print.paperOut';
    });
    await press(page, '打印指南');
    await expect.poll(() => said(page).textContent()).toContain('可以用手机扫码带走');
    await close();
  });

  test('an item that is gone leaves a way back', async () => {
    const { page, close } = await browser.open();
    await page.evaluate(() => {
      window.services.refuse.guide = 'catalogue.unknown';
    });
    await press(page, /按部门找/);
    await press(page, /卫东公安分局/);
    await press(page, /^居住证申领/);
    await expect.poll(() => said(page).textContent()).toContain('不在目录里');
    await press(page, '返回');
    await expectTitle(page, '卫东公安分局');
    await close();
  });

  test('lists turn pages, and come back to the page that was left', async () => {
    const { page, close } = await browser.open();
    await press(page, /全省通办/);
    await expect.poll(() => page.locator('.services__choices li').count()).toBeGreaterThan(3);
    await press(page, '下一页');
    await expect.poll(() => page.getByText(/^第 2 页/).count()).toBe(1);
    const first = await page.locator('.services__choices strong').first().textContent();
    await page.locator('.services__choice').first().click();
    await page.locator('.services__sections').waitFor();
    await press(page, '返回');
    await expect.poll(() => page.locator('.services__choices strong').first().textContent()).toBe(first);
    await close();
  });

  test('offline: says from when it is, and all of it is there', async () => {
    const { page, close } = await browser.open({ offline: true });
    expect(await page.locator('.services__note').textContent()).toContain('11月24日');
    await toGuide(page);
    await close();
  });

  test('themes of persons and of enterprises are not the same', async () => {
    const { page, close } = await browser.open();
    await press(page, /^个人办事/);
    const person = await page.locator('.services__choices').textContent();
    expect(person).toContain('婚姻生育');
    await press(page, '返回');
    await press(page, /^企业办事/);
    const enterprise = await page.locator('.services__choices').textContent();
    expect(enterprise).toContain('设立变更');
    expect(enterprise).not.toContain('婚姻生育');
    await close();
  });

  test('long text is moved by buttons, and by them alone to its end', async () => {
    const { page, close } = await browser.open({ long: true });
    await press(page, /按部门找/);
    await press(page, /卫东公安分局/);
    await page.locator('.services__choice').first().click();
    await tab(page, '条件依据');
    const down = page.getByRole('button', { name: '往下看' });
    for (let n = 0; n < 20 && (await down.getAttribute('aria-disabled')) !== 'true'; n += 1) {
      await down.click();
      await page.waitForTimeout(60);
    }
    const last = page.locator('.services__lists li').last();
    const [text, place] = await Promise.all([
      last.boundingBox(),
      page.locator('.services__scroll').boundingBox(),
    ]);
    expect((text?.y ?? 0) + (text?.height ?? 0)).toBeLessThanOrEqual(
      (place?.y ?? 0) + (place?.height ?? 0) + 1,
    );
    await close();
  });
});

test('labels of the plan are cut between words', () => {
  expect(linesOf('Social and medical insurance', 10)).toEqual(
    ['Social and', 'medical insurance'].flatMap((l) => (l.length > 17 ? l.split(' ') : [l])),
  );
  expect(linesOf('不动产登记区', 4)).toEqual(['不动产登', '记区']);
  expect(linesOf('公安户政区', 6)).toEqual(['公安户政区']);
});

/** The pages in order; each step leads to the next. */
const WAY: readonly [name: string, go: (page: Page) => Promise<void>][] = [
  ['entry', async () => undefined],
  [
    'search',
    async (page) => {
      await page.locator('.services__search').click();
      await page.locator('.keyboard').waitFor();
      await page.keyboard.type('sfz');
      await page.locator('.services__choice').first().waitFor();
    },
  ],
  [
    'departments',
    async (page) => {
      await page.locator('.guide__foot .button').first().click();
      await page.locator('.services__way').nth(2).click();
    },
  ],
  [
    'list',
    async (page) => {
      await page.locator('.services__choice').first().click();
      await page.locator('.services__choices--items li').first().waitFor();
    },
  ],
  [
    'facts',
    async (page) => {
      await page.locator('.services__choice').first().click();
      await page.locator('.services__facts').waitFor();
    },
  ],
  ...(['materials', 'process', 'conditions', 'place'] as const).map(
    (name, i) =>
      [
        name,
        (page: Page) =>
          page
            .locator('.services__section')
            .nth(i + 1)
            .click(),
      ] satisfies [string, (page: Page) => Promise<void>],
  ),
  [
    'sample',
    async (page) => {
      await page.locator('.services__section').nth(1).click();
      await page.locator('.services__material .button').first().click();
    },
  ],
  [
    'take',
    async (page) => {
      await page.locator('.guide__foot .button').first().click();
      await page.locator('.services__sections').waitFor();
      await page.locator('.guide__foot .button').nth(1).click();
      await page.locator('.services__take').waitFor();
    },
  ],
];
/** The kiosk's bar is not the room's. */
const BAR = /^cut off: (Standard|标准模式)$/;

const LOOKS: [string, Look][] = [
  ['upright, texts 40 % longer', { grown: true }],
  ['upright, long names', { long: true }],
  ['lying, elder, offline', { elder: true, width: 1920, height: 1080, offline: true }],
  ['lying, white on black', { contrast: true, width: 1920, height: 1080 }],
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
      const body = await page.locator('.services__body').evaluate((e) => e.scrollHeight - e.clientHeight);
      if (body > 1) faults.push([name, 'does not fit by', body]);
    }
    expect(faults).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  }, 90_000);
});
