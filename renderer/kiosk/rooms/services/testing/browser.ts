import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../../../../contracts/content-policy.ts';
import { findChromium } from '../../../../../scripts/lib/chromium.ts';

export const CHROMIUM = findChromium();

export interface Look {
  lang?: 'zh-CN' | 'en';
  elder?: boolean;
  width?: number;
  height?: number;
  offline?: boolean;
  /** A device of the flow does not work. */
  broken?: boolean;
  long?: boolean;
  /** White on black. */
  contrast?: boolean;
}
export interface RoomPage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  close(): Promise<void>;
}

/** Builds the room's page, serves it under the kiosk's own Content-Security-Policy, and opens a Chromium for it. */
export async function startRoomBrowser() {
  const configFile = join(import.meta.dirname, '../../../../vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'services-room-'));
  const input = join(import.meta.dirname, 'services.html');
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
  const origin = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    async open(look: Look = {}): Promise<RoomPage> {
      const { width = 1080, height = 1920, lang = 'zh-CN' } = look;
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      const errors: string[] = [];
      page.on('pageerror', (e) => errors.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text());
      });
      const asked = new URLSearchParams({
        width: String(width),
        height: String(height),
        lang,
        ...(look.offline === true ? { offline: '1' } : {}),
        ...(look.broken === true ? { broken: '1' } : {}),
        ...(look.long === true ? { long: '1' } : {}),
      });
      await page.goto(new URL(`kiosk/rooms/services/testing/services.html#${asked}`, origin).href);
      await page.locator('.services').waitFor();
      if (look.elder === true) await page.locator('[data-setting="elder"]').click();
      if (look.contrast === true)
        await page.evaluate(() => {
          document.documentElement.dataset.contrast = '';
        });
      await page.evaluate(() => document.fonts.ready);
      return { page, errors, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
export type RoomBrowser = Awaited<ReturnType<typeof startRoomBrowser>>;
