import { z } from 'zod';
import { type AuditRow, PAGE } from '../../../contracts/hub/console-api.ts';
import { ok } from '../../../contracts/result.ts';
import type { HubContext } from '../../context.ts';
import type { Answer } from '../../refusal.ts';
import { readCursor, writeCursor } from '../cursor.ts';

const LIST = 'audit';
const placeShape = z.tuple([z.string().regex(/^\d{1,18}$/)]);
const LAST_MS = 8.64e15;

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

/**
 * One page of the log, newest first. `actor` and `action` are whole words; times include both ends.
 * `input.invalid` when the cursor is not ours.
 */
export async function searchAudit(
  hub: Pick<HubContext, 'db' | 'secrets'>,
  filter: AuditFilter,
  after?: string,
): Promise<Answer<{ rows: AuditRow[]; next: string | null }>> {
  const place = after === undefined ? ok(null) : readCursor(hub.secrets, LIST, after, placeShape);
  if (!place.ok) return place;
  let query = hub.db.selectFrom('audit').selectAll();
  if (place.value) query = query.where('id', '<', Number(place.value[0]));
  if (filter.actor) query = query.where('actor', '=', storedText(filter.actor));
  if (filter.action) query = query.where('action', '=', storedText(filter.action));
  if (filter.fromMs !== undefined) query = query.where('at', '>=', new Date(filter.fromMs));
  if (filter.toMs !== undefined && filter.toMs < LAST_MS)
    query = query.where('at', '<', new Date(filter.toMs + 1));
  const found = await query
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return ok({
    rows: rows.map((r) => ({
      id: String(r.id),
      atMs: r.at.getTime(),
      actor: r.actor,
      action: r.action,
      target: r.target,
      result: r.result,
      ip: r.ip,
      detail: r.detail,
    })),
    next: last && found.length > PAGE ? writeCursor(hub.secrets, LIST, [String(last.id)]) : null,
  });
}

/** PostgreSQL takes no NUL in text; what holds one is in no row. */
const storedText = (text: string): string => text.trim().replaceAll('\0', '\uFFFD');
