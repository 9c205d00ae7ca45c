/** Drain of 100,000 offline ratings to the hub, beside the bare multi-row INSERT of the same rows into the same PostgreSQL. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openFleet } from './lib/fleet.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const BATCH = 200;
const MAX_GROWTH_MB = 50;
const MIN_RATIO = 0.6;

export async function benchDrain(): Promise<Figure[]> {
  const fleet = await openFleet(1);
  try {
    const terminal = fleet.terminals[0];
    if (terminal === undefined) throw new Error('no terminal');
    const args = [
      join(import.meta.dirname, 'drain-terminal.ts'),
      terminal.dir,
      terminal.id,
      fleet.hub.url,
      String(ROWS),
    ];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let drained = { ms: 0, growth: 0 };
    let hubPeak = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [what, ms, growth] = line.split(' ');
      if (what === 'filled') child.stdin.write('go\n');
      else if (what === 'drained') drained = { ms: Number(ms), growth: Number(growth) };
      hubPeak = Math.max(hubPeak, fleet.hubMemory());
    }
    const { inbox, rating } = await received(fleet.db);
    if (inbox !== ROWS || rating !== ROWS)
      throw new Error(`${inbox} received, ${rating} took effect, of ${ROWS}`);
    const bareMs = await bareInsert(await fleet.newDatabase('bare'), fleet);
    const [ours, bare] = [(ROWS / drained.ms) * 1_000, (ROWS / bareMs) * 1_000];
    return [
      {
        what: `drain of ${ROWS.toLocaleString('en')} ratings`,
        measured: `${Math.round(ours).toLocaleString('en')} rows/s`,
        rawLimit: `${Math.round(bare).toLocaleString('en')} rows/s (bare INSERT)`,
        ratio: `${Math.round((ours / bare) * 100)} %`,
        target: '≥ 60 %',
        met: ours / bare >= MIN_RATIO,
      },
      {
        what: 'terminal memory growth while draining',
        measured: `${round(drained.growth)} MB`,
        target: `≤ ${MAX_GROWTH_MB} MB`,
        met: drained.growth <= MAX_GROWTH_MB,
      },
    ];
  } finally {
    await fleet.close();
  }
}

async function received(db: Awaited<ReturnType<typeof openFleet>>['db']) {
  const count = async (table: 'inbox' | 'rating') =>
    Number(
      (
        await db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return { inbox: await count('inbox'), rating: await count('rating') };
}

/** The same rows, read back and written anew by plain multi-row INSERTs of the same batch size, one after the other. */
async function bareInsert(url: string, fleet: Awaited<ReturnType<typeof openFleet>>): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await Promise.all(
    (['inbox', 'rating'] as const).map(async (table) => {
      const rows = (await fleet.db.selectFrom(table).selectAll().orderBy('seq').execute()) as Record<
        string,
        unknown
      >[];
      return { table, columns: Object.keys(rows[0] ?? {}), rows };
    }),
  );
  const statements: { text: string; values: unknown[] }[][] = [];
  for (let at = 0; at < ROWS; at += BATCH)
    statements.push(tables.map((t) => multiRow(t.table, t.columns, t.rows.slice(at, at + BATCH))));
  const started = performance.now();
  for (const batch of statements) {
    await client.query('begin');
    for (const s of batch) await client.query(s.text, s.values);
    await client.query('commit');
  }
  const ms = performance.now() - started;
  await client.end();
  return ms;
}

function multiRow(
  table: string,
  columns: string[],
  rows: Record<string, unknown>[],
): { text: string; values: unknown[] } {
  const tuples = rows.map((_, r) => `(${columns.map((_, c) => `$${r * columns.length + c + 1}`).join(',')})`);
  return {
    text: `insert into ${table} (${columns.join(',')}) values ${tuples.join(',')}`,
    values: rows.flatMap((row) => columns.map((c) => row[c])),
  };
}

if (import.meta.main) printTable('Drain', await benchDrain());
