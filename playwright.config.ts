import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/lib/chromium.ts';

/** Every user's journey, on the browser host in a real Chromium; `electron` runs where a binary is present. */
const executablePath = findChromium() ?? undefined;

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** What waits for minutes; `HALL_LONG=1` runs it too. */
const LONG = /@long/;

export default defineConfig({
  testDir: 'e2e',
  ...(process.env.HALL_LONG !== '1' && { grepInvert: LONG }),
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 30_000 },
  workers: 2,
  fullyParallel: false,
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: CHROMIUM_FLAGS },
  },
  projects: [
    { name: 'browser', testIgnore: '**/electron/**' },
    { name: 'electron', testMatch: 'electron/**/*.e2e.ts' },
  ],
});
