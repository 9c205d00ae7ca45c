import { readFileSync, statSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type Bench, startSimulators } from '../../devices/simulators/bench.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { hashSecret } from '../../terminal/staff-pin.ts';
import { screen } from '../pad/screen.ts';
import { openPad, type Pad, STAFF_PIN } from '../support/hall.ts';
import { toDoor } from '../support/staff.ts';
import { test as base, expect } from '../support/test.ts';

/** A technician at a pad whose devices are simulators on real wires. */

const SPEC = { idCard: { over: 'tcp' }, code: { over: 'tcp' }, receipts: { over: 'tcp' } } as const;
const BADGE = 'STAFF-0001';

const test = base.extend<{ bench: Bench<typeof SPEC>; staffed: Pad }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  bench: async ({}, use) => {
    const bench = await startSimulators(SPEC);
    await use(bench);
    await bench.stop();
  },
  staffed: async ({ hall, bench, page }, use) => {
    const pad = await openPad(hall, {
      devices: bench.declarations(),
      staffBadges: [hashSecret(BADGE, new Uint8Array(16).fill(2))],
    });
    await page.goto(pad.url());
    await screen(page, 'idle');
    await use(pad);
    await pad.close();
  },
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const says = (page: Page, text: string | RegExp) =>
  expect(page.locator('[role="status"]').getByText(text).first()).toBeVisible();
const card = (page: Page, device: string) =>
  page.locator('.card').filter({ has: page.locator(`[data-device="${device}"]`) });
const open = (page: Page, device: string) => page.locator(`[data-device="${device}"]`).click();

async function enter(page: Page, pin = STAFF_PIN): Promise<void> {
  for (const digit of pin) await press(page, digit);
  await press(page, '进入维护');
}

test('corner, wrong PIN, right PIN; a reader is pulled out and put back, tested, switched off and on', async ({
  staffed,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await toDoor(page);
  await enter(page, '1357');
  await says(page, '员工密码不正确');
  await enter(page);
  await screen(page, 'maintenance');
  await expect(page.getByRole('heading', { name: `设备维护 ${staffed.terminalId}` })).toBeVisible();

  const reader = card(page, 'card');
  await expect(reader).toContainText('正常');
  await expect(reader).toContainText('模拟器');
  await bench.idCard.unplug();
  await expect(reader).toContainText('未连接');
  await bench.idCard.plug();
  await expect(reader).toContainText('正常');

  await open(page, 'card');
  await press(page, '自检');
  await says(page, /自检通过：4 项全部正常/);
  await expect(page.locator('.m-step')).toHaveCount(4);
  await expect(page.locator('.m-errors')).toContainText('device.unplugged');

  await press(page, '停用');
  await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click();
  await says(page, '已停用');
  await expect(page.locator('.m-bar .mark')).toHaveText('已停用');
  await press(page, '启用');
  await says(page, '已启用');
  await expect(page.locator('.m-bar .mark')).toHaveText('正常');
  await press(page, '自检');
  await says(page, /自检通过/);
});

test('prints a test page, records bytes, finds ports, exports diagnostics', async ({
  staffed,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await toDoor(page);
  await enter(page);
  await open(page, 'receipt');
  await press(page, '打印测试页');
  await says(page, '测试页已打印');
  expect(bench.receipts.texts().join('\n')).toContain('receipt');
  await press(page, '开始记录字节');
  await says(page, '已开始记录');
  await expect(page.getByText('正在记录，会自动停止')).toBeVisible();
  await press(page, '停止记录字节');
  await says(page, '已停止记录');
  await press(page, '返回');

  await press(page, '查找端口');
  await expect(page.getByText(/共 \d+ 个端口|没有找到端口/)).toBeVisible({ timeout: 40_000 });
  await press(page, '返回');

  await press(page, '导出诊断');
  await press(page, '开始导出');
  await says(page, /已写到/);
  const path = await page.locator('.m-export code').textContent();
  expect(statSync(path ?? '').size).toBeGreaterThan(500);
  await press(page, '关闭');

  expect(await axeFaults(page)).toEqual([]);
  await press(page, '退出维护');
  await screen(page, 'idle');
  const log = readFileSync(`${staffed.dir}/pad.log`, 'utf8');
  for (const event of ['maintenance.entered', 'maintenance.action', 'maintenance.ended'])
    expect(log).toContain(event);
  expect(log).not.toContain(STAFF_PIN);
});

test('a badge opens it; a strange one does not', async ({ staffed, bench, page }) => {
  expect(staffed.terminalId).not.toBe('');
  await toDoor(page);
  await press(page, '刷工牌进入维护');
  await says(page, '请把工牌对准扫码器');
  await expect.poll(() => bench.code.scan('STRANGER-1')).toBe(true);
  await says(page, '工牌不在本机的名单里');
  await press(page, '再刷一次');
  await expect.poll(() => bench.code.scan(BADGE)).toBe(true);
  await screen(page, 'maintenance');
});

test('shows that the service is gone; a session that went with it leads back to the pad', async ({
  staffed,
  page,
}) => {
  await toDoor(page);
  await enter(page);
  await screen(page, 'maintenance');
  await staffed.kill();
  await says(page, '连接断了，正在自动恢复');
  await staffed.start();
  await screen(page, 'idle');
});

test('another who proves themselves takes the session over', async ({ staffed, page }) => {
  await toDoor(page);
  await enter(page);
  await screen(page, 'maintenance');
  const other = await page.context().newPage();
  await other.goto(`${new URL(staffed.url()).origin}/`);
  await screen(other, 'idle');
  await toDoor(other);
  await enter(other);
  await screen(other, 'maintenance');
  await screen(page, 'idle');
});
