import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { RatingFilter } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import { openDatabase } from '../../db/postgres.ts';
import { createSecrets } from '../../secrets.ts';
import { writeCursor } from '../cursor.ts';
import { listRatings, type RatingPage } from '../ratings/list.ts';
import { summarise } from '../ratings/summary.ts';
import { putManyRatings } from './many-ratings.ts';

/**
 * `node platform/console/testing/million.ts [rows]`: how fast are the console's lists over a million ratings? On a
 * PostgreSQL of its own that is removed afterwards. Prints the median and the worst of nine readings, ms.
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const READINGS = 9;

type Hub = Pick<HubContext, 'db' | 'secrets'>;

async function measure(name: string, read: () => Promise<string>): Promise<void> {
  let said = await read();
  const times: number[] = [];
  for (let i = 0; i < READINGS; i += 1) {
    const start = performance.now();
    said = await read();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const ms = (n: number | undefined): string => (n ?? 0).toFixed(1).padStart(7);
  process.stdout.write(`${name.padEnd(34)}${ms(times[READINGS >> 1])}${ms(times.at(-1))}   ${said}\n`);
}

async function page(hub: Hub, filter: RatingFilter, after?: string): Promise<RatingPage> {
  const answer = await listRatings(hub, filter, after);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}
const brief = (p: RatingPage): string => `${p.rows.length} of ${p.total.count}${p.total.more ? '+' : ''}`;

async function cursorAt({ db, secrets }: Hub, offset: number): Promise<string> {
  const { rows } = await sql<{ at: string; id: string }>`
    select at::text as at, id from rating order by at desc, id desc offset ${offset} limit 1`.execute(db);
  return writeCursor(secrets, 'ratings', [rows[0]?.at ?? '', rows[0]?.id ?? '']);
}

const FILTERS: [string, RatingFilter][] = [
  ['one day', { fromMs: Date.UTC(2024, 11, 1), toMs: Date.UTC(2024, 11, 2) }],
  ['negative', { levels: [1, 2] }],
  ['level 3', { levels: [3] }],
  ['department', { departmentId: 'd3' }],
  ['window', { windowId: 'w7' }],
  ['terminal', { terminalId: 'pad-07' }],
  ['terminal that is none', { terminalId: 'pad-99' }],
  ['duplicates', { status: 'duplicate' }],
  ['unchecked (none)', { status: 'unchecked' }],
  ['refused by the province', { relay: 'refused' }],
  ['one case', { caseNo: 'WD000500000' }],
  ['cases by their beginning', { caseNo: 'WD0005' }],
  ['case that is none', { caseNo: 'XX' }],
  ['window, negative', { windowId: 'w7', levels: [1, 2] }],
  ['window, duplicates', { windowId: 'w7', status: 'duplicate' }],
  ['department, level 3, other pad', { departmentId: 'd3', levels: [3], terminalId: 'pad-01' }],
];

const dataDir = mkdtempSync(join(tmpdir(), 'hall-million-'));
const database = await openDatabase({ dataDir }, pino({ enabled: false }));
try {
  const hub: Hub = { db: database.db, secrets: createSecrets(Buffer.alloc(32, 7)) };
  const start = performance.now();
  await putManyRatings(hub.db, ROWS);
  process.stdout.write(`${ROWS} ratings in ${((performance.now() - start) / 1000).toFixed(1)} s\n\n`);
  process.stdout.write(`${''.padEnd(34)} median  worst   rows\n`);
  await measure('first page', async () => brief(await page(hub, {})));
  for (const at of [ROWS / 2, ROWS - 60]) {
    const cursor = await cursorAt(hub, at);
    await measure(`page after ${at}`, async () => brief(await page(hub, {}, cursor)));
  }
  for (const [name, filter] of FILTERS) await measure(name, async () => brief(await page(hub, filter)));
  for (const [name, filter] of [['everything', {}] as const, ...FILTERS])
    await measure(`summary: ${name}`, async () => `${(await summarise(hub, filter)).counted} counted`);
} finally {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}
