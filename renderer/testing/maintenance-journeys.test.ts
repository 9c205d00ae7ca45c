import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type MaintenanceGallery, startMaintenanceGallery } from './maintenance-browser.ts';
import { FAKE_PIN, MAINTENANCE_SESSION as sessionId } from './maintenance-fixtures.ts';

/** What a technician's hands do on the staff's screens, in a real Chromium over a fake service that records. */

let gallery: MaintenanceGallery;
beforeAll(async () => {
  if (CHROMIUM !== null) gallery = await startMaintenanceGallery();
});
afterAll(() => gallery?.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Taps whatever the button says of itself, as a finger does. */
const tap = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click({ force: true });
const open = (page: Page, device: string) => page.locator(`[data-device="${device}"]`).click();
const says = (page: Page, text: string | RegExp) =>
  page.locator('[role="status"], [role="alert"]').getByText(text).first().waitFor();
const typePin = async (page: Page, pin: string) => {
  for (const digit of pin) await press(page, digit);
};
const holdCorner = async (page: Page) => {
  await page.mouse.move(30, 30);
  await page.mouse.down();
  await page.clock.runFor(5_500);
  await page.mouse.up();
  await page.getByRole('dialog').waitFor();
};

describe.skipIf(CHROMIUM === null)('the staff’s door', { timeout: 60_000 }, () => {
  test('leads from the pad into maintenance and, when the session is over, back', async () => {
    const { page, sent, errors, close } = await gallery.open(
      { state: 'pad', panel: 'landscape' },
      { clock: true },
    );
    await holdCorner(page);
    await typePin(page, FAKE_PIN);
    await press(page, '进入维护');
    await page.getByRole('heading', { name: '设备维护 pad-01' }).waitFor();
    expect(await sent('maintenance.enter')).toEqual([{ by: 'pin', pin: FAKE_PIN }]);
    expect(await page.locator('[data-screen="idle"]').count()).toBe(0);
    // Read from arm's length, whatever the panel.
    const unit = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--distance'));
    expect(await unit()).toBe('1');
    await page.evaluate(() => window.fake.end());
    await page.locator('[data-screen="idle"]').waitFor();
    expect(await unit()).toBe('1.74');
    expect(errors).toEqual([]);
    await close();
  });

  test('says in words that a PIN is wrong, and that it is locked', async () => {
    const { page, close } = await gallery.open({ state: 'door' });
    for (let n = 0; n < 4; n += 1) {
      await typePin(page, '0000');
      await press(page, '进入维护');
      await says(page, '员工密码不正确');
      expect(await page.locator('.door__dots').textContent()).toContain('已输入 0 位');
    }
    await typePin(page, '0000');
    await press(page, '进入维护');
    await says(page, '已锁定五分钟');
    await close();
  });

  test('takes a PIN from a keyboard', async () => {
    const { page, sent, close } = await gallery.open({ state: 'door' });
    await page.keyboard.type('2468109');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect.poll(() => sent('maintenance.enter')).toEqual([{ by: 'pin', pin: FAKE_PIN }]);
    await expect.poll(() => page.evaluate(() => window.fake.ended)).toBe(true);
    await close();
  });

  test('sends nothing before four digits', async () => {
    const { page, sent, close } = await gallery.open({ state: 'door' });
    await typePin(page, '246');
    await tap(page, '进入维护');
    await tap(page, '退出程序');
    await page.locator('h2').focus();
    await page.keyboard.press('Enter');
    expect(await sent('maintenance.enter')).toEqual([]);
    expect(await sent('shell.exit')).toEqual([]);
    await close();
  });

  test('leaves the kiosk by the other way', async () => {
    const { page, sent, close } = await gallery.open({ state: 'door' });
    await typePin(page, FAKE_PIN);
    await press(page, '退出程序');
    await says(page, '正在退出程序');
    expect(await sent('shell.exit')).toEqual([{ pin: FAKE_PIN }]);
    await close();
  });

  test('opens to a badge, and says why another one does not open it', async () => {
    const { page, close } = await gallery.open({ state: 'door' });
    await press(page, '刷工牌进入维护');
    await says(page, '请把工牌对准扫码器');
    await page.evaluate(() => window.fake.badge('badge.wrong'));
    await says(page, '工牌不在本机的名单里');
    await press(page, '再刷一次');
    await page.evaluate(() => window.fake.badge(null));
    await expect.poll(() => page.evaluate(() => window.fake.ended)).toBe(true);
    await close();
  });

  test('ends the wait for a badge when somebody types a PIN instead, or goes away', async () => {
    const { page, sent, show, close } = await gallery.open({ state: 'door' });
    await press(page, '刷工牌进入维护');
    await press(page, '改用密码');
    await says(page, '请输入维护密码');
    await expect.poll(() => sent('maintenance.enter aborted')).toHaveLength(1);
    await typePin(page, FAKE_PIN);
    await press(page, '进入维护');
    await expect.poll(() => page.evaluate(() => window.fake.ended)).toBe(true);

    await show({ state: 'pad' });
    await page.clock.install();
    await holdCorner(page);
    await press(page, '刷工牌进入维护');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => sent('maintenance.enter aborted')).toHaveLength(1);
    await close();
  });

  test('hands what a scanner types to the service, not to the citizen’s page', async () => {
    const { page, sent, close } = await gallery.open({ state: 'pad' }, { clock: true });
    await holdCorner(page);
    await press(page, '刷工牌进入维护');
    await page.evaluate(
      (keys) => {
        for (const key of keys)
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      },
      [...'STAFF-0001', 'Enter'],
    );
    await expect.poll(() => sent('devices.wedge')).toEqual([{ text: 'STAFF-0001' }]);
    expect(await sent('pad.walkUp')).toEqual([]);
    await close();
  });

  test('closes when it is left alone', async () => {
    const { page, close } = await gallery.open({ state: 'pad' }, { clock: true });
    await holdCorner(page);
    await press(page, '1');
    await page.clock.runFor(29_000);
    await press(page, '2');
    await page.clock.runFor(29_000);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.clock.runFor(2_000);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('a device', { timeout: 60_000 }, () => {
  const of = (deviceId: string) => ({ sessionId, deviceId });

  test('tells its state by word and shape, and that a simulator stands in its place', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    const cards = page.locator('.card');
    const marks = await cards.locator('.mark').allInnerTexts();
    expect(marks).toEqual(['正常', '正常', '未连接', '正常', '故障', '需留意', '已停用']);
    const shapes = await cards
      .locator('.mark .shape__outline')
      .evaluateAll((all) => all.map((e) => e.getAttribute('d')));
    expect(new Set(shapes).size).toBe(new Set(marks).size);
    expect(await cards.locator('.badge--simulated').allInnerTexts()).toEqual(['模拟器']);
    await open(page, 'camera');
    await page.getByText('由模拟器代替').waitFor();
    await close();
  });

  test('is tested step by step; what goes on shows within 100 ms', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices', takes: 600 });
    await open(page, 'scanner');
    const shownAfter = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const button = [...document.querySelectorAll('button')].find((b) => b.textContent === '自检');
          const seen = new MutationObserver(() => {
            if (document.querySelector('.m-outcome--busy') !== null) resolve(performance.now() - from);
          });
          seen.observe(document.body, { childList: true, subtree: true });
          const from = performance.now();
          button?.click();
        }),
    );
    expect(shownAfter).toBeLessThan(100);
    await tap(page, '自检');
    await says(page, /自检通过：4 项全部正常/);
    expect(await sent('maintenance.selfTest')).toEqual([of('scanner')]);
    const steps = page.locator('.m-step');
    expect(await steps.count()).toBe(4);
    expect(await steps.nth(2).textContent()).toContain('05.03-20260711-0003140927-1');
    await close();
  });

  test('is switched off only after saying what stops working, and on again', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices' });
    await open(page, 'reader');
    await press(page, '停用');
    const dialog = page.getByRole('dialog', { name: '停用身份证阅读器？' });
    await dialog.getByText('停用后不能读身份证').waitFor();
    await dialog.getByText('它是必需设备').waitFor();
    await dialog.getByRole('button', { name: '不停用' }).click();
    expect(await sent('maintenance.setEnabled')).toEqual([]);
    await press(page, '停用');
    await dialog.getByRole('button', { name: '停用', exact: true }).click();
    await says(page, '已停用');
    await press(page, '启用');
    await says(page, '已启用');
    expect(await sent('maintenance.setEnabled')).toEqual([
      { ...of('reader'), enabled: false },
      { ...of('reader'), enabled: true },
    ]);
    await close();
  });

  test('is recorded, recalibrated, and prints', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices' });
    await open(page, 'reader');
    await page.getByText('个人信息先换成假数据再写').waitFor();
    await press(page, '开始记录字节');
    await page.getByText('正在记录，会自动停止').waitFor();
    await press(page, '停止记录字节');
    await says(page, '已停止记录');
    await press(page, '校准');
    await says(page, '校准完成');
    await press(page, '返回');
    await open(page, 'receipt');
    await press(page, '打印测试页');
    await says(page, '测试页已打印');
    expect(await sent('maintenance.record')).toEqual([
      { ...of('reader'), on: true },
      { ...of('reader'), on: false },
    ]);
    expect(await sent('maintenance.testPage')).toEqual([of('receipt')]);
    await close();
  });

  test('that refuses says why, in the words for staff', async () => {
    const { page, close } = await gallery.open({ state: 'devices', refuse: 'device.timeout' });
    await open(page, 'reader');
    await press(page, '校准');
    await says(page, /校准没有完成。设备在规定时间内没有应答/);
    await close();
  });

  test('that never answers is given up in words', async () => {
    const { page, close } = await gallery.open({ state: 'devices', hang: true }, { clock: true });
    await open(page, 'reader');
    await press(page, '自检');
    await says(page, '正在自检');
    await page.clock.runFor(41_000);
    await says(page, /自检没有完成。终端服务在规定时间内没有回应/);
    await close();
  });

  test('goes on with its action while another page is shown', async () => {
    const { page, close } = await gallery.open({ state: 'devices', takes: 400 });
    await open(page, 'reader');
    await press(page, '自检');
    await press(page, '返回');
    await page.locator('.badge--busy').waitFor();
    await open(page, 'reader');
    await says(page, /自检通过/);
    await close();
  });

  test('shows its last errors with what to do', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    await open(page, 'reader');
    const errors = page.locator('.m-errors li');
    expect(await errors.count()).toBe(3);
    expect(await errors.first().textContent()).toMatch(
      /3\s分钟前[\s\S]*收到的字节不符合协议[\s\S]*device\.garbled/,
    );
    await close();
  });

  test('that is a camera shows its picture and is reported', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices' });
    await open(page, 'camera');
    await page.locator('video').waitFor();
    await expect
      .poll(() => sent('devices.pageReport'))
      .toEqual([{ deviceId: 'camera', state: 'ok', code: null }]);
    await close();
  });
});

describe.skipIf(CHROMIUM === null)('the maintenance screen', { timeout: 60_000 }, () => {
  test('gives the declaration of a found port to copy', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    await press(page, '查找端口');
    await says(page, '共 5 个端口');
    const port = page.locator('.m-port').filter({ hasText: 'EPSON' });
    await port.getByRole('button', { name: /扫描仪/ }).click();
    const text = await port.locator('pre').textContent();
    expect(JSON.parse(text ?? '')).toEqual({
      id: 'documentScanner-1',
      class: 'documentScanner',
      driver: 'escl',
      port: { type: 'http', url: 'http://192.168.1.21/eSCL' },
    });
    await port.getByRole('button', { name: '复制' }).click();
    await says(page, '已复制');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await close();
  });

  test('says where the diagnostics went', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    await press(page, '导出诊断');
    await press(page, '开始导出');
    await says(page, /已写到 U 盘：.*\/media\/usb0\/hall-diagnostics/);
    await close();
  });

  test('shows that the service is gone, does nothing meanwhile, and comes back', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices' });
    await open(page, 'reader');
    await page.evaluate(() => window.fake.drop());
    await says(page, '连接断了，正在自动恢复');
    await tap(page, '自检');
    expect(await sent('maintenance.selfTest')).toEqual([]);
    await page.evaluate(() => window.fake.connect());
    await page.getByText('正在自动恢复').waitFor({ state: 'detached' });
    await press(page, '自检');
    await says(page, /自检通过/);
    await close();
  });

  test('an action whose line breaks says that it may not have been done', async () => {
    const { page, close } = await gallery.open({ state: 'devices', hang: true });
    await open(page, 'reader');
    await press(page, '校准');
    await says(page, '正在校准');
    await page.evaluate(() => window.fake.drop());
    await says(page, /校准没有完成。与终端服务的连接断了/);
    await close();
  });

  test('asks whether somebody is there, and a touch answers', async () => {
    const { page, sent, close } = await gallery.open({ state: 'devices' }, { clock: true });
    await page.evaluate(() => window.fake.push({ leftMs: 60_000 }));
    await page.getByText('无操作 1:00 后退出').waitFor();
    await page.clock.runFor(16_000);
    await says(page, '还在吗？');
    await page.getByText('44 秒', { exact: true }).waitFor();
    await page.mouse.click(640, 790);
    await expect.poll(async () => (await sent('maintenance.touch')).length).toBeGreaterThan(0);
    await page.getByText('无操作 5:00 后退出').waitFor();
    expect(await page.locator('.m-still').count()).toBe(0);
    await close();
  });

  test('is left by its own button, whether or not the service answers', async () => {
    const { page, sent, show, close } = await gallery.open({ state: 'devices' });
    await press(page, '退出维护');
    await expect.poll(() => page.evaluate(() => window.fake.ended)).toBe(true);
    expect(await sent('maintenance.leave')).toEqual([{ sessionId }]);
    await show({ state: 'devices' });
    await page.evaluate(() => window.fake.drop());
    await says(page, '连接断了');
    await press(page, '退出维护');
    await expect.poll(() => page.evaluate(() => window.fake.ended)).toBe(true);
    await close();
  });

  test('works by keyboard alone, with the focus where one left it', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '');
    expect(await focused()).toContain('外设');
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('Tab');
    expect(await focused()).toContain('data-device="reader"');
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '身份证阅读器' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says(page, /自检通过/);
    await press(page, '返回');
    expect(await focused()).toContain('data-device="reader"');
    // A new status moves the focus of nobody.
    await page.keyboard.press('Tab');
    await page.evaluate(() => window.fake.change('reader', { state: 'missing', code: 'device.missing' }));
    await page.locator('.card').first().getByText('未连接').waitFor();
    expect(await focused()).toContain('data-device="scanner"');
    await close();
  });

  test('speaks the other language at once', async () => {
    const { page, close } = await gallery.open({ state: 'devices' });
    await press(page, 'English');
    await page.getByRole('heading', { name: 'Maintenance pad-01' }).waitFor();
    await press(page, '中文');
    await page.getByRole('heading', { name: '设备维护 pad-01' }).waitFor();
    await close();
  });
});
