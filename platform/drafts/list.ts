import type { Draft } from '../../contracts/draft.ts';
import { type EndedDraft, type HallDraft, MAX_DRAFTS } from '../../contracts/hub/drafts-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import { readCitizenSettings } from '../citizens/settings.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { type DraftRow, openDraft, placesOf } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

/** A person's drafts, the one that was changed last first. */
export const draftsOf = ({ db }: Pick<Hub, 'db'>, holder: Buffer): Promise<DraftRow[]> =>
  db
    .selectFrom('draft')
    .selectAll()
    .where('holder', '=', holder)
    .orderBy('saved_at', 'desc')
    .orderBy('id')
    .limit(MAX_DRAFTS)
    .execute();

/** Without what was answered; and what became of those that the kiosk knows, as far as they have ended. */
export async function listDrafts(
  hub: Hub,
  holder: Buffer,
  known: readonly string[],
): Promise<{ keepDays: number; rows: HallDraft[]; ended: EndedDraft[] }> {
  const { draftDays } = await readCitizenSettings(hub);
  const rows = await draftsOf(hub, holder);
  const ended = known.length === 0 ? [] : await endedOf(hub, holder, known);
  const places = await placesOf(
    hub.db,
    [...rows, ...ended].map((r) => r.terminal_id),
  );
  return {
    keepDays: draftDays,
    rows: rows.flatMap((row) => {
      const body = readDraft(hub, row);
      if (body === null) return [];
      const { id, n, flow, scanned, savedMs } = body;
      const place = places.get(row.terminal_id) ?? null;
      return [{ id, n, flow, scanned, savedMs, terminalId: row.terminal_id, place }];
    }),
    ended: ended.map(({ terminal_id, ...told }) => ({ ...told, place: places.get(terminal_id) ?? null })),
  };
}

/** null is said: what a key of this hub sealed has to open. */
function readDraft(hub: Pick<Hub, 'secrets' | 'log'>, row: DraftRow): Draft | null {
  const body = openDraft(hub.secrets, row);
  if (body === null) hub.log.error({ draftId: row.id }, 'draft.unreadable');
  return body;
}

type Ended = Omit<EndedDraft, 'place'> & { terminal_id: string };

async function endedOf({ db }: Pick<Hub, 'db'>, holder: Buffer, known: readonly string[]): Promise<Ended[]> {
  const made = await db
    .selectFrom('application')
    .distinctOn('draft_id')
    .select(['draft_id', 'receipt_no', 'terminal_id', 'at'])
    .where('draft_id', 'in', [...known])
    .where('holder', '=', holder)
    .orderBy('draft_id')
    .orderBy('received_at')
    .orderBy('seq')
    .execute();
  const dropped = await db
    .selectFrom('draft')
    .select(['id', 'terminal_id', 'saved_at'])
    .where('id', 'in', [...known])
    .where('holder', 'is', null)
    .execute();
  return [
    ...made.flatMap(({ draft_id, receipt_no, terminal_id, at }): Ended[] =>
      draft_id === null
        ? []
        : [{ id: draft_id, why: 'submitted', receiptNo: receipt_no, atMs: at.getTime(), terminal_id }],
    ),
    ...dropped.map(
      ({ id, terminal_id, saved_at }): Ended => ({
        id,
        why: 'dropped',
        receiptNo: null,
        atMs: saved_at.getTime(),
        terminal_id,
      }),
    ),
  ];
}

/** With its answers, for a machine at which its person has signed in. Audited before it is given. `not.found`. */
export async function takeDraft(
  hub: Hub,
  { holder, terminalId }: { holder: Buffer; terminalId: string },
  id: string,
): Promise<Answer<Draft>> {
  const row = await hub.db
    .selectFrom('draft')
    .selectAll()
    .where('id', '=', id)
    .where('holder', '=', holder)
    .executeTakeFirst();
  const body = row === undefined ? null : readDraft(hub, row);
  if (body === null) return fail('not.found');
  const entry = { actor: HUB_ACTOR, action: 'draft.take', target: id, result: 'ok' as const };
  await appendAudit(hub, { ...entry, detail: { terminal: terminalId } });
  return ok(body);
}
