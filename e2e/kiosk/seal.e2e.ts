import type { Page } from '@playwright/test';
import {
  type RegisterSimulator,
  startRegister,
} from '../../platform/simulators/enterprise-register/simulator.ts';
import { type SealSimulator, startSeals } from '../../platform/simulators/seals/simulator.ts';
import { systemTimers } from '../../platform/timers.ts';
import { screen } from '../pad/screen.ts';
import { expect, type KioskBench, test as kioskTest } from '../support/kiosk.ts';
import { arrive, choose, field, go, isAccessible, pad, pick, signName, toFlows, type } from './steps.ts';

/** A business applies with its electronic seal (电子印章), which it confirms by the code on its phone. */

const USCC = '91410403MA0000001Q';
const test = kioskTest.extend<{ register: RegisterSimulator; seals: SealSimulator }>({
  register: async ({ hall }, use) => {
    const register = await startRegister({ timers: systemTimers });
    await hall.set('enterpriseRegister', register.setting);
    await use(register);
    await register.close();
  },
  seals: async ({ hall }, use) => {
    const seals = await startSeals({ timers: systemTimers, now: Date.now });
    await hall.set('seals', seals.setting);
    await use(seals);
    await seals.close();
  },
});

async function scan(page: Page, bench: KioskBench): Promise<void> {
  await screen(page, 'scan');
  await bench.documents.loadSamples(1);
  await page.getByRole('button', { name: '从进纸器扫描' }).click();
  await expect(page.locator('.pages__page:not([data-raw])')).toHaveCount(1, { timeout: 90_000 });
  await go(page);
}

async function typeCode(page: Page, code: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '请输入确认码' });
  for (const digit of code) await dialog.getByRole('button', { name: digit, exact: true }).click();
  await dialog.getByRole('button', { name: '确认盖章' }).click();
}

interface Found {
  rows: { applicationId: string; code: string; state: string }[];
}
interface Desk {
  form: { seal: { state: string; signed: string; covers: string; uscc: string; simulated: boolean } };
}

test('the seal is set on the form by the code on the enterprise’s phone, and holds at the hall', async ({
  hall,
  kiosk,
  bench,
  page,
  register: _,
  seals,
}) => {
  test.setTimeout(240_000);
  await arrive(page);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
  await toFlows(page);
  await page.getByRole('button', { name: '下一页' }).click();
  await page.getByRole('button', { name: /^食品经营许可/ }).click();
  await go(page);
  await choose(page, '办好了');
  await go(page);
  await choose(page, '散装食品、食用农产品加工');
  await go(page);

  await screen(page, 'form');
  await type(page, '统一社会信用代码', USCC);
  await expect(field(page, '企业（个体工商户）名称')).toHaveValue('平顶山市示例餐饮服务有限公司');
  await pick(page, '您的身份', '法定代表人（经营者）');
  await pad(page, '手机号码', '13900000001');
  await go(page);
  await pad(page, '经营场所面积', '80');
  await pad(page, '从业人数', '3');
  await pick(page, '通过网络经营吗', '否');
  await go(page);
  await type(page, '食品安全管理员姓名', 'zhang');
  await pick(page, '在申请表上盖企业电子印章吗', '是');
  await go(page);
  for (let n = 0; n < 4; n += 1) await scan(page, bench);
  await screen(page, 'delivery');
  await page.getByLabel('到窗口领取').check();
  await go(page);
  await screen(page, 'checkAnswers');
  await go(page);
  await signName(page);
  await go(page);

  await screen(page, 'seal');
  await expect(page.locator('.eseal__facts')).toContainText('平顶山市示例餐饮服务有限公司');
  await isAccessible(page);
  seals.mode('fail');
  await page.getByRole('button', { name: '发送确认码' }).click();
  await expect(page.locator('.eseal .refusal')).toContainText('电子印章系统暂时没有回应');
  await page.getByRole('button', { name: '先提交，以后补盖' }).click();
  await expect(page.getByText('提交后大厅会通知您补盖电子印章')).toBeVisible();
  seals.mode('answer');
  await page.getByRole('button', { name: '发送确认码' }).click();
  await expect(page.getByText('确认码已发到 139****0102')).toBeVisible();
  await isAccessible(page);
  const code = seals.codeFor(USCC) ?? '';
  await typeCode(page, String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
  await expect(page.locator('dialog .refusal')).toContainText('确认码不对');
  await typeCode(page, code);
  await expect(page.getByText('电子印章已盖在申请表上')).toBeVisible();
  await expect(page.locator('.eseal')).toContainText('没有效力');
  await isAccessible(page);
  await go(page);
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });

  const console = await hall.signIn();
  const found = await console.post<Found>('/materials/search', { filter: { terminalId: kiosk.terminalId } });
  expect(found.body.rows.map((m) => `${m.code} ${m.state}`)).toEqual(
    expect.arrayContaining(['applicationForm whole', 'sealedForm whole', 'signature whole']),
  );
  const desk = await console.get<Desk>(`/applications/${found.body.rows[0]?.applicationId}/case`);
  expect(desk.body.form.seal).toMatchObject({
    state: 'sealed',
    uscc: USCC,
    signed: 'valid',
    covers: 'same',
    simulated: true,
  });
});
