import { sql, type Transaction } from 'kysely';
import type { ApplicationBody } from '../../contracts/application.ts';
import { sealApplicant } from '../cases/applicant.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { CaseFile } from './events.ts';

/** China Standard Time, ms. */
const CST_MS = 8 * 3_600_000;

/**
 * A case number (办件编号) that nothing has yet: prefix, year in China, running number. The number is used up also when the
 * transaction is turned back.
 */
export async function newCaseNo(trx: Transaction<Database>, prefix: string, at: Date): Promise<string> {
  const year = new Date(at.getTime() + CST_MS).getUTCFullYear();
  for (;;) {
    const { rows } = await sql<{ no: string; taken: boolean }>`
      with fresh as (select ${prefix}::text || ${String(year)}::text || nextval('case_serial')::text as no)
      select no, exists (select 1 from hall_case c where c.case_no = fresh.no)
        or exists (select 1 from case_file f where f.case_no = fresh.no) as taken
      from fresh`.execute(trx);
    const [row] = rows;
    if (row === undefined) throw new Error('one row is always there');
    if (!row.taken) return row.no;
  }
}

/** The item by the hall's list; null: the hall does not know its code. */
export async function findItem(trx: Transaction<Database>, code: string) {
  const row = await trx
    .selectFrom('service_item')
    .select(['code', 'name_zh', 'department_id'])
    .where('code', '=', code)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The case as the counters and the ratings know it (`hall_case`): at the stage of its state. Left out as long as the hall
 * does not know the item. `body` null: its applicant was deleted.
 */
export async function putHallCase(
  hub: Pick<HubContext, 'secrets'>,
  trx: Transaction<Database>,
  file: Pick<CaseFile, 'case_no' | 'item_code' | 'state'>,
  body: ApplicationBody | null,
  at: Date,
): Promise<void> {
  const item = await findItem(trx, file.item_code);
  if (item === null) return;
  const stage = file.state === 'concluded' ? 2 : 1;
  const applicant = body === null ? null : sealApplicant(hub.secrets, file.case_no, applicantOf(body));
  await trx
    .insertInto('hall_case')
    .values({
      case_no: file.case_no,
      item_code: item.code,
      department_id: item.department_id,
      window_id: null,
      staff_id: null,
      stage,
      applicant,
      handled_at: at,
    })
    .onConflict((conflict) => conflict.column('case_no').doUpdateSet({ stage, handled_at: at }))
    .execute();
}

const applicantOf = ({ applicant: { name, idNumber, phone, enterprise } }: ApplicationBody) =>
  enterprise === null
    ? { name, idNumber, phone: phone ?? '' }
    : { name: enterprise.name, idNumber: enterprise.uscc, phone: phone ?? '' };
