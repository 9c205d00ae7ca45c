import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { KeptThing } from '../../contracts/hub/citizens-api.ts';
import { uuid } from '../../contracts/primitives.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { inboxBinding } from '../ingest/rows.ts';

type Hub = Pick<HubContext, 'secrets' | 'log'>;

/** Rows of the inbox that are looked into at once. */
const AT_ONCE = 500;
/** A booking's row came with it, or later; never much before. */
const BEFORE_MS = 60_000;

/**
 * Bookings that are over lose name, telephone and holder, also in the rows that brought them, and count no further for
 * anybody; those to come stay. In the caller's transaction.
 */
export async function eraseBookings(
  hub: Hub,
  trx: Transaction<Database>,
  holder: Buffer,
): Promise<{ erased: number; kept: KeptThing[] }> {
  const kept = await trx
    .selectFrom('booking')
    .select('no')
    .where('holder', '=', holder)
    .where('state', 'in', ['requested', 'confirmed'])
    .orderBy('starts_at')
    .execute();
  const over = await trx
    .updateTable('booking')
    // A holder that nobody has: two random uuids are 32 bytes, as an HMAC is.
    .set({ person: null, holder: sql<Buffer>`uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())` })
    .where('holder', '=', holder)
    .where('state', 'not in', ['requested', 'confirmed'])
    .returning(['id', 'terminal_id', 'source', 'received_at'])
    .execute();
  const offline = over.filter((b) => b.source === 'offline');
  for (const terminalId of new Set(offline.map((b) => b.terminal_id)))
    await emptyRows(
      hub,
      trx,
      terminalId,
      offline.filter((b) => b.terminal_id === terminalId),
    );
  return {
    erased: over.length,
    kept: kept.map(({ no }) => ({ what: 'booking' as const, no, why: 'open' as const, untilMs: null })),
  };
}

/** The rows keep their key and their hash, by which a repeated delivery is known; what they said is gone. */
async function emptyRows(
  hub: Hub,
  trx: Kysely<Database>,
  terminalId: string,
  bookings: readonly { id: string; received_at: Date }[],
): Promise<void> {
  const ids = new Set(bookings.map((b) => b.id));
  const since = new Date(Math.min(...bookings.map((b) => b.received_at.getTime())) - BEFORE_MS);
  let after: InboxRow | undefined;
  for (;;) {
    const rows = await inboxPage(trx, terminalId, since, after);
    for (const row of rows)
      if (ids.has(idIn(hub, row)))
        await trx
          .updateTable('inbox')
          .set({ body: Buffer.alloc(0) })
          .where('terminal_id', '=', terminalId)
          .where('epoch', '=', row.epoch)
          .where('seq', '=', row.seq)
          .execute();
    after = rows.at(-1);
    if (rows.length < AT_ONCE) return;
  }
}

type InboxRow = Pick<Selectable<Database['inbox']>, 'terminal_id' | 'epoch' | 'seq' | 'body' | 'received_at'>;

function inboxPage(
  trx: Kysely<Database>,
  terminalId: string,
  since: Date,
  after: InboxRow | undefined,
): Promise<InboxRow[]> {
  let query = trx
    .selectFrom('inbox')
    .select(['terminal_id', 'epoch', 'seq', 'body', 'received_at'])
    .where('kind', '=', 'booking')
    .where('terminal_id', '=', terminalId)
    .where('received_at', '>=', since)
    .orderBy('epoch')
    .orderBy('seq')
    .limit(AT_ONCE);
  if (after !== undefined)
    query = query.where(sql<boolean>`(epoch, seq) > (${after.epoch}::uuid, ${after.seq})`);
  return query.execute();
}

const named = z.object({ id: uuid });

/** Of what a row brought; '' where it was emptied before. */
function idIn({ secrets, log }: Hub, row: InboxRow): string {
  if (row.body.length === 0) return '';
  try {
    const text = secrets.open(row.body, inboxBinding(row.terminal_id, row.epoch, row.seq)).toString('utf8');
    return named.parse(JSON.parse(text)).id;
  } catch {
    log.error({ terminalId: row.terminal_id, seq: row.seq }, 'inbox.unreadable');
    return '';
  }
}
