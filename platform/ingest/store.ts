import { sql, type Transaction } from 'kysely';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { IngestItem } from '../../contracts/ingest.ts';
import { type ApplicationItem, applyApplications } from '../applications/apply.ts';
import { applyBookings, type BookingItem } from '../bookings/apply.ts';
import { type BusEntry, MAX_IDS, notify } from '../bus.ts';
import { applyPetitions, type PetitionItem } from '../citizens/apply.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { applyMaterials, type MaterialItem } from '../materials/apply.ts';
import type { GoodItem } from './check.ts';
import { applyRatings, type Effects, type Origin } from './ratings.ts';
import { putAside, type SuspectRow } from './refused.ts';
import { type InboxRow, toInboxRow, toRatingRow } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;

export type Stored = 'stored' | 'duplicate' | 'conflict' | { refused: ErrorCode };

const inboxRecord = sql.raw(
  'r(seq bigint, kind text, sha256 text, body text, at_ms bigint, uncertainty_ms bigint, clock text)',
);

/**
 * One transaction with the same few statements whatever the size of the batch. Every `seq` occurs once in it. The
 * answer holds once this returns: the transaction has been committed.
 */
export async function storeBatch(
  hub: Hub,
  origin: Origin,
  items: readonly GoodItem[],
): Promise<Map<number, Stored>> {
  const rows = items.map((i) => toInboxRow(hub.secrets, origin, i.item));
  const ratings = items.filter((i) => i.kind === 'rating').map((i) => toRatingRow(hub.secrets, i));
  return hub.db.transaction().execute(async (trx) => {
    const outcomes = new Map<number, Stored>();
    for (const seq of await insertInbox(trx, origin, rows)) outcomes.set(seq, 'stored');
    const known = rows.filter((r) => !outcomes.has(r.seq));
    if (known.length > 0)
      for (const [seq, stored] of await compareKnown(trx, origin, known)) outcomes.set(seq, stored);
    const stored = items.filter((i) => outcomes.get(i.item.seq) === 'stored');
    const codes = await takeEffect(hub, trx, origin, stored);
    // Behind the applications: a rating may name one of them by its receipt.
    const fresh = ratings.filter(({ seq }) => outcomes.get(seq) === 'stored');
    if (fresh.length > 0) await notify(trx, messagesOf(await applyRatings(trx, origin, fresh)));
    const refused = codes.size === 0 ? [] : await leaveInbox(trx, origin, rows, codes);
    for (const { row, code } of refused) outcomes.set(row.seq, { refused: code });
    // Last, because they hold the audit chain until the COMMIT.
    if (refused.length > 0) await putAside(hub, trx, origin, refused);
    const conflicts = rows.filter((r) => outcomes.get(r.seq) === 'conflict');
    if (conflicts.length > 0) await quarantine(hub, trx, origin, conflicts);
    return outcomes;
  });
}

/** Rows that the checks refused and that somebody has to look at. */
export async function storeSuspects(
  hub: Pick<HubContext, 'db' | 'now' | 'secrets'>,
  origin: Origin,
  suspects: readonly { item: IngestItem; code: ErrorCode }[],
): Promise<void> {
  const rows = suspects.map(({ item, code }) => ({ row: toInboxRow(hub.secrets, origin, item), code }));
  await hub.db.transaction().execute((trx) => putAside(hub, trx, origin, rows));
}

const materialOf = (i: GoodItem): MaterialItem[] =>
  i.kind === 'material'
    ? [{ seq: i.item.seq, text: i.item.body, sha256: i.item.sha256, material: i.material }]
    : [];

const applicationOf = (i: GoodItem): ApplicationItem[] =>
  i.kind === 'application'
    ? [{ seq: i.item.seq, text: i.item.body, sha256: i.item.sha256, application: i.application }]
    : [];

const bookingOf = (i: GoodItem): BookingItem[] =>
  i.kind === 'booking' ? [{ seq: i.item.seq, booking: i.booking }] : [];

const petitionOf = (i: GoodItem): PetitionItem[] =>
  i.kind === 'petition'
    ? [{ seq: i.item.seq, text: i.item.body, sha256: i.item.sha256, petition: i.petition }]
    : [];

/** What the rows of other kinds than ratings do. Answers those that are refused, by number. */
async function takeEffect(
  hub: Hub,
  trx: Transaction<Database>,
  origin: Origin,
  stored: readonly GoodItem[],
): Promise<Map<number, ErrorCode>> {
  const materials = stored.flatMap(materialOf);
  const applications = stored.flatMap(applicationOf);
  const bookings = stored.flatMap(bookingOf);
  const petitions = stored.flatMap(petitionOf);
  return new Map([
    ...(materials.length === 0 ? [] : await applyMaterials(hub.secrets, trx, origin, materials)),
    ...(applications.length === 0 ? [] : await applyApplications(hub, trx, origin, applications)),
    ...(bookings.length === 0 ? [] : await applyBookings(hub, trx, origin, bookings)),
    ...(petitions.length === 0 ? [] : await applyPetitions(hub, trx, origin, petitions)),
  ]);
}

/** Refused rows leave the inbox again, as if they had never come. */
async function leaveInbox(
  trx: Transaction<Database>,
  origin: Origin,
  rows: readonly InboxRow[],
  codes: ReadonlyMap<number, ErrorCode>,
): Promise<SuspectRow[]> {
  await trx
    .deleteFrom('inbox')
    .where('terminal_id', '=', origin.terminalId)
    .where('epoch', '=', origin.epoch)
    .where('seq', 'in', [...codes.keys()])
    .execute();
  return rows.flatMap((row) => {
    const code = codes.get(row.seq);
    return code === undefined ? [] : [{ row, code }];
  });
}

/** Answers the numbers that were new. */
async function insertInbox(trx: Transaction<Database>, origin: Origin, rows: InboxRow[]): Promise<number[]> {
  const inserted = await sql<{ seq: number }>`
    insert into inbox (terminal_id, epoch, seq, kind, sha256, body, at, uncertainty_ms, clock, received_at)
    select ${origin.terminalId}, ${origin.epoch}::uuid, r.seq, r.kind, decode(r.sha256, 'hex'),
      decode(r.body, 'base64'), timestamptz 'epoch' + r.at_ms * interval '1 millisecond', r.uncertainty_ms, r.clock,
      ${origin.receivedAt}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as ${inboxRecord}
    order by r.seq
    on conflict do nothing
    returning seq`.execute(trx);
  return inserted.rows.map((r) => r.seq);
}

/** Rows whose key the hub holds: the same bytes are a repeated delivery, which is noted; others are a conflict. */
async function compareKnown(
  trx: Transaction<Database>,
  origin: Origin,
  known: InboxRow[],
): Promise<[number, Stored][]> {
  const hashes = JSON.stringify(known.map(({ seq, sha256 }) => ({ seq, sha256 })));
  const { rows } = await sql<{ seq: number; same: boolean }>`
    with compared as (
      select r.seq, i.sha256 = decode(r.sha256, 'hex') as same
      from json_to_recordset(${hashes}::json) as r(seq bigint, sha256 text)
      join inbox i on i.terminal_id = ${origin.terminalId} and i.epoch = ${origin.epoch}::uuid and i.seq = r.seq),
    noted as (
      insert into inbox_duplicate (terminal_id, epoch, seq, received_at)
      select ${origin.terminalId}, ${origin.epoch}::uuid, seq, ${origin.receivedAt}::timestamptz
      from compared where same order by seq)
    select seq, same from compared`.execute(trx);
  return rows.map((r) => [r.seq, r.same ? 'duplicate' : 'conflict']);
}

/**
 * One key with two bodies: a terminal was cloned, restored without a new epoch, or tampered with. Both bodies are kept
 * aside for a technician, once each, and the audit log tells. The first stays in effect: it was acknowledged.
 */
async function quarantine(
  hub: Pick<HubContext, 'db' | 'now'>,
  trx: Transaction<Database>,
  origin: Origin,
  conflicts: InboxRow[],
): Promise<void> {
  const { rows } = await sql<{ seq: number }>`
    with incoming as (
      select r.seq, r.kind, decode(r.sha256, 'hex') as sha256, decode(r.body, 'base64') as body
      from json_to_recordset(${JSON.stringify(conflicts)}::json) as ${inboxRecord})
    insert into quarantine (terminal_id, epoch, seq, kind, sha256, body, reason, received_at)
    select ${origin.terminalId}, ${origin.epoch}::uuid, b.seq, b.kind, b.sha256, b.body, b.reason,
      ${origin.receivedAt}::timestamptz
    from (select *, 'conflict' as reason from incoming
          union all
          select i.seq, i.kind, i.sha256, i.body, 'conflictStored' from inbox i
          where i.terminal_id = ${origin.terminalId} and i.epoch = ${origin.epoch}::uuid
            and i.seq in (select seq from incoming)) as b
    where not exists (select 1 from quarantine q where q.terminal_id = ${origin.terminalId}
      and q.epoch = ${origin.epoch}::uuid and q.seq = b.seq and q.sha256 = b.sha256)
    order by b.seq
    returning seq`.execute(trx);
  if (rows.length === 0) return;
  const seqs = [...new Set(rows.map((r) => r.seq))].sort((a, b) => a - b);
  await appendAudit(
    hub,
    {
      actor: 'hub',
      action: 'ingest.conflict',
      target: origin.terminalId,
      result: 'refused',
      detail: { epoch: origin.epoch, rows: seqs.length, first: seqs[0] ?? 0, last: seqs.at(-1) ?? 0 },
    },
    trx,
  );
}

function messagesOf(effects: Effects): BusEntry[] {
  const ids = effects.ratingIds.slice(0, MAX_IDS);
  return [
    ...(ids.length === 0 ? [] : [{ topic: 'ratings' as const, message: { ids } }]),
    ...effects.closedRequests.flatMap(({ id, windowId }): BusEntry[] => [
      { topic: 'requestState', message: { requestId: id } },
      { topic: 'request', message: { windowId, requestId: id } },
    ]),
  ];
}
