import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type OfflineTicket, type TicketView, ticketLabelOf } from '../../contracts/booking.ts';
import { isOpenAt } from '../../contracts/booking-calendar.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { dayOf } from '../../contracts/hall-time.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { namesOf, placeOf, toTicketView } from './rows.ts';
import { readCalendar } from './rules.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'log'>;
type Trx = Transaction<Database>;
type Ticket = Selectable<Database['ticket']>;

/** The hub's own numbers; a terminal's mark names its own. */
const OWN = '';

/**
 * The next number of a line (取号): counted while the line's row is held, so that the numbers of a day have no gap and
 * come in order. The same id again answers the same ticket. `ticket.unknownQueue`, `ticket.closed`.
 */
export async function takeTicket(
  hub: Hub,
  terminalId: string,
  { id, queueId }: { id: string; queueId: string },
): Promise<Answer<TicketView>> {
  const { exceptions } = await readCalendar(hub);
  return hub.db.transaction().execute(async (trx): Promise<Answer<TicketView>> => {
    const queue = await lockQueue(trx, queueId);
    if (queue === undefined) return fail('ticket.unknownQueue');
    const known = await findTicket(trx, id);
    if (known !== undefined) return ok(toTicketView(known, queue, await aheadOf(trx, known)));
    const at = hub.now();
    if (!isOpenAt(queue.opening, exceptions, at.getTime())) return fail('ticket.closed');
    const day = dayOf(at.getTime());
    const last = await lastTicket(trx, queueId, day);
    const number = (last?.number ?? 0) + 1;
    const ticket = await trx
      .insertInto('ticket')
      .values({
        id,
        queue_id: queueId,
        day,
        series: OWN,
        number,
        label: ticketLabelOf(queue.letter, null, number),
        state: 'waiting',
        terminal_id: terminalId,
        // Never before the number before it, whichever hub's clock gave that one.
        taken_at: new Date(Math.max(at.getTime(), last?.taken_at.getTime() ?? 0)),
        called_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return ok(toTicketView(ticket, queue, await aheadOf(trx, ticket)));
  });
}

const lockQueue = (trx: Trx, id: string) =>
  trx
    .selectFrom('ticket_queue')
    .selectAll()
    .where('id', '=', id)
    .where('enabled', '=', true)
    .forNoKeyUpdate()
    .executeTakeFirst();

const findTicket = (trx: Trx, id: string) =>
  trx.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst();

const lastTicket = (trx: Trx, queueId: string, day: string) =>
  trx
    .selectFrom('ticket')
    .select(['number', 'taken_at'])
    .where('queue_id', '=', queueId)
    .where('day', '=', day)
    .where('series', '=', OWN)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Who took a number before, and was not called yet. */
async function aheadOf(db: Kysely<Database>, ticket: Ticket): Promise<number> {
  const { count } = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('queue_id', '=', ticket.queue_id)
    .where('day', '=', ticket.day)
    .where('state', '=', 'waiting')
    .where(
      sql<boolean>`(taken_at, series, number) < (${ticket.taken_at}, ${ticket.series}, ${ticket.number})`,
    )
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * A ticket that a terminal gave by itself joins the line where its time stands. Where the hub had given a number for the
 * same id and its answer was lost, the one on the slip is what is called. null: it has taken effect.
 */
export async function putOfflineTicket(
  trx: Trx,
  { terminalId, receivedAt }: { terminalId: string; receivedAt: Date },
  ticket: OfflineTicket,
): Promise<ErrorCode | null> {
  if ((await lockQueue(trx, ticket.queueId)) === undefined) return 'ticket.unknownQueue';
  const known = await findTicket(trx, ticket.id);
  if (known !== undefined) {
    if (known.queue_id !== ticket.queueId || known.terminal_id !== terminalId) return 'ticket.numberTaken';
    await trx.updateTable('ticket').set({ label: ticket.label }).where('id', '=', ticket.id).execute();
    return null;
  }
  const inserted = await trx
    .insertInto('ticket')
    .values({
      id: ticket.id,
      queue_id: ticket.queueId,
      day: ticket.day,
      series: terminalId,
      number: ticket.number,
      label: ticket.label,
      state: 'waiting',
      terminal_id: terminalId,
      taken_at: new Date(Math.min(ticket.at, receivedAt.getTime())),
      called_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted === undefined ? 'ticket.numberTaken' : null;
}

/** The lines of the hall as citizens see them. */
export async function readQueues(hub: Hub) {
  const { exceptions } = await readCalendar(hub);
  const nowMs = hub.now().getTime();
  const queues = await queueRows(hub.db);
  const lines = await countLines(hub.db, dayOf(nowMs));
  return queues.map((queue) => ({
    id: queue.id,
    letter: queue.letter,
    name: namesOf(queue),
    place: placeOf(queue),
    waiting: lines.get(queue.id)?.waiting ?? 0,
    open: isOpenAt(queue.opening, exceptions, nowMs),
  }));
}

/** … and as staff see them. */
export async function queueStates(hub: Pick<HubContext, 'db' | 'now'>) {
  const day = dayOf(hub.now().getTime());
  const queues = await queueRows(hub.db);
  const lines = await countLines(hub.db, day);
  const called = await hub.db
    .selectFrom('ticket')
    .distinctOn('queue_id')
    .select(['queue_id', 'label'])
    .where('day', '=', day)
    .where('state', '=', 'called')
    .orderBy('queue_id')
    .orderBy('called_at', 'desc')
    .execute();
  return queues.map((queue) => ({
    id: queue.id,
    letter: queue.letter,
    name: namesOf(queue),
    place: placeOf(queue),
    waiting: lines.get(queue.id)?.waiting ?? 0,
    given: lines.get(queue.id)?.given ?? 0,
    called: called.find((c) => c.queue_id === queue.id)?.label ?? null,
  }));
}

const queueRows = (db: Kysely<Database>) =>
  db.selectFrom('ticket_queue').selectAll().where('enabled', '=', true).orderBy('letter').execute();

async function countLines(db: Kysely<Database>, day: string) {
  const rows = await db
    .selectFrom('ticket')
    .select((eb) => [
      'queue_id as id',
      eb.fn.countAll<number>().as('given'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'waiting').as('waiting'),
    ])
    .where('day', '=', day)
    .groupBy('queue_id')
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Calls who waits longest (叫号). null: nobody waits. `ticket.unknownQueue`. */
export async function callNext(
  hub: Pick<HubContext, 'db' | 'now'>,
  queueId: string,
): Promise<Answer<string | null>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<string | null>> => {
    if ((await lockQueue(trx, queueId)) === undefined) return fail('ticket.unknownQueue');
    const next = await trx
      .selectFrom('ticket')
      .select(['id', 'label'])
      .where('queue_id', '=', queueId)
      .where('day', '=', dayOf(hub.now().getTime()))
      .where('state', '=', 'waiting')
      .orderBy('taken_at')
      .orderBy('series')
      .orderBy('number')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return ok(null);
    await trx
      .updateTable('ticket')
      .set({ state: 'called', called_at: hub.now() })
      .where('id', '=', next.id)
      .execute();
    return ok(next.label);
  });
}
