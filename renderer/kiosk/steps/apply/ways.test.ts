import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pxPerMm } from '../../../../contracts/panel.ts';
import { axeFaults } from '../../../../scripts/lib/axe.ts';
import { looksOf } from '../../../testing/looks.ts';
import { misfits } from '../../../testing/measures.ts';
import { CHROMIUM, type Look, startWaysBrowser, type WaysBrowser } from './testing/ways-browser.ts';

let browser: WaysBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startWaysBrowser();
});
afterAll(() => browser?.close());

const FILES = [
  ['a1', 'IMG_1.jpg', false],
  ['a2', '房屋租赁合同（2026年度，含补充协议及双方身份证复印件）.pdf', true],
  ['a3', 'third.png', false],
].map(([n, name, isPdf]) => ({
  id: `3f0c9a52-7c1e-4b8a-9c55-0123456789${n}`,
  name: String(name),
  isPdf: isPdf === true,
  bytes: 2_400_000,
}));

const phoneWay = (page: Page) => page.getByRole('button', { name: /用手机传|From my phone/ });
const reuseWay = (page: Page) => page.getByRole('button', { name: /用以前交过的材料|Use earlier papers/ });
async function openPhone(page: Page, files: typeof FILES = []): Promise<void> {
  await page.evaluate((sent) => {
    window.wishes.files = sent;
    window.wishes.seen = sent.length > 0;
  }, files);
  await phoneWay(page).click();
  await page.locator('.qr').waitFor();
  if (files.length > 0) await page.locator('.phone__file').first().waitFor();
}
const status = (page: Page) => page.locator('dialog [role=status]');
const called = (page: Page, name: string) =>
  page.evaluate((n) => window.called.filter((c) => c === n).length, name);

describe.skipIf(CHROMIUM === null)('the way from a phone', () => {
  test('tells how the phone stands, and takes file by file until the step is full', async () => {
    const { page, errors, close } = await browser.open();
    await openPhone(page);
    await expect.poll(() => status(page).textContent()).toContain('15 分钟');
    await page.evaluate(() => {
      window.wishes.seen = true;
    });
    await expect.poll(() => status(page).textContent(), { timeout: 5_000 }).toContain('手机已连接');
    await page.evaluate((files) => {
      window.wishes.files = files;
    }, FILES);
    await expect.poll(() => page.locator('.phone__file').count(), { timeout: 5_000 }).toBe(2);
    await page.getByRole('button', { name: '不要：IMG_1.jpg' }).click();
    await page.getByRole('button', { name: /^用这个：房屋/ }).click();
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await expect.poll(() => called(page, 'closePhone')).toBe(1);
    expect(await page.locator('.pages__page').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('says what is wrong, and goes on', async () => {
    const { page, close } = await browser.open();
    await openPhone(page, FILES);
    await page.evaluate(() => {
      window.wishes.refuse.takePhoneFile = 'material.active';
    });
    await page.getByRole('button', { name: '用这个：IMG_1.jpg' }).click();
    await expect.poll(() => page.locator('dialog .refusal').textContent()).toContain('不安全');
    await page.evaluate(() => {
      window.wishes.refuse.phoneFiles = 'hub.unreachable';
    });
    await expect.poll(() => status(page).textContent(), { timeout: 5_000 }).toContain('正在重试');
    await page.evaluate(() => {
      window.wishes.refuse.phoneFiles = 'phone.over';
    });
    await expect
      .poll(() => page.getByRole('button', { name: '重新生成二维码' }).count(), { timeout: 8_000 })
      .toBe(1);
    await page.evaluate(() => {
      window.wishes.refuse = {};
    });
    await page.getByRole('button', { name: '重新生成二维码' }).click();
    await page.locator('.qr').waitFor();
    await page.getByRole('button', { name: '返回' }).click();
    const before = await called(page, 'phoneFiles');
    await page.waitForTimeout(2_500);
    expect(await called(page, 'phoneFiles')).toBe(before);
    await close();
  });

  test('cannot be opened while the hub is away, and says so', async () => {
    const { page, close } = await browser.open();
    await page.evaluate(() =>
      window.stand({
        ways: {
          flatbed: true,
          feeder: false,
          camera: null,
          usb: true,
          phone: 'away',
          reuse: false,
          certificate: 'away',
        },
      }),
    );
    await expect.poll(() => phoneWay(page).getAttribute('aria-disabled')).toBe('true');
    expect(await phoneWay(page).textContent()).toContain('网络暂时不通');
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('the way from an earlier application', () => {
  test('shows what, when and for what, and takes it', async () => {
    const { page, close } = await browser.open();
    await reuseWay(page).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('2026年3月5日');
    expect(await dialog.textContent()).toContain('居住证申领');
    await dialog.getByRole('button', { name: /房屋租赁合同/ }).click();
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await page.getByLabel('同意大厅保存这份材料').check({ force: true });
    await expect.poll(() => called(page, 'allowReuse')).toBe(1);
    await close();
  });
});

const certificateWay = (page: Page) => page.getByRole('button', { name: /用电子证照|Use an e-cert/ });

describe.skipIf(CHROMIUM === null)('the way from the e-certificate library', () => {
  test('asks when it is wished, says that it is simulated, and takes one', async () => {
    const { page, errors, close } = await browser.open();
    expect(await called(page, 'fittingCertificates')).toBe(0);
    await certificateWay(page).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => status(page).textContent()).toContain('模拟电子证照库');
    expect(await dialog.textContent()).toContain('平顶山市自然资源和规划局，长期有效');
    await page.evaluate(() => {
      window.wishes.refuse.takeCertificate = 'certificate.libraryAway';
    });
    await dialog.getByRole('button', { name: /不动产权证书/ }).click();
    await expect.poll(() => page.locator('dialog .refusal').textContent()).toContain('电子证照');
    await page.evaluate(() => {
      window.wishes.refuse = {};
    });
    await dialog.getByRole('button', { name: /不动产权证书/ }).click();
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    expect(await page.locator('.pages__page').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('that has none, or refuses, says so and leaves the other ways', async () => {
    const { page, close } = await browser.open();
    await page.evaluate(() => {
      window.wishes.certificates.rows = [];
    });
    await certificateWay(page).click();
    await expect.poll(() => page.getByRole('dialog').textContent()).toContain('没有可以代替这份材料');
    await page.getByRole('button', { name: '返回' }).click();
    await page.evaluate(() => {
      window.wishes.refuse.fittingCertificates = 'certificate.refused';
    });
    await certificateWay(page).click();
    await expect.poll(() => page.locator('dialog .refusal').textContent()).not.toBe('');
    await page.getByRole('button', { name: '返回' }).click();
    await expect.poll(() => phoneWay(page).isEnabled()).toBe(true);
    await close();
  });

  test.each([
    ['unproven', '刷身份证'],
    ['away', '网络暂时不通'],
  ] as const)('%s: the button says why not', async (certificate, words) => {
    const { page, close } = await browser.open();
    await page.evaluate(
      (way) =>
        window.stand({
          ways: {
            flatbed: true,
            feeder: false,
            camera: null,
            usb: true,
            phone: 'ready',
            reuse: false,
            certificate: way,
          },
        }),
      certificate,
    );
    await expect.poll(() => certificateWay(page).getAttribute('aria-disabled')).toBe('true');
    expect(await certificateWay(page).textContent()).toContain(words);
    await close();
  });
});

const LOOKS: [string, Look][] = [
  ['upright', {}],
  ['lying, elder', { width: 1920, height: 1080, elder: true }],
  ['upright, elder, English', { lang: 'en', elder: true }],
];

describe.skipIf(CHROMIUM === null).each(looksOf(LOOKS))('%s', (_name, look) => {
  test('neither dialog has a fault of access, or anything too small, too near or off the screen', async () => {
    const { page, errors, close } = await browser.open(look);
    const { width = 1080, height = 1920 } = look;
    const mm = pxPerMm({ widthPx: width, heightPx: height, diagonalInch: 21.5 });
    const faults: unknown[] = [];
    const check = async (name: string) => {
      for (const fault of await axeFaults(page)) faults.push([name, fault]);
      if (name !== 'scan') for (const misfit of await misfits(page, mm)) faults.push([name, misfit]);
    };
    await check('scan');
    await openPhone(page);
    await check('phone');
    await page.locator('.page-foot .button').last().click();
    await openPhone(page, FILES);
    await check('files');
    await page.locator('.page-foot .button').last().click();
    await reuseWay(page).click();
    await check('reuse');
    await page.locator('.page-foot .button').last().click();
    await certificateWay(page).click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await check('certificate');
    expect(faults).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  }, 60_000);
});
