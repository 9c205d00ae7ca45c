import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { openStage, type Stage, signIn, visit } from './browser.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('console');
});
afterAll(() => stage.close());

describe('the room of petitions', () => {
  it('lists, filters in the address, and pages', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'clerk', '/petitions');
    await page.getByRole('heading', { name: '咨询投诉' }).waitFor();
    const rows = page.locator('.list tbody .row-click');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(12);
    await page.getByText(/^待处理 \d+ 条$/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 2 页').waitFor();
    await page.goto(`${stage.hub.url}/petitions?kind=complain&state=received`);
    await expect.poll(() => page.locator('.list tbody').textContent()).not.toContain('已答复');
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(() => rows.count()).toBe(12);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['rating', 'viewer', 'technician'])('is not for the role %s', async (role) => {
    const { page } = await visit(stage);
    await signIn(stage, page, role, '/petitions');
    await page.getByText('没有这个页面').waitFor();
    await page.context().close();
  });

  it('a clerk reads, shows who it was, and answers', async () => {
    const { page, complaints } = await visit(stage);
    stage.hub.petitions.done.length = 0;
    await signIn(stage, page, 'clerk', '/petitions');
    await page.locator('.list tbody .row-click').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('能不能一次说清楚').waitFor();
    await drawer.getByText('100****0001').waitFor();
    await drawer.getByRole('button', { name: '显示' }).click();
    await drawer.getByText('10000000001').waitFor();
    await drawer.getByRole('button', { name: '隐藏' }).click();
    await drawer.getByText('100****0001').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await drawer.getByRole('button', { name: '阅办，不答复' }).count()).toBe(0);
    await drawer.getByRole('button', { name: /^答\s?复$/ }).click();
    await drawer.getByText('2–500 个字').waitFor();
    await drawer.getByLabel('答复内容').fill('请带身份证和居住证明');
    await drawer.getByRole('button', { name: /^答\s?复$/ }).click();
    await drawer.locator('.case-reason', { hasText: '请带身份证和居住证明' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(stage.hub.petitions.done).toEqual([
      'open 0',
      'reveal 0',
      'answer 0 请带身份证和居住证明',
      'open 0',
    ]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes note of what asks for no answer', async () => {
    const { page, complaints } = await visit(stage, { locale: 'en' });
    await signIn(stage, page, 'clerk', '/petitions');
    await page.locator('.list tbody .row-click').nth(1).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Note without answer' }).click();
    await drawer.getByRole('heading', { name: 'Noted' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
