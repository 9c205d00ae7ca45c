import { randomInt } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { fail, ok } from '../../contracts/result.ts';
import { httpSms } from '../adapters/sms/http.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { limitReached, type SentBefore } from './limits.ts';
import { readSms } from './settings.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;

/** How long a code holds. */
export const CODE_MINUTES = 5;
const HOUR_MS = 3_600_000;
/** Rows older than that no limit looks at. */
const DAY_MS = 24 * HOUR_MS;

export const phoneKey = ({ secrets }: Pick<Hub, 'secrets'>, phone: string): Buffer =>
  secrets.mac('sms.phone', phone);
/** Bound to its row: two codes that are alike do not look alike. */
export const codeKey = ({ secrets }: Pick<Hub, 'secrets'>, id: string, code: string): Buffer =>
  secrets.mac('sms.code', `${id} ${code}`);

export interface SentCode {
  id: string;
  leftMs: number;
  againMs: number;
}

/** Sends a code to a phone, within the limits. What counts is in the database before the gateway is asked. */
export async function sendSms(hub: Hub, terminalId: string, phone: string): Promise<Answer<SentCode>> {
  const settings = await readSms(hub);
  if (settings === null) return fail('signIn.notOffered');
  const id = hub.newId();
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  const now = hub.now();
  const row = { id, terminal_id: terminalId, phone: phoneKey(hub, phone), code: codeKey(hub, id, code) };
  const limit = await hub.db.transaction().execute(async (trx) => {
    await lock(trx, terminalId);
    await lock(trx, row.phone.toString('hex'));
    const reached = limitReached(await sentBefore(trx, row, now), settings.limits, now);
    if (reached !== null) return reached;
    // Only the newest code of a phone opens anything.
    await trx
      .updateTable('sms_code')
      .set({ expires_at: now })
      .where('phone', '=', row.phone)
      .where('expires_at', '>', now)
      .execute();
    const expires_at = new Date(now.getTime() + CODE_MINUTES * 60_000);
    await trx
      .insertInto('sms_code')
      .values({ ...row, at: now, expires_at, used_at: null })
      .execute();
    return null;
  });
  if (limit !== null) return fail(limit);
  const sent = await httpSms(settings).send({ id, phone, code, minutes: CODE_MINUTES });
  if (!sent.ok) {
    hub.log.warn({ outcome: sent.error.code, detail: sent.error.detail }, 'signIn.smsNotSent');
    // Without an answer it may have been sent: the citizen sees whether it comes.
    if (sent.error.code !== 'unknown') {
      await hub.db.updateTable('sms_code').set({ failed: true }).where('id', '=', id).execute();
      return fail(sent.error.code === 'refused' ? 'sms.refused' : 'sms.unavailable');
    }
  }
  const { pauseSeconds } = settings.limits;
  return ok({ id, leftMs: CODE_MINUTES * 60_000, againMs: pauseSeconds * 1_000 });
}

/** One at a time for a terminal and for a phone, so that no two count themselves in together. */
const lock = (trx: Kysely<Database>, subject: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`sms ${subject}`}, 0))`.execute(trx);

async function sentBefore(
  trx: Kysely<Database>,
  { phone, terminal_id }: { phone: Buffer; terminal_id: string },
  now: Date,
): Promise<SentBefore> {
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const row = await trx
    .selectFrom('sms_code')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('phone', '=', phone).filterWhere('at', '>', hourAgo).as('phoneHour'),
      fn.countAll<number>().filterWhere('phone', '=', phone).as('phoneDay'),
      fn
        .countAll<number>()
        .filterWhere('terminal_id', '=', terminal_id)
        .filterWhere('at', '>', hourAgo)
        .as('terminalHour'),
      fn
        .max<Date | null>('at')
        .filterWhere('phone', '=', phone)
        .filterWhere('failed', '=', false)
        .as('lastAt'),
    ])
    .where('at', '>', new Date(now.getTime() - DAY_MS))
    .where((eb) => eb.or([eb('phone', '=', phone), eb('terminal_id', '=', terminal_id)]))
    .executeTakeFirstOrThrow();
  return row;
}

/** Forgets codes that no limit counts any more. Answers how many. */
export async function sweepSmsCodes({ db, now }: Pick<Hub, 'db' | 'now'>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sms_code')
    .where('at', '<', new Date(now().getTime() - DAY_MS))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
