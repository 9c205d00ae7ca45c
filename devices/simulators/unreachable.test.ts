import { join } from 'node:path';
import type { Rolldown } from 'vite';
import { build, type InlineConfig } from 'vite';
import { describe, expect, test } from 'vitest';
import { NATIVES } from '../../scripts/lib/natives.ts';

/** What is shipped is built here as it is for a release: no module of it may be a simulator, or belong to tests. */
const ROOT = join(import.meta.dirname, '../..');
const SIMULATED = /\/(simulators?|testing)\/|\/devices\/.*\/(simulator|simulated-[a-z]+|fixtures)\.ts$/;
/** Words that stand in simulators alone: their page and their sample page, their identities. */
const WORDS = /开发模拟器|模拟材料|SIM0001|Simulated 1900|SimulatedScanner/;

async function built(config: string, more: InlineConfig = {}): Promise<Rolldown.OutputChunk[]> {
  const outputs = await build({
    ...more,
    configFile: join(ROOT, config),
    logLevel: 'error',
    build: { write: false, sourcemap: false },
  });
  return [outputs]
    .flat()
    .flatMap((o) => ('output' in o ? o.output : []))
    .filter((o) => o.type === 'chunk');
}

describe.each<[string, string, InlineConfig, string]>([
  [
    'the terminal service',
    'terminal/vite.config.ts',
    { ssr: { noExternal: true, external: [...NATIVES] } },
    '/devices/id-card/driver.ts',
  ],
  ['the screens', 'renderer/vite.config.ts', {}, '/renderer/main.tsx'],
  ['the shell', 'electron/vite.main.config.ts', {}, '/electron/main.ts'],
  ['the preload', 'electron/vite.preload.config.ts', {}, '/electron/preload.ts'],
])('%s', (_, config, more, expected) => {
  test('holds no simulator', async () => {
    const chunks = await built(config, more);
    const modules = chunks.flatMap((chunk) => chunk.moduleIds).filter((id) => id.startsWith(ROOT));
    expect(modules.some((id) => id.endsWith(expected))).toBe(true);
    expect(modules.filter((id) => SIMULATED.test(id) && !id.includes('/node_modules/'))).toEqual([]);
    expect(chunks.filter((chunk) => WORDS.test(chunk.code)).map((chunk) => chunk.fileName)).toEqual([]);
  });
});

test('the test sees a simulator where there is one', async () => {
  const [chunk] = await built('terminal/vite.config.ts', {
    plugins: [
      {
        name: 'smuggle',
        transform: (code, id) =>
          id.endsWith('/terminal/version.ts')
            ? `${code}\nimport { startSimulators } from '../devices/simulators/bench.ts'; globalThis.x = startSimulators;`
            : null,
      },
    ],
  }).then((chunks) => chunks.filter((c) => c.moduleIds.some((id) => SIMULATED.test(id))));
  expect(chunk?.code).toMatch(WORDS);
});
