import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { Timers } from '../../contracts/clock.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { readBlob } from '../blobs/read.ts';
import type { RunningBus } from '../bus.ts';
import { codeOf } from '../cannot-start.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'blobs' | 'log'>;

/** Materials looked at in one go. */
const BATCH = 50;

/**
 * Compares every material that waits with its blob, as far as the blob is here: size, type and SM3 as the signed row
 * says make it whole, anything else quarantines it. A material in whose blob a virus was found is quarantined too, at
 * whatever time. Any number of hubs may do it at once. Answers how many changed.
 */
export async function settleMaterials(hub: Hub, signal?: AbortSignal): Promise<number> {
  let changed = await quarantineInfected(hub);
  let after = '00000000-0000-0000-0000-000000000000';
  while (!signal?.aborted) {
    const due = await readDue(hub, after);
    for (const material of due) {
      if (signal?.aborted) return changed;
      const verdict = await compare(hub, material);
      if (verdict !== null && (await conclude(hub, material.id, 'awaitingBlob', verdict))) changed += 1;
    }
    if (due.length < BATCH) break;
    after = due.at(-1)?.id ?? after;
  }
  return changed;
}

const readDue = (hub: Hub, after: string) =>
  hub.db
    .selectFrom('material as m')
    .innerJoin('blob as b', 'b.sha256', 'm.document')
    .select([
      'm.id',
      'm.document',
      'm.sm3',
      'm.size',
      'm.type',
      'b.size as found_size',
      'b.type as found_type',
    ])
    .where('m.state', '=', sql.lit('awaitingBlob'))
    .where('m.id', '>', after)
    .orderBy('m.id')
    .limit(BATCH)
    .execute();
type Due = Awaited<ReturnType<typeof readDue>>[number];

type Verdict = 'whole' | ErrorCode;

/** null: the bytes cannot be read now. */
async function compare(hub: Hub, due: Due): Promise<Verdict | null> {
  if (due.size !== due.found_size) return 'blob.badLength';
  if (due.type !== due.found_type) return 'blob.badType';
  const reading = await readBlob(hub, due.document.toString('hex'));
  if (!reading.ok) return reading.error.code === 'blob.infected' ? 'blob.infected' : null;
  const sm3 = createHash('sm3');
  await pipeline(reading.value.stream, sm3);
  return sm3.digest().equals(due.sm3) ? 'whole' : 'material.badSm3';
}

/** false: another hub was quicker. */
async function conclude(
  hub: Hub,
  id: string,
  from: 'awaitingBlob' | 'whole',
  verdict: Verdict,
): Promise<boolean> {
  return hub.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('material')
      .set(verdict === 'whole' ? { state: 'whole' } : { state: 'quarantined', reason: verdict })
      .where('id', '=', id)
      .where('state', '=', from)
      .returning('terminal_id')
      .executeTakeFirst();
    if (row === undefined) return false;
    if (verdict !== 'whole') {
      const detail = { code: verdict, terminal: row.terminal_id };
      await appendAudit(
        hub,
        { actor: 'hub', action: 'material.quarantined', target: id, result: 'refused', detail },
        trx,
      );
    }
    return true;
  });
}

async function quarantineInfected(hub: Hub): Promise<number> {
  const rows = await hub.db
    .selectFrom('material as m')
    .innerJoin('blob as b', 'b.sha256', 'm.document')
    .select('m.id')
    .where('b.state', '=', sql.lit('quarantined'))
    .where('m.state', '=', sql.lit('whole'))
    .limit(BATCH)
    .execute();
  let changed = 0;
  for (const { id } of rows) if (await conclude(hub, id, 'whole', 'blob.infected')) changed += 1;
  return changed;
}

/** Looked for without a message: the store could not be read, or a message was lost. */
const ANYWAY_MS = 60_000;

/**
 * Settles whenever a blob was committed or a row came in, whichever is the later: each tells at its own COMMIT, so that
 * at the second message both are seen. One run at a time; what comes meanwhile is one more run. Answers how to stop.
 */
export function keepSettling(hub: Hub, bus: RunningBus, timers: Timers): () => Promise<void> {
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  let again = false;
  let cancel = (): void => undefined;

  const settle = (): void => {
    if (stopping.signal.aborted) return;
    if (running !== null) {
      again = true;
      return;
    }
    cancel();
    running = settleMaterials(hub, stopping.signal)
      .then(
        () => undefined,
        (e: unknown) => hub.log.error({ code: codeOf(e) }, 'materials.settleFailed'),
      )
      .finally(() => {
        running = null;
        if (stopping.signal.aborted) return;
        cancel = timers.after(ANYWAY_MS, settle);
        if (again) {
          again = false;
          settle();
        }
      });
  };
  const stops = [bus.subscribe('blob', settle), bus.subscribe('material', settle), bus.onGap(settle)];
  settle();
  return async () => {
    stopping.abort();
    cancel();
    for (const stop of stops) stop();
    await running;
  };
}
