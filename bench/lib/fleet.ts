import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { freePort } from '../../e2e/support/hall.ts';
import { type Service, startService } from '../../e2e/support/process.ts';
import { startCluster } from '../../platform/db/embedded/cluster.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { connect } from '../../platform/db/postgres.ts';
import type { Database } from '../../platform/db/schema.ts';
import { terminalRow } from '../../platform/terminals/row.ts';
import { loadDeviceKey } from '../../sync/hub/device-key.ts';

/** A built hub in a process of its own on a durable PostgreSQL of its own, with `count` windows and a terminal at each. */
export interface Fleet {
  hub: Service;
  db: Kysely<Database>;
  /** Connection URL of a further, migrated, empty database on the same server. */
  newDatabase(name: string): Promise<string>;
  terminals: { id: string; windowId: string; dir: string; counterToken: string }[];
  /** Resident memory of the hub's process, MB. */
  hubMemory(): number;
  close(): Promise<void>;
}

const DEPARTMENT = 'bench';
const tokenOf = (i: number): string => `bench-counter-token-${i}`;

export async function openFleet(count: number): Promise<Fleet> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-'));
  const log = pino({ enabled: false });
  mkdirSync(join(dir, 'postgres'));
  const postgres = await startCluster({ dataDir: join(dir, 'postgres') });
  const urlOf = (database: string): string => {
    const url = new URL(postgres.connectionString);
    url.pathname = `/${database}`;
    return url.href;
  };
  const admin = connect(postgres.connectionString, log, 1);
  const newDatabase = async (name: string): Promise<string> => {
    await sql.raw(`create database ${name}`).execute(admin);
    const db = connect(urlOf(name), log, 1);
    await migrate(db);
    await db.destroy();
    return urlOf(name);
  };
  const databaseUrl = await newDatabase('bench');
  const db = connect(databaseUrl, log, 2);
  const terminals = Array.from({ length: count }, (_, i) => {
    const id = `bench-${String(i).padStart(4, '0')}`;
    mkdirSync(join(dir, id));
    return { id, windowId: `w${i}`, dir: join(dir, id), counterToken: tokenOf(i) };
  });
  await seed(db, terminals);
  const env = {
    DATABASE_URL: databaseUrl,
    HUB_DATA: join(dir, 'hub'),
    HUB_PORT: String(await freePort()),
    LOG_LEVEL: 'error',
  };
  mkdirSync(join(dir, 'hub'));
  const hub = await startService(['dist/hub/main.js'], env, join(dir, 'hub.log'));
  return {
    hub,
    db,
    newDatabase,
    terminals,
    hubMemory: () => residentMB(hub.pid),
    async close() {
      await hub.stop();
      await db.destroy();
      await admin.destroy();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function seed(db: Kysely<Database>, terminals: Fleet['terminals']): Promise<void> {
  await db
    .insertInto('hall')
    .values({ id: 1, name_zh: '压测大厅', name_en: 'Bench hall', phone: '' })
    .execute();
  await db.insertInto('department').values({ id: DEPARTMENT, name_zh: '压测', name_en: 'Bench' }).execute();
  const tags = JSON.stringify({
    version: 'national-2020.1',
    tags: [{ code: '413', zh: '服务态度较好', en: 'Good' }],
  });
  await db.insertInto('tag_set').values({ version: 'national-2020.1', body: tags, active: true }).execute();
  for (const [i, t] of terminals.entries()) {
    await db
      .insertInto('service_window')
      .values({
        id: t.windowId,
        no: String(i),
        name_zh: `${i}号`,
        name_en: `${i}`,
        department_id: DEPARTMENT,
      })
      .execute();
    await db
      .insertInto('terminal')
      .values(
        terminalRow({
          id: t.id,
          window_id: t.windowId,
          state: 'active',
          public_key: publicKeyOf(t.dir),
          enrolled_at: new Date(),
        }),
      )
      .execute();
    const token_sha256 = createHash('sha256').update(t.counterToken).digest();
    await db
      .insertInto('counter_token')
      .values({ window_id: t.windowId, token_sha256, created_by: 'bench' })
      .execute();
  }
}

function publicKeyOf(dir: string): Buffer {
  const key = loadDeviceKey(dir);
  if (!key.ok) throw new Error(key.error.detail ?? key.error.code);
  return Buffer.from(key.value.publicKey, 'base64url');
}

/** Resident memory of a process, MB (Linux). */
export function residentMB(pid: number): number {
  const kB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kB) / 1024;
}

/** Processor time that a process has used, ms (Linux; the kernel counts in hundredths of a second). */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
