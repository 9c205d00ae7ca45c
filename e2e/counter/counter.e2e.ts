import { finish, screen, tap } from '../pad/screen.ts';
import { newCaseNo, WINDOW } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';

/** A clerk at the counter's page. */

test.use({ viewport: { width: 420, height: 760 } });

const token = (hall: { access: { counter: { windowId: string; token: string }[] } }): string =>
  hall.access.counter.find((c) => c.windowId === WINDOW)?.token ?? '';

test('asks, watches and is told that it is rated, never how', async ({ hall, pad: _, page, context }) => {
  await screen(page, 'idle');
  const clerk = await context.newPage();
  await clerk.goto(`${hall.url}/counter/#token=${token(hall)}`);
  await expect(clerk.getByText('评价器在线')).toBeVisible();
  expect(clerk.url()).not.toContain('token');
  await clerk.getByLabel('办件编号').first().fill(newCaseNo());
  await clerk.keyboard.press('Enter');
  await expect(clerk.getByText(/评价器已响铃|评价页已打开/).first()).toBeVisible();
  await screen(page, 'rating');
  await page.bringToFront();
  await tap(page, 1);
  await expect(clerk.getByText('已评价').first()).toBeVisible();
  await finish(page);
  const seen = await clerk.locator('body').textContent();
  for (const word of ['非常满意', '不满意', '满意', '差评']) expect(seen).not.toContain(word);
});

test('takes a request back', async ({ hall, pad: _, page, context }) => {
  await screen(page, 'idle');
  const clerk = await context.newPage();
  await clerk.goto(`${hall.url}/counter/#token=${token(hall)}`);
  await clerk.getByLabel('办件编号').first().fill(newCaseNo());
  await clerk.getByRole('button', { name: '请求评价' }).click();
  await screen(page, 'rating');
  await clerk.getByRole('button', { name: '取消请求' }).click();
  await screen(page, 'cancelled');
  await expect(clerk.getByText('已取消').first()).toBeVisible();
});

test('a wrong token is told so', async ({ hall, pad: _, context }) => {
  const clerk = await context.newPage();
  await clerk.goto(`${hall.url}/counter/`);
  await clerk.getByLabel('窗口令牌').fill('A'.repeat(32));
  await clerk.getByRole('button', { name: '连接' }).click();
  await expect(clerk.getByText(/令牌无效/)).toBeVisible();
});

test('the documented API: no token, busy window, bad input, another window’s request', async ({
  hall,
  pad: _,
}) => {
  const counter = hall.counter();
  const stranger = await fetch(`${hall.url}/v1/counter/window`);
  expect(stranger.status).toBe(401);
  expect(await stranger.json()).toMatchObject({ code: 'auth.required' });
  const made = await counter.create({ caseNo: newCaseNo(), stage: 2 });
  expect((await counter.create({ caseNo: newCaseNo(), stage: 2 })).body.code).toBe('request.windowBusy');
  expect(await hall.counter('w01').get(made.body.id)).toMatchObject({
    status: 404,
    body: { code: 'request.notFound' },
  });
  expect(await counter.create({ caseNo: '不是编号', stage: 2 })).toMatchObject({
    status: 400,
    body: { code: 'input.invalid' },
  });
  await counter.cancel(made.body.id);
  const document = (await (await fetch(`${hall.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, unknown>;
  };
  expect(Object.keys(document.paths).some((p) => p.endsWith('/counter/requests'))).toBe(true);
  expect((await fetch(`${hall.url}/docs`)).status).toBe(200);
});
