import type { z } from 'zod';
import {
  type CaseEvent,
  type CaseStory,
  type caseMaterial,
  MAX_EVENTS,
} from '../../contracts/hub/applications-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import { openBody as openMaterial } from '../materials/rows.ts';
import type { Answer } from '../refusal.ts';
import { caseRows, type FoundCase, summaryOf } from './list.ts';
import { NO_WORDS, openBody, openEvent } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'secrets' | 'log'>;

/** Materials that a story shows. */
const MAX_MATERIALS = 200;

/**
 * The case that a receipt or case number leads to. `holder` null, or not the case's: the public story, without a word of
 * the person or the matter. `case.unknown`.
 */
export async function readStory(hub: Hub, no: string, holder: Buffer | null): Promise<Answer<CaseStory>> {
  const row = await caseRows(hub)
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('f.case_no', '=', no),
        eb(
          'f.case_no',
          '=',
          selectFrom('application as named').select('named.case_no').where('named.receipt_no', '=', no),
        ),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) return fail('case.unknown');
  const timeline = await readTimeline(hub, row.case_no);
  const own = holder !== null && row.holder?.equals(holder) === true;
  return ok(own ? await ownStory(hub, row, timeline) : publicStory(row, timeline));
}

const publicStory = (row: FoundCase, timeline: readonly TimelineEvent[]): CaseStory => ({
  scope: 'public',
  state: row.state,
  submittedMs: row.submitted_at.getTime(),
  changedMs: row.changed_at.getTime(),
  timeline: timeline.map(({ kind, atMs }) => ({ kind, atMs, reason: null, asked: [] })),
});

async function ownStory(hub: Hub, row: FoundCase, timeline: readonly TimelineEvent[]): Promise<CaseStory> {
  const question =
    row.state === 'supplement' ? timeline.findLast((e) => e.kind === 'supplementAsked') : undefined;
  const application = await hub.db
    .selectFrom('application')
    .select(['id', 'body'])
    .where('id', '=', row.application_id)
    .executeTakeFirstOrThrow();
  return {
    scope: 'own',
    ...summaryOf(row),
    timeline: timeline.map(({ kind, atMs, reason, asked }) => ({ kind, atMs, reason, asked })),
    asked: question?.asked ?? [],
    askedReason: question?.reason ?? null,
    delivery: openBody(hub.secrets, application)?.delivery.way ?? 'window',
    collect: await collectAt(hub, row.case_no),
    materials: await caseMaterials(hub, row.case_no),
  };
}

type OwnStory = Extract<CaseStory, { scope: 'own' }>;

async function collectAt({ db }: Pick<Hub, 'db'>, caseNo: string): Promise<OwnStory['collect']> {
  const at = await db
    .selectFrom('hall_case as c')
    .innerJoin('department as d', 'd.id', 'c.department_id')
    .leftJoin('service_window as w', 'w.id', 'c.window_id')
    .select(['w.no', 'w.name_zh as window_zh', 'w.name_en as window_en', 'd.name_zh', 'd.name_en'])
    .where('c.case_no', '=', caseNo)
    .executeTakeFirst();
  if (at === undefined) return null;
  return { windowNo: at.no, name: { zh: at.window_zh ?? at.name_zh, en: at.window_en ?? at.name_en } };
}

export interface TimelineEvent extends CaseEvent {
  /** Login of the clerk; null: the citizen. */
  actor: string | null;
}

/** Oldest first; of a longer one the latest. Words that do not open, or were purged, are empty. */
export async function readTimeline(hub: Hub, caseNo: string): Promise<TimelineEvent[]> {
  const rows = await hub.db
    .selectFrom('case_event')
    .selectAll()
    .where('case_no', '=', caseNo)
    .orderBy('n', 'desc')
    .limit(MAX_EVENTS)
    .execute();
  return rows.reverse().map((row) => {
    const words = openEvent(hub.secrets, row);
    if (words === null && row.body !== null) hub.log.error({ eventId: row.id }, 'caseEvent.unreadable');
    return { kind: row.kind, atMs: row.at.getTime(), actor: row.actor, ...(words ?? NO_WORDS) };
  });
}

/** Of every application of the case, in the order in which they were kept. */
async function caseMaterials(hub: Hub, caseNo: string): Promise<z.infer<typeof caseMaterial>[]> {
  const rows = await hub.db
    .selectFrom('material as m')
    .innerJoin('application as a', 'a.id', 'm.application_id')
    .select(['m.id', 'm.code', 'm.body', 'm.pages', 'm.state'])
    .where('a.case_no', '=', caseNo)
    .orderBy('m.at')
    .orderBy('m.id')
    .limit(MAX_MATERIALS)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    title: openMaterial(hub.secrets, row)?.body.title ?? row.code,
    pages: row.pages,
    state: row.state,
  }));
}
