import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { languageOf, textsOf } from './texts.ts';

test('speaks Chinese unless the phone does not', () => {
  expect(languageOf([])).toBe('zh-CN');
  expect(languageOf(['en-GB', 'zh-TW'])).toBe('zh-CN');
  expect(languageOf(['de', 'en'])).toBe('en');
  expect(textsOf('en')('left', { n: 3, minutes: 2 })).toBe('You can send 3 more within 2 minutes.');
});

const CHROMIUM = findChromium();
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

describe.skipIf(CHROMIUM === null)('the page', () => {
  let dir = '';
  let server: Server;
  let browser: Browser;
  let page: Page;
  let greeting: [number, object];
  /** What the hub says to each file in turn; the last one to all others. */
  let answers: [number, object][];
  let names: string[];
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'phone-page-'));
    const configFile = join(import.meta.dirname, 'vite.config.ts');
    await build({ configFile, logLevel: 'error', build: { outDir: dir, emptyOutDir: true } });
    server = createServer((request, response) => {
      const path = request.url ?? '';
      const say = ([status, body]: [number, object]) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (path.endsWith('/hello')) return say(greeting);
      if (path.endsWith('/files')) {
        names.push(decodeURIComponent(String(request.headers['x-file-name'])));
        request.resume().on('end', () => {
          const answer = answers.length > 1 ? answers.shift() : answers[0];
          // Within the answer: before it, a browser would ask once more by itself.
          if (answer === undefined || answer[0] === 0)
            response.writeHead(200, { 'content-length': 99 }).write('{', () => request.socket.destroy());
          else say(answer);
        });
        return;
      }
      const file = path.startsWith('/phone/assets/') ? path.slice('/phone/'.length) : 'index.html';
      const type = TYPES[extname(file)] ?? 'text/plain';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
      response.end(readFileSync(join(dir, file)));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await chromium.launch({
      ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    greeting = [200, { leftMs: 600_000, free: 5 }];
    answers = [[200, { free: 4 }]];
    names = [];
  });

  async function open(): Promise<string[]> {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'zh-CN' });
    page = await context.newPage();
    page.setDefaultTimeout(8_000);
    const errors: string[] = [];
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('console', (m) => /Content Security/.test(m.text()) && errors.push(m.text()));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/phone/${'t'.repeat(32)}`);
    return errors;
  }
  const pick = (...files: [name: string, bytes: Buffer][]) =>
    page
      .locator('.picker input')
      .last()
      .setInputFiles(files.map(([name, buffer]) => ({ name, mimeType: 'image/jpeg', buffer })));
  const row = (name: string) => page.locator('li').filter({ hasText: name });
  const says = (name: string) => expect.poll(() => row(name).textContent(), { timeout: 5_000 });
  async function isFit(): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const box of await page.locator('button:visible, .picker:visible').all())
      expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  }

  test('sends one after the other, and once more what the line lost', async () => {
    answers = [
      [0, {}],
      [422, { code: 'material.active' }],
      [503, { code: 'busy' }],
      [200, { free: 4 }],
    ];
    const errors = await open();
    expect(await page.locator('.picker.main input').getAttribute('capture')).toBe('environment');
    await isFit();
    await pick(
      ['一 页.jpg', Buffer.from('1')],
      ['two.pdf', Buffer.from('2')],
      ['three.png', Buffer.from('3')],
    );
    await says('一 页.jpg').toContain('网络断了');
    await says('two.pdf').toContain('不安全');
    await says('three.png').toContain('正忙');
    expect(await row('two.pdf').locator('button:visible').count()).toBe(0);
    await isFit();
    await page.getByRole('button', { name: '重试：一 页.jpg' }).click();
    await says('一 页.jpg').toContain('已传到自助机');
    expect(names).toEqual(['一 页.jpg', 'two.pdf', 'three.png', '一 页.jpg']);
    await expect.poll(() => page.locator('main').textContent()).toContain('还可以传 4 个');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('does not send what is too large, and cannot be fooled by a name', async () => {
    await open();
    const file = join(dir, '<img src=x onerror=alert(1)>.jpg');
    writeFileSync(file, Buffer.alloc(20_000_001));
    await page.locator('.picker input').last().setInputFiles(file);
    await says('onerror').toContain('超过 20 MB');
    expect(await page.locator('li img').count()).toBe(0);
    expect(names).toEqual([]);
    await page.context().close();
  });

  test.each<[string, [number, object], string, boolean]>([
    ['the code is no longer valid', [410, { code: 'phone.over' }], '二维码已失效', false],
    ['the hub is busy', [503, { code: 'busy' }], '连不上大厅', true],
    ['nothing more fits', [200, { leftMs: 600_000, free: 0 }], '已经传满了', true],
  ])('says when %s', async (_, answer, text, mayRetry) => {
    greeting = answer;
    await open();
    await expect.poll(() => page.locator('main').textContent()).toContain(text);
    expect(await page.locator('.picker:visible').count()).toBe(0);
    await isFit();
    const retry = page.getByRole('button', { name: '重试' });
    expect(await retry.count()).toBe(mayRetry ? 1 : 0);
    if (mayRetry) {
      greeting = [200, { leftMs: 600_000, free: 2 }];
      await retry.click();
      await expect.poll(() => page.locator('.picker:visible').count()).toBe(2);
    }
    await page.context().close();
  });
});
