import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { RENDERER_POLICY } from '../../../contracts/content-policy.ts';
import { findChromium } from '../../../scripts/lib/chromium.ts';

export const CHROMIUM = findChromium();

export interface Look {
  lang?: 'zh-CN' | 'en';
  elder?: boolean;
  /** White on black. */
  contrast?: boolean;
  width?: number;
  height?: number;
  /** null: a guest. */
  by?: 'idCard' | 'typed' | null;
  offline?: boolean;
  none?: boolean;
  long?: boolean;
  /** A device of the flow does not work. */
  broken?: boolean;
  rated?: boolean;
  camera?: boolean;
  /** Of a case. */
  state?: 'submitted' | 'supplement' | 'supplemented' | 'accepted' | 'concluded' | 'refused';
}
export interface RoomPage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  close(): Promise<void>;
}

/** Told to the page in its address. */
const FLAGS = ['offline', 'none', 'long', 'broken', 'rated', 'camera'] as const;

/** The page that shows a room, what stands on it when it is there, and how it looks where nothing is said. */
export interface RoomHtml {
  file: string;
  ready: string;
  look?: Look;
  /** The browser has a camera, which films a test picture. */
  camera?: boolean;
}

/** Builds the room's page, serves it under the kiosk's own Content-Security-Policy, and opens a Chromium for it. */
export async function startRoomBrowser({ file, ready, look: usual = {}, camera = false }: RoomHtml) {
  const configFile = join(import.meta.dirname, '../../vite.config.ts');
  const outDir = await mkdtemp(join(tmpdir(), 'kiosk-room-'));
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
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      ...(camera ? ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'] : []),
    ],
  });
  return {
    async open(wished: Look = {}): Promise<RoomPage> {
      const look = { ...usual, ...wished };
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
        ...Object.fromEntries(FLAGS.flatMap((flag) => (look[flag] === true ? [[flag, '1']] : []))),
        ...(look.state === undefined ? {} : { state: look.state }),
      });
      await page.goto(new URL(`${relative(dirname(configFile), file)}#${asked}`, origin).href);
      await page.locator(ready).waitFor();
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
