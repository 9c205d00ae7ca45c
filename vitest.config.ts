import { defineConfig } from 'vitest/config';

/** Unit, property and integration tests: they sit beside what they test and need no network. */
export default defineConfig({
  test: {
    include: [
      '{contracts,devices,sync,terminal,electron,renderer,platform,console,scripts,e2e/durability}/**/*.test.{ts,tsx}',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    globalSetup: ['./platform/testing/global-setup.ts'],
    alias: { electron: new URL('./electron/testing/fake-electron.ts', import.meta.url).pathname },
  },
});
