import type { Page } from '@playwright/test';
import {
  type RegisterSimulator,
  startRegister,
} from '../../platform/simulators/enterprise-register/simulator.ts';
import { systemTimers } from '../../platform/timers.ts';
import { screen } from '../pad/screen.ts';
import { expect, type KioskBench, test as kioskTest } from '../support/kiosk.ts';
import { choose, field, go, pad, pick, signName, type } from './steps.ts';

/** A new business applies for several items as one (联合审批), and each of them becomes a case of its own. */

const test = kioskTest.extend<{ register: RegisterSimulator }>({
  register: async ({ hall }, use) => {
    const register = await startRegister({ timers: systemTimers });
    await hall.set('enterpriseRegister', register.setting);
    await use(register);
    await register.close();
  },
});

async function scan(page: Page, bench: KioskBench): Promise<void> {
  await screen(page, 'scan');
  await bench.documents.loadSamples(1);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(1, { timeout: 90_000 });
  await go(page);
}

interface Cases {
  rows: { itemCode: string; receiptNo: string; caseNo: string; terminalId: string }[];
}
interface Materials {
  rows: { applicationId: string; code: string; state: string }[];
}

test('two items at once: filled in once, scanned once, two cases with a number each', async ({
  hall,
  kiosk,
  bench,
  page,
  register,
}) => {
  test.setTimeout(240_000);
  await screen(page, 'attract');
  await page.getByRole('button', { name: '点这里开始' }).click();
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
  await page.getByRole('button', { name: '自助办理' }).click();
  await page.getByRole('button', { name: /^新开办企业联合审批/ }).click();
  await screen(page, 'info');
  await go(page);
  await choose(page, '领到了');
  await go(page);
  await choose(page, '是');
  await go(page);

  await screen(page, 'form');
  await type(page, '统一社会信用代码', '91350100M000100Y43');
  await expect(page.getByText('已按企业登记信息填好')).toContainText('模拟企业登记库');
  await expect(field(page, '企业（个体工商户）名称')).toHaveValue('示例制造有限公司');
  expect(register.asked).toEqual(['91350100M000100Y43']);
  await pick(page, '您的身份', '法定代表人（经营者）');
  await pad(page, '手机号码', '13900000001');
  await go(page);
  await pad(page, '成立日期', '20260105');
  await expect(field(page, '经营场所地址')).toHaveValue('河南省平顶山市卫东区示例路18号');
  await pad(page, '从业人数', '3');
  await expect(field(page, '法定代表人姓名')).toHaveValue('示例甲');
  await go(page);

  await screen(page, 'multiChoice');
  await expect(page.getByRole('button', { name: '继续', exact: true })).toBeDisabled();
  await page.getByLabel('发票领用').check();
  await page.getByLabel('住房公积金单位缴存登记').check();
  await expect(page.getByText('可以选多项，已选 2 项')).toBeVisible();
  await go(page);

  await expect(page.locator('h1')).toHaveText('发票领用');
  await pick(page, '发票种类', '两种都要');
  await pad(page, '每月估计开票金额', '5000');
  await go(page);
  await expect(page.locator('h1')).toHaveText('职工公积金');
  await pad(page, '缴存职工人数', '3');
  await pad(page, '缴存比例', '8');
  await pad(page, '每月发薪日', '15');
  await pad(page, '从哪天开始缴', new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  await go(page);
  await scan(page, bench);
  await scan(page, bench);
  await screen(page, 'delivery');
  await page.getByLabel('到窗口领取').check();
  await go(page);
  await screen(page, 'checkAnswers');
  await expect(page.locator('.answers')).toContainText('发票领用、住房公积金单位缴存登记');
  await go(page);
  await screen(page, 'sign');
  await signName(page);
  await go(page);

  await screen(page, 'submit');
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  const numbers = await page.locator('.submit__joint dd').allInnerTexts();
  expect(numbers).toHaveLength(2);
  await go(page);
  await screen(page, 'printSlip');
  await expect(page.getByText('凭条已打印')).toBeVisible();

  const clerk = await hall.signIn();
  const cases = await clerk.post<Cases>('/cases/search', { filter: {} });
  const made = cases.body.rows.filter((r) => r.terminalId === kiosk.terminalId);
  expect(made.map((r) => r.itemCode).sort()).toEqual(['WD03001', 'WD12003']);
  expect(made.map((r) => r.receiptNo).sort()).toEqual([...numbers].sort());
  expect(new Set(made.map((r) => r.caseNo)).size).toBe(2);
  const materials = await clerk.post<Materials>('/materials/search', {
    filter: { terminalId: kiosk.terminalId },
  });
  expect(materials.body.rows.map((m) => `${m.code} ${m.state}`).sort()).toEqual([
    'applicationForm whole',
    'applicationForm whole',
    'business-licence whole',
    'business-licence whole',
    'fund-roster whole',
    'signature whole',
    'signature whole',
  ]);
});
