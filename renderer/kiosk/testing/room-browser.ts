import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../../scripts/lib/chromium.ts';
import { sitesOf } from './site.ts';

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
  /** Every text is 40 % longer. */
  grown?: boolean;
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

/** Serves the room's page and opens a Chromium for it. */
export async function startRoomBrowser({ file, ready, look: usual = {}, camera = false }: RoomHtml) {
  const sites = sitesOf(file);
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
      await page.goto(`${await sites.url(look.grown)}#${asked}`);
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
      await sites.close();
    },
  };
}
export type RoomBrowser = Awaited<ReturnType<typeof startRoomBrowser>>;
