import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { openStage, type Stage, signIn, visit } from './browser.ts';
import { APPLICATION, materialId } from './materials.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('console');
});
afterAll(() => stage.close());

/** Dark pixels of the sheet that is looked at: is something drawn on it? */
const INK = () => {
  const canvas = document.querySelector<HTMLCanvasElement>('.viewer-sheet');
  const paper = canvas?.getContext('2d');
  if (!canvas || !paper || canvas.width === 0) return 0;
  const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if ((data[i + 3] ?? 0) > 0 && (data[i] ?? 255) < 100) dark += 1;
  return dark;
};

describe('the list of materials', () => {
  it('is filtered in the address, paged, and leads to the application', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'rating', '/materials');
    await page.locator('.list tbody .row-click').first().waitFor();
    expect(await page.locator('.list tbody .row-click').count()).toBe(12);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 2 页').waitFor();
    await page.goto(`${stage.hub.url}/materials?state=quarantined&code=licence&terminal=..%2Fx`);
    await page.getByText('已隔离').first().waitFor();
    await expect.poll(() => page.locator('.list tbody .row-click').count()).toBe(1);
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.locator('.row-link').first().click();
    await page.getByRole('heading', { name: '申请材料' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is not for a role that may not see materials', async () => {
    const { page } = await visit(stage);
    await signIn(stage, page, 'viewer', '/materials');
    await page.getByText('没有这个页面').waitFor();
    await page.context().close();
  });
});

describe('one application', () => {
  it('shows pages, zooms and turns them, and each opening is one look', async () => {
    const { page, complaints } = await visit(stage);
    stage.hub.materials.looks.length = 0;
    await signIn(stage, page, 'rating', `/materials/${APPLICATION}`);
    await page.getByText('选择左侧一份材料查看').waitFor();
    expect(stage.hub.materials.looks).toEqual([`open ${APPLICATION}`]);
    await page.getByRole('button', { name: '身份证复印件' }).click();
    await page.getByText('第 1 / 3 页').waitFor();
    await expect.poll(() => page.evaluate(INK)).toBeGreaterThan(100);
    await expect
      .poll(() =>
        page
          .locator('.rail-page img')
          .evaluateAll((all) => all.filter((i) => (i as HTMLImageElement).naturalWidth > 0).length),
      )
      .toBe(3);
    expect(await axeFaults(page)).toEqual([]);

    const sheet = page.locator('.viewer-sheet');
    const fitted = await sheet.boundingBox();
    await page.getByRole('button', { name: '放大' }).click();
    await expect
      .poll(async () => (await sheet.boundingBox())?.width ?? 0)
      .toBeGreaterThan((fitted?.width ?? 0) * 1.2);
    await page.getByRole('button', { name: '适合窗口' }).click();
    await page.getByRole('button', { name: '顺时针旋转' }).click();
    await expect
      .poll(async () => {
        const box = await sheet.boundingBox();
        return box !== null && box.width > box.height;
      })
      .toBe(true);
    await page.getByRole('button', { name: '第 3 / 3 页' }).click();
    await page.locator('.viewer-page', { hasText: '第 3 / 3 页' }).waitFor();
    expect(await page.getByRole('button', { name: '下一页' }).isDisabled()).toBe(true);
    expect(stage.hub.materials.looks).toEqual([`open ${APPLICATION}`, `view ${materialId(0)}`]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('material.pdf');
    expect(stage.hub.materials.looks.at(-1)).toBe(`download ${materialId(0)}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('tells a signature that holds from one that does not, and shows pictures as well as PDFs', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'rating', `/materials/${APPLICATION}`);
    const proof = page.locator('.desk-facts');
    await page.getByRole('button', { name: '身份证复印件' }).click();
    await proof.getByText('签名有效').waitFor();
    await proof.getByText('可能模糊').waitFor();
    await page.getByRole('button', { name: '营业执照' }).click();
    await proof.getByText('签名无效').waitFor();
    await proof.getByText('不要采信').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '经营场所使用证明' }).click();
    await page.getByText('文件还在传送').waitFor();
    await page.getByRole('button', { name: '法定代表人照片' }).click();
    await expect.poll(() => page.evaluate(INK)).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is held with a reason, released, and exported by an administrator alone', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'admin', `/materials/${APPLICATION}`);
    await page.getByRole('button', { name: '保全', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '保全' }).click();
    await dialog.getByText('2–300 个字').waitFor();
    await dialog.getByLabel('原因').fill('行政复议期间保全');
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '保全' }).click();
    await page.locator('.application-hold', { hasText: '行政复议期间保全' }).waitFor();
    await page.getByRole('button', { name: '解除保全' }).click();
    await dialog.getByLabel('原因').fill('复议结束');
    await dialog.getByRole('button', { name: '解除保全' }).click();
    await page.locator('.application-hold').waitFor({ state: 'detached' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('a.zip');
    expect(stage.hub.materials.looks.at(-1)).toBe(`export ${APPLICATION}`);
    expect(complaints).toEqual([]);
    await page.context().close();

    const other = await visit(stage);
    await signIn(stage, other.page, 'rating', `/materials/${APPLICATION}`);
    await other.page.getByText('选择左侧一份材料查看').waitFor();
    expect(await other.page.getByRole('button', { name: '导出' }).count()).toBe(0);
    expect(await other.page.getByRole('button', { name: '保全' }).count()).toBe(0);
    await other.page.context().close();
  });
});
