import type { Transaction } from 'kysely';
import type { ApplicationBody } from '../../contracts/application.ts';
import type { CaseEvent, CaseState, MessageEvent } from '../../contracts/hub/applications-api.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { openBody as openMaterial } from '../materials/rows.ts';
import { isEnded } from './machine.ts';
import { CASE_MESSAGES } from './messages.ts';
import { purgeApplication } from './purge.ts';
import { endReuse } from './reuse.ts';
import { openBody, openMessage } from './rows.ts';
import { readApplicationSettings } from './settings.ts';
import { readTimeline } from './story.ts';

/** A data subject's rights (个人信息保护法 §45, §47) over applications: what the hall holds of them, and what of it may go. */

const DAY_MS = 24 * 3_600_000;
/** Applications, and messages, that one answer holds; the newest. */
const MOST = 500;

export interface HeldApplication {
  id: string;
  receiptNo: string;
  caseNo: string;
  state: CaseState;
  submittedMs: number;
  /** As it was submitted; null: its bytes do not open. */
  application: ApplicationBody | null;
  /** Of the case; a supplement has its case's. */
  timeline: CaseEvent[];
  materials: {
    id: string;
    code: string;
    title: string;
    pages: number;
    size: number;
    reuse: boolean;
    atMs: number;
  }[];
}
export interface HeldMessage {
  event: MessageEvent;
  no: string;
  title: string | null;
  note: string | null;
  atMs: number;
  readMs: number | null;
}
export interface HolderData {
  applications: HeldApplication[];
  messages: HeldMessage[];
  /** There is more than this answer holds. */
  more: boolean;
}

/** All that the hub holds of a person's applications, as plain data for an export. The caller audits the look. */
export async function dataOf(
  hub: Pick<HubContext, 'db' | 'secrets' | 'log'>,
  holder: Buffer,
): Promise<HolderData> {
  const found = await hub.db
    .selectFrom('application as a')
    .innerJoin('case_file as f', 'f.case_no', 'a.case_no')
    .select(['a.id', 'a.receipt_no', 'a.case_no', 'a.body', 'a.at', 'f.state'])
    .where('a.holder', '=', holder)
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(MOST + 1)
    .execute();
  const applications: HeldApplication[] = [];
  for (const row of found.slice(0, MOST))
    applications.push({
      id: row.id,
      receiptNo: row.receipt_no,
      caseNo: row.case_no,
      state: row.state,
      submittedMs: row.at.getTime(),
      application: openBody(hub.secrets, row),
      timeline: (await readTimeline(hub, row.case_no)).map(({ actor: _, ...event }) => event),
      materials: await materialsOf(hub, row.id),
    });
  const messages = await hub.db
    .selectFrom('citizen_message')
    .selectAll()
    .where('holder', '=', holder)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST + 1)
    .execute();
  return {
    applications,
    messages: messages.slice(0, MOST).map((row) => {
      const words = openMessage(hub.secrets, row);
      const { event, no, at, read_at } = row;
      return {
        event,
        no,
        title: words?.title ?? null,
        note: words?.note ?? null,
        atMs: at.getTime(),
        readMs: read_at?.getTime() ?? null,
      };
    }),
    more: found.length > MOST || messages.length > MOST,
  };
}

async function materialsOf(hub: Pick<HubContext, 'db' | 'secrets'>, applicationId: string) {
  const rows = await hub.db
    .selectFrom('material')
    .select(['id', 'code', 'body', 'pages', 'size', 'reuse', 'reuse_ended_at', 'at'])
    .where('application_id', '=', applicationId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    title: openMaterial(hub.secrets, row)?.body.title ?? row.code,
    pages: row.pages,
    size: row.size,
    reuse: row.reuse && row.reuse_ended_at === null,
    atMs: row.at.getTime(),
  }));
}

export interface Kept {
  receiptNo: string;
  /** open: its case has not ended · held: legal hold (保全) · retention: the hall has to keep it until `untilMs`. */
  why: 'open' | 'held' | 'retention';
  untilMs: number | null;
}
export interface Forgotten {
  /** Applications whose content is gone. */
  applications: number;
  messages: number;
  /** What the hall may not delete yet. */
  kept: Kept[];
}

/**
 * Deletes what may be deleted at the person's wish, in the caller's transaction: applications whose case ended longer ago
 * than the hall has to keep it (setting `applications`) and that nobody holds, with all their materials; every message
 * of a case; and from now on no material is offered again. An application that a case grew by goes with its case.
 * Audited with numbers alone: call it last in the transaction.
 */
export async function forget(
  hub: Pick<HubContext, 'db' | 'now' | 'log'>,
  trx: Transaction<Database>,
  holder: Buffer,
): Promise<Forgotten> {
  const { keepDays } = await readApplicationSettings({ db: trx, log: hub.log });
  await endReuse(hub, trx, holder, null);
  const messages = await trx
    .deleteFrom('citizen_message')
    .where('holder', '=', holder)
    .where('event', 'in', CASE_MESSAGES)
    .returning('id')
    .execute();
  const rows = await trx
    .selectFrom('application as a')
    .innerJoin('material_application as ma', 'ma.id', 'a.id')
    .innerJoin('case_file as f', 'f.case_no', 'a.case_no')
    .select(['a.id', 'a.receipt_no', 'a.case_no', 'ma.hold_at', 'f.state', 'f.changed_at'])
    .where('a.holder', '=', holder)
    .orderBy('a.id')
    .forUpdate('ma')
    .execute();
  // A hold on one application of a case holds them all.
  const held = new Set(rows.flatMap((r) => (r.hold_at === null ? [] : [r.case_no])));
  const kept: Kept[] = [];
  let applications = 0;
  for (const row of rows) {
    const why = reasonToKeep(row, held, keepDays, hub.now());
    if (why !== null) kept.push({ receiptNo: row.receipt_no, ...why });
    else {
      await purgeApplication(trx, row.id);
      await trx
        .updateTable('material_application')
        .set({ purged_at: hub.now() })
        .where('id', '=', row.id)
        .execute();
      applications += 1;
    }
  }
  const detail = { applications, messages: messages.length, kept: kept.length };
  await appendAudit(hub, { actor: HUB_ACTOR, action: 'citizen.forget', result: 'ok', detail }, trx);
  return { applications, messages: messages.length, kept };
}

function reasonToKeep(
  row: { case_no: string; state: CaseState; changed_at: Date },
  held: ReadonlySet<string>,
  keepDays: number,
  now: Date,
): Pick<Kept, 'why' | 'untilMs'> | null {
  if (held.has(row.case_no)) return { why: 'held', untilMs: null };
  if (!isEnded(row.state)) return { why: 'open', untilMs: null };
  const untilMs = row.changed_at.getTime() + keepDays * DAY_MS;
  return now.getTime() < untilMs ? { why: 'retention', untilMs } : null;
}
