import { test as base } from '@playwright/test';
import { type Hall, openHall, openPad, type Pad } from './hall.ts';

/** One hub for each worker, a new pad with an empty store for each test, its screen open and idle in `page`. */
export const test = base.extend<{ pad: Pad }, { hall: Hall }>({
  hall: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const hall = await openHall();
      await use(hall);
      await hall.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  pad: async ({ hall, page }, use) => {
    const pad = await openPad(hall);
    await page.goto(pad.url());
    await use(pad);
    await pad.close();
  },
});
export { expect } from '@playwright/test';
