import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
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
  /** null: a guest. */
  by?: 'idCard' | 'typed' | null;
  offline?: boolean;
  none?: boolean;
  long?: boolean;
}
export interface RoomPage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  close(): Promise<void>;
}

/** The page that shows a room, and what stands on it when it is there. */
export interface RoomHtml {
  file: string;
  ready: string;
}
const BOOKING: RoomHtml = { file: join(import.meta.dirname, 'booking.html'), ready: '.booking__menu' };

/** Builds the room's page, serves it under the kiosk's own Content-Security-Policy, and opens a Chromium for it. */
export async function startRoomBrowser({ file, ready }: RoomHtml = BOOKING) {
  const configFile = join(import.meta.dirname, '../../../../vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'booking-room-'));
  await build({
    configFile,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: file } },
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
      const { width = 1080, height = 1920, lang = 'zh-CN', by = 'idCard' } = look;
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
        ...(by === null ? {} : { by }),
        ...(look.offline === true ? { offline: '1' } : {}),
        ...(look.none === true ? { none: '1' } : {}),
        ...(look.long === true ? { long: '1' } : {}),
      });
      await page.goto(new URL(`${relative(dirname(configFile), file)}#${asked}`, origin).href);
      await page.locator(ready).waitFor();
      if (look.elder === true) await page.locator('[data-setting="elder"]').click();
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
