import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { PetitionRow, PetitionStory } from '../../contracts/hub/petitions-api.ts';
import { screen } from '../pad/screen.ts';
import { filesIn } from '../support/files.ts';
import type { Hall } from '../support/hall.ts';
import { expect, type KioskBench, test } from '../support/kiosk.ts';

/** A citizen asks the hall something while the network is gone; a clerk answers; the citizen reads the answer. */

const PERSON = { name: '张伟民', number: '410403198506071230' };
const TEXT = '你好你好你好';
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click();
const title = (page: Page, text: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function enter(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await press(page, /^个人中心/);
  await screen(page, 'me');
  await title(page, '个人中心');
}

async function signIn(page: Page, bench: KioskBench, door: string): Promise<void> {
  await press(page, door);
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'me');
}

/** By the on-screen keyboard. */
async function say(page: Page): Promise<void> {
  await title(page, '请写下您要说的话');
  await expect(page.locator('.keyboard')).toBeVisible();
  for (let n = 0; n < 3; n += 1) {
    await page.keyboard.type('nihao');
    await page.locator('.keyboard').getByText('你好', { exact: true }).click();
  }
  await press(page, '继续');
}

/** What clerks see of a petition; undefined: it has not come. */
async function atHub(hall: Hall, no: string): Promise<PetitionRow | undefined> {
  const clerk = await hall.signIn('clerk');
  const { body } = await clerk.post<{ rows: PetitionRow[] }>('/petitions/search', { filter: { no } });
  return body.rows?.[0];
}

test('a question left without the network arrives, is answered, and the answer is read', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(240_000);
  await hall.stop();
  let no = '';
  try {
    await enter(page);
    await press(page, /^咨询投诉建议/);
    await press(page, /^咨询 /);
    await say(page);
    await press(page, /^不指定/);
    await press(page, /^需要答复/);
    // A guest can be answered by telephone alone: signing in is the other way.
    await title(page, '留一个手机号码');
    for (const digit of '13800001234') await press(page, digit);
    await press(page, '继续');
    await title(page, '请核对后提交');
    await signIn(page, bench, '先登录');
    await title(page, '请核对后提交');
    await expect(page.locator('.answers')).toContainText(TEXT);
    await expect(page.locator('.answers')).toContainText('张*民');
    await press(page, '提交');
    await title(page, '已经收下');
    no = (await page.locator('.booking__no').textContent()) ?? '';
    await press(page, '打印编号');
    await expect(page.getByText('已打印')).toBeVisible({ timeout: 40_000 });
    const slip = bench.receipts.texts().join('\n');
    expect(slip).toContain(no);
    expect(slip).not.toContain(TEXT);
  } finally {
    await hall.start();
  }

  await expect.poll(async () => (await atHub(hall, no))?.state, { timeout: 90_000 }).toBe('received');
  const clerk = await hall.signIn('clerk');
  const { id } = (await atHub(hall, no)) ?? { id: '' };
  const story = await clerk.get<PetitionStory>(`/petitions/${id}`);
  expect(story.body).toMatchObject({ text: TEXT, name: '张**', phone: '138****1234' });
  const answered = await clerk.post(`/petitions/${id}/answer`, { text: '周一至周五都可以办理' });
  expect(answered.status).toBe(200);

  await press(page, '回个人中心');
  const messages = page.locator('.me__menu .tile').filter({ hasText: '我的消息' });
  await expect(messages).not.toHaveAttribute('aria-disabled', 'true');
  await expect(messages).toContainText(/[1-9] 条未读/);
  // The hall is shared: the same citizen may have news of other journeys.
  const unread = (await messages.textContent()) ?? '';
  await messages.click();
  await press(page, /大厅答复了您/);
  await title(page, '大厅答复了您');
  await expect(page.locator('.me__letter')).toContainText('周一至周五都可以办理');
  await press(page, '返回');
  await press(page, '返回');
  await expect(messages).not.toHaveText(unread);
  await press(page, /^咨询和答复/);
  await page.locator('.me__row').filter({ hasText: no }).click();
  await title(page, '咨询 · 已答复');

  // The end: nothing of the citizen is on the screen, and nothing in clear on the disk.
  bench.idCard.remove();
  const asked = page.getByRole('dialog', { name: '身份证已取走' });
  await asked.getByRole('button', { name: '结束并清除' }).click();
  await screen(page, 'attract');
  for (const trace of ['张*民', no, TEXT]) expect(await page.content()).not.toContain(trace);
  for (const file of filesIn(kiosk.dir))
    for (const secret of [...Object.values(PERSON), TEXT, '13800001234'])
      expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
});

test('an address is kept; what the hall holds is seen, and deleted', async ({ kiosk: _, bench, page }) => {
  test.setTimeout(120_000);
  await enter(page);
  await press(page, /^收件地址/);
  await title(page, '查看个人信息请先登录');
  await signIn(page, bench, '登录');
  await title(page, '收件地址');
  await press(page, '添加地址');
  await title(page, '添加收件地址');
  const input = (label: string) => page.getByLabel(label, { exact: true });
  await expect(input('收件人')).toHaveValue(PERSON.name);
  await input('收件人手机号码').click();
  for (const digit of '13800001234') await press(page, digit);
  await input('邮政编码').click();
  for (const digit of '467000') await press(page, digit);
  await press(page, '保存');
  await expect(page.locator('.sheet__note')).toContainText('地址已保存');
  await press(page, '返回');
  await press(page, /^我的信息/);
  await press(page, /^收件地址/);
  await expect(page.locator('.booking__card')).toContainText('138****1234');
  await press(page, '返回');
  await press(page, '删除我的信息');
  await press(page, '确认删除');
  await title(page, '已经删除');
  await expect(page.locator('.guide__hint')).toContainText('地址 1 个');
});
