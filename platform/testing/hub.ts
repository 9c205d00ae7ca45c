import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type HubConfig, hubConfig } from '../../contracts/config.ts';
import { type Hub, type HubOverrides, startHub } from '../server.ts';
import { testDatabase } from './database.ts';
import { seedHall } from './hall.ts';

export { type TestContext, testContext } from './context.ts';
export { type TestDatabase, testDatabase } from './database.ts';
export { caseAt, HALL, seedHall } from './hall.ts';

export interface TestHubOptions extends HubOverrides {
  config?: Partial<HubConfig>;
  /** false: an empty database. */
  seeded?: boolean;
}
export interface TestHub extends Hub {
  /** Its temporary data folder. */
  dataDir: string;
}

/** A running hub on a free port and a fresh database that holds the hall of `hall.ts`; without jobs unless wished. */
export async function testHub(options: TestHubOptions = {}): Promise<TestHub> {
  const { config, seeded = true, ...overrides } = options;
  const { db, connectionString, close } = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'hall-hub-'));
  const database = { db, connectionString, close, lost: new Promise<void>(() => undefined) };
  const hub = await startHub(hubConfig.parse({ dataDir, port: 0, logLevel: 'silent', ...config }), {
    log: pino({ enabled: false }),
    newId: randomUUID,
    jobs: false,
    webRoot: join(dataDir, 'web'),
    hubKey: '07'.repeat(32),
    database,
    ...overrides,
  });
  if (seeded) await seedHall(hub.context);
  return {
    ...hub,
    dataDir,
    async close() {
      await hub.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
