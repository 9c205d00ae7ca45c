import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import type { Browser, Page } from '@playwright/test';
import PDFDocument from 'pdfkit';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { screen } from '../pad/screen.ts';
import { expect, type KioskBench, test } from '../support/kiosk.ts';
import { arrive, choose, field, go, isAccessible, pad, pick, signName, toFlows } from './steps.ts';

/** Papers from the citizen's phone: by the QR code on the screen, over the hub, to the pages of the step. */

async function fillHome(page: Page): Promise<void> {
  await screen(page, 'form');
  await pad(page, '手机号码', '13900000001');
  await field(page, '现居住地址').click();
  await page.locator('.keyboard [data-skbtn="{latin}"]').click();
  for (const sign of 'jianshelu') await page.locator(`.keyboard [data-skbtn="${sign}"]`).click();
  await go(page);
  await expect(page.getByText('第 2 页')).toBeVisible();
  await pad(page, '从哪天住在这里', '20250301');
  await pick(page, '住处是', '租的房子');
  await pick(page, '居住事由', '就学');
  await go(page);
}

/** To the scan of the lease, signed in by card. */
async function toLease(page: Page, bench: KioskBench): Promise<void> {
  await arrive(page);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await screen(page, 'signIn');
  bench.idCard.insert('resident');
  await screen(page, 'home');
  await toFlows(page);
  await page.getByRole('button', { name: /^居住证申领/ }).click();
  await screen(page, 'choice');
  await choose(page, '满半年');
  await go(page);
  await fillHome(page);
  await screen(page, 'scan');
}

/** As a phone's camera does it: from what stands on the screen. */
async function readCode(page: Page): Promise<string> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const picture = await page.locator('.qr').screenshot();
  const [code] = await readBarcodes(new Blob([new Uint8Array(picture)]));
  return code?.text ?? '';
}

async function openPhone(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  });
  const phone = await context.newPage();
  await phone.goto(url);
  return phone;
}

const send = (phone: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  phone.locator('.picker input').last().setInputFiles(files);

function photo(): Buffer {
  const canvas = createCanvas(1_800, 2_400);
  const c = canvas.getContext('2d');
  c.fillStyle = '#fff';
  c.fillRect(0, 0, 1_800, 2_400);
  c.fillStyle = '#246';
  c.fillRect(200, 300, 1_200, 900);
  return canvas.toBuffer('image/jpeg', 85);
}

async function pdf(): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4' });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  doc.image(photo(), 40, 40, { width: 500 });
  doc.addPage().text('2');
  doc.end();
  await new Promise((ended) => doc.once('end', ended));
  return Buffer.concat(parts);
}

test('scans the code, sends from the phone, takes it at the kiosk; then the phone is shut out', async ({
  kiosk: _,
  bench,
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await toLease(page, bench);
  await page.getByRole('button', { name: '用手机传' }).click();
  const dialog = page.getByRole('dialog', { name: '用手机传文件' });
  await expect(page.locator('.qr')).toBeVisible();
  await isAccessible(page);
  const url = await readCode(page);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/phone\/[A-Za-z0-9_-]{32}$/);

  const phone = await openPhone(browser, url);
  await expect(phone.getByText('拍清楚、拍完整')).toBeVisible();
  await expect(dialog.getByText('手机已连接')).toBeVisible();
  await isAccessible(phone);
  await send(
    phone,
    { name: '租房合同.jpg', mimeType: 'image/jpeg', buffer: photo() },
    { name: 'trick.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') },
    { name: 'lease.pdf', mimeType: 'application/pdf', buffer: await pdf() },
  );
  const row = (name: string) => phone.locator('li').filter({ hasText: name });
  await expect(row('租房合同.jpg')).toContainText('已传到自助机');
  await expect(row('trick.jpg')).toContainText('不是 JPG、PNG 或 PDF');
  await expect(row('lease.pdf')).toContainText('已传到自助机');
  await isAccessible(phone);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.getByRole('button', { name: 'English' }).click();
  await expect(row('lease.pdf')).toContainText('Sent to the kiosk');

  await expect(dialog.getByText('收到 2 个文件')).toBeVisible();
  await expect(dialog.getByText('trick.jpg')).toBeHidden();
  await isAccessible(page);
  await dialog.getByRole('button', { name: '用这个：租房合同.jpg' }).click();
  await expect(dialog.getByText('租房合同.jpg')).toBeHidden();
  // A PDF is a document by itself.
  await dialog.getByRole('button', { name: '用这个：lease.pdf' }).click();
  await expect(dialog.getByRole('alert')).toContainText('PDF');
  await dialog.getByRole('button', { name: '不要：lease.pdf' }).click();
  await expect(dialog.getByText('lease.pdf')).toBeHidden();
  await dialog.getByRole('button', { name: '选好了，返回' }).click();
  await expect(page.locator('.pages__page')).toHaveCount(1);

  await send(phone, { name: 'late.jpg', mimeType: 'image/jpeg', buffer: photo() });
  await expect(row('late.jpg')).toContainText('no longer valid');
  await phone.reload();
  await expect(phone.getByText('这个二维码已失效')).toBeVisible();
  await isAccessible(phone);
  await phone.context().close();
});

test('says why not while the hub is away', async ({ hall, kiosk: _, bench, page }) => {
  test.setTimeout(180_000);
  await toLease(page, bench);
  const way = page.getByRole('button', { name: '用手机传' });
  await expect(way).toBeVisible();
  await hall.stop();
  try {
    await expect(way).toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 });
    await expect(way).toContainText('网络暂时不通');
    await isAccessible(page);
  } finally {
    await hall.start();
  }
  await expect(way).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 });
});

test('what was handed in with consent is offered the next time', async ({
  kiosk: _,
  bench,
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  await toLease(page, bench);
  await expect(page.getByRole('button', { name: '用以前交过的材料' })).toBeHidden();
  await page.getByRole('button', { name: '用手机传' }).click();
  const phone = await openPhone(browser, await readCode(page));
  await send(phone, { name: 'lease.pdf', mimeType: 'application/pdf', buffer: await pdf() });
  await page.getByRole('button', { name: '用这个：lease.pdf' }).click();
  // A PDF is all that the step takes: the dialog is over.
  await expect(page.locator('.pages__page')).toHaveCount(1);
  await expect(page.getByRole('dialog')).toBeHidden();
  await phone.context().close();
  await page.getByLabel('同意大厅保存这份材料').check();
  await isAccessible(page);
  await go(page);
  await screen(page, 'delivery');
  await page.getByLabel('到窗口领取').check();
  await go(page);
  await screen(page, 'checkAnswers');
  await go(page);
  await screen(page, 'sign');
  await signName(page);
  await go(page);
  await expect(page.getByText('大厅已收到您的申请和全部材料')).toBeVisible({ timeout: 120_000 });
  await go(page);
  await screen(page, 'printSlip');
  await go(page);
  await screen(page, 'done');
  bench.idCard.remove();
  await page.getByRole('button', { name: '完成', exact: true }).click();

  await toLease(page, bench);
  await page.getByRole('button', { name: '用以前交过的材料' }).click();
  const dialog = page.getByRole('dialog', { name: '用以前交过的材料' });
  await expect(dialog).toContainText('同意再次使用');
  await isAccessible(page);
  await dialog.getByRole('button', { name: /^选用/ }).click();
  await expect(page.locator('.pages__page')).toHaveCount(1);
  await expect(page.locator('.pages__page')).toContainText('PDF 文件，2 页');
});
