import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { TagSet } from '../../contracts/rating.ts';
import type { Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { inboxBinding, textBinding } from '../ingest/rows.ts';
import { type HistoryOptions, history, type PastRating, REQUEST_MS } from './history.ts';
import type { DemoHall } from './schema.ts';

/** Ratings of one statement: a few MB. */
const BATCH = 2_000;
type Table = 'rating_request' | 'inbox' | 'inbox_duplicate' | 'rating' | 'relay_attempt';
type Row = Readonly<Record<string, unknown>>;

/**
 * Puts a history into a database that holds the demonstration hall, as if every rating had come in through ingest:
 * sealed bodies and texts, requests, repeated deliveries, attempts at the relay. `db` may be a transaction. Whoever
 * puts very many runs `analyze` afterwards.
 */
export async function putHistory(
  db: Kysely<Database>,
  secrets: Pick<Secrets, 'seal'>,
  from: { hall: DemoHall; tags: TagSet },
  options: HistoryOptions,
): Promise<void> {
  let batch: PastRating[] = [];
  for (const past of history(from.hall, from.tags, options)) {
    batch.push(past);
    if (batch.length < BATCH) continue;
    await putBatch(db, secrets, batch);
    batch = [];
  }
  await putBatch(db, secrets, batch);
}

async function putBatch(db: Kysely<Database>, secrets: Pick<Secrets, 'seal'>, batch: readonly PastRating[]) {
  await putRows(db, 'rating_request', batch.flatMap(requestRow));
  await putRows(
    db,
    'inbox',
    batch.map((p) => inboxRow(secrets, p)),
  );
  await putRows(
    db,
    'inbox_duplicate',
    batch.flatMap((p) => p.deliveredAgainAt.map((received_at) => ({ ...keyOf(p), received_at }))),
  );
  await putRows(
    db,
    'rating',
    batch.map((p) => ratingRow(secrets, p)),
  );
  await putRows(
    db,
    'relay_attempt',
    batch.flatMap((p) => p.attempts.map((attempt) => ({ rating_id: p.body.id, ...attempt }))),
  );
}

/** One statement for any number of rows. The rows have the same columns; bytes are given as `bytea()`. */
async function putRows(db: Kysely<Database>, table: Table, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    db,
  );
}

/** As PostgreSQL reads bytes from text. */
const bytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;
const keyOf = (p: PastRating) => ({ terminal_id: p.terminalId, epoch: p.epoch, seq: p.seq });

function requestRow({ body, request, receivedAt }: PastRating): Row[] {
  if (request === null) return [];
  return [
    {
      id: body.requestId,
      window_id: body.windowId,
      staff_id: body.staffId,
      case_no: body.case.caseNo,
      stage: body.case.stage,
      item_code: body.case.itemCode,
      item_name: body.case.itemName,
      state: 'rated',
      source: request.source,
      created_at: request.createdAt,
      expires_at: new Date(request.createdAt.getTime() + REQUEST_MS),
      rung_at: request.rungAt,
      opened_at: request.openedAt,
      closed_at: receivedAt,
    },
  ];
}

function inboxRow(secrets: Pick<Secrets, 'seal'>, p: PastRating): Row {
  const bytes = Buffer.from(JSON.stringify(p.body), 'utf8');
  return {
    ...keyOf(p),
    kind: 'rating',
    sha256: bytea(createHash('sha256').update(bytes).digest()),
    body: bytea(secrets.seal(bytes, inboxBinding(p.terminalId, p.epoch, p.seq))),
    at: p.at,
    uncertainty_ms: p.uncertaintyMs,
    clock: p.clock,
    received_at: p.receivedAt,
  };
}

function ratingRow(secrets: Pick<Secrets, 'seal'>, p: PastRating): Row {
  const { body } = p;
  return {
    id: body.id,
    ...keyOf(p),
    request_id: body.requestId,
    case_no: body.case.caseNo,
    stage: body.case.stage,
    item_code: body.case.itemCode,
    item_name: body.case.itemName,
    window_id: body.windowId,
    department_id: p.departmentId,
    staff_id: p.staffId,
    level: body.level,
    tags: body.tags,
    tag_set_version: body.tagSetVersion,
    text: body.text === '' ? null : bytea(secrets.seal(Buffer.from(body.text, 'utf8'), textBinding(body.id))),
    anonymous: body.anonymous,
    channel: body.channel,
    source: body.source,
    status: p.status,
    duplicate_of: p.duplicateOf,
    locale: body.locale,
    elder: body.elder,
    app: body.app,
    at: p.at,
    uncertainty_ms: p.uncertaintyMs,
    clock: p.clock,
    received_at: p.receivedAt,
    relay_state: p.relay,
    relayed_at: p.relay === 'relayed' ? (p.attempts.at(-1)?.at ?? null) : null,
  };
}
