import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { CHROMIUM, type GalleryBrowser, type Shown, startGallery } from './gallery-browser.ts';
import { looksOf } from './looks.ts';
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

const LOOKS: Omit<Shown, 'state'>[] = [
  { lang: 'zh-CN', elder: false },
  { lang: 'en', elder: true },
  { lang: 'zh-CN', elder: true },
  { lang: 'en', elder: false },
];

describe.skipIf(CHROMIUM === null)('every state of the pad', { timeout: 120_000 }, () => {
  test.each(looksOf(LOOKS))('fits the pad in $lang, elder mode $elder', async (look) => {
    const { page, show, errors, close } = await gallery.open({ state: 'idle', ...look });
    for (const state of Object.keys(STATES)) {
      await show(state);
      expect(await misfits(page, mmOf(PANELS.pad)), state).toEqual([]);
    }
    expect(errors).toEqual([]);
    await close();
  });

  test.each(['portrait', 'landscape'] as const)('fits a %s kiosk', async (name) => {
    const panel = PANELS[name];
    for (const look of LOOKS.slice(0, 2)) {
      const { page, show, close } = await gallery.open({ state: 'idle', ...look, panel });
      for (const state of Object.keys(STATES)) {
        await show(state);
        expect(await misfits(page, mmOf(panel)), `${state} ${look.lang}`).toEqual([]);
      }
      await close();
    }
  });

  test.each([
    [{ lang: 'zh-CN', elder: false }, Object.keys(STATES)],
    [{ lang: 'en', elder: true }, ['idle', 'rating', 'saved', 'timedOut', 'revoked']],
  ] as const)('breaks no rule of accessibility in %o', async (look, states) => {
    const { page, show, close } = await gallery.open({ state: 'idle', ...look });
    for (const state of states) {
      await show(state);
      expect(await axeFaults(page), state).toEqual([]);
    }
    await close();
  });
});
