import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { looksOf } from '../testing/looks.ts';
import { misfits } from '../testing/measures.ts';
import {
  CHROMIUM,
  type KioskBrowser,
  type KioskPage,
  type Look,
  startKioskBrowser,
} from './testing/browser.ts';

/** The pages before and beside the guided flows, in every look: nothing too small, too near, cut off or over another. */

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

const FLOWS = Array.from({ length: 14 }, (_, i) => ({
  id: `flow-${i}`,
  title: { zh: '城乡居民养老保险参保登记', en: 'Residents’ pension: join' },
  summary: {
    zh: '年满 16 周岁、没有参加职工养老保险的居民可以参保',
    en: 'For residents of 16 and over without an employee’s pension',
  },
  missing: i === 1 ? (['idCardReader'] as const) : [],
}));
const OVER = { flows: FLOWS.map((f) => ({ ...f, missing: [...f.missing] })) };
/** By the place of the button on the first page: its words change with the language. */
const press = (p: KioskPage, where: string) => p.page.locator(where).click();
const home = (p: KioskPage) => p.show({}, OVER);

const PAGES: Readonly<Record<string, (p: KioskPage) => Promise<void>>> = {
  attract: (p) => p.show(null, OVER),
  'card left': (p) => p.show(null, { ...OVER, cardLeft: true }),
  home,
  'home without the hub': (p) => p.show({}, { ...OVER, online: false }),
  flows: async (p) => {
    await home(p);
    await press(p, '.home__groups li:last-child button');
  },
  usage: async (p) => {
    await p.show(null, OVER);
    await p.show({ id: '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c12' }, OVER);
    await press(p, '.home__foot .button:last-child');
  },
  help: async (p) => {
    await p.show(null, OVER);
    await press(p, '.bar > .button:first-of-type');
  },
};

const LOOKS: [string, Look][] = [
  ['upright', {}],
  ['upright, elder', { elder: true }],
  ['upright, English', { lang: 'en' }],
  ['lying', { width: 1920, height: 1080 }],
  ['lying, elder', { width: 1920, height: 1080, elder: true }],
  ['10.1 inch', { width: 1280, height: 800, inch: 10.1 }],
  ['10.1 inch, English', { width: 1280, height: 800, inch: 10.1, lang: 'en' }],
];

describe.skipIf(CHROMIUM === null).each(looksOf(LOOKS))('the kiosk’s own pages, %s', (_name, look) => {
  test('have no fault of access, and nothing too small, too near or cut off', async () => {
    const p = await browser.open(look);
    const { width = 1080, height = 1920, inch = 21.5 } = look;
    const mm = pxPerMm({ widthPx: width, heightPx: height, diagonalInch: inch });
    const faults: unknown[] = [];
    for (const [name, go] of Object.entries(PAGES)) {
      await go(p);
      await p.page.waitForTimeout(150);
      for (const fault of await axeFaults(p.page)) faults.push([name, fault]);
      for (const misfit of await misfits(p.page, mm)) faults.push([name, misfit]);
      await p.page.keyboard.press('Escape');
    }
    expect(faults).toEqual([]);
    expect(p.errors).toEqual([]);
    await p.close();
  }, 60_000);
});
