import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Puts the case number of applications to the materials that name them, whichever came first. */
export async function linkMaterials(
  trx: Transaction<Database>,
  applicationIds: readonly string[],
): Promise<void> {
  if (applicationIds.length === 0) return;
  const ids = sql`array[${sql.join([...applicationIds])}]::uuid[]`;
  await sql`
    update material_application m set case_no = a.case_no from application a
    where a.id = m.id and a.id = any(${ids}) and m.case_no is distinct from a.case_no`.execute(trx);
  await sql`
    update material m set case_no = a.case_no from application a
    where a.id = m.application_id and a.id = any(${ids}) and m.case_no is distinct from a.case_no`.execute(
    trx,
  );
}
