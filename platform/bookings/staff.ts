import type { Text2 } from '../../contracts/reference.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { offerOf, tell } from './apply.ts';
import { type BookingEvent, nextState, statesBefore } from './machine.ts';
import { lockMatters } from './place.ts';
import { type BookedPerson, type BookingRow, openPerson } from './rows.ts';
import { matterNames, readCalendar } from './rules.ts';
import { nextFree } from './seats.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;
const OFFERED = 3;

/** Who booked, whole; the audit log tells who looked. `not.found`: no such booking, or purged. */
export async function readContact(hub: Hub, id: string, actor: Actor): Promise<Answer<BookedPerson>> {
  const row = await hub.db
    .selectFrom('booking')
    .select(['id', 'no', 'person'])
    .where('id', '=', id)
    .executeTakeFirst();
  const person = row === undefined ? null : openPerson(hub.secrets, row);
  if (row === undefined || person === null) return fail('not.found');
  await appendAudit(hub, {
    actor: actor.login,
    ip: actor.ip,
    action: 'booking.contact',
    target: row.no,
    result: 'ok',
  });
  return ok(person);
}

const MARKS = { used: 'use', missed: 'miss' } as const satisfies Record<string, BookingEvent>;

/** The person came, or did not. The same mark once more changes nothing. `not.found`, `booking.notNow`. */
export async function markBooking(
  hub: Hub,
  { id, as }: { id: string; as: keyof typeof MARKS },
  actor: Actor,
): Promise<Answer<void>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<void>> => {
    const row = await trx
      .selectFrom('booking')
      .select(['no', 'state'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return fail('not.found');
    if (row.state === as) return ok(undefined);
    const state = nextState(row.state, MARKS[as]);
    if (state === null) return fail('booking.notNow', row.state);
    await trx
      .updateTable('booking')
      .set({ state, changed_at: hub.now(), changed_by: actor.login })
      .where('id', '=', id)
      .execute();
    const entry = { actor: actor.login, ip: actor.ip, action: 'booking.mark', target: row.no } as const;
    await appendAudit(hub, { ...entry, result: 'ok', detail: { as } }, trx);
    return ok(undefined);
  });
}

/**
 * Closes a day for one matter or the whole hall (停办). Nobody takes a seat meanwhile; who had one loses it, and is told
 * why and what is free. Answers how many. `booking.unknownMatter`.
 */
export async function closeDay(
  hub: Hub,
  { day, matterId, reason }: { day: string; matterId: string | null; reason: Text2 },
  actor: Actor,
): Promise<Answer<number>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<number>> => {
    await lockMatters(trx, matterId === null ? null : [matterId]);
    if (matterId !== null && !(await matterNames(trx, [matterId])).has(matterId))
      return fail('booking.unknownMatter');
    const exception = { opens_as: null, reason_zh: reason.zh, reason_en: reason.en };
    await trx
      .insertInto('booking_exception')
      .values({ day, matter_id: matterId ?? '', ...exception })
      .onConflict((conflict) => conflict.columns(['day', 'matter_id']).doUpdateSet(exception))
      .execute();
    let lost = trx
      .updateTable('booking')
      .set({ state: 'refused', reason: 'booking.closed', changed_at: hub.now(), changed_by: actor.login })
      .where('day', '=', day)
      .where('state', 'in', statesBefore('refuse'))
      .where('starts_at', '>', hub.now());
    if (matterId !== null) lost = lost.where('matter_id', '=', matterId);
    const rows = await lost.returningAll().execute();
    await tellThem({ ...hub, db: trx }, trx, rows, reason);
    const entry = {
      actor: actor.login,
      ip: actor.ip,
      action: 'booking.closeDay',
      target: matterId ?? 'hall',
    };
    await appendAudit(hub, { ...entry, result: 'ok', detail: { day, refused: rows.length } }, trx);
    return ok(rows.length);
  });
}

type Trx = Parameters<typeof tell>[1];

async function tellThem(hub: Hub, trx: Trx, rows: readonly BookingRow[], reason: Text2): Promise<void> {
  const calendar = await readCalendar(hub);
  const matters = await matterNames(
    trx,
    rows.map((r) => r.matter_id),
  );
  for (const [id, matter] of matters) {
    const offered = await nextFree(trx, calendar, matter, hub.now().getTime(), OFFERED);
    const own = rows.filter((r) => r.matter_id === id);
    await trx
      .updateTable('booking')
      .set({ offered: JSON.stringify(offered) })
      .where(
        'id',
        'in',
        own.map((r) => r.id),
      )
      .execute();
    for (const row of own) {
      const why = row.locale === 'en' ? `${reason.en}. ` : `${reason.zh}。`;
      await tell(hub, trx, row, matter, `${why}${offerOf({ ...row, offered })}`);
    }
  }
}

/** Takes an exception away, of whatever kind. `not.found`. */
export async function openDayAgain(
  hub: Hub,
  { day, matterId }: { day: string; matterId: string | null },
  actor: Actor,
): Promise<Answer<void>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<void>> => {
    const removed = await trx
      .deleteFrom('booking_exception')
      .where('day', '=', day)
      .where('matter_id', '=', matterId ?? '')
      .returning('day')
      .executeTakeFirst();
    if (removed === undefined) return fail('not.found');
    const entry = { actor: actor.login, ip: actor.ip, action: 'booking.openDay', target: matterId ?? 'hall' };
    await appendAudit(hub, { ...entry, result: 'ok', detail: { day } }, trx);
    return ok(undefined);
  });
}
