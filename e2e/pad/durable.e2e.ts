import { newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { finish, home, screen, tap } from './screen.ts';

/** What the screen called saved is never lost and counts once. */

test('rated with the hub stopped, the terminal killed, both started: exactly one rating', async ({
  hall,
  pad,
  page,
}) => {
  test.setTimeout(120_000);
  const caseNo = newCaseNo();
  const counter = hall.counter();
  await counter.create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await hall.stop();
  await tap(page, 1);
  // The power goes before the citizen is done.
  await pad.kill();
  await screen(page, 'recovering');
  await pad.start();
  await page.goto(pad.url());
  await screen(page, 'idle');
  await expect(page.getByText('1 条评价待上传')).toBeVisible();
  await hall.start();
  const admin = await hall.signIn();
  await expect
    .poll(() => admin.ratingsOf(caseNo), { timeout: 60_000 })
    .toMatchObject([{ level: 1, status: 'counted' }]);
  await expect(page.getByText('条评价待上传')).toHaveCount(0);
  expect(await admin.ratingsOf(caseNo)).toHaveLength(1);
});

test('the hub killed between two ratings loses neither', async ({ hall, pad: _, page }) => {
  test.setTimeout(120_000);
  const admin = await hall.signIn();
  const cases = [newCaseNo(), newCaseNo()];
  for (const caseNo of cases) {
    await hall.counter().create({ caseNo, stage: 2 });
    await screen(page, 'rating');
    await tap(page, 3);
    await finish(page);
    await home(page);
    await hall.kill();
    await hall.start();
    await expect(page.getByText('已联网')).toBeVisible({ timeout: 60_000 });
  }
  for (const caseNo of cases)
    await expect.poll(() => admin.ratingsOf(caseNo), { timeout: 60_000 }).toHaveLength(1);
});

test('the page comes back by itself when its service is started anew', async ({ pad, page }) => {
  await screen(page, 'idle');
  await pad.kill();
  await screen(page, 'recovering');
  await pad.start();
  await screen(page, 'idle');
});
