import { newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { finish, scan, screen, tap } from './screen.ts';

/** A citizen rates without a request, by the receipt or by the case number. */

async function typeCase(page: import('@playwright/test').Page, caseNo: string): Promise<void> {
  await page.getByRole('button', { name: '输入办件编号' }).click();
  await screen(page, 'type');
  for (const letter of caseNo) await page.getByRole('button', { name: letter, exact: true }).click();
  await page
    .getByRole('button', { name: /下一步|完成/ })
    .first()
    .click();
  await page.getByRole('button', { name: /已经办好了/ }).click();
}

test('a scanned receipt opens the levels, and the rating arrives', async ({ hall, pad: _, page }) => {
  await screen(page, 'idle');
  const { cases } = (await hall.counter().window()).body;
  const known = cases.find((c) => !c.rated);
  if (known === undefined) throw new Error('no case');
  await scan(page, hall.receipt(known.caseNo, known.stage));
  await screen(page, 'rating');
  await tap(page, 4);
  await finish(page);
  const admin = await hall.signIn();
  await expect
    .poll(() => admin.ratingsOf(known.caseNo))
    .toMatchObject([{ level: 4, source: 'scanned', status: 'counted' }]);
});

test('a forged receipt is refused in words and offers no levels', async ({ hall, pad: _, page }) => {
  await screen(page, 'idle');
  await scan(page, hall.receipt('WD2026100001', 2).replace('100001', '100002'));
  await screen(page, 'forgedReceipt');
  await expect(page.getByRole('heading', { name: '这张回执无法确认' })).toBeVisible();
  await expect(page.locator('[data-level]')).toHaveCount(0);
});

test('a number that the hall does not know is told so', async ({ pad: _, page }) => {
  await screen(page, 'idle');
  await typeCase(page, 'NONE-1');
  await screen(page, 'unknownCase');
  await expect(page.getByRole('heading', { name: '没有找到这个办件编号' })).toBeVisible();
});

test('a typed number of a known case opens the levels', async ({ hall, pad: _, page }) => {
  await screen(page, 'idle');
  const known = (await hall.counter().window()).body.cases.find((c) => !c.rated && c.stage === 2);
  if (known === undefined) throw new Error('no case');
  await typeCase(page, known.caseNo);
  await screen(page, 'rating');
  await tap(page, 3);
  await finish(page);
  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(known.caseNo)).toMatchObject([{ level: 3, source: 'typed' }]);
});

test('offline, a number is taken unchecked and the hub checks it later', async ({ hall, pad: _, page }) => {
  test.setTimeout(120_000);
  await screen(page, 'idle');
  await hall.stop();
  const caseNo = newCaseNo();
  await typeCase(page, caseNo);
  await screen(page, 'rating');
  await expect(page.getByText('稍后核对')).toBeVisible();
  await tap(page, 5);
  await finish(page);
  await hall.start();
  const admin = await hall.signIn();
  await expect
    .poll(() => admin.ratingsOf(caseNo), { timeout: 60_000 })
    .toMatchObject([{ level: 5, status: 'unknownCase' }]);
});
