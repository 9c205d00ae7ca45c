import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { type Photo, photograph, toJpeg, type Wish } from '../../scripts/lib/documents/photograph.ts';
import { scanOf } from '../../scripts/lib/documents/scan.ts';
import { film } from '../../scripts/make-document-photos.ts';
import { distance, farthestCorner, type Quad, uprightQuad } from '../capture/geometry.ts';
import { type CaptureBrowser, type CaptureSite, CHROMIUM, captureSite, filmFlag } from './capture-browser.ts';
import { looksOf } from './looks.ts';
import { misfits } from './measures.ts';

/** The camera and the page view in a real Chromium, whose camera plays photographs of invented documents. */

const WAIT = 20_000;
const FILMS = {
  good: { seed: 5, kind: 'lease', desk: 'wood' },
  bad: { seed: 5, kind: 'lease', desk: 'wood', blur: 5, off: { x: 0.2, y: 0.05 } },
  empty: { seed: 9, empty: true, desk: 'bright' },
} as const satisfies Record<string, Partial<Wish>>;
type FilmName = keyof typeof FILMS;

let folder: string;
let site: CaptureSite;
const browsers: Partial<Record<FilmName, CaptureBrowser>> = {};
const photos: Partial<Record<FilmName, Photo>> = {};

beforeAll(async () => {
  if (CHROMIUM === null) return;
  folder = await mkdtemp(join(tmpdir(), 'hall-films-'));
  site = await captureSite();
  for (const name of ['good', 'bad', 'empty'] as const) {
    const photo = photograph({ width: 1_600, height: 1_200, ...FILMS[name] });
    const jpeg = toJpeg(photo);
    await writeFile(join(folder, `${name}.mjpeg`), film([jpeg, jpeg]));
    photos[name] = photo;
    browsers[name] = await site.browse([filmFlag(join(folder, `${name}.mjpeg`))]);
  }
});
afterAll(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
  await site?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A camera that another page still shows gives this one nothing. */
afterEach(async () => {
  for (const browser of Object.values(browsers)) await browser.closePages();
});

function browserOf(name: FilmName): CaptureBrowser {
  const browser = browsers[name];
  if (browser === undefined) throw new Error(`no film ${name}`);
  return browser;
}
const phase = (page: Page, name: string) =>
  page.locator(`.capture[data-phase="${name}"]`).waitFor({ timeout: WAIT });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const outline = (page: Page) =>
  page.locator('.capture__fit > .capture__outline polygon').waitFor({ timeout: WAIT });

/** Farthest corner from the truth of a film, as a share of the picture's diagonal. */
function errorOf(name: FilmName, quad: Quad): number {
  const photo = photos[name];
  if (photo === undefined || photo.corners === null) throw new Error('no page in the film');
  const truth = uprightQuad(photo.corners as Quad);
  return farthestCorner(uprightQuad(quad), truth) / Math.hypot(photo.width, photo.height);
}

const quadOf = (points: string): Quad =>
  points.split(' ').map((p) => {
    const [x = 0, y = 0] = p.split(',').map(Number);
    return { x, y };
  }) as unknown as Quad;

const firstKept = (page: Page) =>
  page.evaluate(async () => {
    const [kept] = window.capture.kept;
    if (kept === undefined) return null;
    const { page: file, preview, ...rest } = kept;
    const bitmap = await createImageBitmap(file);
    // Density in the JFIF header (ITU-T T.871, 10.1).
    const density = new DataView(await file.slice(0, 20).arrayBuffer()).getUint16(14);
    const made = {
      density,
      type: file.type,
      bytes: file.size,
      small: preview.size,
      w: bitmap.width,
      h: bitmap.height,
    };
    bitmap.close();
    return { ...made, ...rest };
  });

describe.skipIf(CHROMIUM === null)('the camera', { timeout: 60_000 }, () => {
  test('shows the paper’s outline, takes the page and hands it over; the camera is off afterwards', async () => {
    const browser = browserOf('good');
    const page = await browser.open('view=none');
    await page.evaluate(() => {
      const media = navigator.mediaDevices;
      const open = media.getUserMedia.bind(media);
      const tracks: MediaStreamTrack[] = [];
      Object.assign(window, { tracks });
      media.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    await press(page, 'show');
    await outline(page);
    await page.getByText('看到纸张了').waitFor();
    const points = await page.locator('.capture__fit > .capture__outline polygon').getAttribute('points');
    expect(errorOf('good', quadOf(points ?? ''))).toBeLessThan(0.01);
    await press(page, '拍照');
    await phase(page, 'review');
    await press(page, '使用这一页');
    await page.locator('[data-done="kept"]').waitFor();
    const kept = await firstKept(page);
    expect(kept).toMatchObject({ type: 'image/jpeg', paper: 'A4', warnings: [] });
    if (kept === null) return;
    expect([kept.w, kept.h]).toEqual([kept.width, kept.height]);
    expect(kept.h / kept.w).toBeCloseTo(Math.SQRT2, 2);
    expect(kept.small).toBeLessThan(kept.bytes);
    expect(errorOf('good', kept.corners)).toBeLessThan(0.01);
    const states = await page.evaluate(() =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map((t) => t.readyState),
    );
    expect(new Set(states)).toEqual(new Set(['ended']));
    expect(await page.evaluate(() => window.capture.reports)).toEqual([{ state: 'ok', code: null }]);
    expect(browser.faults).toEqual([]);
  });

  test('is found by a part of its name, in any case', async () => {
    // Chromium names its fake camera after the film.
    await outline(await browserOf('good').open('view=camera&match=GOOD.mjpeg'));
  });

  test('is worked by keyboard alone', async () => {
    const page = await browserOf('good').open('view=camera');
    await outline(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await phase(page, 'review');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('请检查这一页');
    const names: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate(() => document.activeElement?.textContent ?? ''));
    }
    expect(names).toEqual(['左转', '右转', '四角', '使用这一页', '重拍']);
  });

  test('turns the page by quarters, and four of them are none', async () => {
    const page = await browserOf('good').open('view=camera');
    await outline(page);
    await press(page, '拍照');
    await phase(page, 'review');
    const wide = () =>
      page
        .locator('.capture__page[data-drawn="true"]')
        .evaluate((e) => (e as HTMLCanvasElement).width > (e as HTMLCanvasElement).height);
    expect(await wide()).toBe(false);
    for (const [name, after] of [
      ['右转', true],
      ['右转', false],
      ['左转', true],
      ['左转', false],
    ] as const) {
      await press(page, name);
      await expect.poll(wide, { timeout: WAIT }).toBe(after);
    }
  });

  test('says in words what is wrong, advises to take it again, and lets the citizen keep it', async () => {
    const page = await browserOf('bad').open('view=camera');
    await page.getByText('往中间移一移').waitFor({ timeout: WAIT });
    await press(page, '拍照');
    await phase(page, 'review');
    expect(await page.locator('.capture__warnings').textContent()).toContain('建议重拍');
    expect(await page.locator('.capture__warnings li').allTextContents()).toEqual([
      '有一边没有拍全。请把纸张移到画面中间再拍。',
      '画面不清楚，文字可能看不清。请放平纸张、把手拿开再拍。',
    ]);
    await press(page, '重拍');
    await page.getByRole('button', { name: '拍照', exact: true }).waitFor();
    await press(page, '拍照');
    await phase(page, 'review');
    await press(page, '仍然使用');
    await page.locator('[data-done="kept"]').waitFor();
    expect((await firstKept(page))?.warnings).toEqual(['cutOff', 'blurred']);
  });

  test('asks for the corners when it saw no page; they move by keys, by buttons and by dragging', async () => {
    const page = await browserOf('empty').open('view=camera');
    await page.getByText('四边都要露出来').waitFor({ timeout: WAIT });
    await press(page, '拍照');
    await phase(page, 'corners');
    await page.getByText('没有认出纸张的四边').waitFor();
    const corners = async () =>
      quadOf((await page.locator('.capture__fit > .capture__outline polygon').getAttribute('points')) ?? '');
    const begun = await corners();
    await page.getByRole('button', { name: '移动左上角' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    const byKeys = await corners();
    const step = 0.002 * 1_600;
    expect(byKeys[0].x - begun[0].x).toBeCloseTo(step, 3);
    expect(byKeys[0].y - begun[0].y).toBeCloseTo(10 * step, 3);
    await page.getByRole('button', { name: '移动右下角' }).click();
    await press(page, '向左移');
    await press(page, '向上移');
    const byButtons = await corners();
    expect(distance(byButtons[2], { x: byKeys[2].x - step, y: byKeys[2].y - step })).toBeLessThan(0.01);
    const grip = await page.getByRole('button', { name: '移动右上角' }).boundingBox();
    const picture = await page.locator('.capture__fit').boundingBox();
    if (grip === null || picture === null) throw new Error('nothing to drag');
    await page.mouse.move(grip.x + grip.width / 2 + 5, grip.y + grip.height / 2 - 4);
    await page.mouse.down();
    await page.mouse.move(grip.x + grip.width / 2 - 35, grip.y + grip.height / 2 + 16, { steps: 4 });
    await page.mouse.up();
    const dragged = await corners();
    const perPixel = 1_600 / picture.width;
    expect(dragged[1].x - byButtons[1].x).toBeCloseTo(-40 * perPixel, 0);
    expect(dragged[1].y - byButtons[1].y).toBeCloseTo(20 * perPixel, 0);
    await press(page, '恢复原样');
    expect(await corners()).toEqual(begun);
    await press(page, '完成');
    await phase(page, 'review');
  });

  test('takes the photo by itself when asked to, once the page lies still', async () => {
    const page = await browserOf('good').open('view=camera&auto');
    await phase(page, 'review');
    await press(page, '使用这一页');
    await page.locator('[data-done="kept"]').waitFor();
  });

  test('says that it was disconnected, and comes back by itself', async () => {
    const page = await browserOf('good').open('view=camera');
    await outline(page);
    await page.evaluate(() => {
      const stream = document.querySelector('video')?.srcObject;
      if (!(stream instanceof MediaStream)) throw new Error('no stream');
      const [track] = stream.getTracks();
      const media = navigator.mediaDevices;
      const open = media.getUserMedia.bind(media);
      media.getUserMedia = () => Promise.reject(new DOMException('no', 'NotFoundError'));
      Object.assign(window, { plugIn: () => Object.assign(media, { getUserMedia: open }) });
      // What an unplugged camera does.
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
    });
    await page.getByText('摄像头断开了').waitFor();
    const back = performance.now();
    await page.evaluate(() => {
      (window as unknown as { plugIn: () => void }).plugIn();
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await page.locator('.capture[data-phase="live"]').waitFor({ timeout: WAIT });
    expect(performance.now() - back).toBeLessThan(2_000);
    expect(await page.evaluate(() => window.capture.reports.map((r) => r.code))).toEqual([
      null,
      'camera.unplugged',
      null,
    ]);
  });

  test('takes no other camera than the declared one', async () => {
    const page = await browserOf('good').open('view=camera&match=eloam');
    await page.getByText('没有找到拍摄材料的摄像头').waitFor({ timeout: WAIT });
    expect(await page.evaluate(() => window.capture.reports)).toEqual([
      { state: 'missing', code: 'camera.missing' },
    ]);
    await press(page, '返回');
    await page.locator('[data-done="cancelled"]').waitFor();
  });
});

describe.skipIf(CHROMIUM === null)('a page from the scanner', { timeout: 60_000 }, () => {
  const choose = async (page: Page, name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes);
    await page.getByLabel('file').setInputFiles(join(folder, name));
  };

  test('is cut out and straightened, and keeps its resolution', async () => {
    const page = await browserOf('good').open('view=file&kind=scan');
    await choose(
      page,
      'grey.jpg',
      scanOf({ kind: 'residence', seed: 3, dpi: 150, degrees: 2.5, lid: 'grey' }),
    );
    await phase(page, 'review');
    await press(page, '右转');
    await page.getByText('正在处理').waitFor({ state: 'hidden', timeout: WAIT });
    await press(page, '左转');
    await page.getByText('正在处理').waitFor({ state: 'hidden', timeout: WAIT });
    await press(page, '使用这一页');
    const kept = await firstKept(page);
    expect(kept).toMatchObject({ dpi: 150, density: 150, paper: 'A4', warnings: [] });
    if (kept === null) return;
    expect(Math.abs(kept.width - 1_240)).toBeLessThan(8);
    expect(Math.abs(kept.height - 1_754)).toBeLessThan(8);
  });

  test('is straightened by its text where white paper lies under a white lid', async () => {
    const page = await browserOf('good').open('view=file&kind=scan&only');
    await choose(page, 'white.jpg', scanOf({ kind: 'lease', seed: 4, dpi: 100, degrees: -3, lid: 'white' }));
    const made = await page.evaluate(() => window.capture.process('scan'));
    const [a, b] = made.corners;
    expect((Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI).toBeCloseTo(-3, 0);
    expect(made).toMatchObject({ dpi: 100, warnings: [], sure: true });
    // Turned, the page goes to the edges of the glass still, and that is no fault.
    const corners = made.corners;
    const turned = await page.evaluate((c) => window.capture.process('scan', c, 1), corners);
    expect(turned).toMatchObject({ width: made.height, height: made.width, dpi: 100, warnings: [] });
  });

  test('that cannot be opened is refused', async () => {
    const page = await browserOf('good').open('view=file&kind=scan');
    await choose(page, 'broken.jpg', new TextEncoder().encode('this is no picture'));
    await page.locator('[data-problem="camera.badPicture"]').waitFor();
    const cut = (await readFile(join(folder, 'grey.jpg'))).subarray(0, 400);
    await choose(page, 'cut.jpg', cut);
    await page.locator('[data-problem="camera.badPicture"]').waitFor();
  });

  test('after page leaves no memory behind', async () => {
    const page = await browserOf('good').open('view=file&kind=scan&only');
    await choose(page, 'many.jpg', scanOf({ kind: 'lease', seed: 6, dpi: 100, degrees: 1, lid: 'grey' }));
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return page.evaluate(
        () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      );
    };
    await page.evaluate(() => window.capture.many('scan', 4));
    const before = await heap();
    await page.evaluate(() => window.capture.many('scan', 12));
    expect((await heap()) - before).toBeLessThan(2_000_000);
  });
});

const PANELS = {
  pad: { width: 1280, height: 800, inch: 10.1 },
  portrait: { width: 1080, height: 1920, inch: 21.5 },
  landscape: { width: 1920, height: 1080, inch: 21.5 },
} as const;
const LOOKS = [
  ['pad', 'lang=zh-CN'],
  ['pad', 'lang=zh-CN&elder'],
  ['pad', 'lang=en&elder'],
  ['portrait', 'lang=zh-CN'],
  ['portrait', 'lang=en&elder'],
  ['landscape', 'lang=en&elder'],
] as const;

describe.skipIf(CHROMIUM === null)('the screens', { timeout: 60_000 }, () => {
  test.each(looksOf(LOOKS))('fit the %s in %s and break no rule of accessibility', async (name, look) => {
    const panel = PANELS[name];
    const mm = pxPerMm({ widthPx: panel.width, heightPx: panel.height, diagonalInch: panel.inch });
    const page = await browserOf('bad').open(`view=camera&simulated&inch=${panel.inch}&${look}`, panel);
    const check = async (what: string) => {
      expect(await misfits(page, mm), what).toEqual([]);
      expect(await axeFaults(page), what).toEqual([]);
    };
    await outline(page);
    await check('live');
    await page.locator('.button--primary').click();
    await page.locator('.capture__page').waitFor({ timeout: WAIT });
    await check('review with warnings');
    await page.locator('.capture__tools button').nth(2).click();
    await page.locator('.capture__corner').first().waitFor();
    await check('corners');
  });
});
