import { sql, type Transaction } from 'kysely';
import type { PrintPurpose, PrintsLeft } from '../../contracts/certificate.ts';
import { dayOf, msAt } from '../../contracts/hall-time.ts';
import type { PrintOutcome } from '../../contracts/hub/certificates-api.ts';
import type { KeptThing } from '../../contracts/hub/citizens-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';

/** The certificate of a person, by HMACs: neither number is kept. */
export interface PrintedOf {
  holder: Buffer;
  certificate: Buffer;
}
export interface Limits {
  perDay: number;
  perYear: number;
}
interface Used {
  today: number;
  year: number;
}

/** What a certificate is counted by: HMAC-SHA-256 of its id under a key of the hub. */
export const certificateKey = (secrets: Pick<HubContext['secrets'], 'mac'>, id: string): Buffer =>
  secrets.mac('certificate', id);

const dateOf = (at: Date): { day: string; year: number } => {
  const day = dayOf(at.getTime());
  return { day, year: Number(day.slice(0, 4)) };
};

export const leftOf = (used: Used, { perDay, perYear }: Limits): PrintsLeft => {
  const year = Math.max(0, perYear - used.year);
  return { today: Math.min(year, Math.max(0, perDay - used.today)), year };
};

/** How often each certificate of a person was printed this year and today, by key in hex; those that never were are absent. */
export async function usedOf(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  holder: Buffer,
): Promise<Map<string, Used>> {
  const { day, year } = dateOf(now());
  const rows = await db
    .selectFrom('certificate_print')
    .select(['certificate'])
    .select((eb) => [
      eb.fn.countAll<string>().as('year'),
      eb.fn.countAll<string>().filterWhere('day', '=', day).as('today'),
    ])
    .where('holder', '=', holder)
    .where('year', '=', year)
    .where('outcome', '<>', 'failed')
    .groupBy('certificate')
    .execute();
  return new Map(
    rows.map((r) => [r.certificate.toString('hex'), { today: Number(r.today), year: Number(r.year) }]),
  );
}

export interface PrintWish extends PrintedOf {
  printId: string;
  typeCode: string;
  purpose: PrintPurpose;
  terminalId: string;
  limits: Limits;
}

/**
 * Takes one print of those that are left; concurrent wishes for the same certificate wait for one another. The same key
 * again takes no further one, takes one again after it failed, and is over once it was printed.
 */
export async function grantPrint(
  { now }: Pick<HubContext, 'now'>,
  trx: Transaction<Database>,
  w: PrintWish,
): Promise<Answer<{ no: number; left: PrintsLeft }>> {
  await sql`select pg_advisory_xact_lock(${w.certificate.readBigInt64BE(0)})`.execute(trx);
  const at = now();
  const { day, year } = dateOf(at);
  const known = await trx
    .selectFrom('certificate_print')
    .select(['holder', 'certificate', 'terminal_id', 'no', 'day', 'year', 'outcome'])
    .where('id', '=', w.printId)
    .executeTakeFirst();
  if (known !== undefined) {
    const isOpen =
      known.holder.equals(w.holder) &&
      known.certificate.equals(w.certificate) &&
      known.terminal_id === w.terminalId &&
      known.day === day &&
      (known.outcome === 'granted' || known.outcome === 'failed');
    if (!isOpen) return fail('certificate.printTaken');
  }
  const used = await countOthers(trx, w, day, year);
  if (used.year >= w.limits.perYear) return fail('certificate.yearLimit');
  if (used.today >= w.limits.perDay) return fail('certificate.dayLimit');
  const isCounted = known?.outcome === 'granted';
  const no = isCounted ? known.no : used.highest + 1;
  const row = { no, outcome: 'granted' as const, granted_at: at, settled_at: null };
  if (known === undefined)
    await trx
      .insertInto('certificate_print')
      .values({
        ...row,
        id: w.printId,
        holder: w.holder,
        certificate: w.certificate,
        type_code: w.typeCode,
        purpose: w.purpose,
        terminal_id: w.terminalId,
        day,
        year,
      })
      .execute();
  else await trx.updateTable('certificate_print').set(row).where('id', '=', w.printId).execute();
  return ok({ no, left: leftOf({ today: used.today + 1, year: used.year + 1 }, w.limits) });
}

/** Prints of this certificate that count, without the one that is asked for. */
async function countOthers(
  db: Transaction<Database>,
  w: PrintWish,
  day: string,
  year: number,
): Promise<Used & { highest: number }> {
  const row = await db
    .selectFrom('certificate_print')
    .select((eb) => [
      eb.fn.countAll<string>().as('year'),
      eb.fn.countAll<string>().filterWhere('day', '=', day).as('today'),
      eb.fn.max('no').as('highest'),
    ])
    .where('holder', '=', w.holder)
    .where('certificate', '=', w.certificate)
    .where('year', '=', year)
    .where('outcome', '<>', 'failed')
    .where('id', '<>', w.printId)
    .executeTakeFirstOrThrow();
  return { today: Number(row.today), year: Number(row.year), highest: Number(row.highest ?? 0) };
}

/** What became of a print; the first word stands. `not.found`: not one of this terminal. */
export async function settlePrint(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  { printId, terminalId, outcome }: { printId: string; terminalId: string; outcome: PrintOutcome },
): Promise<Answer<null>> {
  const own = db.selectFrom('certificate_print').select('id').where('id', '=', printId);
  const found = await own.where('terminal_id', '=', terminalId).executeTakeFirst();
  if (found === undefined) return fail('not.found');
  await db
    .updateTable('certificate_print')
    .set({ outcome, settled_at: now() })
    .where('id', '=', printId)
    .where('outcome', '=', 'granted')
    .execute();
  return ok(null);
}

/**
 * At the person's wish: what was counted in earlier years goes. What this year's limits are counted by stays until the
 * year is over, else deleting would print once more.
 */
export async function erasePrints(
  { now }: Pick<HubContext, 'now'>,
  trx: Transaction<Database>,
  holder: Buffer,
): Promise<{ erased: number; kept: KeptThing[] }> {
  const { year } = dateOf(now());
  const gone = await trx
    .deleteFrom('certificate_print')
    .where('holder', '=', holder)
    .where((eb) => eb.or([eb('year', '<', year), eb('outcome', '=', 'failed')]))
    .returning('id')
    .execute();
  const kept = await trx
    .selectFrom('certificate_print')
    .select(['day', 'no'])
    .where('holder', '=', holder)
    .orderBy('granted_at')
    .orderBy('id')
    .execute();
  const untilMs = msAt(`${year + 1}-01-01`, 0);
  return {
    erased: gone.length,
    kept: kept.map(({ day, no }) => ({ what: 'print', no: `${day}-${no}`, why: 'limit', untilMs })),
  };
}

const DAY_MS = 86_400_000;

/** Lets go of what was counted long ago. Answers how many rows went. */
export async function sweepPrints(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  keepDays: number,
): Promise<number> {
  const before = new Date(now().getTime() - keepDays * DAY_MS);
  const swept = await db.deleteFrom('certificate_print').where('granted_at', '<', before).executeTakeFirst();
  return Number(swept.numDeletedRows);
}
