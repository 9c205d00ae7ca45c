import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CHROMIUM,
  type KioskBrowser,
  type KioskPage,
  SIGN_IN,
  startKioskBrowser,
} from './testing/browser.ts';

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

/** What the keypad types when headphones are plugged in or pulled out; Playwright has no such keys. */
const jack = (page: KioskPage['page'], key: 'F15' | 'F16') =>
  page.evaluate((k) => dispatchEvent(new KeyboardEvent('keydown', { key: k })), key);

/** Names of the recordings that were played so far, without language and hash. */
const played = (page: KioskPage['page']) =>
  page.evaluate(() => (window as unknown as { played: string[] }).played);

describe.skipIf(CHROMIUM === null)('audio mode', () => {
  test('reads headings, what has the focus, what is typed and what the reader does; silent when it is off', async () => {
    const p = await browser.open();
    await p.page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { played: heard });
      HTMLMediaElement.prototype.play = function () {
        heard.push(/([\w.]+)\.zh-CN/.exec(this.src)?.[1] ?? this.src);
        return Promise.resolve();
      };
    });
    await p.show({});
    await p.page.keyboard.press('Tab');
    expect(await played(p.page)).toEqual([]);

    await jack(p.page, 'F15');
    await p.show({ place: SIGN_IN });
    await expect.poll(() => played(p.page)).toContain('kiosk.signIn.titleBoth');
    await p.page.keyboard.press('ArrowDown');
    await p.page.keyboard.press('ArrowDown');
    await expect.poll(() => played(p.page)).toContain('kiosk.signIn.withSms');
    await p.show({ place: { ...SIGN_IN, phase: 'reading' } });
    await expect.poll(() => played(p.page)).toContain('kiosk.idCard.reading');
    await p.page.keyboard.press('Enter');
    await expect.poll(() => played(p.page)).toContain('kiosk.signIn.phoneTitle');
    await p.page.keyboard.press('Tab');
    await expect.poll(() => played(p.page)).toContain('kiosk.signIn.phone');
    await p.page.keyboard.press('7');
    await expect.poll(() => played(p.page)).toContain('digit.7');

    await jack(p.page, 'F16');
    const before = await played(p.page);
    await p.page.keyboard.press('Tab');
    await p.page.keyboard.press('8');
    expect(await played(p.page)).toEqual(before);
    await p.close();
  });

  test('ends with the visit', async () => {
    const p = await browser.open();
    await p.show({});
    await p.page.getByRole('button', { name: '显示设置' }).click();
    await p.page.getByLabel('语音提示').check();
    expect(await p.page.getByLabel('语音提示').isChecked()).toBe(true);
    await p.page.getByRole('button', { name: '好了' }).click();
    await p.show(null);
    await p.page.getByRole('button', { name: '显示设置' }).click();
    await expect.poll(() => p.page.getByLabel('语音提示').isChecked()).toBe(false);
    await p.close();
  });
});
