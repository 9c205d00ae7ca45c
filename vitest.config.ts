import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 90_000,
  // A page of the console takes more than the usual second on a busy machine.
  expect: { poll: { timeout: 10_000 } },
  alias: { electron: new URL('./electron/testing/fake-electron.ts', import.meta.url).pathname },
} as const;

/** Tests sit beside what they test and need no network. `hub` shares one real PostgreSQL. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{contracts,devices,sync,terminal,electron,renderer,console,scripts}/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          ...shared,
          name: 'hub',
          include: ['platform/**/*.test.ts'],
          globalSetup: ['./platform/testing/global-setup.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'durability',
          include: ['e2e/durability/**/*.test.ts'],
          globalSetup: ['./platform/testing/global-setup.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'hid',
          include: ['e2e/hid/**/*.test.ts'],
          testTimeout: 330_000,
        },
      },
    ],
  },
});
