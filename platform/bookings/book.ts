import { sql } from 'kysely';
import type { BookingView, BookingWish } from '../../contracts/booking.ts';
import { MAX_BOOKINGS } from '../../contracts/hub/booking-api.ts';
import type { Person } from '../../contracts/hub/person.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import { provenHolder } from '../applications/holder.ts';
import { codeOf } from '../cannot-start.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { holderOf } from '../secrets.ts';
import { nextState } from './machine.ts';
import { lockFor, placeBooking } from './place.ts';
import { type BookingRow, toView } from './rows.ts';
import { matterNames, readCalendar } from './rules.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

export interface BookInput extends BookingWish {
  id: string;
  person: Person;
  phone: string | null;
  locale: Locale;
}

/** Waiting longer for a matter that everybody wants at once is no use: the citizen asks again. */
const LOCK_WAIT = '4s';

/** Books at once, at the citizen's wish. See `bookingApi.book`; `busy`: too many at once. */
export async function book(hub: Hub, terminalId: string, input: BookInput): Promise<Answer<BookingView>> {
  const wish = {
    ...input,
    holder: holderOf(hub.secrets, input.person.idNumber),
    terminalId,
    source: 'online' as const,
    madeAt: hub.now(),
  };
  try {
    return await hub.db.transaction().execute(async (trx): Promise<Answer<BookingView>> => {
      await sql`select set_config('lock_timeout', ${LOCK_WAIT}, true)`.execute(trx);
      await lockFor(trx, [wish]);
      // Under the lock: a day may just have been closed.
      const calendar = await readCalendar({ ...hub, db: trx });
      const placed = await placeBooking(hub, trx, calendar, wish);
      if (!placed.ok) return placed;
      if (placed.value.kind === 'refused') return fail(placed.value.reason);
      return ok(toView(placed.value.row, placed.value.matter, hub.now().getTime()));
    });
  } catch (e) {
    if (codeOf(e) === LOCK_NOT_AVAILABLE) return fail('busy');
    throw e;
  }
}
const LOCK_NOT_AVAILABLE = '55P03';

/** A person's bookings: open ones by time, then the others, latest first. `auth.required`. */
export async function listBookings(hub: Hub, person: Person): Promise<Answer<BookingView[]>> {
  const holder = provenHolder(hub.secrets, person);
  if (!holder.ok) return holder;
  const now = hub.now();
  const { rows } = await sql<BookingRow>`
    select * from booking where holder = ${holder.value}
    order by (state = 'confirmed' and ends_at > ${now}) desc,
      case when state = 'confirmed' and ends_at > ${now} then starts_at end, starts_at desc, no
    limit ${MAX_BOOKINGS}`.execute(hub.db);
  return ok(await viewsOf(hub, rows));
}

/** `auth.required`, `not.found`: not one of theirs, `booking.notNow`. Once more changes nothing. */
export async function cancelBooking(hub: Hub, person: Person, id: string): Promise<Answer<BookingView>> {
  const holder = provenHolder(hub.secrets, person);
  if (!holder.ok) return holder;
  return hub.db.transaction().execute(async (trx): Promise<Answer<BookingView>> => {
    const row = await trx
      .selectFrom('booking')
      .selectAll()
      .where('id', '=', id)
      .where('holder', '=', holder.value)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return fail('not.found');
    if (row.state !== 'cancelled') {
      const state = nextState(row.state, 'cancel');
      if (state === null || hub.now() >= row.starts_at) return fail('booking.notNow');
      await trx.updateTable('booking').set({ state, changed_at: hub.now() }).where('id', '=', id).execute();
      row.state = state;
    }
    const [view] = await viewsOf({ ...hub, db: trx }, [row]);
    return view === undefined ? fail('not.found') : ok(view);
  });
}

async function viewsOf(hub: Pick<Hub, 'db' | 'now'>, rows: readonly BookingRow[]): Promise<BookingView[]> {
  const matters = await matterNames(
    hub.db,
    rows.map((r) => r.matter_id),
  );
  const nowMs = hub.now().getTime();
  return rows.flatMap((row) => {
    const matter = matters.get(row.matter_id);
    return matter === undefined ? [] : [toView(row, matter, nowMs)];
  });
}
