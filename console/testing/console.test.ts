import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { enter, openStage, type Stage, signIn, visit } from './browser.ts';
import { PASSWORD } from './hub.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('console');
});
afterAll(() => stage.close());

describe('signing in', () => {
  it('tells a wrong password from a locked account, and keeps the login', async () => {
    const { page } = await visit(stage);
    await page.goto(stage.hub.url);
    await enter(page, 'admin', 'wrong');
    await page.getByText('账号或口令不对').waitFor();
    expect(await page.locator('input[autocomplete=username]').inputValue()).toBe('admin');
    expect(await page.locator('input[autocomplete=current-password]').inputValue()).toBe('');
    await enter(page, 'locked', 'wrong');
    await page.getByText('账号已锁定').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('asks for a new password first where one is due', async () => {
    const { page } = await visit(stage);
    await page.goto(stage.hub.url);
    await enter(page, 'new', PASSWORD);
    await page.getByRole('heading', { name: '请先设置新口令' }).waitFor();
    expect(await page.locator('.shell').count()).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('当前口令').fill(PASSWORD);
    await page.getByLabel('新口令', { exact: true }).fill('short');
    await page.getByLabel('再输一遍新口令').fill('other');
    await page.getByRole('button', { name: '修改口令' }).click();
    await page.getByText('两次输入不一致').waitFor();
    await page.getByLabel('新口令', { exact: true }).fill('Better-than-2026');
    await page.getByLabel('再输一遍新口令').fill('Better-than-2026');
    await page.getByRole('button', { name: '修改口令' }).click();
    await page.locator('.shell').waitFor();
    await page.context().close();
  });

  it('leads back to the same place when the session has run out', async () => {
    const { page } = await visit(stage);
    await signIn(stage, page, 'admin', '/ratings?level=2%2C1&range=month');
    await page.locator('.row-negative').first().waitFor();
    stage.hub.expireAll();
    await page.locator('.strip-level').nth(1).click();
    await page.getByText('登录已到期').waitFor();
    expect(await page.locator('.list').count()).toBe(0);
    await enter(page, 'admin', PASSWORD);
    await page.locator('.row-negative').first().waitFor();
    expect(new URL(page.url()).search).toBe('?range=month&level=4%2C2%2C1');
    await page.context().close();
  });

  it('shows calls for staff above every room to whoever may go', async () => {
    const call = { terminalId: 'kiosk-02', window: { zh: '自助区', en: 'Self-service' }, at: 'home' };
    const id = '3f0c9a52-7c1e-4b8a-9c55-000000000002';
    stage.hub.state.helpCalls = [{ ...call, id, calledMs: stage.hub.state.nowMs() - 190_000 }];
    const { page } = await visit(stage);
    await signIn(stage, page, 'clerk');
    await page.getByText('自助区 · 已等 3 分钟').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '我去处理' }).click();
    await expect.poll(() => page.getByText('kiosk-02 呼叫工作人员').count()).toBe(0);
    await page.context().close();
  });

  it('shows the rooms of the role alone', async () => {
    const rooms: Record<string, string[]> = {
      admin: ['评价', '办件', '材料', '预约', '咨询投诉', '终端', '用户', '审计', '我的'],
      clerk: ['办件', '材料', '预约', '咨询投诉', '我的'],
      rating: ['评价', '材料', '我的'],
      technician: ['终端', '我的'],
      viewer: ['评价', '终端', '我的'],
    };
    for (const [role, names] of Object.entries(rooms)) {
      const { page } = await visit(stage);
      await signIn(stage, page, role);
      expect(await page.locator('.rail-link').allTextContents()).toEqual(names);
      if (!names.includes('审计')) {
        await page.goto(`${stage.hub.url}/audit`);
        await page.getByText('没有这个页面').waitFor();
      }
      await page.context().close();
    }
  });
});

describe('ratings', () => {
  it('come in behind a pill: nothing moves before the reader asks', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'viewer', '/ratings');
    const first = page.locator('.row-link').first();
    await first.waitFor();
    await page.getByText('实时', { exact: true }).and(page.locator('.state-good')).waitFor();
    const before = await first.textContent();
    const place = await first.boundingBox();
    stage.hub.arrive(3);
    const pill = page.getByRole('button', { name: '3 条新评价' });
    await pill.waitFor();
    expect(await first.textContent()).toBe(before);
    expect(await first.boundingBox()).toEqual(place);
    expect(await axeFaults(page)).toEqual([]);
    await pill.click();
    await pill.waitFor({ state: 'detached' });
    expect(await page.locator('.row-link').nth(3).textContent()).toBe(before);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('page forth and back by the address, over a reload too', async () => {
    const { page } = await visit(stage);
    await signIn(stage, page, 'rating', '/ratings');
    const first = page.locator('.row-link').first();
    await first.waitFor();
    const top = await first.textContent();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText('第 2 页').waitFor();
    await page.getByRole('button', { name: '下一页' }).and(page.locator(':enabled')).click();
    await page.getByText('第 3 页').waitFor();
    await page.reload();
    await page.getByText('第 3 页').waitFor();
    await page.getByRole('button', { name: '上一页' }).and(page.locator(':enabled')).click();
    await page.getByText('第 2 页').waitFor();
    await page.getByRole('button', { name: '上一页' }).and(page.locator(':enabled')).click();
    await page.getByText('第 1 页').waitFor();
    await page.waitForFunction((text) => document.querySelector('.row-link')?.textContent === text, top);
    expect(new URL(page.url()).search).toBe('');
    await page.context().close();
  });

  it('keep every filter in the address', async () => {
    const { page } = await visit(stage);
    await signIn(stage, page, 'rating', '/ratings');
    await page.locator('.row-link').first().waitFor();
    await page.getByText('近 7 天').click();
    await page.getByRole('button', { name: '非常不满意' }).click();
    await page.getByLabel('终端编号').fill('pad-03');
    await page.getByLabel('终端编号').press('Enter');
    await page.waitForURL(/terminal=pad-03/);
    expect(new URL(page.url()).search).toBe('?range=week&level=1&terminal=pad-03');
    await page.waitForFunction(() => {
      const levels = [...document.querySelectorAll('.list .level')];
      return levels.length > 0 && levels.every((l) => l.classList.contains('level-1'));
    });
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.waitForURL(/\/ratings$/);
    await page.context().close();
  });

  it('tell a story, with the text for those alone who may read it', async () => {
    for (const [role, sees] of [
      ['rating', true],
      ['viewer', false],
    ] as const) {
      const { page, complaints } = await visit(stage);
      await signIn(stage, page, role, '/ratings?level=2%2C1');
      await page.locator('tr', { hasText: '有文字意见' }).first().locator('.row-link').click();
      await page.locator('.timeline').waitFor();
      expect(await page.locator('.story-text').count()).toBe(sees ? 1 : 0);
      expect(await page.getByText('您的角色不能查看').count()).toBe(sees ? 0 : 1);
      if (sees) expect(await axeFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.waitForURL(/\/ratings\?level=2%2C1$/);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  it('say what to do when there are none, and when the hub fails', async () => {
    const { page } = await visit(stage);
    await signIn(stage, page, 'admin', '/ratings?case=none');
    await page.getByText('没有符合条件的评价').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    stage.hub.state.broken = 'internal';
    await page.getByText('今天', { exact: true }).click();
    await page.getByText('中台内部出错').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    stage.hub.state.broken = null;
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByText('没有符合条件的评价').waitFor();
    await page.context().close();
  });
});

describe('every room', () => {
  it.each([
    ['zh-CN', 1440, 900],
    ['en', 1280, 800],
  ] as const)('passes axe and complains of nothing: %s at %d', async (locale, width, height) => {
    const { page, complaints } = await visit(stage, { locale, width, height });
    await signIn(stage, page, 'admin', '/ratings');
    for (const [path, ready] of [
      ['/ratings', '.row-link'],
      ['/ratings?from=2026-01-01T00%3A00', '.ant-picker-range'],
      ['/terminals', '.list'],
      ['/users', '.list'],
      ['/audit', '.list'],
      ['/me', '.me'],
      ['/nowhere', '.room a'],
    ] as const) {
      await page.goto(stage.hub.url + path);
      await page.locator(ready).first().waitFor();
      expect(await axeFaults(page), path).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(width, `${path} is wider than its window`).toBeLessThanOrEqual(0);
      const columns = await page
        .locator('.list th')
        .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().width));
      expect(Math.min(60, ...columns), `a column of ${path} is crushed`).toBe(60);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has dialogs that pass axe and show a secret once', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'technician', '/terminals');
    await page.getByRole('button', { name: '接入终端' }).click();
    await page.getByLabel('终端编号').fill('pad-01');
    await page.getByLabel('窗口').click();
    await page.getByText('A01 企业开办').last().click();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '生成接入码' }).click();
    await page.getByText('这台终端正在使用').waitFor();
    await page.getByLabel('终端编号').fill('pad-08');
    await page.getByRole('button', { name: '生成接入码' }).click();
    await page.getByLabel('一次性接入码').waitFor();
    expect(await page.getByLabel('一次性接入码').inputValue()).toBe('K7QM-3XPA-9D2W');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByText('关闭', { exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '吊销 pad-03' }).click();
    await page.getByText('412 条评价仍保存在终端里').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
    await page.getByText('终端 pad-03 已吊销').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows how a terminal’s devices are', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'technician', '/terminals');
    await page.getByRole('button', { name: '2 台外设，1 台必需的不能用' }).click();
    const list = page.getByRole('list', { name: '外设' });
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/身份证阅读器\s*card\s*未连接\s*device\.missing/),
      expect.stringMatching(/凭条打印机\s*slip\s*正常/),
    ]);
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('makes a user with a password that the hub accepts', async () => {
    const { page, complaints } = await visit(stage);
    await signIn(stage, page, 'admin', '/users');
    await page.getByRole('button', { name: '新建用户' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('账号').fill('admin');
    await dialog.getByLabel('姓名').fill('李四');
    await dialog.getByRole('button', { name: '随机生成' }).click();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('这个账号已有人使用').waitFor();
    await dialog.getByLabel('账号').fill('lisi');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
