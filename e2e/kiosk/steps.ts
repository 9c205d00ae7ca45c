import type { Page } from '@playwright/test';
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
