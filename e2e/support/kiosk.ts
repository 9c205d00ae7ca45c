import type { BrowserContext } from '@playwright/test';
import { type Bench, startSimulators } from '../../devices/simulators/bench.ts';
import { hasSocat } from '../../devices/testing/pty.ts';
import { type Hall, openKiosk, type Pad } from './hall.ts';
import { test as base } from './test.ts';

/** Over the wires that this machine has: serial devices on PTYs where there is socat, else TCP. */
const over = hasSocat() ? 'pty' : 'tcp';
const SPEC = {
  idCard: { over },
  code: { over },
  documents: {},
  receipts: { over: 'tcp' },
} as const;
export type KioskBench = Bench<typeof SPEC>;

/** Another kiosk of the same hall, with devices of its own; its screen is in a page of its own. */
export async function openSecond(hall: Hall, context: BrowserContext) {
  const bench = await startSimulators(SPEC);
  const kiosk = await openKiosk(hall, bench.declarations(), {}, {}, SECOND_PLACE);
  const page = await context.newPage();
  await page.setViewportSize({ width: 1080, height: 1920 });
  await page.goto(kiosk.url());
  const close = async () => {
    await page.close();
    await kiosk.close();
    await bench.stop();
  };
  return { bench, kiosk, page, close };
}
/** A window of the demonstration hall where no other test's terminal stands. */
const SECOND_PLACE = 'w20';

/** Simulated devices and a kiosk that has them, new for each test; its screen is open and shows the services. */
export const test = base.extend<{ bench: KioskBench; kiosk: Pad }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  bench: async ({}, use) => {
    const bench = await startSimulators(SPEC);
    await use(bench);
    await bench.stop();
  },
  kiosk: async ({ hall, bench, page }, use) => {
    await hall.forgetLeft();
    const kiosk = await openKiosk(hall, bench.declarations());
    await page.setViewportSize({ width: 1080, height: 1920 });
    await page.goto(kiosk.url());
    await use(kiosk);
    await kiosk.close();
  },
});
export { expect } from '@playwright/test';
