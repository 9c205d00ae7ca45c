import { LEVELS } from '../../contracts/levels.ts';
import { newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { finish, home, scan, screen, tap } from './screen.ts';

/** A citizen rates at the counter's request. */

test('every level of the five submits end to end, and the counter never learns which', async ({
  hall,
  pad: _,
  page,
}) => {
  const counter = hall.counter();
  const admin = await hall.signIn();
  for (const level of LEVELS) {
    const caseNo = newCaseNo();
    const made = await counter.create({ caseNo, stage: 2, itemName: '公司设立登记' });
    expect(made.status).toBe(201);
    await screen(page, 'rating');
    await expect(page.getByText('公司设立登记')).toBeVisible();
    await tap(page, level);
    await expect(page.getByRole('heading', { name: /谢谢您的评价/ })).toBeVisible();
    await expect.poll(async () => (await counter.get(made.body.id)).body.state).toBe('rated');
    expect(JSON.stringify((await counter.get(made.body.id)).body)).not.toContain('level');
    await finish(page);
    await expect
      .poll(() => admin.ratingsOf(caseNo))
      .toMatchObject([{ level, status: 'counted', source: 'request' }]);
    await home(page);
  }
});

test('five levels: fixed order, one size, none chosen beforehand', async ({ hall, pad: _, page }) => {
  await hall.counter().create({ caseNo: newCaseNo(), stage: 2 });
  await screen(page, 'rating');
  const levels = page.locator('[data-level]');
  expect(await levels.allInnerTexts()).toEqual(['非常满意', '满意', '基本满意', '不满意', '非常不满意']);
  const boxes = await Promise.all((await levels.all()).map(async (l) => await l.boundingBox()));
  const sizes = boxes.map((b) => [Math.round(b?.width ?? 0), Math.round(b?.height ?? 0)].join('×'));
  expect(new Set(sizes.map((s) => s)).size).toBe(1);
  const styles = await levels.evaluateAll((all) =>
    all.map((e) =>
      [
        getComputedStyle(e).backgroundColor,
        getComputedStyle(e).color,
        getComputedStyle(e).borderColor,
      ].join(),
    ),
  );
  expect(new Set(styles).size).toBe(1);
  expect(await page.locator('[aria-pressed="true"], [aria-checked="true"]').count()).toBe(0);
});

test('tags, words by the pinyin keyboard and the anonymous switch are in the one rating that arrives', async ({
  hall,
  pad: _,
  page,
}) => {
  const caseNo = newCaseNo();
  await hall.counter().create({ caseNo, stage: 1 });
  await screen(page, 'rating');
  await tap(page, 2);
  await page.getByRole('checkbox', { name: '没有提供材料清单' }).click();
  await page.getByRole('button', { name: /更多选项/ }).click();
  await page.getByRole('checkbox', { name: '服务态度生硬' }).click();
  await page.getByRole('button', { name: '选好了' }).click();
  await page.getByRole('checkbox', { name: '匿名评价' }).check();
  await page.getByRole('button', { name: '写几句话' }).click();
  const dialog = page.getByRole('dialog');
  for (const letter of 'dengtaijiu') await dialog.getByRole('button', { name: letter, exact: true }).click();
  await dialog
    .getByRole('button', { name: /等太久/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: '完成' }).click();
  await finish(page);

  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(caseNo)).toHaveLength(1);
  const [row] = await admin.ratingsOf(caseNo);
  const story = await admin.get<{ text: string; anonymous: boolean; row: { tags: string[] } }>(
    `/ratings/${row?.id}`,
  );
  expect(story.body).toMatchObject({ text: '等太久', anonymous: true });
  expect(story.body.row.tags.toSorted()).toEqual(['208', '214']);
});

test('an undo within ten seconds leaves nothing, and the citizen chooses again', async ({
  hall,
  pad: _,
  page,
}) => {
  const caseNo = newCaseNo();
  const counter = hall.counter();
  const made = await counter.create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await tap(page, 1);
  await page.getByRole('button', { name: /撤回重选/ }).click();
  await screen(page, 'undone');
  await expect.poll(async () => (await counter.get(made.body.id)).body.state).toBe('opened');
  await tap(page, 4);
  await finish(page);
  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(caseNo)).toMatchObject([{ level: 4 }]);
});

test('a double tap is one rating', async ({ hall, pad: _, page }) => {
  const caseNo = newCaseNo();
  await hall.counter().create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await page.locator('[data-level="5"]').dblclick({ delay: 5 });
  await screen(page, 'saved');
  await finish(page);
  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(caseNo)).toHaveLength(1);
});

test('the counter takes the request back', async ({ hall, pad: _, page }) => {
  const counter = hall.counter();
  const made = await counter.create({ caseNo: newCaseNo(), stage: 2 });
  await screen(page, 'rating');
  await counter.cancel(made.body.id);
  await screen(page, 'cancelled');
  await expect(page.getByText('没有保存任何评价')).toBeVisible();
  await home(page);
});

test('the citizen does not want to rate', async ({ hall, pad: _, page }) => {
  const counter = hall.counter();
  const made = await counter.create({ caseNo: newCaseNo(), stage: 2 });
  await screen(page, 'rating');
  await page.getByRole('button', { name: '不评价' }).click();
  await screen(page, 'idle');
  await expect.poll(async () => (await counter.get(made.body.id)).body.state).toBe('declined');
});

test('nobody rates: after a minute it times out, nothing is chosen for anybody', async ({
  hall,
  pad: _,
  page,
}) => {
  test.setTimeout(120_000);
  const caseNo = newCaseNo();
  const counter = hall.counter();
  const made = await counter.create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await expect(page.locator('[data-screen="timedOut"]')).toBeVisible({ timeout: 70_000 });
  await expect(page.getByText('没有替您选择任何评价')).toBeVisible();
  await expect.poll(async () => (await counter.get(made.body.id)).body.state).toBe('expired');
  expect(await (await hall.signIn()).ratingsOf(caseNo)).toEqual([]);
});

test('a case that is rated is answered 已评价, at the counter and at the pad', async ({
  hall,
  pad: _,
  page,
}) => {
  const caseNo = newCaseNo();
  const counter = hall.counter();
  await counter.create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await tap(page, 5);
  await finish(page);
  await expect
    .poll(async () => (await counter.create({ caseNo, stage: 2 })).body.code)
    .toBe('case.alreadyRated');
  await home(page);
  await scan(page, hall.receipt(caseNo, 2));
  await screen(page, 'alreadyRated');
  await expect(page.getByRole('heading', { name: /已经评价过了/ })).toBeVisible();
});

test('elder mode and English last for one citizen', async ({ hall, pad: _, page }) => {
  await hall.counter().create({ caseNo: newCaseNo(), stage: 2 });
  await screen(page, 'rating');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('Very satisfied', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Large text' }).click();
  await tap(page, 5);
  await page.getByRole('button', { name: 'Done' }).click();
  await screen(page, 'thanks');
  await screen(page, 'idle');
  await expect(page.getByRole('heading', { name: '3号窗口' })).toBeVisible();
  await expect(page.getByRole('button', { name: '长辈模式' })).toBeVisible();
});
