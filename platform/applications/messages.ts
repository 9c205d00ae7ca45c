import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import {
  type CitizenMessage,
  type MessageEvent,
  messageEvent,
} from '../../contracts/hub/applications-api.ts';
import { PAGE } from '../../contracts/hub/paging.ts';
import { uuid } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import { readCursor, writeCursor } from '../console/cursor.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { type MessageWords, openMessage, sealMessage } from './rows.ts';

const placeShape = z.tuple([z.string(), uuid]);
/** Unread messages are counted up to here. */
const MAX_UNREAD = 1_000;

/** Events of messages about a case. */
export const CASE_MESSAGES = messageEvent.options.filter((event) => event.startsWith('case.'));

export interface NewMessage extends MessageWords {
  holder: Buffer;
  event: MessageEvent;
  /** Of the case, booking or petition. */
  no: string;
  at: Date;
}

/** Writes to a citizen (消息), in the transaction of what it tells. Its words are sealed. */
export async function putMessage(
  hub: Pick<HubContext, 'newId' | 'secrets'>,
  trx: Transaction<Database>,
  { holder, event, no, at, ...words }: NewMessage,
): Promise<void> {
  const id = hub.newId();
  const body = sealMessage(hub.secrets, id, words);
  await trx
    .insertInto('citizen_message')
    .values({ id, holder, event, no, body, at, read_at: null })
    .execute();
}

export interface MessagePage {
  rows: CitizenMessage[];
  next: string | null;
  unread: number;
}

/** A citizen's messages, newest first, by keyset on (at, id). `input.invalid`: a cursor that is not of this citizen's list. */
export async function listMessages(
  hub: Pick<HubContext, 'db' | 'secrets' | 'log'>,
  holder: Buffer,
  after?: string,
): Promise<Answer<MessagePage>> {
  const list = `messages ${holder.toString('hex')}`;
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, list, after, placeShape);
  if (!place.ok) return place;
  let query = hub.db
    .selectFrom('citizen_message')
    .selectAll()
    .select(sql<string>`at::text`.as('at_text'))
    .where('holder', '=', holder)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (place.value !== null) {
    const [at, id] = place.value;
    query = query.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await query.execute();
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  const rows = shown.flatMap((row): CitizenMessage[] => {
    const words = openMessage(hub.secrets, row);
    if (words === null) hub.log.error({ messageId: row.id }, 'message.unreadable');
    const { id, event, no, at, read_at } = row;
    return words === null
      ? []
      : [{ id, event, no, ...words, atMs: at.getTime(), readMs: read_at?.getTime() ?? null }];
  });
  return ok({
    rows,
    next: last && found.length > PAGE ? writeCursor(hub.secrets, list, [last.at_text, last.id]) : null,
    unread: await countUnread(hub.db, holder),
  });
}

async function countUnread(db: Kysely<Database>, holder: Buffer): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from citizen_message where holder = ${holder} and read_at is null limit ${MAX_UNREAD}) as unread`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** The citizen has seen it; the first time stays. `not.found`: not one of theirs. */
export async function noteRead(
  { db, now }: Pick<HubContext, 'db' | 'now'>,
  holder: Buffer,
  id: string,
): Promise<Answer<void>> {
  const row = await db
    .updateTable('citizen_message')
    .set((eb) => ({ read_at: eb.fn.coalesce('read_at', eb.val(now())) }))
    .where('id', '=', id)
    .where('holder', '=', holder)
    .returning('id')
    .executeTakeFirst();
  return row === undefined ? fail('not.found') : ok(undefined);
}
