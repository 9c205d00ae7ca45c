import type { Page } from '@playwright/test';
import { PEOPLE } from '../../platform/simulators/identity/people.ts';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { screen } from '../pad/screen.ts';
import { expect, test } from '../support/upper-systems.ts';

/** A citizen says who they are: by card, by the QR of an electronic identity, by phone and SMS; or is refused in words. */

const [ZHANG, LI, FROZEN] = PEOPLE;
if (ZHANG === undefined || LI === undefined || FROZEN === undefined) throw new Error('people');
const NOBODY = '13912345678';

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();
const title = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function toSignIn(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await press(page, '登录');
  await screen(page, 'signIn');
}
async function digits(page: Page, text: string): Promise<void> {
  for (const digit of text) await page.getByRole('button', { name: digit, exact: true }).click();
}
const signedIn = async (page: Page, name: string) => {
  await screen(page, 'home');
  await title(page, new RegExp(`^${name.replace('*', '\\*')}，您好`));
};
async function accessible(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([]);
}

test('by QR: a fresh code signs in; forged, used and frozen ones are refused in words', async ({
  kiosk: _,
  identity,
  sms: __,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  await toSignIn(page);
  await title(page, '请刷身份证，或扫身份码');
  await expect(page.getByText('由模拟器代替')).toBeVisible();
  await expect(page.getByText('等待扫码')).toBeVisible();
  await expect.poll(() => bench.code.isLit()).toBe(true);
  await accessible(page);

  const alert = page.locator('.sign-in__qr [role=alert]');
  const show = async (code: string) => {
    await expect.poll(() => bench.code.isLit()).toBe(true);
    expect(bench.code.scan(code)).toBe(true);
  };
  await show('https://example.com/not-a-code');
  await expect(alert).toContainText('这不是电子证照或身份码的二维码');
  await show(identity.codeOf(ZHANG.idNumber, -1_000));
  await expect(alert).toContainText('二维码已经过期');
  await show(identity.codeOf(FROZEN.idNumber));
  await expect(alert).toContainText('身份系统暂时不能让您登录');
  identity.mode('fail');
  await show(identity.codeOf(ZHANG.idNumber));
  await expect(alert).toContainText('身份系统现在连不上');
  await accessible(page);
  identity.mode('answer');
  const code = identity.codeOf(ZHANG.idNumber);
  await show(code);
  await signedIn(page, '张*民');
  // Proven: nobody is asked to sign in once more.
  await expect(page.getByRole('button', { name: '登录', exact: true })).toHaveCount(0);

  await press(page, '结束办理');
  await toSignIn(page);
  // The same text again at once is taken for a code that was not yet taken away.
  await expect(async () => {
    bench.code.scan(code);
    await expect(alert).toContainText('二维码已经过期', { timeout: 3_000 });
  }).toPass();
});

test('the card is read while the page waits for a code, too', async ({
  kiosk: _,
  identity: __,
  bench,
  page,
}) => {
  test.setTimeout(90_000);
  await toSignIn(page);
  await expect(page.getByText('等待扫码')).toBeVisible();
  bench.idCard.insert('resident');
  await signedIn(page, '张*民');
});

test('by SMS: the number, the code that came, and who it is', async ({
  kiosk: _,
  identity: __,
  sms,
  page,
}) => {
  test.setTimeout(120_000);
  await toSignIn(page);
  await press(page, '手机号登录');
  await title(page, '请输入手机号码');
  await accessible(page);
  await digits(page, '138');
  await press(page, '获取验证码');
  await expect(page.getByRole('alert').filter({ hasText: '11 位手机号码' })).toBeVisible();
  await digits(page, LI.phone.slice(3));
  await press(page, '获取验证码');
  await title(page, '请输入短信验证码');
  await expect(page.locator('.guide__hint')).toContainText('138****0002');
  await expect(page.getByRole('button', { name: /秒后可重新获取/ })).toBeVisible();
  await accessible(page);

  const code = sms.codeFor(LI.phone) ?? '';
  await digits(page, code === '000000' ? '111111' : '000000');
  await press(page, '登录');
  await expect(page.getByRole('alert').filter({ hasText: '验证码不对' })).toBeVisible();
  await press(page, '清空');
  // By the keypad of a keyboard as well.
  await page.getByLabel('6 位验证码').fill('');
  await page.getByLabel('6 位验证码').pressSequentially(code, { delay: 80 });
  await page.keyboard.press('Enter');
  await signedIn(page, '李*英');
});

test('a phone that is nobody’s proves no person: a name is typed to it', async ({
  kiosk: _,
  identity: __,
  sms,
  page,
}) => {
  test.setTimeout(90_000);
  await toSignIn(page);
  await press(page, '手机号登录');
  await digits(page, NOBODY);
  await press(page, '获取验证码');
  await title(page, '请输入短信验证码');
  await digits(page, sms.codeFor(NOBODY) ?? '');
  await press(page, '登录');
  await title(page, '请输入姓名和身份证号码');
  await expect(page.locator('.guide__hint')).toContainText('139****5678 已验证，没有查到实名信息');
  await press(page, '改用身份证');
  await title(page, '请刷身份证，或扫身份码');
});

test('five wrong codes end it; the gateway that sends nothing says so', async ({
  kiosk: _,
  identity: __,
  sms,
  page,
}) => {
  test.setTimeout(120_000);
  await toSignIn(page);
  await press(page, '手机号登录');
  sms.mode('fail');
  await digits(page, ZHANG.phone);
  await press(page, '获取验证码');
  await expect(page.getByRole('alert').filter({ hasText: '现在发不出短信' })).toBeVisible();
  sms.mode('take');
  await press(page, '获取验证码');
  await title(page, '请输入短信验证码');
  const wrong = sms.codeFor(ZHANG.phone) === '000000' ? '111111' : '000000';
  for (let i = 0; i < 4; i++) {
    await page.getByLabel('6 位验证码').fill(wrong);
    await press(page, '登录');
    await expect(page.getByRole('alert').filter({ hasText: '验证码不对' })).toBeVisible();
  }
  await press(page, '登录');
  await title(page, '请输入手机号码');
  await expect(page.getByRole('alert').filter({ hasText: '输错次数太多' })).toBeVisible();
});

test('the hub goes away: the page says that the card is what works, and it does', async ({
  hall,
  kiosk: _,
  identity: __,
  sms: ___,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await toSignIn(page);
  await expect(page.getByText('等待扫码')).toBeVisible();
  await hall.stop();
  try {
    await expect(page.getByText('网络暂时不通，扫码和短信登录暂不能用，请用身份证')).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('button', { name: '手机号登录' })).toHaveAttribute('aria-disabled', 'true');
    await accessible(page);
    bench.idCard.insert('resident');
    await signedIn(page, '张*民');
  } finally {
    await hall.start();
  }
});
