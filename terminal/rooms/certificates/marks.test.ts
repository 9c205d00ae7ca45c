import { expect, test } from 'vitest';
import { printPurpose } from '../../../contracts/certificate.ts';
import { markOf } from './marks.ts';

const FACTS = {
  atMs: Date.parse('2026-12-31T23:59:00+08:00'),
  terminalId: 'kiosk-01',
  no: 3,
  printId: '3f0c9a52-7c1e-4b8a-9c55-0123456789ab',
  simulated: false,
} as const;

test('time of the hall, terminal, number and purpose stand over the page and under it', () => {
  const { across, foot } = markOf({ ...FACTS, purpose: 'bank' });
  expect(across).toEqual(['仅用于银行开户、贷款', '2026-12-31 23:59 kiosk-01 第3次打印']);
  expect(foot.join()).toContain('打印时间：2026-12-31 23:59　终端号：kiosk-01　打印次数：本年第 3 次');
  expect(foot.join()).toContain('用途：银行开户、贷款　打印编号：3F0C9A52');
});

test('every purpose has words of its own, and a simulated library is named', () => {
  const uses = printPurpose.options.map((purpose) => markOf({ ...FACTS, purpose }).across[0]);
  expect(new Set(uses).size).toBe(printPurpose.options.length);
  const simulated = markOf({ ...FACTS, purpose: 'keep', simulated: true });
  for (const part of [simulated.across, simulated.foot]) expect(part.join()).toContain('模拟数据');
});
