import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { CHROMIUM, type GalleryBrowser, type Shown, startGallery } from './gallery-browser.ts';
import { misfits } from './measures.ts';
import { STATES } from './states.ts';

const PANELS = {
  pad: { width: 1280, height: 800, inch: 10.1 },
  portrait: { width: 1080, height: 1920, inch: 21.5 },
  landscape: { width: 1920, height: 1080, inch: 21.5 },
} as const;

let gallery: GalleryBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) gallery = await startGallery();
});
afterAll(() => gallery?.close());

const mmOf = ({ width, height, inch }: (typeof PANELS)[keyof typeof PANELS]) =>
  pxPerMm({ widthPx: width, heightPx: height, diagonalInch: inch });

describe.skipIf(CHROMIUM === null)('every state of the pad', { timeout: 60_000 }, () => {
  const looks: Omit<Shown, 'state'>[] = [
    { lang: 'zh-CN', elder: false },
    { lang: 'en', elder: false },
    { lang: 'zh-CN', elder: true },
    { lang: 'en', elder: true },
  ];
  test.each(Object.keys(STATES))('%s fits the pad and breaks no rule of accessibility', async (state) => {
    for (const look of looks) {
      const { page, errors } = await gallery.open({ state, ...look });
      const what = `${state} ${look.lang} ${look.elder ? 'elder' : ''}`;
      expect(await misfits(page, mmOf(PANELS.pad)), what).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`),
        what,
      ).toEqual([]);
      expect(errors, what).toEqual([]);
      await page.close();
    }
  });

  test.each(['portrait', 'landscape'] as const)('fits a %s kiosk', async (name) => {
    const panel = PANELS[name];
    for (const state of Object.keys(STATES))
      for (const look of [looks[0], looks[3]]) {
        const { page } = await gallery.open({ state, ...look, panel });
        expect(await misfits(page, mmOf(panel)), `${state} ${look?.lang}`).toEqual([]);
        await page.close();
      }
  });
});
