import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { openStage, type Stage, visit } from './browser.ts';
import { COUNTER_TOKEN } from './counter-routes.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('counter');
});
afterAll(() => stage.close());
beforeEach(() => stage.hub.counter.reset());

const narrow = { width: 400, height: 700 };
const open = async (size: { width: number; height: number; locale?: 'zh-CN' | 'en' } = narrow) => {
  const seen = await visit(stage, size);
  await seen.page.goto(`${stage.hub.url}/counter/#token=${COUNTER_TOKEN}`);
  await seen.page.locator('.head').waitFor();
  return seen;
};

describe('the counter page', () => {
  it('asks for the token once, and says when it is not good', async () => {
    const { page } = await visit(stage, narrow);
    await page.goto(`${stage.hub.url}/counter/`);
    await page.getByLabel('窗口令牌').fill('not a token');
    await page.keyboard.press('Enter');
    await page.getByText('令牌格式不对').waitFor();
    await page.getByLabel('窗口令牌').fill('a-token-of-some-other-window');
    await page.keyboard.press('Enter');
    await page.getByText('令牌无效或已被新令牌取代').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('窗口令牌').fill(COUNTER_TOKEN);
    await page.keyboard.press('Enter');
    await page.locator('.head').waitFor();
    await page.reload();
    await page.locator('.head').waitFor();
    await page.context().close();
  });

  it('takes the token out of the address at once', async () => {
    const { page } = await open();
    expect(page.url()).toBe(`${stage.hub.url}/counter/`);
    await page.context().close();
  });

  it('goes by the keyboard from the request to its end, and over an undo', async () => {
    const { page, complaints } = await open();
    await page.keyboard.type('4101SC0101202611240031');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '等待评价器' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    for (const [state, words] of [
      ['rung', '评价器已响铃'],
      ['opened', '评价页已打开'],
      ['rated', '已评价'],
      ['opened', '评价页已打开'],
      ['rated', '已评价'],
    ] as const) {
      stage.hub.counter.become(state);
      await page.getByRole('heading', { name: words, exact: true }).waitFor();
      expect(await axeFaults(page)).toEqual([]);
    }
    await page.keyboard.press('Enter');
    await page.locator('#case-no').waitFor();
    expect(await page.locator('#case-no').inputValue()).toBe('');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes a request back with Esc', async () => {
    const { page } = await open();
    await page.locator('.cases button').first().click();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '等待评价器' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '已取消' }).waitFor();
    await page.context().close();
  });

  it('goes on watching after a reload', async () => {
    const { page } = await open();
    await page.keyboard.type('X-1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '等待评价器' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '等待评价器' }).waitFor();
    stage.hub.counter.become('expired');
    await page.getByRole('heading', { name: '超时未评价' }).waitFor();
    await page.context().close();
  });

  it('refuses what cannot be a case number, and says why the hub refuses', async () => {
    const { page } = await open();
    await page.keyboard.type('办件 1');
    await page.keyboard.press('Enter');
    await page.getByText('编号只含字母、数字和短横线').waitFor();
    stage.hub.counter.setPad('none');
    await page.locator('#case-no').fill('A-1');
    await page.keyboard.press('Enter');
    await page.getByText('本窗口没有可用的评价器').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('says who is on duty and changes it', async () => {
    const { page } = await open({ width: 1280, height: 800, locale: 'en' });
    await page.getByLabel('On duty').selectOption('s2');
    await page.reload();
    await page.locator('.head').waitFor();
    expect(await page.getByLabel('On duty').inputValue()).toBe('s2');
    expect(await axeFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('shows who calls from a kiosk until somebody goes there', async () => {
    const call = {
      terminalId: 'kiosk-01',
      window: { zh: '自助区', en: 'Self-service' },
      at: 'home',
      calledMs: 0,
    };
    stage.hub.state.helpCalls = [{ ...call, id: '3f0c9a52-7c1e-4b8a-9c55-000000000001' }];
    const { page } = await open();
    await page.getByText('kiosk-01 呼叫工作人员').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '我去处理' }).click();
    await expect.poll(() => page.getByText('kiosk-01 呼叫工作人员').count()).toBe(0);
    expect(stage.hub.state.helpCalls).toEqual([]);
    await page.context().close();
  });

  it('fits a window of 400 px', async () => {
    const { page } = await open();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    await page.context().close();
  });
});
