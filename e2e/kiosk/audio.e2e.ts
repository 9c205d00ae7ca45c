import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { PEOPLE } from '../../platform/simulators/identity/people.ts';
import { screen } from '../pad/screen.ts';
import { expect, test } from '../support/upper-systems.ts';

/**
 * A citizen who cannot see the screen: keys alone, and what is heard. Signs in by phone number, follows a case by its
 * number, rates it. Names are heard where the machine has espeak-ng; everything else is recorded.
 */

const [ZHANG] = PEOPLE;
if (ZHANG === undefined) throw new Error('people');
const HAS_VOICE = spawnSync('espeak-ng', ['--version']).status === 0;

/** Notes recordings by their name and made speech by its text; each recording ends at once. */
function listenIn(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  HTMLMediaElement.prototype.play = function () {
    const name = /\/([\w.~-]+)\.(?:zh-CN|en)-[\w-]+\.mp3$/.exec(this.src)?.[1];
    if (name !== undefined) heard.push(name);
    queueMicrotask(() => this.dispatchEvent(new Event('ended')));
    return Promise.resolve();
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    const text = typeof message === 'string' ? message : new TextDecoder().decode(message as ArrayBuffer);
    if (text.includes('speech/make')) heard.push(`“${/"text":"([^"]*)"/.exec(text)?.[1]}”`);
    send.call(this, message);
  };
}
const heardOn = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/** That these were heard in this order since the last time, others between them; speech that is made only where it can be. */
async function expectHeard(page: Page, words: readonly (string | RegExp)[], timeout = 30_000): Promise<void> {
  const wanted = HAS_VOICE ? words : words.filter((w) => typeof w === 'string');
  const missing = async () => {
    let at = 0;
    for (const word of await heardOn(page)) {
      const want = wanted[at];
      if (want !== undefined && (typeof want === 'string' ? want === word : want.test(word))) at += 1;
    }
    return at === wanted.length ? [] : [`not heard: ${wanted.slice(at)}; heard: ${await heardOn(page)}`];
  };
  await expect.poll(missing, { timeout }).toEqual([]);
  await page.evaluate(() => {
    (window as unknown as { heard: string[] }).heard.length = 0;
  });
}
async function reach(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('ArrowDown');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const label = e instanceof HTMLInputElement ? e.labels?.[0] : null;
      return (e?.getAttribute('aria-label') ?? label?.textContent ?? e?.textContent ?? '').trim();
    });
    if (name.test(at)) return;
  }
  throw new Error(`${name} was not reached`);
}
/** Reaches a button, hears what it is, and presses it. */
async function press(page: Page, name: RegExp, words: string): Promise<void> {
  await reach(page, name);
  await expectHeard(page, [words, 'kiosk.audio.button']);
  await page.keyboard.press('Enter');
}
const digits = (text: string): string[] =>
  [...text].map((d) => (/\d/.test(d) ? `digit.${d}` : `letter.${d}`));

test('signs in, follows a case and rates it by keys and ears alone', async ({
  hall,
  identity: _,
  sms,
  kiosk,
  page,
}) => {
  test.setTimeout(180_000);
  const { cases } = (await hall.counter().window()).body;
  const unrated = cases.find((c) => !c.rated);
  if (unrated === undefined) throw new Error('the demonstration has no case to rate');
  await page.addInitScript(listenIn);
  await page.goto(kiosk.url());
  await screen(page, 'attract');
  // Headphones are plugged in: the page is read.
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F15' })));
  await expectHeard(page, ['kiosk.attract.hint']);
  // And again when asked to; a terminal that has just started may not know yet that it can speak.
  await expect(async () => {
    await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F17' })));
    await expectHeard(page, [/^“平顶山市.*大厅”$/, 'kiosk.attract.hint'], 2_000);
  }).toPass();
  await press(page, /^点这里开始$/, 'kiosk.attract.begin');
  await screen(page, 'home');
  await expectHeard(page, ['kiosk.home.title']);

  await press(page, /^登录$/, 'kiosk.home.signIn');
  await screen(page, 'signIn');
  await expectHeard(page, ['kiosk.signIn.titleBoth']);
  await press(page, /^手机号登录$/, 'kiosk.signIn.withSms');
  await expectHeard(page, ['kiosk.signIn.phoneTitle']);
  await reach(page, /^手机号码/);
  await expectHeard(page, ['kiosk.signIn.phone', 'kiosk.audio.field', 'kiosk.audio.empty']);
  for (const digit of ZHANG.phone) {
    await page.keyboard.press(digit);
    await expectHeard(page, digits(digit));
  }
  await page.keyboard.press('Enter');
  await expectHeard(page, ['kiosk.signIn.codeTitle']);
  await reach(page, /^6 位验证码/);
  // A wrong code first: the error is heard.
  await page.keyboard.type('000000', { delay: 90 });
  await page.keyboard.press('Enter');
  await expectHeard(page, ['errors.sms.wrong']);
  await page.getByLabel('6 位验证码').fill('');
  await page.keyboard.type(sms.codeFor(ZHANG.phone) ?? '', { delay: 90 });
  await page.keyboard.press('Enter');
  await screen(page, 'home');
  // The masked name, its star in words.
  await expectHeard(page, [/^“张\s*某\s*民，您好/]);

  await press(page, /^进度查询与评价/, 'kiosk.home.progress');
  // Headed as the button is named: one recording.
  await expectHeard(page, ['kiosk.home.progress']);
  await press(page, /^按号码查进度/, 'progress.menu.follow');
  await expectHeard(page, ['progress.number.follow']);
  await reach(page, /^回执号或办件编号/);
  await expectHeard(page, ['progress.number.label', 'kiosk.audio.field', 'kiosk.audio.empty']);
  await page.keyboard.type(unrated.caseNo, { delay: 90 });
  await page.keyboard.press('Enter');
  // What was found, with its number digit by digit.
  await expectHeard(page, ['progress.unknown.title', ...digits(unrated.caseNo)]);

  await press(page, /^窗口办的事，可以评价/, 'progress.unknown.rate');
  await expectHeard(page, ['progress.stage.title']);
  const [stage, words] =
    unrated.stage === 1
      ? [/^刚交了材料/, 'progress.stage.accepted']
      : [/^已经办好了/, 'progress.stage.concluded'];
  await reach(page, stage);
  await expectHeard(page, [words, 'kiosk.audio.button']);
  await page.keyboard.press('Enter');
  await expectHeard(page, ['rate-request']);
  await press(page, /^满意$/, 'pad.level.4');
  await expectHeard(page, ['saved', 'pad.saved.chosen~0']);
  await press(page, /^完成$/, 'kiosk.done.finish');
  await expectHeard(page, ['pad.thanks.title']);

  const officer = await hall.signIn('rating');
  await expect.poll(async () => (await officer.ratingsOf(unrated.caseNo)).length).toBe(1);
  // Headphones out: nothing more is heard.
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F16' })));
  await page.evaluate(() => {
    (window as unknown as { heard: string[] }).heard.length = 0;
  });
  await reach(page, /^(知道了|结束办理)$/);
  expect(await heardOn(page)).toEqual([]);
});
