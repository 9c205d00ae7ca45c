import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type KioskBrowser, SIGN_IN, startKioskBrowser } from '../testing/browser.ts';
import { forget, heardOn, keypad, listenIn } from './testing/heard.ts';

let browser: KioskBrowser;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await startKioskBrowser();
});
afterAll(() => browser?.close());

/** Speech that is made: what was asked for is noted beside the recordings. */
const makeSpeech = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { heard } = window as unknown as { heard: string[] };
    const { called, answers } = window.kioskPage;
    answers['speech.make'] = { ok: true, value: new Blob(['sound'], { type: 'audio/wav' }) };
    const push = called.push.bind(called);
    called.push = (...calls) => {
      for (const [name, input] of calls)
        if (name === 'speech.make') heard.push(`“${(input as { text: string }).text}”`);
      return push(...calls);
    };
  });

async function open() {
  const p = await browser.open();
  await p.page.evaluate(listenIn);
  return p;
}
const expectHeard = (page: Page, words: string[]) =>
  expect.poll(() => heardOn(page)).toEqual(expect.arrayContaining(words));
/** In this order, with others between them. */
async function expectInOrder(page: Page, words: readonly string[]): Promise<void> {
  const inOrder = (all: readonly string[]) => {
    let at = 0;
    for (const word of all) if (word === words[at]) at += 1;
    return words.slice(at);
  };
  await expect.poll(async () => inOrder(await heardOn(page))).toEqual([]);
}

describe.skipIf(CHROMIUM === null)('audio mode', () => {
  test('reads headings, controls with role and state, what is typed and what the reader does; silent when it is off', async () => {
    const p = await open();
    await p.show({});
    await p.page.keyboard.press('Tab');
    expect(await heardOn(p.page)).toEqual([]);

    await keypad(p.page, 'F15');
    await p.show({ place: SIGN_IN });
    await expectInOrder(p.page, ['kiosk.signIn.titleBoth', 'kiosk.idCard.waiting']);
    await p.page.keyboard.press('ArrowDown');
    await p.page.keyboard.press('ArrowDown');
    await expectInOrder(p.page, ['kiosk.signIn.withSms', 'kiosk.audio.button']);
    await p.show({ place: { ...SIGN_IN, phase: 'reading' } });
    await expectHeard(p.page, ['kiosk.idCard.reading']);
    await p.page.keyboard.press('Enter');
    await expectHeard(p.page, ['kiosk.signIn.phoneTitle']);
    await p.page.keyboard.press('Tab');
    await expectInOrder(p.page, ['kiosk.signIn.phone', 'kiosk.audio.field', 'kiosk.audio.empty']);
    await forget(p.page);
    await p.page.keyboard.press('7');
    await expectHeard(p.page, ['digit.7']);
    await p.page.keyboard.press('Backspace');
    await expectHeard(p.page, ['kiosk.audio.cleared']);

    await keypad(p.page, 'F16');
    await forget(p.page);
    await p.page.keyboard.press('Tab');
    await p.page.keyboard.press('8');
    expect(await heardOn(p.page)).toEqual([]);
    await p.close();
  });

  test('reads an error at once, digit by digit what was typed, and a page again when asked to', async () => {
    const p = await open();
    await keypad(p.page, 'F15');
    await p.show({ place: SIGN_IN });
    await expectHeard(p.page, ['kiosk.signIn.titleBoth']);
    await forget(p.page);
    await p.show({ place: { ...SIGN_IN, code: 'idCard.readFailed' } });
    await expectHeard(p.page, ['errors.idCard.readFailed']);
    await forget(p.page);
    await keypad(p.page, 'F17');
    await expectInOrder(p.page, ['kiosk.signIn.titleBoth', 'errors.idCard.readFailed']);
    await p.close();
  });

  test('makes what is not recorded where it can, with numbers in words, and else leaves it out', async () => {
    const p = await open();
    await makeSpeech(p.page);
    await keypad(p.page, 'F15');
    await p.show({}, { speaks: true });
    await forget(p.page);
    await p.show(null, { speaks: true });
    await keypad(p.page, 'F15');
    await expectHeard(p.page, ['“平顶山市卫东区政务服务大厅”']);
    await p.show({}, { speaks: false });
    await keypad(p.page, 'F15');
    await forget(p.page);
    await p.show(null, { speaks: false });
    await keypad(p.page, 'F15');
    await expectInOrder(p.page, ['kiosk.attract.hint', 'kiosk.home.phone~0', 'digit.0', 'digit.3']);
    expect((await heardOn(p.page)).filter((w) => w.startsWith('“'))).toEqual([]);
    await p.close();
  });

  test('ends with the visit', async () => {
    const p = await browser.open();
    await p.show({});
    await p.page.getByRole('button', { name: '显示设置' }).click();
    await p.page.getByLabel('语音提示').check();
    expect(await p.page.getByLabel('语音提示').isChecked()).toBe(true);
    await p.page.getByRole('button', { name: '好了' }).click();
    await p.show(null);
    await p.page.getByRole('button', { name: '显示设置' }).click();
    await expect.poll(() => p.page.getByLabel('语音提示').isChecked()).toBe(false);
    await p.close();
  });
});
