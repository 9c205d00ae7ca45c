import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Rows of one statement: well within the statement time-out on a busy machine. */
const CHUNK = 50_000;

/**
 * Puts `count` ratings into the database, one a minute from 2024 on: 12 departments, 20 windows and
 * terminals, levels and states spread as in a real hall (1.2 % negative, 0.7 % duplicates, 0.05 % refused).
 */
export async function putManyRatings(db: Kysely<Database>, count: number): Promise<void> {
  for (let from = 1; from <= count; from += CHUNK)
    await putRange(db, from, Math.min(count, from + CHUNK - 1));
  await sql`analyze rating`.execute(db);
}

async function putRange(db: Kysely<Database>, from: number, to: number): Promise<void> {
  await sql`
    insert into rating (
      id, terminal_id, epoch, seq, case_no, stage, window_id, department_id, staff_id, level, tags,
      tag_set_version, anonymous, channel, source, status, locale, elder, app, at, uncertainty_ms, clock,
      received_at, relay_state)
    select gen_random_uuid(), 'pad-' || lpad((i % 20)::text, 2, '0'), '11111111-1111-4111-8111-111111111111', i,
      'WD' || lpad(i::text, 9, '0'), 2, 'w' || i % 20, 'd' || i % 20 % 12, 's1',
      case when i % 251 = 0 then 1 when i % 127 = 0 then 2 when i % 23 = 0 then 3 when i % 7 = 0 then 4 else 5 end,
      '{}', 'test.1', false, 4, 'scanned',
      case when i % 149 = 0 then 'duplicate' when i % 331 = 0 then 'unknownCase' else 'counted' end,
      'zh-CN', false, '0.1.0', timestamptz '2024-01-01' + i * interval '1 minute', 0, 'anchor',
      timestamptz '2024-01-01' + i * interval '1 minute',
      case when i % 1999 = 0 then 'refused' when i % 997 = 0 then 'waiting' else 'relayed' end
    from generate_series(${sql.lit(from)}, ${sql.lit(to)}) i`.execute(db);
}
