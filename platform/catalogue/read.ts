import { type Kysely, sql } from 'kysely';
import { type CatalogueReply, CHANGES_A_PAGE } from '../../contracts/hub/catalogue-api.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';

/** Most that the items of one answer may take, characters; one item is given whatever it takes. */
const MOST_CHARACTERS = 1_500_000;

function pageOf<T extends { size: number | null }>(rows: readonly T[]): T[] {
  let sum = 0;
  return rows.slice(0, CHANGES_A_PAGE).filter((row, i) => {
    sum += row.size ?? 0;
    return i === 0 || sum <= MOST_CHARACTERS;
  });
}

/** Changes after `after`, as of one moment. A version that was never given begins at 0. */
export function readChanges(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  after: number,
): Promise<CatalogueReply> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const head = await trx.selectFrom('catalogue_head').selectAll().executeTakeFirstOrThrow();
      const from = after > head.version ? 0 : after;
      const rows = await trx
        .selectFrom('catalogue_item')
        .select(['code', 'version', 'body', 'sha256'])
        .select(sql<number | null>`length(body::text)`.as('size'))
        .where('version', '>', from)
        .orderBy('version')
        .limit(CHANGES_A_PAGE + 1)
        .execute();
      const page = pageOf(rows);
      return {
        serverMs: now().getTime(),
        version: head.version,
        changes: page.map(({ code, version, body, sha256 }) => ({
          code,
          version,
          entry: body === null || sha256 === null ? null : { sha256: sha256.toString('hex'), item: body },
        })),
        more: rows.length > page.length,
        count: head.count,
        digest: head.digest.toString('hex'),
        frame: head.frame,
        departments: await readDepartments(trx),
      };
    });
}

async function readDepartments(db: Kysely<Database>) {
  const rows = await db.selectFrom('department').selectAll().orderBy('id').execute();
  return rows.map((d) => ({ id: d.id, name: { zh: d.name_zh, en: d.name_en } }));
}
