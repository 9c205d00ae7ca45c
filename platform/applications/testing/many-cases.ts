import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { HubContext } from '../../context.ts';
import { openDatabase } from '../../db/postgres.ts';
import { createSecrets, holderOf } from '../../secrets.ts';
import { listCases } from '../console-list.ts';
import { listOwnCases } from '../list.ts';
import { listMessages } from '../messages.ts';
import { readStory } from '../story.ts';
import { idNumberOf } from './applications.ts';

/**
 * `node platform/applications/testing/many-cases.ts [rows]`: how fast are the lists over fifty thousand cases? On a
 * PostgreSQL of its own that is removed afterwards. Prints the median and the worst of nine readings, ms.
 */
const ROWS = Number(process.argv[2] ?? 50_000);
const READINGS = 9;
/** Every so manieth case is of the one person who is asked for. */
const OWN = 500;

type Hub = Pick<HubContext, 'db' | 'secrets' | 'log'>;

async function measure(name: string, read: () => Promise<unknown>): Promise<void> {
  await read();
  const times: number[] = [];
  for (let i = 0; i < READINGS; i += 1) {
    const start = performance.now();
    await read();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const ms = (n: number | undefined): string => (n ?? 0).toFixed(1).padStart(7);
  process.stdout.write(`${name.padEnd(34)}${ms(times[READINGS >> 1])}${ms(times.at(-1))}\n`);
}

/** Bodies are left out: the lists do not read them. */
async function fill({ db }: Hub, holder: Buffer): Promise<void> {
  await sql`insert into material_application (id, terminal_id, epoch, first_at, last_at)
    select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'kiosk-' || i % 20,
      '11111111-1111-4111-8111-111111111111', now(), now() from generate_series(1, ${sql.lit(ROWS)}) i`.execute(
    db,
  );
  await sql`insert into application (id, receipt_no, terminal_id, epoch, seq, holder, proof, item_code, case_no,
      body_sha256, at, received_at)
    select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'KIOSK-' || lpad(i::text, 9, '0'),
      'kiosk-' || i % 20, '11111111-1111-4111-8111-111111111111', i,
      case when i % ${sql.lit(OWN)} = 0 then ${holder}::bytea else sha256(i::text::bytea) end, 'idCard',
      'item-' || i % 60, 'WD2026' || (500000 + i), sha256('x'),
      timestamptz '2026-01-01' + i * interval '5 minutes', now() from generate_series(1, ${sql.lit(ROWS)}) i`.execute(
    db,
  );
  await sql`insert into case_file (case_no, application_id, holder, item_code, item_name, item_known, state,
      submitted_at, changed_at)
    select case_no, id, holder, item_code, 'Item', true,
      (array['submitted', 'accepted', 'concluded', 'concluded', 'concluded', 'supplement'])[1 + seq % 6], at, at
    from application`.execute(db);
  await sql`insert into citizen_message (id, holder, event, no, body, at)
    select id, holder, 'case.submitted', case_no, '\\x00', submitted_at
    from (select gen_random_uuid() as id, * from case_file) f`.execute(db);
  await sql`analyze`.execute(db);
}

const dataDir = mkdtempSync(join(tmpdir(), 'hall-many-cases-'));
const log = pino({ enabled: false });
const database = await openDatabase({ dataDir }, log);
try {
  const hub: Hub = { db: database.db, secrets: createSecrets(Buffer.alloc(32, 7)), log };
  const holder = holderOf(hub.secrets, idNumberOf(1));
  await fill(hub, holder);
  process.stdout.write(`${ROWS} cases${''.padEnd(27)} median  worst\n`);
  const first = await listCases(hub, {});
  const next = first.ok ? (first.value.next ?? undefined) : undefined;
  await measure('console: first page', () => listCases(hub, {}));
  await measure('console: second page', () => listCases(hub, {}, next));
  await measure('console: to be accepted', () => listCases(hub, { state: 'submitted' }));
  await measure('console: one item', () => listCases(hub, { itemCode: 'item-7' }));
  await measure('console: by case number', () => listCases(hub, { no: 'WD2026512345' }));
  await measure('console: by its beginning', () => listCases(hub, { no: 'WD20265' }));
  await measure('console: by receipt', () => listCases(hub, { no: 'KIOSK-000012345' }));
  await measure('console: a number that is none', () => listCases(hub, { no: 'XX999' }));
  await measure('kiosk: own cases', () => listOwnCases(hub, holder));
  await measure('kiosk: story by receipt', () => readStory(hub, 'KIOSK-000012345', null));
  await measure('kiosk: messages', () => listMessages(hub, holder));
} finally {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}
