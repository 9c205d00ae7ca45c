import type { Page } from '@playwright/test';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { finish, screen, tap } from '../pad/screen.ts';
import { type Hall, newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';

/** Staff at the console. */

async function signIn(page: Page, hall: Hall, role: string): Promise<void> {
  const { login, password } = hall.account(role);
  await page.goto(`${hall.url}/`);
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('口令').fill(password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

test.use({ viewport: { width: 1440, height: 900 } });

test('a rating appears while the list is watched, and its story is told from request to receipt', async ({
  hall,
  pad,
  page,
  browser,
}) => {
  await screen(page, 'idle');
  const staff = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  ).newPage();
  await signIn(staff, hall, 'admin');
  await expect(staff.getByText('实时').first()).toBeVisible();
  const caseNo = newCaseNo();
  await hall.counter().create({ caseNo, stage: 2, itemName: '公司注销登记' });
  await screen(page, 'rating');
  await tap(page, 2);
  await finish(page);
  await staff.getByRole('button', { name: /条新评价/ }).click();
  const row = staff.getByRole('row', { name: new RegExp(caseNo) });
  await expect(row).toContainText('不满意');
  await row.getByRole('button').or(row.getByRole('link')).first().click();
  for (const step of ['窗口请求评价', '评价器响铃', '终端保存', '中台收到'])
    await expect(staff.getByText(step).first()).toBeVisible();
  await expect(staff.getByText(pad.terminalId).first()).toBeVisible();
  await staff.context().close();
});

test('each role sees its own rooms only', async ({ hall, pad: _, browser }) => {
  const rooms: Record<string, string[]> = {
    admin: ['评价', '终端', '用户', '审计'],
    rating: ['评价'],
    technician: ['终端'],
    viewer: ['评价', '终端'],
  };
  for (const [role, names] of Object.entries(rooms)) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    await signIn(page, hall, role);
    const menu = page.getByRole('navigation').first();
    for (const name of ['评价', '终端', '用户', '审计'])
      await expect(menu.getByText(name, { exact: true })).toHaveCount(names.includes(name) ? 1 : 0);
    await context.close();
  }
});

test('five wrong passwords lock the account, in words', async ({ hall, pad: _, browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  const { login } = hall.account('viewer');
  await page.goto(`${hall.url}/`);
  for (let i = 0; i < 6; i += 1) {
    await page.getByLabel('账号').fill(login);
    await page.getByLabel('口令').fill(`wrong-${i}-Password`);
    await page.getByRole('button', { name: /登\s*录/ }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await page.waitForTimeout(300);
  }
  await expect(page.getByText(/已锁定/).first()).toBeVisible();
  const admin = await hall.signIn();
  const users = await admin.get<{ id: string; login: string }[]>('/users');
  const id = users.body.find((u) => u.login === login)?.id;
  const audit = await admin.post<{ rows: { action: string }[] }>('/audit/search', { action: 'session.lock' });
  expect(audit.body.rows.length).toBeGreaterThan(0);
  expect(id).toBeDefined();
  await context.close();
});

test('every room of the admin is free of accessibility faults', async ({ hall, pad: _, browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await signIn(page, hall, 'admin');
  for (const room of ['评价', '终端', '用户', '审计']) {
    await page.getByRole('navigation').first().getByText(room, { exact: true }).click();
    await expect(page.getByRole('heading', { name: room }).or(page.getByRole('table')).first()).toBeVisible();
    expect({ room, faults: await axeFaults(page) }).toEqual({
      room,
      faults: [],
    });
  }
  await context.close();
});
