import type { Page } from '@playwright/test';
import { PEOPLE } from '../../platform/simulators/identity/people.ts';
import { screen } from '../pad/screen.ts';
import { expect, test } from '../support/upper-systems.ts';

/** A citizen who cannot use the touch screen: keys alone, from the first page to the last, and the focus always to be seen. */

const [ZHANG] = PEOPLE;
if (ZHANG === undefined) throw new Error('people');

interface Focus {
  name: string;
  /** Something shows where the focus is. */
  visible: boolean;
}

/** What has the focus: its name, and whether a ring is drawn around it or its label. */
const focus = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const at = document.activeElement;
    // After the last place a browser's focus leaves the page for a moment.
    if (!(at instanceof HTMLElement) || at.tabIndex < 0) return { name: '', visible: false };
    const label = at instanceof HTMLInputElement ? (at.labels?.[0] ?? at.closest('label')) : null;
    const hasRing = (e: Element | null): boolean => {
      if (e === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(e);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    };
    return {
      name: (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim(),
      visible: hasRing(at) || hasRing(label),
    };
  });

/** Presses `key` until what is named has the focus; every stop on the way can be seen. */
async function reach(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press(key);
    const at = await focus(page);
    if (at.name !== '') expect([at.name, at.visible]).toEqual([at.name, true]);
    if (name.test(at.name)) return;
    seen.push(at.name);
  }
  throw new Error(`${name} was not reached: ${seen.join(' | ')}`);
}
async function press(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  await reach(page, name, key);
  await page.keyboard.press('Enter');
}
const typeSlowly = (page: Page, text: string) => page.keyboard.type(text, { delay: 90 });
const title = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

test('signs in, asks for help, walks a flow and ends it, by keys alone', async ({
  kiosk: _,
  identity: __,
  sms,
  page,
}) => {
  test.setTimeout(180_000);
  await screen(page, 'attract');
  await press(page, /^点这里开始$/);
  await screen(page, 'home');

  // Settings, by arrows; they hold for this visit.
  await press(page, /^显示设置$/, 'ArrowUp');
  await reach(page, /^高对比度/);
  await page.keyboard.press('Space');
  await press(page, /^好了$/, 'ArrowDown');
  await expect(page.locator(':root[data-contrast]')).toHaveCount(1);

  await press(page, /^登录$/, 'ArrowDown');
  await screen(page, 'signIn');
  await expect(page.getByText('等待扫码')).toBeVisible();
  await press(page, /^手机号登录$/, 'ArrowDown');
  await title(page, '请输入手机号码');
  await reach(page, /^手机号码/);
  await typeSlowly(page, ZHANG.phone);
  await page.keyboard.press('Enter');
  await title(page, '请输入短信验证码');
  await reach(page, /^6 位验证码/);
  await typeSlowly(page, sms.codeFor(ZHANG.phone) ?? '');
  await page.keyboard.press('Enter');
  await screen(page, 'home');
  await title(page, /^张\*民/);

  await press(page, /^需要帮助$/, 'ArrowUp');
  const help = page.getByRole('dialog', { name: '需要帮助？' });
  await expect(help).toBeVisible();
  await reach(page, /^呼叫工作人员$/, 'ArrowDown');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await press(page, /^自助办理/);
  await press(page, /^居住证.*预审|^居住证/);
  await screen(page, 'choice');
  await reach(page, /^满半年/);
  await page.keyboard.press('Space');
  await expect(page.getByLabel('满半年', { exact: true })).toBeChecked();
  const question = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  await press(page, /^继续$/);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(question);
  await press(page, /^上一步$/);
  await title(page, question);

  await press(page, /^结束办理$/, 'ArrowUp');
  await expect(page.getByRole('dialog', { name: '要结束办理吗？' })).toBeVisible();
  await press(page, /^结束并清除$/, 'ArrowDown');
  await screen(page, 'attract');
  // The next citizen finds the hall's own settings.
  await expect(page.locator(':root[data-contrast]')).toHaveCount(0);
});
