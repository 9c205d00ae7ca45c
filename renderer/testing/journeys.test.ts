import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION } from './fixtures.ts';
import { CHROMIUM, type GalleryBrowser, startGallery } from './gallery-browser.ts';

/** What a citizen's and a staff member's hands do on the pages, in a real Chromium over a line that records. */

let gallery: GalleryBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) gallery = await startGallery();
});
afterAll(() => gallery?.close());

const sessionId = SESSION.id;
const WORDS = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' } as const;

describe.skipIf(CHROMIUM === null)('rating', { timeout: 60_000 }, () => {
  test('offers five levels in one order, of one size, none selected; each sends itself, once', async () => {
    const { page, close } = await gallery.open({ state: 'rating' });
    const levels = page.locator('.level');
    expect(await levels.allInnerTexts()).toEqual([5, 4, 3, 2, 1].map((l) => WORDS[l as 5]));
    const sizes = await levels.evaluateAll((all) =>
      all.map((e) => {
        const { width, height, top } = e.getBoundingClientRect();
        const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(e);
        const looks = [color, backgroundColor, borderColor, fontSize, fontWeight];
        return [Math.round(width), Math.round(height), Math.round(top), ...looks].join(' ');
      }),
    );
    expect(new Set(sizes).size).toBe(1);
    expect(await page.locator('.level:is([aria-pressed], [aria-checked], [data-tapped])').count()).toBe(0);
    await close();

    for (const level of [5, 4, 3, 2, 1] as const) {
      const shown = await gallery.open({ state: 'rating' });
      await shown.page.getByRole('button', { name: WORDS[level], exact: true }).dblclick();
      expect(await shown.sent('pad.rate')).toEqual([{ sessionId, level, locale: 'zh-CN', elder: false }]);
      await shown.close();
    }
  });

  test('tells the service that the page is painted, and how the screen stood', async () => {
    const { page, sent, close } = await gallery.open({ state: 'rating', lang: 'en', elder: true });
    await expect.poll(() => sent('pad.shown')).toEqual([{ sessionId }]);
    await page.getByRole('button', { name: 'Dissatisfied', exact: true }).click();
    expect(await sent('pad.rate')).toEqual([{ sessionId, level: 2, locale: 'en', elder: true }]);
    await close();
  });

  test('by keyboard alone', async () => {
    const { page, sent, close } = await gallery.open({ state: 'rating' });
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toBe('请您对本次服务进行评价');
    const stops: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).toEqual(['非常满意', '满意', '基本满意', '不满意', '非常不满意']);
    await page.keyboard.press('Enter');
    await expect.poll(() => sent('pad.rate')).toMatchObject([{ level: 1 }]);
    await close();
  });

  test('a refusal says so and leaves the levels to be tapped again', async () => {
    const { page, sent, close } = await gallery.open({ state: 'rating', refuse: 'store.full' });
    await page.getByRole('button', { name: '满意', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: '不满意', exact: true }).click();
    await expect.poll(() => sent('pad.rate')).toMatchObject([{ level: 4 }, { level: 2 }]);
    await close();
  });

  test('不评价 ends the session', async () => {
    const { page, sent, close } = await gallery.open({ state: 'rating' });
    await page.getByRole('button', { name: '不评价' }).click();
    expect(await sent('pad.finish')).toEqual([{ sessionId }]);
    await close();
  });

  test('a second tap that meets the next page chooses nothing there', async () => {
    const { page, sent, show, close } = await gallery.open({ state: 'rating' });
    const tag = { x: 300, y: 490 };
    await show('saved');
    await page.mouse.click(tag.x, tag.y);
    await page.locator('.page:not([data-settling])').waitFor();
    expect(await sent('pad.detail')).toEqual([]);
    await page.mouse.click(tag.x, tag.y);
    await expect.poll(async () => (await sent('pad.detail')).length).toBe(1);
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('after the tap', { timeout: 60_000 }, () => {
  test('tags, words and anonymity are added one after the other, then it is finished', async () => {
    const { page, sent, close } = await gallery.open({ state: 'saved' });
    await page.getByLabel('在线提交材料窗口核验').check();
    await page.getByRole('button', { name: '更多选项' }).click();
    await page.getByRole('dialog').getByLabel('服务态度较好').check();
    await page.getByRole('button', { name: '选好了' }).click();
    await page.getByRole('button', { name: '更多选项（已选 1）' }).waitFor();
    await page.getByRole('button', { name: '写几句话' }).click();
    await page.getByRole('button', { name: '英文' }).click();
    for (const key of ['o', 'k']) await page.locator(`.keyboard [data-skbtn="${key}"]`).click();
    await page.getByRole('dialog').getByText('2/150').waitFor();
    await page.locator('.keyboard').getByRole('button', { name: '完成' }).click();
    await page.getByLabel('匿名评价').check();
    await page.getByRole('button', { name: '完成' }).click();
    await expect.poll(() => sent('pad.finish')).toEqual([{ sessionId }]);
    expect((await sent('pad.detail')).at(-1)).toEqual({
      sessionId,
      tags: ['407', '413'],
      text: 'ok',
      anonymous: true,
    });
    await close();
  });

  test('words that are cancelled are not sent', async () => {
    const { page, sent, close } = await gallery.open({ state: 'saved' });
    await page.getByRole('button', { name: '写几句话' }).click();
    await page.locator('.keyboard').waitFor();
    await page.keyboard.type('abc');
    await page.getByRole('button', { name: '取消' }).click();
    expect(await sent('pad.detail')).toEqual([]);
    await close();
  });

  test('can be taken back while the ring runs, and only then', async () => {
    const { page, sent, close } = await gallery.open({ state: 'saved' }, { clock: true });
    await page.clock.runFor(1_000);
    await page.getByRole('button', { name: /^撤回重选/ }).click();
    await expect.poll(() => sent('pad.undo')).toEqual([{ sessionId }]);
    const done = page.getByRole('button', { name: '完成' });
    const before = await done.boundingBox();
    await page.clock.runFor(9_000);
    expect(await page.getByRole('button', { name: /^撤回重选/ }).count()).toBe(0);
    expect(await done.boundingBox()).toEqual(before);
    await close();
  });

  test('what could not be added is told, and the page shows what is saved', async () => {
    const { page, close } = await gallery.open({ state: 'saved', refuse: 'store.fault' });
    const tag = page.getByLabel('在线提交材料窗口核验');
    await tag.click();
    await page.getByText('补充的内容没有存上').waitFor();
    expect(await tag.isChecked()).toBe(false);
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('without a request', { timeout: 60_000 }, () => {
  test('a case number is typed and its stage chosen', async () => {
    const { page, sent, close } = await gallery.open({ state: 'idle' });
    await page.getByRole('button', { name: '输入办件编号' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('alert').getByText('请先输入办件编号').waitFor();
    for (const key of ['W', 'D', '-', '7']) await page.locator(`.keyboard [data-skbtn="${key}"]`).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: /^已经办好了/ }).click();
    await expect.poll(() => sent('pad.walkUp')).toEqual([{ source: 'typed', text: 'WD-7', stage: 2 }]);
    await close();
  });

  test('a receipt is read by a scanner that types', async () => {
    const { page, sent, close } = await gallery.open({ state: 'idle' });
    await page.evaluate(
      (keys) => {
        for (const key of keys)
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      },
      [...'HTR1.WD-7.2.AAAA', 'Enter'],
    );
    await expect
      .poll(() => sent('pad.walkUp'))
      .toEqual([{ source: 'scanned', text: 'HTR1.WD-7.2.AAAA', stage: 1 }]);
    await close();
  });

  test('after a number that is not known, the next step leads there', async () => {
    const { page, sent, show, close } = await gallery.open({ state: 'unknownCase' });
    await page.getByRole('button', { name: '输入办件编号' }).click();
    await expect.poll(() => sent('pad.finish')).toEqual([{ sessionId }]);
    await show('idle');
    await page.getByRole('heading', { name: '请输入办件编号' }).waitFor();
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('the pad', { timeout: 60_000 }, () => {
  test('counts down by itself', async () => {
    const { page, close } = await gallery.open({ state: 'rating' }, { clock: true });
    await page.getByText('还有 48 秒').waitFor();
    await page.clock.runFor(8_000);
    await page.getByText('还有 40 秒').waitFor();
    await close();
  });

  test('forgets display settings with the session, and after a minute without a touch', async () => {
    const { page, show, close } = await gallery.open({ state: 'rating' }, { clock: true });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Large text' }).click();
    await page.getByRole('heading', { name: 'Please rate this service' }).waitFor();
    await show('idle');
    await page.getByRole('button', { name: '长辈模式' }).waitFor();

    await page.getByRole('button', { name: '长辈模式' }).click();
    await page.clock.runFor(500);
    await page.getByRole('button', { name: '输入办件编号' }).click();
    await page.getByRole('heading', { name: '请输入办件编号' }).waitFor();
    await page.clock.runFor(61_000);
    await page.getByRole('button', { name: '长辈模式' }).waitFor();
    await page.getByRole('heading', { name: '3号窗口' }).waitFor();
    await close();
  });

  test('keeps the focus where it is when the language changes', async () => {
    const { page, close } = await gallery.open({ state: 'rating' });
    const language = page.locator('[data-setting="locale"]');
    await language.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Please rate this service' }).waitFor();
    expect(await language.evaluate((e) => e === document.activeElement)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await close();
  });

  test('comes back by itself', async () => {
    const { page, show, close } = await gallery.open({ state: 'idle' });
    await show('recovering');
    await page.getByRole('heading', { name: '正在恢复' }).waitFor();
    await show('rating');
    await page.getByRole('heading', { name: '请您对本次服务进行评价' }).waitFor();
    await close();
  });

  test('lets staff out by a held corner and a PIN', async () => {
    const { page, sent, close } = await gallery.open({ state: 'idle', refuse: 'pin.wrong' }, { clock: true });
    await page.mouse.move(30, 30);
    await page.mouse.down();
    await page.clock.runFor(4_000);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.clock.runFor(1_500);
    await page.mouse.up();
    const dialog = page.getByRole('dialog');
    for (const digit of ['2', '4', '6', '8']) await dialog.getByRole('button', { name: digit }).click();
    await dialog.getByRole('button', { name: '退出程序' }).click();
    await expect.poll(() => sent('shell.exit')).toEqual([{ pin: '2468' }]);
    await dialog.locator('.refusal').waitFor();
    await close();
  });

  test('keeps nothing of the citizen in the browser', async () => {
    const { page, close } = await gallery.open({ state: 'savedNegative' });
    await page.getByLabel('需提供办事指南之外的申报材料').check();
    const stored = await page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
    expect(stored).toEqual({});
    await close();
  });
});
