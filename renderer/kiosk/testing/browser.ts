import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import type { KioskStatus, PlaceView, VisitView } from '../../../contracts/kiosk.ts';
import { findChromium } from '../../../scripts/lib/chromium.ts';
import { sitesOf } from './site.ts';

export const CHROMIUM = findChromium();

export interface Look {
  lang?: 'zh-CN' | 'en';
  elder?: boolean;
  width?: number;
  height?: number;
  /** Every text is 40 % longer. */
  grown?: boolean;
  /** Diagonal; 21.5 where nothing is said. */
  inch?: number;
}
export interface KioskPage {
  page: Page;
  /** What the page complained of. */
  errors: string[];
  /** Lets the service tell this; null: nobody is there. */
  show(visit: Partial<VisitView> | null, over?: Partial<KioskStatus>): Promise<void>;
  close(): Promise<void>;
}

export const VISIT_ID = '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11';

/** Serves the test page and opens a Chromium for it. */
export async function startKioskBrowser() {
  const sites = sitesOf(join(import.meta.dirname, 'kiosk.html'));
  const browser = await chromium.launch({
    ...(CHROMIUM !== null && { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    async open(look: Look = {}): Promise<KioskPage> {
      const { width = 1080, height = 1920, lang = 'zh-CN' } = look;
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      const errors: string[] = [];
      page.on('pageerror', (e) => errors.push(e.message));
      page.on('console', (m) => {
        if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text());
      });
      await page.goto(await sites.url(look.grown));
      let revision = 0;
      const show: KioskPage['show'] = async (visit, over = {}) => {
        revision += 1;
        const shown: VisitView | null = visit && { ...GUEST, ...visit };
        const status: KioskStatus = {
          ...STATUS,
          revision,
          panel: { widthPx: width, heightPx: height, diagonalInch: look.inch ?? 21.5 },
          locale: lang,
          ...over,
          visit: shown,
        };
        await page.evaluate((s) => window.kioskPage.show(s), status);
        // A visit that ends takes the settings along.
        const isElder = (await page.locator(':root[data-elder]').count()) > 0;
        if ((look.elder ?? false) !== isElder) await page.locator('[data-setting="elder"]').click();
      };
      await show(null);
      await page.evaluate(() => document.fonts.ready);
      return { page, errors, show, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await sites.close();
    },
  };
}
export type KioskBrowser = Awaited<ReturnType<typeof startKioskBrowser>>;

const STATUS: KioskStatus = {
  revision: 0,
  terminalId: 'kiosk-01',
  panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 },
  locale: 'zh-CN',
  online: true,
  simulated: false,
  cameras: [],
  hall: {
    name: { zh: '平顶山市卫东区政务服务大厅', en: 'Weidong District Government Service Hall' },
    phone: '0375-12345',
  },
  flows: [],
  cardLeft: false,
  speaks: false,
  boardVersion: null,
  visit: null,
};
const GUEST: VisitView = {
  id: VISIT_ID,
  identity: null,
  place: { kind: 'home' },
  drafts: [],
  submittedDrafts: [],
  hallDrafts: { state: 'none', keepDays: null },
  ending: null,
};

/** The page of the sign-in with everything at rest. */
export const SIGN_IN: Extract<PlaceView, { kind: 'signIn' }> = {
  kind: 'signIn',
  phase: 'waiting',
  code: null,
  failures: 0,
  qr: { way: 'ready', asking: false, code: null },
  sms: { way: 'ready', phase: 'phone', phone: '', leftMs: 0, againMs: 0, code: null },
  phone: null,
  simulated: false,
};
