import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';

/** Where a Chromium is, or null: then the gallery cannot be tested here. */
export const CHROMIUM = findChromium();

export interface Shown {
  state: string;
  lang?: 'zh-CN' | 'en';
  elder?: boolean;
  /** Every intention is answered with this code. */
  refuse?: string;
  /** Pixels and inches; default the 10.1″ pad. */
  panel?: { width: number; height: number; inch: number };
}

export interface GalleryPage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  /** Shows another state in the same look. */
  show(state: string): Promise<void>;
  /** Inputs of the intentions sent so far on one path, such as `pad.rate`. */
  sent(path: string): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface GalleryBrowser {
  /** A fresh page that shows one state. `clock`: its time stands still until the test moves it. */
  open(shown: Shown, options?: { clock?: boolean }): Promise<GalleryPage>;
  close(): Promise<void>;
}

/** Builds the gallery, serves it under the pad's own Content-Security-Policy, and opens a Chromium for it. */
export async function startGallery(): Promise<GalleryBrowser> {
  const configFile = join(import.meta.dirname, '../vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'pad-gallery-'));
  const input = join(import.meta.dirname, 'gallery.html');
  await build({
    configFile,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input } },
  });
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': RENDERER_POLICY } },
  });
  const origin = new URL(server.resolvedUrls?.local[0] ?? '');
  const browser: Browser = await chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    async open({ state, lang = 'zh-CN', elder, refuse, panel }, options) {
      const { width, height, inch } = panel ?? { width: 1280, height: 800, inch: 10.1 };
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (e) => errors.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text());
      });
      if (options?.clock) await page.clock.install();
      const asked = new URLSearchParams({
        state,
        lang,
        elder: elder ? '1' : '0',
        width: String(width),
        height: String(height),
        inch: String(inch),
        ...(refuse !== undefined && { refuse }),
      });
      await page.goto(new URL(`testing/gallery.html#${asked}`, origin).href);
      await page.locator('h1').waitFor({ state: 'attached' });
      await page.evaluate(() => document.fonts.ready);
      return {
        page,
        errors,
        async show(next) {
          await page.evaluate((name) => window.gallery.show(name), next);
          await page.locator('h1').waitFor({ state: 'attached' });
          const isElder = await page.evaluate(() => document.documentElement.hasAttribute('data-elder'));
          if (isElder !== (elder ?? false)) await page.locator('[data-setting="elder"]').click();
          await page.evaluate(() => document.fonts.ready);
        },
        sent: (path) =>
          page.evaluate((p) => window.gallery.sent.filter((s) => s.path === p).map((s) => s.input), path),
        close: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
