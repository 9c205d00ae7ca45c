import { type Bench, startSimulators } from '../../devices/simulators/bench.ts';
import { hasSocat } from '../../devices/testing/pty.ts';
import { openKiosk, type Pad } from './hall.ts';
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

/** Simulated devices and a kiosk that has them, new for each test; its screen is open and shows the services. */
export const test = base.extend<{ bench: KioskBench; kiosk: Pad }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  bench: async ({}, use) => {
    const bench = await startSimulators(SPEC);
    await use(bench);
    await bench.stop();
  },
  kiosk: async ({ hall, bench, page }, use) => {
    const kiosk = await openKiosk(hall, bench.declarations());
    await page.setViewportSize({ width: 1080, height: 1920 });
    await page.goto(kiosk.url());
    await use(kiosk);
    await kiosk.close();
  },
});
export { expect } from '@playwright/test';
