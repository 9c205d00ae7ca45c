import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Holds the hidden corner as long as it takes. */
export async function toDoor(page: Page): Promise<void> {
  await page.mouse.move(30, 30);
  await page.mouse.down();
  await expect(page.getByRole('dialog', { name: '工作人员入口' })).toBeVisible();
  await page.mouse.up();
}
