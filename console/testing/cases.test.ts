import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { openStage, type Stage, signIn, visit } from './browser.ts';
import { APPLICATION } from './materials.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('console');
});
afterAll(() => stage.close());

describe('the list of cases', () => {
  it('is a clerk’s first room, filtered in the address, paged, and leads to the application', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'clerk');
    await page.getByRole('heading', { name: '办件' }).waitFor();
    await page.locator('.list tbody .row-click').first().waitFor();
    expect(await page.locator('.list tbody .row-click').count()).toBe(12);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 2 页').waitFor();
    await page.goto(`${stage.hub.url}/cases?state=concluded&no=WD2026500136`);
    await expect.poll(() => page.locator('.list tbody .row-click').count()).toBe(1);
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.locator('.row-link').first().click();
    await page.getByRole('heading', { name: '申请材料' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['rating', 'viewer'])('is not for the role %s', async (role) => {
    const { page } = await visit(stage);
    await signIn(stage, page, role, '/cases');
    await page.getByText('没有这个页面').waitFor();
    await page.context().close();
  });
});

describe('the form of an application', () => {
  it('stands beside the page, masked until it is asked for', async () => {
    const { page, complaints } = await visit(stage);
    stage.hub.cases.done.length = 0;
    await signIn(stage, page, 'clerk', `/materials/${APPLICATION}`);
    const facts = page.locator('.desk-facts');
    await facts.getByText('卫东区示例便民超市').waitFor();
    await facts.getByText('999999********2028').waitFor();
    await facts.getByText('印章有效').waitFor();
    await facts.getByText('盖章的原文与收到的申请表一致').waitFor();
    await page.getByRole('button', { name: '身份证复印件' }).click();
    await page.getByText('第 1 / 3 页').waitFor();
    await page.locator('.viewer-sheet').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(stage.hub.cases.done).toEqual([`open ${APPLICATION}`]);

    await facts.getByRole('button', { name: '显示' }).click();
    await facts.getByText('999999195204052028').waitFor();
    await facts.getByText('平顶山市卫东区示例路 1 号').waitFor();
    await facts.getByRole('button', { name: '隐藏' }).click();
    await facts.getByText('999999********2028').waitFor();
    expect(await page.content()).not.toContain('999999195204052028');
    expect(stage.hub.cases.done).toEqual([`open ${APPLICATION}`, `reveal ${APPLICATION}`]);

    // The proof of the page, and back: no further reading.
    await facts.getByText('材料凭证').click();
    await facts.getByText('签名有效').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await facts.getByText('申请表', { exact: true }).click();
    await facts.getByText('卫东区示例便民超市').waitFor();
    expect(stage.hub.cases.done).toHaveLength(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is not shown to a role that sees documents alone', async () => {
    const { page } = await visit(stage);
    stage.hub.cases.done.length = 0;
    await signIn(stage, page, 'rating', `/materials/${APPLICATION}`);
    await page.getByText('选择左侧一份材料查看').waitFor();
    expect(await page.getByText('卫东区示例便民超市').count()).toBe(0);
    expect(stage.hub.cases.done).toEqual([]);
    await page.context().close();
  });
});

describe('a clerk', () => {
  it('asks for more with documents and a reason, accepts, and concludes', async () => {
    const { page, complaints } = await visit(stage);
    stage.hub.cases.done.length = 0;
    await signIn(stage, page, 'clerk', `/materials/${APPLICATION}`);
    const facts = page.locator('.desk-facts');
    const dialog = page.getByRole('dialog');
    await facts.getByRole('button', { name: '要求补正' }).click();
    await dialog.getByRole('button', { name: '要求补正' }).click();
    await dialog.getByText('至少选一项').waitFor();
    await dialog.getByText('2–500 个字').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByText('经营场所使用证明').click();
    await dialog.getByLabel('其他材料（每行一项）').fill('房屋租赁合同');
    await dialog.getByLabel('告知申请人的内容').fill('经营场所证明缺少出租人签字');
    await dialog.getByRole('button', { name: '要求补正' }).click();
    await facts.locator('.case-reason', { hasText: '缺少出租人签字' }).waitFor();
    await facts.getByText('待补正').waitFor();
    expect(JSON.parse(stage.hub.cases.done.find((d) => d.includes('askSupplement')) ?? '{}')).toEqual({
      action: 'askSupplement',
      reason: '经营场所证明缺少出租人签字',
      asked: [
        { code: 'premises', title: '经营场所使用证明' },
        { code: 'other-1', title: '房屋租赁合同' },
      ],
    });
    expect(await facts.getByRole('button', { name: '要求补正' }).count()).toBe(0);

    await facts.getByRole('button', { name: '受理', exact: true }).click();
    await dialog.getByText('申请人会收到已受理的消息').waitFor();
    await dialog.getByRole('button', { name: '受理', exact: true }).click();
    await facts.getByText('办理中').waitFor();
    await facts.getByRole('button', { name: '办结' }).click();
    await dialog.getByLabel('告知申请人的内容').fill('准予登记');
    await dialog.getByRole('button', { name: '办结' }).click();
    await facts.getByText('已办结').waitFor();
    expect(await facts.locator('.case-actions button').count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('reads the same in English', async () => {
    const { page, complaints } = await visit(stage, { locale: 'en' });
    await signIn(stage, page, 'clerk', `/materials/${APPLICATION}`);
    await page.getByText('Timeline').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
