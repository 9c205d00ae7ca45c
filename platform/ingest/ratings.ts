import { type RawBuilder, sql, type Transaction } from 'kysely';
import { CHANNEL_KIOSK } from '../../contracts/rating.ts';
import type { Database } from '../db/schema.ts';
import type { RatingRow } from './rows.ts';

/** Where a batch comes from. */
export interface Origin {
  terminalId: string;
  windowId: string;
  epoch: string;
  receivedAt: Date;
}

/** What became of the ratings of a batch. A rating whose id was known before has no effect and is in neither. */
export interface Effects {
  ratingIds: string[];
  closedRequests: { id: string; windowId: string }[];
}

const ratingRecord = sql.raw(`r(
  id uuid, seq bigint, request_id uuid, case_no text, stage int, item_code text, item_name text, window_id text,
  staff_id text, level int, tags text[], tag_set_version text, text text, anonymous bool, channel int, source text,
  checked bool, locale text, elder bool, app text, at_ms bigint, uncertainty_ms bigint, clock text)`);

/**
 * Ratings take effect: the first of a case and stage counts (一事一评), whoever delivers it and whenever; another one
 * is kept as its duplicate. A walk-up rating of a case that nobody has confirmed is kept until the case is known.
 */
export async function applyRatings(
  trx: Transaction<Database>,
  origin: Origin,
  rows: readonly RatingRow[],
): Promise<Effects> {
  const json = JSON.stringify(rows);
  const first = await insertRatings(trx, origin, json, FIRST);
  const done = new Set(first);
  const missing = rows.filter((r) => !done.has(r.id)).map((r) => r.id);
  const again = missing.length === 0 ? [] : await insertRatings(trx, origin, json, repeated(missing));
  const ratingIds = [...first, ...again];
  return { ratingIds, closedRequests: await closeRequests(trx, ratingIds, origin.receivedAt) };
}

/** A receipt number (回执号) leads to the case of its application; a number that the hall has given to a case never does. */
const CASE_OF = sql.raw(`select coalesce(
  (select h.case_no from hall_case h where h.case_no = r.case_no),
  (select a.case_no from application a where a.receipt_no = r.case_no),
  r.case_no) as case_no`);

/** A kiosk stands at no window: what is rated there was served where the case is. */
const atKiosk = sql.raw(`r.channel = ${CHANNEL_KIOSK}`);

/** How a rating enters: which rows, and what they count for. */
interface Entry {
  where: RawBuilder<unknown>;
  status: RawBuilder<unknown>;
  duplicateOf: RawBuilder<unknown>;
  relay: RawBuilder<unknown>;
}
const isConfirmed = sql.raw(`(r.source = 'request' or r.checked or c.case_no is not null)`);
const FIRST: Entry = {
  where: sql`true`,
  status: sql`case when ${isConfirmed} then 'counted' else 'unknownCase' end`,
  duplicateOf: sql`null::uuid`,
  relay: sql`case when ${isConfirmed} then 'waiting' else 'notRelayed' end`,
};
const repeated = (ids: string[]): Entry => ({
  where: sql`r.id = any(${ids}::uuid[])`,
  status: sql`'duplicate'`,
  duplicateOf: sql`(select x.id from rating x
    where x.case_no = named.case_no and x.stage = r.stage and x.status = 'counted')`,
  relay: sql`'notRelayed'`,
});

/**
 * In order of the cases, so that two batches with the same cases never wait for each other crosswise. What is known
 * already (the id, or a counted rating of the case and stage) is left out; the answer is the ids that are new.
 */
async function insertRatings(
  trx: Transaction<Database>,
  origin: Origin,
  json: string,
  entry: Entry,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into rating (id, terminal_id, epoch, seq, request_id, case_no, stage, item_code, item_name, window_id,
      department_id, staff_id, level, tags, tag_set_version, text, anonymous, channel, source, status, duplicate_of,
      locale, elder, app, at, uncertainty_ms, clock, received_at, relay_state)
    select r.id, ${origin.terminalId}, ${origin.epoch}::uuid, r.seq, r.request_id, named.case_no, r.stage,
      coalesce(r.item_code, q.item_code, c.item_code), coalesce(r.item_name, q.item_name, i.name_zh),
      coalesce(w.id, own.id),
      coalesce(case when ${atKiosk} then c.department_id end, w.department_id, own.department_id),
      coalesce(r.staff_id, q.staff_id, c.staff_id, d.staff_id),
      r.level, r.tags, r.tag_set_version, decode(r.text, 'base64'), r.anonymous, r.channel, r.source,
      ${entry.status}, ${entry.duplicateOf}, r.locale, r.elder, r.app,
      timestamptz 'epoch' + r.at_ms * interval '1 millisecond', r.uncertainty_ms, r.clock,
      ${origin.receivedAt}::timestamptz, ${entry.relay}
    from json_to_recordset(${json}::json) as ${ratingRecord}
    cross join lateral (${CASE_OF}) as named
    join service_window own on own.id = ${origin.windowId}
    left join hall_case c on c.case_no = named.case_no
    left join service_window w on w.id = coalesce(case when ${atKiosk} then c.window_id end, r.window_id)
    left join rating_request q on q.id = r.request_id and q.case_no = r.case_no and q.stage = r.stage
    left join service_item i on i.code = coalesce(r.item_code, q.item_code, c.item_code)
    left join window_duty d on d.window_id = r.window_id
      and d.since <= timestamptz 'epoch' + r.at_ms * interval '1 millisecond'
    where ${entry.where}
    order by named.case_no, r.stage, r.seq
    on conflict do nothing
    returning id`.execute(trx);
  return rows.map((r) => r.id);
}

/** A request whose rating is here is rated, however late it comes. */
async function closeRequests(
  trx: Transaction<Database>,
  ratingIds: string[],
  at: Date,
): Promise<{ id: string; windowId: string }[]> {
  if (ratingIds.length === 0) return [];
  const { rows } = await sql<{ id: string; windowId: string }>`
    update rating_request q set state = 'rated', closed_at = ${at}::timestamptz
    from (select q.id from rating_request q join rating r on r.request_id = q.id
            and r.case_no = q.case_no and r.stage = q.stage
          where r.id = any(${ratingIds}::uuid[]) and q.state <> 'rated' order by q.id for update of q) as due
    where q.id = due.id
    returning q.id, q.window_id as "windowId"`.execute(trx);
  return rows;
}
