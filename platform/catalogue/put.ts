import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type CatalogueFrame, MAX_ITEMS, type ServiceItem, serviceItem } from '../../contracts/catalogue.ts';
import { digestInput } from '../../contracts/hub/catalogue-api.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';

type Trx = Transaction<Database>;
type Source = Database['catalogue_item']['source'];
type Clock = Pick<HubContext, 'now'>;

/** Rows written with one statement. */
const BATCH = 200;

export interface PutReport {
  changed: number;
  removed: number;
}

/**
 * Writes items that differ from what is stored, and marks `gone` as removed; each change takes a version of its own.
 * Items have been checked by their schema, and their departments are the hall's.
 */
export async function putItems(
  trx: Trx,
  { now }: Clock,
  source: Source,
  items: readonly ServiceItem[],
  gone: readonly string[] = [],
): Promise<PutReport> {
  const head = await lockHead(trx);
  const stored = await storedHashes(trx);
  const news = items
    .map((item) => ({ item, sha256: hashOf(item) }))
    .filter(({ item, sha256 }) => stored.get(item.code)?.equals(sha256) !== true);
  const removed = gone.filter((code) => stored.has(code));
  let version = head;
  const rows = [
    ...news.map(({ item, sha256 }) => ({ code: item.code, body: JSON.stringify(item), sha256 })),
    ...removed.map((code) => ({ code, body: null, sha256: null })),
  ].map((row) => {
    version += 1;
    return { ...row, version, source, changed_at: now() };
  });
  for (let from = 0; from < rows.length; from += BATCH)
    await trx
      .insertInto('catalogue_item')
      .values(rows.slice(from, from + BATCH))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          source: eb.ref('excluded.source'),
          body: eb.ref('excluded.body'),
          sha256: eb.ref('excluded.sha256'),
          changed_at: eb.ref('excluded.changed_at'),
        })),
      )
      .execute();
  await nameItems(
    trx,
    news.map(({ item }) => item),
  );
  if (rows.length > 0) await writeHead(trx, version);
  return { changed: news.length, removed: removed.length };
}

/** Topics, floors and the address of the guides. */
export async function putFrame(trx: Trx, frame: CatalogueFrame): Promise<void> {
  await trx
    .updateTable('catalogue_head')
    .set({ frame: JSON.stringify(frame) })
    .execute();
}

/** Locks the head until the transaction ends. */
async function lockHead(trx: Trx): Promise<number> {
  const { version } = await trx
    .selectFrom('catalogue_head')
    .select('version')
    .forUpdate()
    .executeTakeFirstOrThrow();
  return version;
}

/** Of the items that are there. */
async function storedHashes(trx: Trx): Promise<Map<string, Buffer>> {
  const rows = await trx
    .selectFrom('catalogue_item')
    .select(['code', 'sha256'])
    .where('sha256', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ code, sha256 }) => (sha256 === null ? [] : [[code, sha256] as const])));
}

async function writeHead(trx: Trx, version: number): Promise<void> {
  const all = [...(await storedHashes(trx))].map(([code, sha256]) => ({
    code,
    sha256: sha256.toString('hex'),
  }));
  if (all.length > MAX_ITEMS) throw new Error(`more than ${MAX_ITEMS} items`);
  const digest = createHash('sha256').update(digestInput(all)).digest();
  await trx.updateTable('catalogue_head').set({ version, count: all.length, digest }).execute();
}

/** Ratings, cases and applications know items by these names. One that is gone keeps its name there. */
async function nameItems(trx: Trx, items: readonly ServiceItem[]): Promise<void> {
  const rows = items.map((i) => ({
    code: i.code,
    name_zh: clip(i.name.zh),
    name_en: clip(i.name.en),
    department_id: i.departmentId,
  }));
  for (let from = 0; from < rows.length; from += BATCH)
    await trx
      .insertInto('service_item')
      .values(rows.slice(from, from + BATCH))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet({
          name_zh: sql`excluded.name_zh`,
          name_en: sql`excluded.name_en`,
          department_id: sql`excluded.department_id`,
        }),
      )
      .execute();
}

/** Names there are labels of at most 100 characters. */
const MAX_NAME = 100;
const clip = (name: string): string => (name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`);

/** Over the item in the order of its schema: the same content has the same hash. */
export const hashOf = (item: ServiceItem): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(serviceItem.parse(item)))
    .digest();
