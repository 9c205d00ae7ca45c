import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { type TestPage, testPage } from '../testing/browser.ts';

let browser: TestPage;
beforeAll(async () => {
  browser = await testPage();
});
afterAll(() => browser.close());

const key = (page: Page, name: string) => page.locator(`[data-skbtn="${name}"]`);
const text = (page: Page) => page.locator('.try__text').textContent();
const candidate = (page: Page, i = 0) => page.locator('.keyboard__candidate').nth(i);

async function tap(page: Page, letters: string): Promise<void> {
  for (const letter of letters) await key(page, letter).click();
}

/** The page, with its dictionary read. */
async function open(hash: string): Promise<Page> {
  const page = await browser.open(hash);
  await page.getByText('按拼音打字').waitFor();
  return page;
}

describe('the keyboard in Chromium', () => {
  it('writes Chinese with fingers, and never logs or fetches from outside', async () => {
    const page = await open('');
    await tap(page, 'fuwutaiduhenhao');
    expect(await page.locator('.keyboard__pinyin').textContent()).toBe('fu wu tai du hen hao');
    expect(await candidate(page).textContent()).toBe('服务态度很好');
    await candidate(page).click();
    await key(page, '。').click();
    await tap(page, 'zhengwfw');
    await page.locator('.keyboard__candidate', { hasText: /^政务$/ }).click();
    expect(await page.locator('.keyboard__pinyin').textContent()).toBe('f w');
    await key(page, '{space}').click();
    expect(await text(page)).toBe('服务态度很好。政务服务');
    await key(page, '{bksp}').click();
    expect(await text(page)).toBe('服务态度很好。政务服');
    await tap(page, 'hao');
    await key(page, '{done}').click();
    await page.locator('[data-done="服务态度很好。政务服好"]').waitFor();
    expect(browser.faults).toEqual([]);
    await page.close();
  });

  it('writes Chinese with a hardware keyboard, whatever has the focus', async () => {
    const page = await open('');
    await page.keyboard.type('manyi');
    await page.keyboard.press('Space');
    await page.keyboard.type('xian');
    expect(await candidate(page, 1).textContent()).toMatch(/^2/);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageUp');
    await page.keyboard.press('1');
    await page.keyboard.type('wifi');
    await page.keyboard.press('Enter');
    expect(await text(page)).toBe('满意先wifi');
    await page.keyboard.press('Enter');
    await page.locator('[data-done="满意先wifi"]').waitFor();
    await page.close();
  });

  it('is worked by Tab and Enter alone', async () => {
    const page = await open('');
    await key(page, 'n').focus();
    await page.keyboard.press('Enter');
    await key(page, 'i').focus();
    await page.keyboard.press('Space');
    await candidate(page).focus();
    await page.keyboard.press('Enter');
    expect(await text(page)).toBe('你');
    await page.close();
  });

  it('turns the pages of the candidates without moving the buttons', async () => {
    const page = await open('');
    await tap(page, 'shi');
    const before = await candidate(page).textContent();
    const next = page.getByRole('button', { name: '下一页' });
    const place = await next.boundingBox();
    await next.click();
    expect(await candidate(page).textContent()).not.toBe(before);
    expect(await next.boundingBox()).toEqual(place);
    await page.getByRole('button', { name: '上一页' }).click();
    expect(await candidate(page).textContent()).toBe(before);
    await page.close();
  });

  it('stops at the longest text, keeps the pinyin, and says so', async () => {
    const page = await open(`max=4&text=${encodeURIComponent('一二𬱖')}`);
    await tap(page, 'fuwu');
    await candidate(page).click();
    expect(await text(page)).toBe('一二𬱖');
    expect(await page.locator('.keyboard__pinyin').textContent()).toBe('fu wu');
    expect(await page.locator('.keyboard__notice').textContent()).toContain('最多 4 个字');
    await page.close();
  });

  it('deletes on while backspace is held, whole characters', async () => {
    const page = await open(`text=${encodeURIComponent('好'.repeat(5) + '𬱖'.repeat(5))}`);
    const box = await key(page, '{bksp}').boundingBox();
    if (box === null) throw new Error('no backspace');
    await page.mouse.move(box.x + 9, box.y + 9);
    await page.mouse.down();
    await page.waitForFunction(() => document.querySelector('.try__text')?.textContent === '', undefined, {
      timeout: 10_000,
    });
    await page.mouse.up();
    await page.close();
  });

  it('writes a case number, also from a hardware keyboard', async () => {
    const page = await browser.open('layout=case&max=12');
    await tap(page, 'JY2026-');
    await page.keyboard.type('ab，1');
    expect(await text(page)).toBe('JY2026-AB1');
    await key(page, '{clear}').click();
    expect(await text(page)).toBe('');
    await page.close();
  });

  it('offers a retry when the dictionary cannot be read, and writes Latin text meanwhile', async () => {
    const page = await browser.open('scan=wedge');
    await page.route('**/pinyin*.txt', (route) =>
      route.fulfill({ status: 200, body: '<html>not it</html>' }),
    );
    await page.evaluate(() => (window as unknown as { show: (scan: string | null) => void }).show(null));
    const retry = page.getByRole('button', { name: '重试' });
    await retry.waitFor();
    await page.unroute('**/pinyin*.txt');
    await retry.click();
    await page.getByText('按拼音打字').waitFor();
    await tap(page, 'nihao');
    expect(await candidate(page).textContent()).toBe('你好');
    expect(browser.faults.splice(0)).toEqual(['dictionary.unreadable ']);
    await page.close();
  });

  it.each([
    ['the pad', 1280, 800, 10.1],
    ['a 21.5″ portrait panel', 1080, 1920, 21.5],
    ['a 21.5″ landscape panel', 1920, 1080, 21.5],
  ])('has keys of 12.7 mm at least, 2.4 mm apart, on %s', async (_, width, height, inch) => {
    const sized = await browser.open(`inch=${inch}`, { width, height });
    await sized.getByText('按拼音打字').waitFor();
    const mm = Math.hypot(width, height) / (inch * 25.4);
    const boxes = await sized
      .locator('.keyboard button')
      .evaluateAll((all) => all.map((b) => b.getBoundingClientRect().toJSON() as DOMRect));
    expect(boxes.length).toBeGreaterThan(30);
    for (const b of boxes) {
      expect(b.width / mm).toBeGreaterThanOrEqual(12.7);
      expect(b.height / mm).toBeGreaterThanOrEqual(12.7);
      expect(b.left).toBeGreaterThanOrEqual(0);
      expect(b.right).toBeLessThanOrEqual(width);
      expect(b.bottom).toBeLessThanOrEqual(height);
    }
    for (const a of boxes)
      for (const b of boxes) {
        if (a.top === b.top && a.left < b.left) expect((b.left - a.right) / mm).toBeGreaterThan(2.4);
        if (a.bottom < b.top) expect((b.top - a.bottom) / mm).toBeGreaterThan(2.4);
      }
    await sized.close();
  });

  it.each(['', 'lang=en', 'layout=case'])('has no axe violation with #%s', async (hash) => {
    const page = await browser.open(hash);
    await key(page, '{done}').waitFor();
    if (hash === '') await tap(page, 'fuwu');
    expect(await axeFaults(page)).toEqual([]);
    await page.close();
  });
});
