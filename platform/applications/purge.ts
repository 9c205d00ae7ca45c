import { sql, type Transaction } from 'kysely';
import { releaseBlobs } from '../blobs/rows.ts';
import type { Database } from '../db/schema.ts';
import { CASE_MESSAGES } from './messages.ts';

/**
 * Removes what is personal of an application: its materials, its body, and, where it made the case, the case's words,
 * messages and applicant; and the rows that brought it. Numbers, states and times stay, so that its id takes effect once and the hall can count. The
 * caller has locked the row of `material_application`, and has asked whether it may go. Answers how many materials went.
 */
export async function purgeApplication(trx: Transaction<Database>, id: string): Promise<number> {
  const gone = await trx
    .deleteFrom('material')
    .where('application_id', '=', id)
    .returning(['id', 'terminal_id', 'body_sha256'])
    .execute();
  for (const material of gone) await releaseBlobs(trx, material.id);
  const emptied = await trx
    .updateTable('application')
    .set({ body: null, holder: null })
    .where('id', '=', id)
    .returning(['terminal_id', 'body_sha256'])
    .execute();
  await emptyRows(trx, [...gone, ...emptied]);
  const file = await trx
    .selectFrom('case_file')
    .select(['case_no', 'holder'])
    .where('application_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (file === undefined) return gone.length;
  await trx.updateTable('case_file').set({ holder: null }).where('case_no', '=', file.case_no).execute();
  await trx.updateTable('case_event').set({ body: null }).where('case_no', '=', file.case_no).execute();
  await trx
    .deleteFrom('citizen_message')
    .where('holder', '=', file.holder)
    .where('no', '=', file.case_no)
    .where('event', 'in', CASE_MESSAGES)
    .execute();
  await trx.updateTable('hall_case').set({ applicant: null }).where('case_no', '=', file.case_no).execute();
  return gone.length;
}

/** The rows keep their key and their hash, by which a repeated delivery is known; what they said is gone. */
async function emptyRows(
  trx: Transaction<Database>,
  brought: readonly { terminal_id: string; body_sha256: Buffer }[],
): Promise<void> {
  for (const { terminal_id, body_sha256 } of brought)
    await trx
      .updateTable('inbox')
      .set({ body: Buffer.alloc(0) })
      .where('sha256', '=', body_sha256)
      .where(sql<boolean>`kind in ('application', 'material')`)
      .where('terminal_id', '=', terminal_id)
      .execute();
}
