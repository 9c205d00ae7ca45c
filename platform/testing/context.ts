import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { hubConfig } from '../../contracts/config.ts';
import { openBlobStore } from '../blobs/open-store.ts';
import { type RunningBus, startBus } from '../bus.ts';
import type { HubContext } from '../context.ts';
import { createSecrets } from '../secrets.ts';
import { systemTimers } from '../timers.ts';
import { testDatabase } from './database.ts';
import { seedHall } from './hall.ts';

export interface TestContext extends HubContext {
  bus: RunningBus;
  connectionString: string;
  close(): Promise<void>;
}

/** A hub's context on a fresh database that holds the hall of `hall.ts`, without HTTP. */
export async function testContext(
  overrides: Partial<Pick<HubContext, 'now' | 'newId' | 'log'>> & { seeded?: boolean } = {},
): Promise<TestContext> {
  const { db, connectionString, close } = await testDatabase();
  const log = overrides.log ?? pino({ enabled: false });
  const bus = await startBus({ connectionString, db, log, timers: systemTimers, random: () => 0 });
  const dataDir = mkdtempSync(join(tmpdir(), 'hall-context-'));
  const config = hubConfig.parse({ dataDir, host: '127.0.0.1', port: 0, logLevel: 'silent' });
  const context: TestContext = {
    config,
    db,
    connectionString,
    now: overrides.now ?? (() => new Date()),
    newId: overrides.newId ?? randomUUID,
    secrets: createSecrets(Buffer.alloc(32, 7)),
    bus,
    blobs: await openBlobStore(config, log),
    log,
    async close() {
      await bus.close();
      await close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  if (overrides.seeded ?? true) await seedHall(context);
  return context;
}
