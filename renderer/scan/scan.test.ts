import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'uqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPage, testPage } from '../testing/browser.ts';
import { NOTHING_AFTER_MS, refusal } from './camera.ts';

const RECEIPT = `HTR1.JY20260001.1.${'aB3-_'.repeat(17)}Q`;
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A film of one code on grey paper, as uncompressed YUV4MPEG2, which Chromium's fake camera plays in a loop. */
function film(text: string, width = 640, height = 480, frames = 5): Buffer {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const scale = Math.floor((height * 0.8) / size);
  const left = Math.floor((width - size * scale) / 2);
  const top = Math.floor((height - size * scale) / 2);
  const luma = Buffer.alloc(width * height, 150);
  for (let y = 0; y < size * scale; y++)
    for (let x = 0; x < size * scale; x++) {
      const dark = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      luma[(top + y) * width + left + x] = dark ? 40 : 225;
    }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
  for (let i = 0; i < frames; i++) parts.push(Buffer.from('FRAME\n'), luma, chroma);
  return Buffer.concat(parts);
}

describe('refusals of the camera', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'absent'],
    ['NotReadableError', 'failed'],
    ['TimeoutError', 'failed'],
  ])('%s is %s', (name, state) => {
    expect(refusal(name)).toBe(state);
  });
});

describe('a camera that sees a receipt', () => {
  let browser: TestPage;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hall-film-'));
    await writeFile(join(folder, 'receipt.y4m'), film(RECEIPT));
    browser = await testPage([...CAMERA, `--use-file-for-fake-video-capture=${join(folder, 'receipt.y4m')}`]);
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  it('reads it, under the terminal’s content policy and with nothing from outside', async () => {
    const page = await browser.open('scan=camera');
    await page.getByText(RECEIPT).waitFor({ timeout: 15_000 });
    expect(browser.faults).toEqual([]);
    await page.close();
  });

  it('is off once it has read, and when the view goes', async () => {
    const page = await browser.open('scan=wedge');
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
    await page.evaluate(() => (window as unknown as { show: (scan: string) => void }).show('camera'));
    await page.getByText(RECEIPT).waitFor({ timeout: 15_000 });
    const states = await page.evaluate(() =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map((t) => t.readyState),
    );
    expect(states.length).toBeGreaterThan(0);
    expect(new Set(states)).toEqual(new Set(['ended']));
    await page.close();
  });
});

describe('a camera that sees no receipt', () => {
  let browser: TestPage;
  beforeAll(async () => {
    browser = await testPage(CAMERA);
  });
  afterAll(() => browser.close());

  it('offers typing after 20 s, and goes on looking', async () => {
    const page = await browser.open('scan=wedge');
    // The page's 20 s pass in half a second; the camera and the decoder keep their own pace.
    await page.evaluate((wait) => {
      const { setTimeout } = window;
      const sooner = (act: () => void, ms?: number) => setTimeout(act, ms === wait ? 500 : ms);
      Object.assign(window, { setTimeout: sooner });
      (window as unknown as { show: (scan: string) => void }).show('camera');
    }, NOTHING_AFTER_MS);
    await page.locator('.scan[data-state="nothing"]').waitFor();
    expect(await page.locator('video').isVisible()).toBe(true);
    await page.getByRole('button', { name: '改为输入办件编号' }).click();
    await page.getByText('cancelled').waitFor();
    await page.close();
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'absent'],
    ['NotReadableError', 'failed'],
  ])('says so and offers typing after %s', async (name, state) => {
    const page = await browser.open('scan=wedge');
    await page.evaluate((refused) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', refused));
    }, name);
    await page.evaluate(() => (window as unknown as { show: (scan: string) => void }).show('camera'));
    await page.locator(`.scan[data-state="${state}"]`).waitFor();
    expect(await page.getByRole('button', { name: '改为输入办件编号' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: '重试' }).count()).toBe(state === 'failed' ? 1 : 0);
    await page.close();
  });

  it('gives up a camera that does not answer within 10 s, and closes it when it does', async () => {
    const page = await browser.open('scan=wedge');
    await page.clock.install();
    await page.evaluate(() => {
      const media = navigator.mediaDevices;
      const open = media.getUserMedia.bind(media);
      const late = { answer: () => {}, tracks: [] as MediaStreamTrack[] };
      Object.assign(window, { late });
      media.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        late.tracks = stream.getTracks();
        await new Promise<void>((resolve) => {
          late.answer = resolve;
        });
        return stream;
      };
      (window as unknown as { show: (scan: string) => void }).show('camera');
    });
    const opened = () =>
      page.evaluate(() => (window as unknown as { late: { tracks: unknown[] } }).late.tracks.length);
    await expect.poll(opened).toBe(1);
    await page.clock.fastForward(10_000);
    await page.locator('.scan[data-state="failed"]').waitFor();
    const states = await page.evaluate(async () => {
      const { late } = window as unknown as { late: { answer: () => void; tracks: MediaStreamTrack[] } };
      late.answer();
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
      return late.tracks.map((t) => t.readyState);
    });
    expect(states).toEqual(['ended']);
    await page.close();
  });

  it('hears a keyboard-wedge scanner, and leaves a person’s typing where it goes', async () => {
    const page = await browser.open('scan=wedge');
    await page.getByLabel('typed').focus();
    await page.keyboard.type('abcdefgh', { delay: 60 });
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('typed').inputValue()).toBe('abcdefgh\n');
    expect(await page.locator('.try__text').textContent()).toBe('');
    // Strokes made within the page come at a scanner's pace, however slow the test machine is.
    const taken = await page.evaluate(
      (strokes) => {
        const stroke = (key: string) =>
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        return strokes.filter((key) => !document.body.dispatchEvent(stroke(key)));
      },
      [...RECEIPT, 'Enter'],
    );
    expect(taken).toEqual(['Enter']);
    expect(await page.locator('.try__text').textContent()).toBe(RECEIPT);
    await page.close();
  });
});
