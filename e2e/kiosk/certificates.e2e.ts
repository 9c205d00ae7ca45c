import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { hasCups } from '../../devices/document-printer/testing/cups.ts';
import { type Bench, startSimulators } from '../../devices/simulators/bench.ts';
import { hasSocat } from '../../devices/testing/pty.ts';
import { readCode } from '../../devices/testing/read-code.ts';
import { screen } from '../pad/screen.ts';
import { filesIn } from '../support/files.ts';
import { openKiosk, type Pad } from '../support/hall.ts';
import { test as base, expect } from '../support/test.ts';
import { arrive, choose, go, pad, signName, toFlows, type } from './steps.ts';

/** A citizen signs in by card, shows a certificate by its code, prints it and a proof; then nothing of it is left. */

const over = hasSocat() ? 'pty' : 'tcp';
const DEVICES = { idCard: { over }, ...(hasCups() ? { printing: true as const } : {}) } as const;
const test = base.extend<{ bench: Bench<{ idCard: { over: 'pty' | 'tcp' }; printing?: true }>; kiosk: Pad }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  bench: async ({}, use) => {
    const bench = await startSimulators(DEVICES);
    await use(bench);
    await bench.stop();
  },
  kiosk: async ({ hall, bench, page }, use) => {
    const env = bench.printing === undefined ? {} : { CUPS_SERVER: bench.printing.server };
    const kiosk = await openKiosk(hall, bench.declarations(), {}, env);
    await page.setViewportSize({ width: 1080, height: 1920 });
    await page.goto(kiosk.url());
    await use(kiosk);
    await kiosk.close();
    hall.library.mode('accept');
  },
});

const PERSON = { name: '张伟民', number: '410403198506071230' };
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const title = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

async function enter(page: Page): Promise<void> {
  await screen(page, 'attract');
  await press(page, '点这里开始');
  await screen(page, 'home');
  await press(page, /^证照证明/);
  await screen(page, 'certificates');
}

async function signIn(page: Page, bench: { idCard: { insert(card: string): void } }): Promise<void> {
  await title(page, '查看证照请先登录');
  await press(page, '登录');
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'certificates');
  await title(page, '证照证明');
}

/** What a sheet that came out says, by poppler; null where it is not here. */
function textOf(pdf: Uint8Array | undefined): string | null {
  const { stdout, status } = spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf ?? new Uint8Array() });
  return status === 0 ? stdout.toString('utf8').replaceAll(/\s/g, '') : null;
}

test('shows a code that the library gave, prints with mark and count, and leaves nothing', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await enter(page);
  await signIn(page, bench);
  await expect(page.locator('.sheet__note')).toContainText('模拟的电子证照库');

  await press(page, /^我的证照/);
  await press(page, /^居民身份证/);
  await expect(page.getByRole('img', { name: /^居民身份证，第 1 页/ })).toBeVisible();
  await press(page, '出示二维码');
  const code = page.getByRole('img', { name: '居民身份证的二维码' });
  await expect(code).toBeVisible();
  expect(hall.library.codes).toContain(await readCode(new Uint8Array(await code.screenshot())));
  await press(page, '返回');

  const { printing } = bench;
  if (printing === undefined) {
    await expect(page.locator('.certificates__facts')).toContainText('没有连接打印机');
  } else {
    await press(page, '打印');
    await press(page, '银行开户、贷款');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('已打印，请从出纸口取走', {
      timeout: 60_000,
    });
    await expect(page.locator('.guide__hint')).toContainText('今年第 1 次打印。今天还可以打印 2 次');
    const sheet = textOf(printing.printed()[0]);
    if (sheet !== null) {
      expect(sheet).toContain(`终端号：${kiosk.terminalId}打印次数：本年第1次`);
      expect(sheet).toContain('仅用于银行开户、贷款');
      expect(sheet).toContain('模拟数据，仅供演示，无效');
    }
    await press(page, '看其他证照');
    await press(page, /^我的证明/);
    await press(page, /^社会保险个人参保证明/);
    await expect(page.getByRole('img', { name: /^社会保险个人参保证明/ })).toBeVisible();
    await press(page, '打印');
    await press(page, '入学、升学');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('已打印，请从出纸口取走', {
      timeout: 60_000,
    });
    const proof = textOf(printing.printed()[1]);
    if (proof !== null) expect(proof).toContain('用途：入学、升学');
  }

  await press(page, '结束办理');
  await page
    .getByRole('button', { name: /结束并清除|结束办理/ })
    .last()
    .click();
  await screen(page, 'attract');
  for (const file of filesIn(kiosk.dir))
    for (const secret of Object.values(PERSON))
      expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
  for (const trace of ['张*民', '居民身份证，', 'SIM-ZZ']) expect(await page.content()).not.toContain(trace);
});

test('the library does not answer: plain words, and again when it does', async ({
  hall,
  kiosk: _,
  bench,
  page,
}) => {
  test.setTimeout(120_000);
  hall.library.mode('page');
  await enter(page);
  await title(page, '查看证照请先登录');
  await press(page, '登录');
  bench.idCard.insert('resident');
  await title(page, '没有查到证照');
  await expect(page.locator('.guide__hint')).toContainText('电子证照库暂时没有回应');
  hall.library.mode('accept');
  await press(page, '再查一次');
  await title(page, '证照证明');
});

interface Found {
  rows: { id: string; applicationId: string; code: string; state: string }[];
}
interface Story {
  materials: { row: { code: string }; signature: { valid: boolean }; pages: { source: string }[] }[];
}

test('a certificate stands for paper in an application, on a kiosk without a scanner', async ({
  hall,
  kiosk,
  bench,
  page,
}) => {
  test.setTimeout(180_000);
  await arrive(page);
  await press(page, '登录');
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
  await toFlows(page);
  await press(page, '下一页');
  await press(page, /^异地就医备案/);
  await go(page);
  await choose(page, '是');
  await go(page);
  await choose(page, '异地长期居住');
  await go(page);
  await screen(page, 'form');
  await pad(page, '手机号码', '13900000001');
  await type(page, '就医省份', 'henan');
  await go(page);
  await type(page, '就医城市', 'zhengzhou');
  await pad(page, '开始日期', new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  await go(page);

  await screen(page, 'scan');
  hall.library.mode('refuse');
  await press(page, '用电子证照、证明');
  await expect(page.locator('dialog .refusal')).toContainText('电子证照库');
  await press(page, '返回');
  hall.library.mode('accept');
  await press(page, '用电子证照、证明');
  await expect(page.locator('dialog [role=status]')).toContainText('模拟电子证照库');
  await press(page, /^选用：居民户口簿/);
  await expect(page.locator('.pages__page')).toHaveCount(1);
  await go(page);
  await screen(page, 'checkAnswers');
  await go(page);
  await signName(page);
  await go(page);
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });

  const console = await hall.signIn();
  const { body } = await console.post<Found>('/materials/search', {
    filter: { terminalId: kiosk.terminalId },
  });
  const story = await console.get<Story>(`/applications/${body.rows[0]?.applicationId}`);
  const proof = story.body.materials.find((m) => m.row.code === 'residence-proof');
  expect(proof).toMatchObject({ signature: { valid: true }, pages: [{ source: 'certificate' }] });
});
