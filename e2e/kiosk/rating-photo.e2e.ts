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

/** A photograph beside a rating at the kiosk; Chromium plays a photograph of a lease as its camera. */

test('a photograph goes with the rating, and the hall has both', async ({ hall }) => {
  test.setTimeout(180_000);
  const dir = mkdtempSync(join(tmpdir(), 'rating-photo-'));
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
    const { cases } = (await hall.counter().window()).body;
    const unrated = cases.find((c) => !c.rated);
    if (unrated === undefined) throw new Error('the demonstration has no case to rate');
    const { caseNo, stage } = unrated;
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' });
    page.setDefaultTimeout(40_000);
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
    await page.goto(kiosk.url());
    await screen(page, 'attract');
    await press('点这里开始');
    await screen(page, 'home');
    await press(/^进度查询/);
    await press(/^评价服务/);
    await page.getByLabel('回执号或办件编号').fill(caseNo);
    await press('继续');
    await press(stage === 1 ? /^刚交了材料/ : /^已经办好了/);
    await page.locator('.level').nth(3).click();
    await press('添加照片');
    await expect(page.getByText('看到纸张了')).toBeVisible();
    await press('拍照');
    const keep = page.getByRole('button', { name: '使用这一页' });
    const corners = page.getByRole('dialog').getByRole('button', { name: '完成', exact: true });
    await expect(keep.or(corners)).toBeVisible();
    // Where the edges are in doubt the citizen sees to the corners first.
    if (await corners.isVisible()) await corners.click();
    await keep.click();
    await expect(page.getByText('已添加 1 张照片')).toBeVisible();
    await press('完成');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('谢谢您');

    const officer = await hall.signIn('rating');
    const ratings = () => officer.ratingsOf(caseNo);
    await expect.poll(async () => (await ratings()).length, { timeout: 60_000 }).toBe(1);
    const id = (await ratings())[0]?.id ?? '';
    const photos = async () => (await officer.get<{ photos: number }>(`/ratings/${id}`)).body.photos;
    await expect.poll(photos, { timeout: 60_000 }).toBe(1);
  } finally {
    await browser.close();
    await kiosk.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
