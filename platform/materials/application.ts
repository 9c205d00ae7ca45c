import type { Selectable } from 'kysely';
import { type Application, MAX_MATERIALS, type MaterialStory } from '../../contracts/hub/materials-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import { type Blob, findBlobs } from '../blobs/rows.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { type FoundMaterial, rowsQuery, toMaterialRow } from './list.ts';
import { holdBinding, openBody } from './rows.ts';
import { readMaterialSettings } from './settings.ts';
import { isMaterialSigned } from './signature.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * One application with its materials, each with where and when its pages were made and whether its signature holds.
 * The reading is audited before it is answered. `not.found`.
 */
export async function readApplication(
  hub: HubContext,
  id: string,
  actor: Actor,
  ticket: () => string,
): Promise<Answer<Application>> {
  const found = await hub.db
    .selectFrom('material_application as a')
    .leftJoin('terminal as t', 't.id', 'a.terminal_id')
    .leftJoin('service_window as w', 'w.id', 't.window_id')
    .selectAll('a')
    .select(['w.name_zh', 'w.name_en'])
    .where('a.id', '=', id)
    .where('a.purged_at', 'is', null)
    .executeTakeFirst();
  if (found === undefined) return fail('not.found');
  const all = await materialsOf(hub, id, MAX_MATERIALS + 1);
  const rows = all.slice(0, MAX_MATERIALS);
  await appendAudit(hub, {
    actor: actor.login,
    ip: actor.ip,
    action: 'material.open',
    target: id,
    result: 'ok',
    detail: { materials: rows.length },
  });
  const blobs = await findBlobs(
    hub,
    rows.map((r) => r.document.toString('hex')),
  );
  const { retentionDays } = await readMaterialSettings(hub);
  return ok({
    id,
    caseNo: found.case_no,
    terminalId: found.terminal_id,
    windowName: { zh: found.name_zh || found.terminal_id, en: found.name_en || found.terminal_id },
    firstMs: found.first_at.getTime(),
    lastMs: found.last_at.getTime(),
    hold: holdOf(hub, found),
    keptUntilMs:
      retentionDays === null || found.hold_at !== null
        ? null
        : found.last_at.getTime() + retentionDays * DAY_MS,
    materials: rows.flatMap((r) => storyOf(hub, r, blobs.get(r.document.toString('hex')))),
    more: all.length > rows.length,
    ticket: ticket(),
  });
}

/** In the order in which the citizen kept them; at most `limit`. */
export const materialsOf = (
  hub: Pick<HubContext, 'db'>,
  applicationId: string,
  limit: number,
): Promise<FoundMaterial[]> =>
  rowsQuery(hub)
    .where('m.application_id', '=', applicationId)
    .orderBy('m.at')
    .orderBy('m.id')
    .limit(limit)
    .execute();

/** Empty when the stored bytes do not open: told to the log. */
function storyOf(
  hub: Pick<HubContext, 'secrets' | 'log'>,
  row: FoundMaterial,
  blob: Blob | undefined,
): MaterialStory[] {
  const opened = openBody(hub.secrets, row);
  if (opened === null) {
    hub.log.error({ materialId: row.id }, 'material.unreadable');
    return [];
  }
  const { sent, body } = opened;
  return [
    {
      row: toMaterialRow(hub, row),
      pages: body.pages,
      document: body.document,
      operator: body.operator,
      locale: body.locale,
      app: body.app,
      flow: body.flow,
      reuse: body.reuse,
      epoch: row.epoch,
      seq: row.seq,
      signature: {
        ...body.signature,
        valid: isMaterialSigned(sent, row.public_key),
        publicKey: row.public_key.toString('base64url'),
      },
      suspicious: blob?.suspicious ?? [],
      virusScan: blob?.scan ?? null,
    },
  ];
}

function holdOf(
  { secrets, log }: Pick<HubContext, 'secrets' | 'log'>,
  { id, hold_at, hold_by, hold_reason }: Selectable<Database['material_application']>,
): Application['hold'] {
  if (hold_at === null || hold_by === null) return null;
  let reason: string | null = null;
  try {
    if (hold_reason !== null) reason = secrets.open(hold_reason, holdBinding(id)).toString('utf8');
  } catch {
    log.error({ applicationId: id }, 'material.unreadable');
  }
  return { by: hold_by, atMs: hold_at.getTime(), reason };
}
