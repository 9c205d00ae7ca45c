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

/** A photograph and a short video beside a rating at the kiosk; Chromium plays a photograph of a lease as its camera. */

test('a photograph and a video go with the rating, and the hall has all three', async ({ hall }) => {
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

    await press(/^录短视频/);
    await expect(page.getByText('只录画面，不录声音。')).toBeVisible();
    await press('同意，打开摄像头');
    await press('开始录像');
    await expect(page.getByText(/^正在录像，还剩 [4-7] 秒$/)).toBeVisible();
    await press('停止录像');
    await expect(page.getByRole('heading', { name: '请看一遍再决定' })).toBeVisible();
    const played = () =>
      page
        .getByLabel('刚录的视频')
        .evaluate((film: HTMLVideoElement) => film.currentTime > 0 && film.error === null);
    await expect.poll(played).toBe(true);
    await press('使用这段视频');
    await expect(page.getByText('已添加 1 张照片和 1 段视频')).toBeVisible();
    await press('完成');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('谢谢您');

    const officer = await hall.signIn('rating');
    const ratings = () => officer.ratingsOf(caseNo);
    await expect.poll(async () => (await ratings()).length, { timeout: 60_000 }).toBe(1);
    const id = (await ratings())[0]?.id ?? '';
    const attached = async () => {
      const { photos, videos } = (await officer.get<{ photos: number; videos: number }>(`/ratings/${id}`))
        .body;
      return { photos, videos };
    };
    await expect.poll(attached, { timeout: 60_000 }).toEqual({ photos: 1, videos: 1 });
    const film = async () =>
      (
        await officer.get<{ materials: { row: { id: string; type: string; state: string } }[] }>(
          `/applications/${id}`,
        )
      ).body.materials.find((m) => m.row.type === 'video/webm')?.row;
    await expect.poll(async () => (await film())?.state, { timeout: 60_000 }).toBe('whole');

    // The officer sees it in the console, and each look is a line of the audit log.
    const desk = await browser.newPage({ viewport: { width: 1600, height: 1000 }, locale: 'zh-CN' });
    const { login, password } = hall.account('rating');
    desk.setDefaultTimeout(20_000);
    await desk.goto(hall.url);
    await desk.getByLabel('账号').fill(login);
    await desk.getByLabel('口令').fill(password);
    await desk.getByRole('button', { name: '登录' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toBeVisible();
    await desk.goto(`${hall.url}/materials/${id}?material=${(await film())?.id}&page=1`);
    const shown = desk.locator('video');
    await expect(shown).toBeVisible();
    await expect
      .poll(() => shown.evaluate((v: HTMLVideoElement) => v.videoWidth > 0 && v.error === null))
      .toBe(true);
    const admin = await hall.signIn('admin');
    const looks = await admin.post<{ rows: { actor: string; target: string }[] }>('/audit/search', {
      action: 'material.view',
    });
    expect(looks.body.rows).toContainEqual(
      expect.objectContaining({ actor: login, target: (await film())?.id }),
    );
  } finally {
    await browser.close();
    await kiosk.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
