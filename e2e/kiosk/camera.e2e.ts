import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../../playwright.config.ts';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { photograph, toJpeg } from '../../scripts/lib/documents/photograph.ts';
import { film } from '../../scripts/make-document-photos.ts';
import { screen } from '../pad/screen.ts';
import { openKiosk } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { arrive, toFlows } from './steps.ts';

/** The camera (高拍仪) of a kiosk: Chromium plays a photograph of a lease as its camera. */

test('photographs a page, straightens it, and keeps it; without a camera the page says so', async ({
  hall,
}) => {
  test.setTimeout(120_000);
  const dir = mkdtempSync(join(tmpdir(), 'camera-'));
  const shot = toJpeg(photograph({ seed: 7, width: 1920, height: 1440, kind: 'lease', desk: 'wood' }));
  writeFileSync(join(dir, 'film.mjpeg'), film([shot, shot]));
  const kiosk = await openKiosk(hall, [
    { id: 'camera', class: 'camera', driver: 'uvc', required: false, port: { type: 'page' } },
  ]);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath !== null && { executablePath }),
    args: [
      ...CHROMIUM_FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(dir, 'film.mjpeg')}`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' });
    const go = () => page.getByRole('button', { name: '继续', exact: true }).click();
    await page.goto(kiosk.url());
    await arrive(page);
    await toFlows(page);
    await page.getByRole('button', { name: '居住证材料预审' }).click();
    await page.getByLabel('满半年', { exact: true }).check();
    await go();
    // No card reader here: the other way stands out.
    await page.locator('.device .button--main').click();
    await screen(page, 'manualId');
    // As a person types: keys that come faster are a scanner's.
    await page.keyboard.type('wangwei ', { delay: 90 });
    await page.keyboard.press('Enter');
    await page.keyboard.type('11010519491231002X', { delay: 90 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: '继续', exact: true })).toBeEnabled();
    await go();
    await page.getByLabel('租的房子', { exact: true }).check();
    await go();
    await screen(page, 'scan');
    await page.getByRole('button', { name: '用高拍仪拍照' }).click();
    await expect(page.getByText('看到纸张了')).toBeVisible();
    await page.getByRole('button', { name: '拍照', exact: true }).click();
    const keep = page.getByRole('button', { name: '使用这一页' });
    const corners = page.getByRole('button', { name: '完成', exact: true });
    await expect(keep.or(corners)).toBeVisible();
    // Where the edges are in doubt the citizen sees to the corners first.
    if (await corners.isVisible()) await corners.click();
    await keep.click();
    await expect(page.locator('.pages__page')).toHaveCount(1, { timeout: 30_000 });
    await expect(page.getByRole('img', { name: '第 1 页' })).toBeVisible();
    // This camera is too coarse for an A4 page: the citizen is told, and decides.
    await expect(page.getByText('清晰度不够')).toBeVisible();
    await expect(page.getByRole('button', { name: '继续', exact: true })).toBeDisabled();
    await page.getByRole('button', { name: '就用这一页' }).click();
    await go();
    await screen(page, 'scanCode');
  } finally {
    await browser.close();
    await kiosk.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
