import { type Kysely, sql, type Transaction } from 'kysely';
import { type AddressFields, type CitizenAddress, MAX_ADDRESSES } from '../../contracts/hub/citizens-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { sealAddress, toAddress } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

/** Of the advisory locks on persons; the second key is of the person. */
const HOLDER_LOCK = 0x4144_4452;

/** The one that is offered first, then the others, latest first. */
export const listAddresses = (hub: Hub, holder: Buffer): Promise<CitizenAddress[]> =>
  readAddresses(hub, hub.db, holder);

async function readAddresses(
  { secrets, log }: Pick<Hub, 'secrets' | 'log'>,
  db: Kysely<Database>,
  holder: Buffer,
): Promise<CitizenAddress[]> {
  const rows = await db
    .selectFrom('citizen_address')
    .selectAll()
    .where('holder', '=', holder)
    .orderBy('is_first', 'desc')
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(MAX_ADDRESSES)
    .execute();
  return rows.flatMap((row) => {
    const address = toAddress(secrets, row);
    if (address === null) log.error({ addressId: row.id }, 'address.unreadable');
    return address === null ? [] : [address];
  });
}

/**
 * Adds or changes one; the only one is offered first. Answers all of them. `citizen.tooManyAddresses`, `not.found`: the
 * id is of somebody else's.
 */
export async function putAddress(
  hub: Hub,
  holder: Buffer,
  { id, address, first }: { id: string; address: AddressFields; first: boolean },
): Promise<Answer<CitizenAddress[]>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<CitizenAddress[]>> => {
    await lockHolder(trx, holder);
    const known = await trx
      .selectFrom('citizen_address')
      .select('holder')
      .where('id', '=', id)
      .executeTakeFirst();
    if (known?.holder.equals(holder) === false) return fail('not.found');
    const others = await trx
      .selectFrom('citizen_address')
      .select(['id', 'is_first'])
      .where('holder', '=', holder)
      .where('id', '<>', id)
      .execute();
    if (others.length >= MAX_ADDRESSES) return fail('citizen.tooManyAddresses');
    const isFirst = first || !others.some((o) => o.is_first);
    if (isFirst)
      await trx
        .updateTable('citizen_address')
        .set({ is_first: false })
        .where('holder', '=', holder)
        .where('is_first', '=', true)
        .execute();
    const at = hub.now();
    const row = { body: sealAddress(hub.secrets, id, address), is_first: isFirst, changed_at: at };
    await trx
      .insertInto('citizen_address')
      .values({ id, holder, made_at: at, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    return ok(await readAddresses(hub, trx, holder));
  });
}

/** Once more changes nothing. Another one is offered first, when it was this. Answers those that are left. */
export async function removeAddress(hub: Hub, holder: Buffer, id: string): Promise<CitizenAddress[]> {
  return hub.db.transaction().execute(async (trx) => {
    await lockHolder(trx, holder);
    await trx.deleteFrom('citizen_address').where('id', '=', id).where('holder', '=', holder).execute();
    const left = await trx
      .selectFrom('citizen_address')
      .select(['id', 'is_first'])
      .where('holder', '=', holder)
      .orderBy('is_first', 'desc')
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (left?.is_first === false)
      await trx.updateTable('citizen_address').set({ is_first: true }).where('id', '=', left.id).execute();
    return readAddresses(hub, trx, holder);
  });
}

/** One change of a person's addresses at a time: they are counted, and one of them is first. */
async function lockHolder(trx: Transaction<Database>, holder: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${HOLDER_LOCK}, ${holder.readInt32BE(0)})`.execute(trx);
}
