import { createHash } from 'node:crypto';
import type { ServiceItem } from '../../contracts/catalogue.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type PutReport, putItems } from './put.ts';
import type { UpperCatalogue } from './upper/http.ts';
import { type UpperSettings, upperSettings } from './upper/settings.ts';
import { keepHallPart, toServiceItem } from './upper/to-item.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'log'>;

export interface SyncOptions {
  upper: (settings: UpperSettings) => UpperCatalogue;
  signal: AbortSignal;
}
export interface SyncReport extends PutReport {
  outcome: Database['catalogue_run']['outcome'];
  /** Rows that lied and were not taken; what was stored of them stays. */
  refused: number;
}

/** After a run that got no answer. */
const RETRY_MINUTES = 10;
/** Runs that are kept for staff to look at. */
const RUNS_KEPT = 200;
/** Fewer items than this may all go at once. */
const FEW = 20;

/**
 * Takes the upper catalogue's listing of one version whole, then writes what differs in one transaction: a listing that
 * breaks off, changes on the way or lies about itself changes nothing. null: none is set up, or it is not time yet.
 */
export async function syncCatalogue(hub: Hub, options: SyncOptions): Promise<SyncReport | null> {
  const settings = await readSettings(hub);
  if (settings === null) return null;
  const last = await lastRun(hub);
  if (last !== null) {
    const minutes =
      last.outcome === 'failed' ? Math.min(RETRY_MINUTES, settings.everyMinutes) : settings.everyMinutes;
    if (hub.now().getTime() - last.at.getTime() < minutes * 60_000) return null;
  }
  return runSync(hub, settings, options);
}

async function runSync(hub: Hub, settings: UpperSettings, options: SyncOptions): Promise<SyncReport> {
  const upper = options.upper(settings);
  const none = { changed: 0, removed: 0, refused: 0 };
  const told = await upper.version();
  if (!told.ok) return note(hub, { ...none, outcome: outcomeOf(told.error.code) }, null, told.error.detail);
  const version = markOf(told.value.version, settings);
  if ((await lastTaken(hub)) === version) return note(hub, { ...none, outcome: 'same' }, version);
  const listed = await listAll(upper, told.value, settings, options.signal);
  if (!listed.ok)
    return note(hub, { ...none, outcome: outcomeOf(listed.error.code) }, version, listed.error.detail);
  const written = await write(hub, settings, listed.value);
  if (!written.ok) return note(hub, { ...none, outcome: 'refused' }, version, written.error.detail);
  const { detail, ...report } = written.value;
  return note(hub, { ...report, outcome: 'done' }, version, detail);
}

/** The same listing read by other codes is another one. */
const markOf = (version: string, { departments, topics }: UpperSettings): string =>
  `${version} ${createHash('sha256')
    .update(JSON.stringify([departments, topics]))
    .digest('hex')
    .slice(0, 8)}`;

const outcomeOf = (code: string) => (code === 'refused' ? 'refused' : 'failed');

/** Every row of the listing, as it came. A listing that is not what it says of itself is refused whole. */
async function listAll(
  upper: UpperCatalogue,
  { version, total }: { version: string; total: number },
  { pageSize }: UpperSettings,
  signal: AbortSignal,
): Promise<Result<Map<string, unknown>>> {
  const rows = new Map<string, unknown>();
  for (let page = 1; rows.size < total; page += 1) {
    if (signal.aborted) return fail('failed', 'stopped');
    const got = await upper.page(version, page);
    if (!got.ok) return got;
    if (got.value.version !== version || got.value.total !== total)
      return fail('failed', 'it changed on the way');
    if (got.value.rows.length === 0 || got.value.rows.length > pageSize)
      return fail('refused', `page ${page} of ${total} has ${got.value.rows.length} rows`);
    for (const row of got.value.rows) {
      if (rows.has(row.taskCode)) return fail('refused', `page ${page} has a code twice`);
      rows.set(row.taskCode, row);
    }
  }
  return rows.size === total ? ok(rows) : fail('refused', `${rows.size} rows of ${total}`);
}

interface Written extends PutReport {
  refused: number;
  detail: string | undefined;
}

function write(
  hub: Hub,
  settings: UpperSettings,
  rows: ReadonlyMap<string, unknown>,
): Promise<Result<Written>> {
  return hub.db.transaction().execute(async (trx) => {
    const departments = await trx.selectFrom('department').select('id').execute();
    const ours = new Set(departments.map((d) => d.id));
    const stored = await trx.selectFrom('catalogue_item').select(['code', 'source', 'body']).execute();
    const before = new Map<string, ServiceItem | null>(stored.map((s) => [s.code, s.body]));
    const items: ServiceItem[] = [];
    const lies: string[] = [];
    const others = new Set<string>();
    for (const [code, row] of rows) {
      const item = toServiceItem(row, settings);
      if (!item.ok) {
        if (item.error.code === 'lies') lies.push(`${code}: ${item.error.detail}`);
        else others.add(code);
      } else if (ours.has(item.value.departmentId))
        items.push(keepHallPart(item.value, before.get(code) ?? null, settings));
      else others.add(code);
    }
    const theirs = stored.filter((s) => s.source === 'upper' && s.body !== null);
    const gone = theirs.filter((s) => !rows.has(s.code) || others.has(s.code)).map((s) => s.code);
    if (theirs.length >= FEW && gone.length > theirs.length * settings.mostRemoved)
      return fail('refused', `${gone.length} of ${theirs.length} items would go`);
    const report = await putItems(trx, hub, 'upper', items, gone);
    return ok({ ...report, refused: lies.length, detail: lies.slice(0, 20).join('; ') || undefined });
  });
}

async function note(
  hub: Hub,
  report: SyncReport,
  version: string | null,
  detail?: string,
): Promise<SyncReport> {
  const { id } = await hub.db
    .insertInto('catalogue_run')
    .values({ ...report, at: hub.now(), upper_version: version, detail: detail?.slice(0, 2_000) ?? null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await hub.db
    .deleteFrom('catalogue_run')
    .where('id', '<', id - RUNS_KEPT)
    .execute();
  return report;
}

const lastRun = async ({ db }: Pick<Hub, 'db'>) =>
  (await db.selectFrom('catalogue_run').select(['at', 'outcome']).orderBy('id', 'desc').executeTakeFirst()) ??
  null;

/** The version that was last taken whole: one with refused rows is taken again. */
async function lastTaken({ db }: Pick<Hub, 'db'>): Promise<string | null> {
  const run = await db
    .selectFrom('catalogue_run')
    .select(['upper_version', 'refused'])
    .where('outcome', '=', 'done')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return run === undefined || run.refused > 0 ? null : run.upper_version;
}

/** null when there is no such setting, or it does not fit: then the log says where. */
async function readSettings(hub: Hub): Promise<UpperSettings | null> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'catalogue')
    .executeTakeFirst();
  if (!row) return null;
  const parsed = upperSettings.safeParse(row.value);
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidCatalogue');
  return null;
}
