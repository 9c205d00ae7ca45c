import { expect, type Page } from '@playwright/test';

/** Waits until a page of the pad is shown. */
export const screen = (page: Page, name: string): Promise<void> =>
  expect(page.locator(`[data-screen="${name}"]`)).toBeVisible({ timeout: 20_000 });

/** Taps a level and waits until the rating is called saved. */
export async function tap(page: Page, level: number): Promise<void> {
  // The first moment of a page takes no tap; a person takes longer than that to read it.
  await page.waitForTimeout(600);
  await page.locator(`[data-level="${level}"]`).click();
  await screen(page, 'saved');
}

/** The citizen is done. */
export async function finish(page: Page): Promise<void> {
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: '完成' }).click();
  await screen(page, 'thanks');
}

/** Closes the last page instead of waiting for it to close by itself. */
export async function home(page: Page): Promise<void> {
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: '关闭' }).click();
  await screen(page, 'idle');
}

/** A hand scanner that types: its keys come faster than any person's, whatever the load of this machine. */
export async function scan(page: Page, text: string): Promise<void> {
  await screen(page, 'idle');
  await page.evaluate((keys) => {
    for (const key of [...keys, 'Enter'])
      for (const type of ['keydown', 'keyup'])
        document.body.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
  }, text);
}
