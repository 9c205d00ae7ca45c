import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../contracts/content-policy.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';

/** Where a Chromium is, or null: then these screens cannot be tested here. */
export const CHROMIUM = findChromium();

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export const PANELS = {
  pad: { width: 1280, height: 800, inch: 10.1 },
  portrait: { width: 1080, height: 1920, inch: 21.5 },
  landscape: { width: 1920, height: 1080, inch: 21.5 },
} as const;
export type PanelName = keyof typeof PANELS;

export interface Asked {
  state: string;
  lang?: 'zh-CN' | 'en';
  panel?: PanelName;
  grow?: boolean;
  /** Every action is answered with this code. */
  refuse?: string;
  /** No action is answered. */
  hang?: boolean;
  /** An action takes so long, ms. */
  takes?: number;
}

export interface MaintenancePage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  /** Inputs of the calls so far on one path, such as `maintenance.selfTest`. */
  sent(path: string): Promise<unknown[]>;
  /** Begins anew with another state, in the same look. */
  show(asked: Pick<Asked, 'state' | 'refuse' | 'hang' | 'takes'>): Promise<void>;
  close(): Promise<void>;
}

export interface MaintenanceGallery {
  /** `clock`: the page's time stands still until the test moves it. */
  open(asked: Asked, options?: { clock?: boolean }): Promise<MaintenancePage>;
  close(): Promise<void>;
}

/** Builds the page of the staff's screens, serves it under the terminal's own content policy, and opens a Chromium. */
export async function startMaintenanceGallery(): Promise<MaintenanceGallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'maintenance-gallery-'));
  const common = {
    configFile: false,
    root: join(import.meta.dirname, '..'),
    base: './',
    logLevel: 'error',
    cacheDir: join(outDir, 'cache'),
  } as const;
  await build({
    ...common,
    plugins: [react()],
    build: {
      outDir,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(import.meta.dirname, 'maintenance.html') },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': RENDERER_POLICY } },
  });
  const origin = server.resolvedUrls?.local[0] ?? '';
  const browser: Browser = await chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    args: FLAGS,
  });
  return {
    async open({ state, lang = 'zh-CN', panel = 'pad', grow, refuse, hang, takes }, options) {
      const { width, height, inch } = PANELS[panel];
      const context = await browser.newContext({
        viewport: { width, height },
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (e) => errors.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text());
      });
      if (options?.clock) await page.clock.install();
      const hash = new URLSearchParams({
        state,
        lang,
        width: String(width),
        height: String(height),
        inch: String(inch),
        ...(grow && { grow: '1' }),
        ...(refuse !== undefined && { refuse }),
        ...(hang && { hang: '1' }),
        ...(takes !== undefined && { takes: String(takes) }),
      });
      await page.goto(new URL(`testing/maintenance.html#${hash}`, origin).href);
      await page.locator('h1, h2').first().waitFor({ state: 'attached' });
      await page.evaluate(() => document.fonts.ready);
      return {
        page,
        errors,
        sent: (path) =>
          page.evaluate((p) => window.fake.sent.filter((s) => s.path === p).map((s) => s.input), path),
        async show(next) {
          await page.evaluate((shown) => window.showStaff(shown), next);
          await page.locator('h1, h2').first().waitFor({ state: 'attached' });
        },
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
