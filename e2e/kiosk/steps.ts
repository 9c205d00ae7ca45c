import { expect, type Page } from '@playwright/test';
import { axeFaults } from '../../scripts/lib/axe.ts';
import { screen } from '../pad/screen.ts';

/** The first touch: from the attract page to the first page of a visit. */
export async function arrive(page: Page): Promise<void> {
  await screen(page, 'attract');
  await page.getByRole('button', { name: '点这里开始' }).click();
  await screen(page, 'home');
}

/** From the first page to the list of guided flows. */
export async function toFlows(page: Page): Promise<void> {
  await page.getByRole('button', { name: '自助办理' }).click();
}

export const go = (page: Page) => page.getByRole('button', { name: '继续', exact: true }).click();
export const choose = (page: Page, option: string) => page.getByLabel(option, { exact: true }).check();
export const field = (page: Page, label: string) => page.getByLabel(label).first();

/** Types with the number pad of the screen. */
export async function pad(page: Page, label: string, digits: string): Promise<void> {
  await field(page, label).click();
  const keys = page.locator('.keypad');
  for (const digit of digits) await keys.getByRole('button', { name: digit, exact: true }).click();
}

/** Types with the keyboard of the screen, in its Latin layer: no dictionary is needed. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).click();
  await expect(page.locator('.keyboard')).toBeVisible();
  const latin = page.locator('.keyboard [data-skbtn="{latin}"]');
  if ((await latin.count()) > 0) await latin.click();
  for (const sign of text) await page.locator(`.keyboard [data-skbtn="${sign}"]`).click();
}

export async function pick(page: Page, label: string, option: string): Promise<void> {
  await field(page, label).click();
  await choose(page, option);
}

/** Writes a name with two strokes, and keeps it. */
export async function signName(page: Page): Promise<void> {
  const box = await page.locator('.sign__canvas').boundingBox();
  if (box === null) throw new Error('no canvas');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  for (const [from, to] of [
    [at(0.2, 0.2), at(0.4, 0.8)],
    [at(0.5, 0.3), at(0.8, 0.6)],
  ] as const) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 12 });
    await page.mouse.up();
  }
  await page.getByRole('button', { name: '签好了' }).click();
  await expect(page.getByText('签名已保存')).toBeVisible();
}

/** axe finds nothing on the page that is there. */
export async function isAccessible(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
}
