import { STAFF_PIN } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { screen } from './screen.ts';

/** Who may open the pad, and who may leave it. */

test('the address opens once, and nothing opens without it', async ({ pad, page, browser }) => {
  await screen(page, 'idle');
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  const origin = new URL(pad.url()).origin;
  expect((await other.goto(`${origin}/`))?.status()).toBe(403);
  expect((await other.goto(pad.url()))?.status()).toBe(403);
  // The page that is in may reload.
  await page.reload();
  await screen(page, 'idle');
  await stranger.close();
});

test('a socket of another origin, or without the cookie, is refused', async ({ pad, page, browser }) => {
  await screen(page, 'idle');
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  const socket = new URL(pad.url()).origin.replace('http', 'ws');
  const opened = await other.evaluate(
    (url) =>
      new Promise<boolean>((done) => {
        const ws = new WebSocket(url);
        ws.onopen = () => done(true);
        ws.onerror = () => done(false);
      }),
    `${socket}/rpc`,
  );
  expect(opened).toBe(false);
  await stranger.close();
});

test('every answer carries the strict policy, and the page breaks none of it', async ({ pad, page }) => {
  const broken: string[] = [];
  page.on('console', (m) => m.text().includes('Content Security Policy') && broken.push(m.text()));
  const response = await page.reload();
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  await screen(page, 'idle');
  await page.getByRole('button', { name: '输入办件编号' }).click();
  await screen(page, 'type');
  await page.waitForTimeout(1_000);
  expect(broken).toEqual([]);
  expect(pad.url()).toContain('token=');
});

test('staff leave by the hidden corner and the PIN, and nobody else', async ({ pad: _, page }) => {
  await screen(page, 'idle');
  await page.mouse.move(4, 4);
  await page.mouse.down();
  const dialog = page.getByRole('dialog', { name: '工作人员入口' });
  await expect(dialog).toBeVisible({ timeout: 8_000 });
  await page.mouse.up();
  const enter = async (pin: string) => {
    for (const digit of pin) await dialog.getByRole('button', { name: digit, exact: true }).click();
    await dialog.getByRole('button', { name: '退出程序' }).click();
  };
  await enter('000000');
  await expect(dialog.getByRole('status')).toContainText('不正确');
  await enter(STAFF_PIN);
  await screen(page, 'recovering');
});
