import type { Transaction } from 'kysely';
import { type Erasure, type KeptThing, MAX_HELD } from '../../contracts/hub/citizens-api.ts';
import { forget } from '../applications/holder-data.ts';
import { CASE_MESSAGES } from '../applications/messages.ts';
import { erasePrints } from '../certificates/prints.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { eraseDrafts } from '../drafts/end.ts';
import { eraseBookings } from './erase-bookings.ts';
import { purgePetitions } from './purge.ts';
import { readCitizenSettings } from './settings.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;

/**
 * Every table that is found by a person, and what becomes of its rows at the person's wish; a table with a column `holder`
 * that is not named here fails a test.
 */
export const HELD_TABLES: Readonly<Partial<Record<keyof Database, string>>> = {
  application: 'emptied by `forget`, or kept: open, held, retention',
  case_file: 'its holder goes with the application',
  citizen_message: 'deleted',
  booking: 'emptied once it is over, else kept: open',
  certificate_print: 'deleted, those of this year kept: limit',
  petition: 'emptied, or kept: open, retention',
  citizen_address: 'deleted',
  draft: 'emptied',
};
const DAY_MS = 86_400_000;

/**
 * Deletes at the person's wish whatever may be deleted (个人信息保护法 §47): addresses, bookings that are over, petitions that
 * ended long enough ago, half-done applications, counts of prints of earlier years, every message, and what `forget` of
 * the applications deletes. What is kept, and why, is
 * answered; all of it happens, or nothing. Audited with numbers alone.
 */
export async function eraseAll(hub: Hub, holder: Buffer): Promise<Erasure> {
  const { keepDays } = await readCitizenSettings(hub);
  return hub.db.transaction().execute(async (trx) => {
    const addresses = await trx
      .deleteFrom('citizen_address')
      .where('holder', '=', holder)
      .returning('id')
      .execute();
    const bookings = await eraseBookings(hub, trx, holder);
    const petitions = await erasePetitions(hub, trx, holder, keepDays);
    const messages = await trx
      .deleteFrom('citizen_message')
      .where('holder', '=', holder)
      .where('event', 'not in', CASE_MESSAGES)
      .returning('id')
      .execute();
    const drafts = await eraseDrafts(hub, trx, holder);
    const prints = await erasePrints(hub, trx, holder);
    // Last, because it holds the audit chain until the COMMIT.
    const applications = await forget(hub, trx, holder);
    const kept: KeptThing[] = [
      ...applications.kept.map((k) => ({
        what: 'application' as const,
        no: k.receiptNo,
        why: k.why,
        untilMs: k.untilMs,
      })),
      ...bookings.kept,
      ...petitions.kept,
      ...prints.kept,
    ];
    const deleted = {
      applications: applications.applications,
      bookings: bookings.erased,
      addresses: addresses.length,
      petitions: petitions.erased,
      messages: applications.messages + messages.length,
      drafts,
      prints: prints.erased,
    };
    const entry = { actor: HUB_ACTOR, action: 'citizen.erase', result: 'ok' as const };
    await appendAudit(hub, { ...entry, detail: { ...deleted, kept: kept.length } }, trx);
    return { deleted, kept: kept.slice(0, MAX_HELD), keptCount: kept.length };
  });
}

/** One that waits for its answer stays, and so does one that ended less than `keepDays` ago. */
async function erasePetitions(
  { now }: Pick<Hub, 'now'>,
  trx: Transaction<Database>,
  holder: Buffer,
  keepDays: number,
): Promise<{ erased: number; kept: KeptThing[] }> {
  const rows = await trx
    .selectFrom('petition')
    .select(['id', 'no', 'closed_at'])
    .where('holder', '=', holder)
    .orderBy('id')
    .forUpdate()
    .execute();
  const kept: KeptThing[] = [];
  const going: string[] = [];
  for (const { id, no, closed_at } of rows) {
    const untilMs = closed_at === null ? null : closed_at.getTime() + keepDays * DAY_MS;
    if (untilMs === null) kept.push({ what: 'petition', no, why: 'open', untilMs });
    else if (now().getTime() < untilMs) kept.push({ what: 'petition', no, why: 'retention', untilMs });
    else going.push(id);
  }
  await purgePetitions(trx, going);
  return { erased: going.length, kept };
}
