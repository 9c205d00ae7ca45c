import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../contracts/panel.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { looksOf } from './looks.ts';
import {
  type Asked,
  CHROMIUM,
  type MaintenanceGallery,
  PANELS,
  type PanelName,
  startMaintenanceGallery,
} from './maintenance-browser.ts';
import { goTo, VIEWS } from './maintenance-views.ts';
import { misfits } from './measures.ts';

let gallery: MaintenanceGallery;
beforeAll(async () => {
  if (CHROMIUM !== null) gallery = await startMaintenanceGallery();
});
afterAll(() => gallery?.close());

type Look = Pick<Asked, 'lang' | 'panel' | 'grow'>;
const LOOKS: (Look & { panel: PanelName })[] = [
  { panel: 'pad', lang: 'zh-CN' },
  { panel: 'pad', lang: 'en' },
  { panel: 'portrait', lang: 'zh-CN' },
  { panel: 'landscape', lang: 'en' },
  { panel: 'pad', lang: 'zh-CN', grow: true },
  { panel: 'portrait', lang: 'en', grow: true },
];

const mmOf = (panel: PanelName) => {
  const { width, height, inch } = PANELS[panel];
  return pxPerMm({ widthPx: width, heightPx: height, diagonalInch: inch });
};

describe.skipIf(CHROMIUM === null)('every view of the staff’s screens', { timeout: 120_000 }, () => {
  test.each(looksOf(LOOKS, 2))('fits $panel in $lang, texts longer: $grow', async (look) => {
    const { page, show, errors, close } = await gallery.open({ state: 'devices', ...look });
    for (const [name, view] of Object.entries(VIEWS)) {
      await show(view.asked);
      await goTo(page, view);
      expect(await faults(page, mmOf(look.panel)), name).toEqual([]);
    }
    expect(errors).toEqual([]);
    await close();
  });

  test.each(['zh-CN', 'en'] as const)('breaks no rule of accessibility in %s', async (lang) => {
    const { page, show, close } = await gallery.open({ state: 'devices', lang });
    for (const [name, view] of Object.entries(VIEWS)) {
      await show(view.asked);
      await goTo(page, view);
      expect(await axeFaults(page), name).toEqual([]);
    }
    await close();
  });
});

/** Targets too small, too near or cut off; text beside the screen or its box. Pages may scroll down, never sideways. */
async function faults(page: Page, mm: number): Promise<string[]> {
  const measured = await misfits(page, mm);
  const sideways = await page.evaluate(() => {
    const found: string[] = [];
    for (const e of document.querySelectorAll('.maintenance, .m-body, dialog'))
      if (e.scrollWidth > e.clientWidth + 1) found.push(`scrolls sideways: ${e.className}`);
    const texts = 'h1, h2, h3, h4, p, li, dt, dd, pre, code, button, .mark, .badge';
    for (const e of document.querySelectorAll(texts)) {
      const box = e.getBoundingClientRect();
      if (e.closest('.visually-hidden, .card__line') || box.width === 0) continue;
      const said = (e.textContent ?? '').slice(0, 30);
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`beside the screen: ${said}`);
      const frame = e.closest('dialog, .m-panel, .card, .m-outcome')?.getBoundingClientRect();
      if (frame !== undefined && box.right > frame.right + 1) found.push(`beside its box: ${said}`);
    }
    return found;
  });
  return [...measured.filter((line) => !line.startsWith('off the screen')), ...sideways];
}
