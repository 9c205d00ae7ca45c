import type { Page } from '@playwright/test';

/**
 * Notes what is heard on a page, in its order: recordings by their name, what is made on the spot by its text. Each sound ends
 * at once, so that a test need not listen. Call before the page is opened, or in it.
 */
export function listenIn(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  HTMLMediaElement.prototype.play = function () {
    const name = /\/([\w.~-]+)\.(?:zh-CN|en)-[\w-]+\.mp3$/.exec(this.src)?.[1];
    if (name !== undefined) heard.push(name);
    queueMicrotask(() => this.dispatchEvent(new Event('ended')));
    return Promise.resolve();
  };
}

export const heardOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/** From here on nothing has been heard. */
export const forget = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { heard: string[] }).heard.length = 0;
  });

/** What the keypad types when headphones are plugged in or pulled out, or the page shall be read again; Playwright has no such keys. */
export const keypad = (page: Page, key: 'F15' | 'F16' | 'F17'): Promise<unknown> =>
  page.evaluate((k) => dispatchEvent(new KeyboardEvent('keydown', { key: k })), key);
