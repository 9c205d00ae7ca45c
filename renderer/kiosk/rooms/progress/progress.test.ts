import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { readWebm } from '../../../../contracts/webm.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import { GROWN_WITHOUT } from '../../testing/grown-texts.ts';
import { CHROMIUM, type Look, type RoomBrowser, startRoomBrowser } from '../../testing/room-browser.ts';
import type { Wishes } from './testing/fake-room.ts';

let browser: RoomBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null)
    browser = await startRoomBrowser({
      file: join(import.meta.dirname, 'testing/progress.html'),
      ready: '.progress__menu',
      camera: true,
    });
});
afterAll(() => browser?.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const said = (page: Page) => page.locator('.progress > .refusal');
const expectTitle = (page: Page, text: string) =>
  expect.poll(() => page.locator('h1').textContent(), { timeout: 5_000 }).toBe(text);

async function typeNo(page: Page, no: string): Promise<void> {
  await page.locator('.typed__field input').fill(no);
  await page.locator('.guide__foot .button--primary').click();
}
async function toRating(page: Page): Promise<void> {
  await press(page, /^评价服务/);
  await typeNo(page, 'WD2026500001');
  await expectTitle(page, '这件事办到哪一步了？');
  await press(page, /刚交了材料/);
  await page.locator('.levels').waitFor();
}

describe.skipIf(CHROMIUM === null)('the room of progress', () => {
  test('a guest follows a case by number: state, dates, what comes next, and no word of the matter', async () => {
    const { page, errors, close } = await browser.open({ by: null });
    await press(page, /^按号码查进度/);
    await typeNo(page, 'kiosk-01-202611241000-ab12');
    await expectTitle(page, '办件进度');
    await expect.poll(() => page.locator('.progress__state--large').textContent()).toBe('已受理');
    const text = await page.locator('.progress').textContent();
    for (const word of ['KIOSK-01-202611241000-AB12', '2026年11月', '正在办理', '大厅受理了申请'])
      expect(text).toContain(word);
    for (const secret of ['居住证', '合同']) expect(text).not.toContain(secret);
    await press(page, '登录');
    await expectTitle(page, '居住证申领');
    expect(errors).toEqual([]);
    await close();
  });

  test('a code held to the scanner leads to the case; one that is none is told, and the next may be good', async () => {
    const { page, close } = await browser.open({ by: null });
    await press(page, /^按号码查进度/);
    await page.evaluate(() => {
      window.progressRoom.refuse.read = 'receipt.unreadable';
    });
    await expect.poll(() => said(page).textContent()).toContain('没有认出');
    await page.evaluate(() => {
      delete window.progressRoom.refuse.read;
      window.progressRoom.code = { no: 'WD2026500001', stage: 2 };
    });
    await expectTitle(page, '办件进度');
    await expect.poll(() => page.evaluate(() => window.called.includes('stopReading'))).toBe(true);
    await close();
  });

  test('without a scanner the number is typed; an empty or wrong one is told in words', async () => {
    const { page, close } = await browser.open({ by: null });
    await page.evaluate(() => {
      window.progressRoom.refuse.read = 'device.missing';
      window.progressRoom.refuse.find = 'case.badNo';
    });
    await press(page, /^按号码查进度/);
    await expect.poll(() => page.getByText('扫码器没有接好').count()).toBe(1);
    await page.locator('.guide__foot .button--primary').click();
    await expect.poll(() => said(page).textContent()).toBe('请先输入号码');
    await typeNo(page, '1');
    await expect.poll(() => page.locator('.guide__hint').textContent()).toContain('不像回执号或办件编号');
    await page.evaluate(() => {
      window.progressRoom.refuse.find = 'case.unknown';
    });
    await press(page, '返回');
    await typeNo(page, 'WD2026999999');
    await expectTitle(page, '没有查到这个号码');
    await close();
  });

  test('my cases need the card, and come back to the list after it', async () => {
    const { page, close } = await browser.open({ by: null });
    await press(page, /^我的办件/);
    await expectTitle(page, '看自己的办件请先登录');
    await press(page, '登录');
    await expectTitle(page, '我的办件');
    await expect.poll(() => page.locator('.progress__row').count()).toBeGreaterThan(2);
    await page.locator('.progress__row').nth(1).click();
    await expectTitle(page, '居住证申领');
    await close();
  });

  test('a supplement: what is asked, why, and the way to it', async () => {
    const { page, close } = await browser.open({ state: 'supplement' });
    await press(page, /^按号码查进度/);
    await typeNo(page, 'WD2026500001');
    await expectTitle(page, '居住证申领');
    const now = page.locator('.progress__story');
    for (const word of ['等您补材料', '租房合同（签名）', '房东身份证复印件', '租房合同没有签名'])
      await expect.poll(() => now.textContent()).toContain(word);
    await press(page, '现在补交');
    await expect.poll(() => page.evaluate(() => window.called.includes('supplement'))).toBe(true);
    await close();
  });

  test('a concluded case: at which window, and with what', async () => {
    const { page, close } = await browser.open({ state: 'concluded' });
    await press(page, /^按号码查进度/);
    await typeNo(page, 'WD2026500001');
    await expect
      .poll(() => page.locator('.progress__now').textContent())
      .toContain('请到 3 号窗口（公安户籍窗口）领取，带上身份证原件和回执');
    await close();
  });

  test('offline: what lies here is told as it is, another number cannot be looked up', async () => {
    const { page, close } = await browser.open({ offline: true });
    await press(page, /^我的办件/);
    await page.locator('.progress__row').first().click();
    await expectTitle(page, '居住证申领');
    expect(await page.locator('.progress__now').textContent()).toContain('还没有送到大厅');
    await press(page, '返回');
    await press(page, '返回');
    await press(page, /^按号码查进度/);
    await typeNo(page, 'WD2026500001');
    await expectTitle(page, '现在查不了');
    await close();
  });

  test('rates with the pad’s five levels, takes it back, rates again, and says thanks', async () => {
    const { page, errors, close } = await browser.open({ by: null });
    await toRating(page);
    expect(await page.locator('.level').allTextContents()).toEqual([
      '非常满意',
      '满意',
      '基本满意',
      '不满意',
      '非常不满意',
    ]);
    await page.locator('.level').nth(4).click();
    await press(page, /撤回重选/);
    await expectTitle(page, '已撤回，请您重新选择');
    await page.locator('.level').first().click();
    await expect.poll(() => page.locator('.saved__chosen').textContent()).toContain('非常满意');
    await page.locator('.tag').first().click();
    await press(page, '完成');
    await expectTitle(page, '谢谢您');
    await press(page, '知道了');
    await expectTitle(page, '进度查询与评价');
    expect(errors).toEqual([]);
    await close();
  });

  test('a rated case says so, on its page and when it is rated again', async () => {
    const { page, close } = await browser.open({ rated: true });
    await press(page, /^按号码查进度/);
    await typeNo(page, 'WD2026500001');
    await expect.poll(() => page.getByText('已评价').count()).toBe(1);
    expect(await page.getByRole('button', { name: '评价这次服务' }).count()).toBe(0);
    await press(page, '返回');
    await press(page, '返回');
    await press(page, /^评价服务/);
    await typeNo(page, 'WD2026500001');
    await press(page, /刚交了材料/);
    await expectTitle(page, '这件事已经评价过了');
    await press(page, '返回');
    await expectTitle(page, '进度查询与评价');
    await close();
  });

  test('a photograph that cannot be kept is told, and the rating is not lost from sight', async () => {
    const { page, close } = await browser.open({ camera: true });
    await toRating(page);
    await page.locator('.level').nth(1).click();
    await expect.poll(() => page.getByText('可以加照片或短视频').count()).toBe(1);
    await page.evaluate(() => {
      window.progressRoom.refuse.finish = 'store.full';
    });
    await press(page, '完成');
    await expect.poll(() => page.getByText('照片或视频没有存上，评价已经保存').count()).toBe(1);
    await page.evaluate(() => {
      delete window.progressRoom.refuse.finish;
    });
    await press(page, '完成');
    await expectTitle(page, '谢谢您');
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('a short video with a rating', () => {
  const told = (page: Page) => page.locator('.progress__photo');
  async function toFilming(page: Page): Promise<void> {
    await toRating(page);
    await page.locator('.level').nth(1).click();
    await press(page, /^录短视频/);
    await expect.poll(() => page.getByText('只录画面，不录声音').count()).toBe(1);
    // The camera is off until the citizen agrees.
    expect(await page.locator('video').count()).toBe(0);
    await press(page, '同意，打开摄像头');
  }
  async function record(page: Page): Promise<void> {
    await press(page, '开始录像');
    await expect.poll(() => page.getByText(/^正在录像，还剩 \d+ 秒$/).count()).toBe(1);
    await page.waitForTimeout(800);
    await press(page, '停止录像');
    await expect.poll(() => page.getByText('请看一遍再决定').count()).toBe(1);
  }

  test('is agreed to, recorded, watched, recorded again, kept, and taken away again', async () => {
    const { page, errors, close } = await browser.open({ camera: true });
    await toFilming(page);
    await record(page);
    await press(page, '再放一遍');
    await press(page, '重录');
    await record(page);
    await press(page, '使用这段视频');
    await expect.poll(() => told(page).textContent()).toContain('已添加 1 段视频');
    const [film] = await page.evaluate(() => window.progressRoom.films);
    expect(film?.type).toBe('video/webm');
    // As the service and the hub will read it.
    expect(readWebm(Uint8Array.from(film?.bytes ?? []))).toMatchObject({
      hasOtherTracks: false,
      end: film?.bytes.length,
    });
    await press(page, '不要视频');
    await expect.poll(() => told(page).textContent()).toContain('可以加照片或短视频');
    expect(errors).toEqual([]);
    await close();
  });

  test('that is refused, or not wanted after all, is told; the rating goes on', async () => {
    const { page, close } = await browser.open({ camera: true });
    await page.evaluate(() => {
      window.progressRoom.refuse.video = 'video.bad';
    });
    await toFilming(page);
    await record(page);
    await press(page, '使用这段视频');
    await expect.poll(() => told(page).textContent()).toContain('这段录像没有录好');
    await press(page, /^录短视频/);
    await press(page, '返回');
    await press(page, '完成');
    await expectTitle(page, '谢谢您');
    await close();
  });

  test('without a camera, and where it is refused, says so and leads back', async () => {
    const { page, close } = await browser.open({ camera: true });
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('no', 'NotAllowedError');
      };
    });
    await toFilming(page);
    await expect
      .poll(() => page.getByRole('status').allTextContents())
      .toContainEqual(expect.stringContaining('摄像头'));
    await press(page, '不录了');
    await press(page, '完成');
    await expectTitle(page, '谢谢您');
    await close();
  });
});

/** Each page by a way of its own, from the menu. */
const PAGES: readonly [name: string, wishes: Partial<Wishes>, go: (page: Page) => Promise<void>][] = [
  ['menu', {}, async () => undefined],
  [
    'number',
    {},
    async (page) => {
      await page.locator('.progress__menu .tile').nth(1).click();
      await page.locator('.keyboard').waitFor();
    },
  ],
  [
    'mine',
    {},
    async (page) => {
      await page.locator('.progress__menu .tile').first().click();
      await page.locator('.progress__row').first().waitFor();
    },
  ],
  ['supplement', { state: 'supplement' }, toStory],
  ['concluded', { state: 'concluded' }, toStory],
  [
    'way',
    { state: 'accepted' },
    async (page) => {
      await toStory(page);
      await page.getByRole('button', { name: /^(办理经过|What has happened)/ }).click();
      await page.locator('.progress__event').first().waitFor();
    },
  ],
  ['public', { proven: false, state: 'accepted', rated: true }, toStory],
  [
    'stage',
    { rated: false },
    async (page) => {
      await page.locator('.progress__menu .tile').nth(2).click();
      await typeNo(page, 'WD2026500001');
      await page.locator('.tile--plain').first().waitFor();
    },
  ],
  ['rating', {}, toLevels],
  ['video-consent', { camera: true }, toConsent],
  [
    'video-recording',
    { camera: true },
    async (page) => {
      await toConsent(page);
      await page.locator('.video__foot .button--primary').click();
      await page.locator('.capture__actions .button--primary:not([aria-disabled])').click();
      await page.locator('.video__air').waitFor();
    },
  ],
  [
    'video-review',
    { camera: true },
    async (page) => {
      await toConsent(page);
      await page.locator('.video__foot .button--primary').click();
      await page.locator('.capture__actions .button--primary:not([aria-disabled])').click();
      await page.waitForTimeout(600);
      await page.locator('.capture__actions .button--primary').click();
      await page.locator('.capture__actions .button').nth(3).waitFor();
    },
  ],
  [
    'saved-with-video',
    { camera: true },
    async (page) => {
      await toConsent(page);
      await page.locator('.video__foot .button--primary').click();
      await page.locator('.capture__actions .button--primary:not([aria-disabled])').click();
      await page.waitForTimeout(600);
      await page.locator('.capture__actions .button--primary').click();
      await page.locator('.capture__actions .button').nth(3).waitFor();
      await page.locator('.capture__actions .button--primary').click();
      await page.locator('.progress__photoways .button').nth(2).waitFor();
    },
  ],
  [
    'saved',
    { camera: true },
    async (page) => {
      await toLevels(page);
      await page.locator('.level').nth(1).click();
      await page.locator('.progress__photo').waitFor();
    },
  ],
];
async function toStory(page: Page): Promise<void> {
  await page.locator('.progress__menu .tile').nth(1).click();
  await typeNo(page, 'KIOSK-01-202611241000-AB12');
  await page.locator('.progress__now').first().waitFor();
}
async function toLevels(page: Page): Promise<void> {
  await page.locator('.progress__menu .tile').nth(2).click();
  await typeNo(page, 'WD2026500001');
  await page.locator('.tile--plain').first().click();
  await page.locator('.levels').waitFor();
}
async function toConsent(page: Page): Promise<void> {
  await toLevels(page);
  await page.locator('.level').nth(1).click();
  await page.locator('.progress__photoways .button').last().click();
  await page.locator('.video__consent').waitFor();
}
/** Back to the menu from any page, by what leads there. */
async function toMenu(page: Page): Promise<void> {
  if ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape');
  for (let n = 0; n < 8 && (await page.locator('.progress__menu .tile').count()) !== 3; n += 1) {
    await page
      .locator('.saved__foot .button--primary, .message__actions .button, .guide__foot .button')
      .first()
      .click();
    await page.waitForTimeout(50);
  }
}
/** The kiosk's bar is not the room's. */
const BAR = /^cut off: (Standard|标准模式)$/;

const LOOKS: [string, Look][] = [
  ['upright, texts 40 % longer', { grown: true }],
  ['upright, long names', { long: true }],
  ['lying, elder', { elder: true, width: 1920, height: 1080 }],
  ['upright, elder, English', { lang: 'en', elder: true }],
];
/** A folder for pictures of every page, for whoever looks at them. */
const { PROGRESS_PICTURES: PICTURES } = process.env;

describe.skipIf(CHROMIUM === null).each(looksOf(LOOKS))('%s', (name, look) => {
  test('no page has a fault of access, or anything too small, too near or cut off', async () => {
    const { page, errors, close } = await browser.open(look);
    const { width = 1080, height = 1920 } = look;
    const mm = pxPerMm({ widthPx: width, heightPx: height, diagonalInch: 21.5 });
    const faults: unknown[] = [];
    for (const [at, wishes, go] of PAGES) {
      await toMenu(page);
      await page.evaluate((w) => Object.assign(window.progressRoom, w), wishes);
      await go(page);
      if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${at}.png` });
      // The film is silent, which the rule can tell only when the film is loaded.
      const without = ['no-autoplay-audio', ...(look.grown ? GROWN_WITHOUT : [])];
      for (const fault of await axeFaults(page, without)) faults.push([at, fault]);
      for (const misfit of await misfits(page, mm)) if (!BAR.test(misfit)) faults.push([at, misfit]);
    }
    expect(faults).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  }, 120_000);
});
