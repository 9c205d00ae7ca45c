import type { Transaction } from 'kysely';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { readCitizenSettings } from './settings.ts';

const DAY_MS = 86_400_000;
/** Petitions of one transaction. */
const AT_ONCE = 200;

/**
 * Removes what petitions say and of whom, their messages, and the content of the rows that brought them; number, kind,
 * state and times stay, so that an id takes effect once and the hall can count.
 */
export async function purgePetitions(trx: Transaction<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await trx
    .selectFrom('petition')
    .select(['id', 'no', 'holder', 'terminal_id', 'body_sha256'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const row of rows) {
    await trx
      .updateTable('inbox')
      .set({ body: Buffer.alloc(0) })
      .where('kind', '=', 'petition')
      .where('sha256', '=', row.body_sha256)
      .where('terminal_id', '=', row.terminal_id)
      .execute();
    if (row.holder !== null)
      await trx
        .deleteFrom('citizen_message')
        .where('holder', '=', row.holder)
        .where('no', '=', row.no)
        .where('event', '=', 'petition.answered')
        .execute();
  }
  await trx
    .updateTable('petition')
    .set({ body: null, answer: null, holder: null })
    .where('id', 'in', [...ids])
    .execute();
}

/** The hall's retention: petitions that ended long enough ago. Answers how many were purged. */
export async function sweepPetitions(hub: Pick<HubContext, 'db' | 'now' | 'log'>): Promise<number> {
  const { purgeDays } = await readCitizenSettings(hub);
  const before = new Date(hub.now().getTime() - purgeDays * DAY_MS);
  return hub.db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('petition')
      .select('id')
      .where('body', 'is not', null)
      .where('closed_at', '<', before)
      .orderBy('closed_at')
      .limit(AT_ONCE)
      .execute();
    await purgePetitions(
      trx,
      due.map((d) => d.id),
    );
    return due.length;
  });
}
