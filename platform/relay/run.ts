import type { Transaction } from 'kysely';
import { fullJitter } from '../../contracts/backoff.ts';
import { fail, type Result } from '../../contracts/result.ts';
import type { ProvinceAdapter, ProvinceFailure } from '../adapters/province/adapter.ts';
import { type RelaySettings, relaySettings } from '../adapters/province/settings.ts';
import { toOfflineReport } from '../adapters/province/zhejiang.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type DueRating, lockDueRating } from './load.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

/** Ratings that are on their way to the province at one time. */
const WORKERS = 4;
/** So many failures in a row, and the province is left alone until the next run. */
const GIVE_UP = 5;
/** A single rating is tried again after at most this long; there is no last try. */
const RETRY_BASE_MS = 30_000;
const RETRY_CAP_MS = 60 * 60_000;

export interface RunOptions {
  adapter: (settings: RelaySettings) => ProvinceAdapter;
  /** U[0,1). */
  random: () => number;
  signal: AbortSignal;
}
export interface RunReport {
  relayed: number;
  failed: number;
  refused: number;
}
type Outcome = 'relayed' | 'failed' | 'refused';

/**
 * Takes ratings to the province until none is due, the province does not answer, or `signal` says stop. Any number of
 * hubs may do so at once. null = no province is set up: ratings wait.
 */
export async function runRelay(hub: Hub, options: RunOptions): Promise<RunReport | null> {
  const settings = await readSettings(hub);
  if (settings === null) return null;
  const adapter = options.adapter(settings);
  const report: RunReport = { relayed: 0, failed: 0, refused: 0 };
  let failuresInRow = 0;
  const work = async (): Promise<void> => {
    while (failuresInRow < GIVE_UP && !options.signal.aborted) {
      const outcome = await relayOne(hub, settings, adapter, options.random);
      if (outcome === null) return;
      report[outcome] += 1;
      failuresInRow = outcome === 'failed' ? failuresInRow + 1 : 0;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return report;
}

/** null when there is no such setting, or it does not fit: then the log says where. */
async function readSettings(hub: Hub): Promise<RelaySettings | null> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'relay')
    .executeTakeFirst();
  if (!row) return null;
  const parsed = relaySettings.safeParse(row.value);
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidRelay');
  return null;
}

/**
 * One rating, in one transaction that holds its row until the province has answered. A hub that dies in between sends
 * it again, and the province answers that it has it.
 */
function relayOne(
  hub: Hub,
  settings: RelaySettings,
  adapter: ProvinceAdapter,
  random: () => number,
): Promise<Outcome | null> {
  return hub.db.transaction().execute(async (trx) => {
    const due = await lockDueRating(hub, trx);
    if (due === null) return null;
    const sent = await send(due, settings, adapter);
    const outcome: Outcome = sent.ok ? 'relayed' : sent.error.code;
    const detail = sent.ok ? (sent.value.known ? 'known' : null) : (sent.error.detail ?? null);
    await note(hub, trx, due, outcome, detail);
    if (outcome === 'failed') await postpone(hub, trx, due, random);
    return outcome;
  });
}

async function send(
  { rating }: DueRating,
  settings: RelaySettings,
  adapter: ProvinceAdapter,
): Promise<Result<{ known: boolean }, ProvinceFailure>> {
  if (rating === null) return fail('failed', 'text cannot be opened');
  const record = toOfflineReport(rating, settings);
  if (!record.ok) return fail('failed', `setting relay lacks ${record.error.detail ?? ''}`);
  return adapter.send(record.value);
}

async function note(
  hub: Hub,
  trx: Transaction<Database>,
  due: DueRating,
  outcome: Outcome,
  detail: string | null,
): Promise<void> {
  const at = hub.now();
  await trx.insertInto('relay_attempt').values({ rating_id: due.id, at, outcome, detail }).execute();
  if (outcome === 'failed') return;
  await trx
    .updateTable('rating')
    .set({ relay_state: outcome, relayed_at: outcome === 'relayed' ? at : null })
    .where('id', '=', due.id)
    .execute();
  if (due.failures > 0) await trx.deleteFrom('relay_retry').where('rating_id', '=', due.id).execute();
}

async function postpone(
  hub: Hub,
  trx: Transaction<Database>,
  due: DueRating,
  random: () => number,
): Promise<void> {
  const wait = RETRY_BASE_MS + fullJitter(due.failures, random(), RETRY_BASE_MS, RETRY_CAP_MS);
  const next = { failures: due.failures + 1, not_before: new Date(hub.now().getTime() + wait) };
  await trx
    .insertInto('relay_retry')
    .values({ rating_id: due.id, ...next })
    .onConflict((oc) => oc.column('rating_id').doUpdateSet(next))
    .execute();
}
