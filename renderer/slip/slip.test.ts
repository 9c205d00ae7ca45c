import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import PDFDocument from 'pdfkit';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { misfits } from '../testing/measures.ts';

const executablePath = findChromium();
if (executablePath === null) process.stderr.write('No Chromium here: the previews are not tested.\n');

const PANELS = {
  pad: { width: 1280, height: 800, inch: 10.1 },
  kiosk: { width: 1080, height: 1920, inch: 21.5 },
} as const;
/** Where pictures are kept for people to look at. */
const PICTURES = process.env.HALL_SLIP_PICTURES;

/** Three pages with an embedded Chinese font. */
async function samplePdf(): Promise<Uint8Array> {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  );
  const document = new PDFDocument({ size: 'A4', margin: 60 });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on('end', resolve));
  for (const n of [1, 2, 3]) {
    if (n > 1) document.addPage();
    document.font(font).fontSize(30).fillColor('black').text(`居住证申领表 第${n}页`);
    document.fontSize(14).text('姓名：王小明　㛃䶮𬱖𫍯𠅤');
    document.font('Helvetica').text('not embedded: Helvetica');
    document.rect(0, 400, 595, 200).fill(['red', 'green', 'blue'][n - 1] ?? 'black');
  }
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(parts));
}

describe.skipIf(executablePath === null)('previews in Chromium, under the terminal’s content policy', () => {
  let browser: Browser;
  let server: PreviewServer;
  let origin: string;
  let pdf: Uint8Array;
  const outDir = mkdtempSync(join(tmpdir(), 'hall-slip-'));
  const faults: string[] = [];

  beforeAll(async () => {
    const common = {
      configFile: false,
      root: join(import.meta.dirname, '..'),
      base: './',
      logLevel: 'error',
      cacheDir: join(outDir, 'cache'),
    } as const;
    const input = join(import.meta.dirname, 'testing/slip.html');
    await build({
      ...common,
      plugins: [react()],
      build: { outDir, assetsInlineLimit: 0, target: 'chrome130', rolldownOptions: { input } },
    });
    server = await preview({
      ...common,
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0, headers: { 'content-security-policy': RENDERER_POLICY } },
    });
    origin = server.resolvedUrls?.local[0] ?? '';
    browser = await chromium.launch({
      ...(executablePath !== null && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    pdf = await samplePdf();
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  async function open(panel: keyof typeof PANELS, hash: string): Promise<Page> {
    const { inch, ...viewport } = PANELS[panel];
    const page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage();
    page.on('pageerror', (e) => faults.push(e.message));
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') faults.push(m.text());
    });
    page.on('request', (r) => {
      if (!r.url().startsWith(origin) && !/^(?:blob|data):/.test(r.url())) faults.push(r.url());
    });
    await page.goto(`${origin}slip/testing/slip.html#${hash}&inch=${inch}`);
    await page.evaluate(() => document.fonts.ready);
    return page;
  }
  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
  const mmOf = (page: Page) =>
    page.evaluate(() =>
      Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm')),
    );
  async function isAccessible(page: Page): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
  }
  async function check(page: Page): Promise<void> {
    expect(await misfits(page, await mmOf(page))).toEqual([]);
    expect(faults).toEqual([]);
  }

  test.each([
    ['pad', 576],
    ['pad', 384],
    ['kiosk', 576],
    ['kiosk', 384],
  ] as const)(
    'a slip on the %s at %i dots: no row leaves the paper, the code can be read',
    async (panel, dots) => {
      const page = await open(panel, `show=slip&dots=${dots}`);
      await page.locator('.slip__paper').waitFor();
      const overhang = await page.evaluate(() => {
        const paper = document.querySelector('.slip__paper')?.getBoundingClientRect();
        return [...document.querySelectorAll('.slip__cell, .slip__code svg')].filter((e) => {
          const box = e.getBoundingClientRect();
          return paper === undefined || box.left < paper.left || box.right > paper.right;
        }).length;
      });
      expect(overhang).toBe(0);
      const rows = await page.locator('.slip__row > .visually-hidden').allTextContents();
      expect(rows.join('')).toContain('卫东区政务服务大厅');
      await picture(page, `slip-${panel}-${dots}`);
      await page.locator('.slip__code svg').scrollIntoViewIfNeeded();
      const shot = await page.locator('.slip__code').screenshot();
      const wasm = readFileSync(
        createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
      );
      await prepareZXingModule({
        overrides: { wasmBinary: new Uint8Array(wasm).buffer as ArrayBuffer },
        fireImmediately: true,
      });
      const [code] = await readBarcodes(new Uint8Array(shot), { formats: ['QRCode'] });
      expect(code?.text).toBe('HTR1.JY20260001.1.aB3-_aB3-_aB3-_aB3-_Q');
      await check(page);
      if (panel === 'pad' && dots === 384) await isAccessible(page);
      await page.context().close();
    },
  );

  async function openPdf(panel: keyof typeof PANELS, bytes: Uint8Array, lang = 'zh-CN'): Promise<Page> {
    const page = await open(panel, `show=pdf&lang=${lang}`);
    await page.evaluate((all) => window.show(Uint8Array.from(all)), [...bytes]);
    return page;
  }
  /** The colour at the middle of the page's band. */
  const bandOf = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const at = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height * 0.6, 1, 1).data;
      return [...(at ?? [])].slice(0, 3).join();
    });

  test.each(['pad', 'kiosk'] as const)(
    'a document on the %s: pages, zoom, no word from outside',
    async (panel) => {
      const page = await openPdf(panel, pdf);
      await page.locator('canvas[data-drawn="1"]').waitFor({ timeout: 15_000 });
      expect(await bandOf(page)).toBe('255,0,0');
      await picture(page, `pdf-${panel}`);
      await check(page);
      const width = await page.evaluate(() => document.querySelector('canvas')?.clientWidth ?? 0);
      await page.getByRole('button', { name: '下一页' }).click();
      await page.locator('canvas[data-drawn="2"]').waitFor();
      await page.getByRole('button', { name: '放大' }).click();
      await page.locator('canvas[data-drawn="2"]').waitFor();
      expect(await page.evaluate(() => document.querySelector('canvas')?.clientWidth ?? 0)).toBeCloseTo(
        width * 1.5,
        -1,
      );
      expect(await bandOf(page)).toBe('0,128,0');
      await picture(page, `pdf-${panel}-larger`);
      await page.getByRole('button', { name: '下一页' }).click();
      await page.locator('canvas[data-drawn="3"]').waitFor();
      await isAccessible(page);
      expect(await page.getByRole('status').first().textContent()).toBe('第 3 页，共 3 页');
      expect(await page.getByRole('button', { name: '下一页' }).getAttribute('aria-disabled')).toBe('true');
      await check(page);
      await page.context().close();
    },
  );

  test('English; a document that is none says so; closing wipes the picture and ends the worker', async () => {
    const page = await openPdf('pad', pdf, 'en');
    await page.locator('canvas[data-drawn="1"]').waitFor({ timeout: 15_000 });
    expect(await page.getByRole('status').first().textContent()).toBe('Page 1 of 3');
    expect(page.workers()).toHaveLength(1);
    await page.evaluate(() => window.show(null));
    await page.locator('canvas').waitFor({ state: 'detached' });
    await expect.poll(() => page.workers().length).toBe(0);
    await page.evaluate(() => window.show(new TextEncoder().encode('%PDF-1.7 nonsense')));
    await page.getByText('cannot be previewed').waitFor();
    await expect.poll(() => page.workers().length).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a document taken away while it opens leaves no worker behind', async () => {
    const page = await openPdf('pad', pdf);
    for (let n = 0; n < 5; n++)
      await page.evaluate(
        (all) => {
          window.show(Uint8Array.from(all));
          window.show(null);
        },
        [...pdf],
      );
    await expect.poll(() => page.workers().length).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
