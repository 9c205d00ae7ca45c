import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { looksOf } from '../testing/looks.ts';
import { misfits } from '../testing/measures.ts';
import {
  CHROMIUM,
  type KioskBrowser,
  type KioskPage,
  type Look,
  SIGN_IN,
  startKioskBrowser,
  VISIT_ID,
} from './testing/browser.ts';

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

const title = (page: Page) => page.locator('h1').textContent();
const said = (page: Page) => page.locator('.guide').textContent();
const SENT = { phase: 'code', phone: '138****0001', leftMs: 290_000, againMs: 50_000 } as const;

/** Parts of the page that are under others or cut off. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const answer = document.querySelector('.guide__answer');
    const found: string[] = [];
    if (answer !== null && answer.scrollHeight > answer.clientHeight + 4)
      found.push(`needs scrolling: ${answer.scrollHeight} > ${answer.clientHeight}`);
    for (const part of document.querySelectorAll('.sign-in .device, .sign-in__qr, .sign-in__words'))
      if (part.scrollHeight > part.clientHeight + 4)
        found.push(`overflows: ${part.className} ${part.scrollHeight} > ${part.clientHeight}`);
    // Beside a refusal a picture may shrink: the words tell more.
    for (const picture of document.querySelectorAll('.sign-in > :not(:has(.refusal)) .picture'))
      if (picture.getBoundingClientRect().height < 50) found.push('a picture too small to see');
    return found;
  });

/** Where the citizen can be, and how they come there from the first page of the sign-in. */
const PAGES: Readonly<Record<string, (p: KioskPage) => Promise<void>>> = {
  card: (p) => p.show({ place: SIGN_IN }),
  refused: (p) =>
    p.show({
      place: {
        ...SIGN_IN,
        phase: 'takeAway',
        code: 'idCard.expired',
        failures: 2,
        qr: { ...SIGN_IN.qr, code: 'signIn.codeForged' },
        simulated: true,
      },
    }),
  offline: (p) =>
    p.show(
      {
        place: {
          ...SIGN_IN,
          qr: { ...SIGN_IN.qr, way: 'offline' },
          sms: { ...SIGN_IN.sms, way: 'offline' },
        },
      },
      { online: false },
    ),
  cardOnly: (p) =>
    p.show({
      place: {
        ...SIGN_IN,
        qr: { ...SIGN_IN.qr, way: 'notOffered' },
        sms: { ...SIGN_IN.sms, way: 'notOffered' },
      },
    }),
  phone: async (p) => {
    await p.show({ place: SIGN_IN });
    await p.page.locator('.guide__foot button').nth(1).click();
    await p.show({ place: { ...SIGN_IN, sms: { ...SIGN_IN.sms, code: 'sms.tooMany' } } });
  },
  code: async (p) => {
    await p.show({ place: SIGN_IN });
    await p.page.locator('.guide__foot button').nth(1).click();
    await p.show({ place: { ...SIGN_IN, sms: { ...SIGN_IN.sms, ...SENT, code: 'sms.wrong' } } });
  },
  typed: async (p) => {
    await p.show({ place: { ...SIGN_IN, phone: '139****5678' } });
    await p.page.locator('.guide__foot button').nth(1).click();
    await p.page.locator('.keyboard').waitFor();
  },
};
const LOOKS: readonly (Look & { low?: boolean })[] = [
  { grown: true },
  { low: true },
  {},
  { low: true, elder: true },
  { width: 1920, height: 1080 },
  { elder: true },
  { elder: true, width: 1920, height: 1080 },
  { lang: 'en' },
  { lang: 'en', elder: true, width: 1920, height: 1080 },
];

describe.skipIf(CHROMIUM === null)('the page of the sign-in', () => {
  test.each(looksOf(LOOKS, 2))('fits and is accessible: %j', { timeout: 90_000 }, async (look) => {
    const p = await browser.open(look);
    const wrong: Record<string, string[]> = {};
    for (const [name, go] of Object.entries(PAGES)) {
      await p.show(null);
      await go(p);
      if (look.low === true)
        await p.page.evaluate(() => document.documentElement.toggleAttribute('data-low', true));
      const panel = { widthPx: look.width ?? 1080, heightPx: look.height ?? 1920, diagonalInch: 21.5 };
      const all = [
        ...(await misfits(p.page, pxPerMm(panel))),
        ...(await cutOff(p.page)),
        ...(look.lang === 'en' || look.width === undefined ? [] : await axeFaults(p.page)),
      ];
      if (process.env.SHOTS)
        await p.page.screenshot({
          path: `${process.env.SHOTS}/${name}-${look.lang ?? 'zh'}${look.elder ? 'E' : ''}${look.low ? 'L' : ''}-${panel.widthPx}.png`,
        });
      if (all.length > 0) wrong[name] = all;
    }
    expect(wrong).toEqual({});
    expect(p.errors).toEqual([]);
    await p.close();
  });

  test('shows both ways at once, and what each says of itself', async () => {
    const p = await browser.open();
    await p.show({ place: SIGN_IN });
    expect(await title(p.page)).toBe('请刷身份证，或扫身份码');
    await p.show({ place: { ...SIGN_IN, phase: 'reading', qr: { way: 'ready', asking: true, code: null } } });
    expect(await said(p.page)).toContain('正在读取');
    expect(await said(p.page)).toContain('正在核对');
    const [card, qr] = await Promise.all(
      ['.sign-in .device', '.sign-in__qr'].map((s) => p.page.locator(s).boundingBox()),
    );
    expect((card?.height ?? 0) * (card?.width ?? 0)).toBeGreaterThan((qr?.height ?? 0) * (qr?.width ?? 0));
    expect(card?.y ?? 0).toBeLessThan(qr?.y ?? 0);
    await p.close();
  });

  test('hands over what was typed, once, and says what it is refused for', async () => {
    const p = await browser.open();
    await PAGES.phone?.(p);
    expect(await said(p.page)).toContain('验证码发送次数太多');
    for (const digit of '13800000001') await p.page.getByRole('button', { name: digit, exact: true }).click();
    await p.page.getByRole('button', { name: '删除一位' }).click();
    await p.page.getByRole('button', { name: '2', exact: true }).click();
    await p.page.getByRole('button', { name: '获取验证码' }).click();
    await p.show({ place: { ...SIGN_IN, sms: { ...SIGN_IN.sms, ...SENT } } });
    expect(await title(p.page)).toBe('请输入短信验证码');
    await p.page.getByLabel('6 位验证码').fill('12a34567');
    expect(await p.page.getByLabel('6 位验证码').inputValue()).toBe('123456');
    await p.page.getByRole('button', { name: '登录', exact: true }).click();
    const asked = (await p.page.evaluate(() => window.kioskPage.called)).filter(([name]) =>
      name.startsWith('kiosk.signIn'),
    );
    expect(asked).toEqual([
      ['kiosk.signInPhone', { visitId: VISIT_ID, phone: '13800000002' }],
      ['kiosk.signInCode', { visitId: VISIT_ID, code: '123456' }],
    ]);
    await p.close();
  });

  test('sends again after its time, to the same number', async () => {
    const p = await browser.open();
    await PAGES.phone?.(p);
    await p.page.getByLabel('手机号码').fill('13800000001');
    await p.show({ place: { ...SIGN_IN, sms: { ...SIGN_IN.sms, ...SENT, againMs: 700 } } });
    const again = p.page.getByRole('button', { name: /重新获取/ });
    expect(await again.getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => again.getAttribute('aria-disabled')).toBeNull();
    await again.click();
    expect((await p.page.evaluate(() => window.kioskPage.called)).at(-1)).toEqual([
      'kiosk.signInPhone',
      { visitId: VISIT_ID, phone: '13800000001' },
    ]);
    await p.show({ place: { ...SIGN_IN, sms: { ...SIGN_IN.sms, ...SENT, leftMs: 0 } } });
    expect(await said(p.page)).toContain('验证码已经过期');
    await p.close();
  });

  test('a phone that is nobody’s leads on to the name', async () => {
    const p = await browser.open();
    await PAGES.phone?.(p);
    await p.show({ place: { ...SIGN_IN, phone: '139****5678' } });
    expect(await title(p.page)).toBe('请输入姓名和身份证号码');
    expect(await said(p.page)).toContain('139****5678 已验证');
    await p.close();
  });
});
