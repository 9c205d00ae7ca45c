import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { openStage, type Stage, signIn, visit } from './browser.ts';

// Real pages in a real browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('console');
});
afterAll(() => stage.close());

/** A Wednesday. */
const DAY = '/bookings?day=2026-12-02';

it('a clerk sees the day, marks who came and who did not, and finds by number', async () => {
  const { page, complaints } = await visit(stage);
  await signIn(stage, page, 'clerk', DAY);
  await page.getByText('王*', { exact: true }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: '到场' }).first().click();
  await page.getByText('已到场').waitFor();
  await page.getByRole('button', { name: '未到' }).first().click();
  await page.getByText('已爽约').waitFor();
  const no = await page.locator('.list .mono').nth(2).textContent();
  await page.getByLabel('按预约号查找').fill((no ?? '').slice(-4).toLowerCase());
  await expect.poll(() => page.locator('.list .mono').count()).toBe(1);
  // What may not is not offered.
  expect(await page.getByRole('button', { name: '停办' }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('name and phone stand there only when asked for', async () => {
  const { page } = await visit(stage);
  await signIn(stage, page, 'clerk', DAY);
  await page.getByText('王*', { exact: true }).waitFor();
  expect(await page.content()).not.toContain('13800000001');
  await page.getByRole('button', { name: '联系方式' }).first().click();
  await page.getByText('13800000001').waitFor();
  await page.context().close();
});

it('an administrator closes a day and opens it again', async () => {
  const { page, complaints } = await visit(stage);
  await signIn(stage, page, 'admin', '/bookings?day=2026-12-03');
  await page.getByText('王*', { exact: true }).waitFor();
  await page.getByRole('button', { name: '停办' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('已约的 4 人').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '停办' }).click();
  await dialog.getByText('请写 2 到 100 个字').first().waitFor();
  await dialog.getByLabel('原因（中文，市民会看到）').fill('设备检修');
  await dialog.getByLabel('原因（英文）').fill('Maintenance');
  await dialog.getByRole('button', { name: '停办' }).click();
  await page.getByText('全厅不办理：设备检修').waitFor();
  expect(await page.getByText('未约上').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: '恢复' }).first().click();
  await expect.poll(() => page.getByText('全厅不办理').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('the lines of the hall are called from today', async () => {
  const { page } = await visit(stage);
  await signIn(stage, page, 'clerk', '/bookings');
  await page.getByText('等候 2，已发 12').waitFor();
  await page.getByRole('button', { name: '叫号：户籍身份证' }).click();
  await page.getByText('请 A011 号').waitFor();
  await page.getByText('等候 1，已发 12').waitFor();
  expect(await page.getByRole('button', { name: '叫号：市场监管' }).isDisabled()).toBe(true);
  await page.context().close();
});

it('the room is not for a role that may not', async () => {
  const { page } = await visit(stage);
  await signIn(stage, page, 'viewer', '/bookings');
  await page.getByText('没有这个页面').waitFor();
  await page.context().close();
});
