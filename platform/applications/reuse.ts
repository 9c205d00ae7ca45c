import { buffer } from 'node:stream/consumers';
import type { Transaction } from 'kysely';
import {
  MAX_REUSE_BYTES,
  REUSE_PART_BYTES,
  type ReusableMaterial,
} from '../../contracts/hub/applications-api.ts';
import { PAGE } from '../../contracts/hub/paging.ts';
import { fail, ok } from '../../contracts/result.ts';
import { readBlob } from '../blobs/read.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { openBody as openMaterial } from '../materials/rows.ts';
import type { Answer } from '../refusal.ts';
import { readApplicationSettings } from './settings.ts';

const DAY_MS = 24 * 3_600_000;

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log' | 'blobs'>;

/**
 * What may be offered again (材料复用): whole, agreed to and not taken back, young enough, of an application whose applicant
 * had proven to be this person. What a typed number brought in has proven nothing of whose it is.
 */
async function reusableQuery(hub: Hub, holder: Buffer) {
  const { reuseDays } = await readApplicationSettings(hub);
  return hub.db
    .selectFrom('material as m')
    .innerJoin('application as a', 'a.id', 'm.application_id')
    .innerJoin('material_application as ma', 'ma.id', 'm.application_id')
    .innerJoin('case_file as f', 'f.case_no', 'a.case_no')
    .innerJoin('blob as b', 'b.sha256', 'm.document')
    .select(['m.id', 'm.application_id', 'm.code', 'm.body', 'm.pages', 'm.size', 'm.type', 'm.document'])
    .select(['m.at', 'f.item_name'])
    .where('a.holder', '=', holder)
    .where('a.proof', '<>', 'typed')
    .where('ma.purged_at', 'is', null)
    .where('m.state', '=', 'whole')
    .where('m.reuse', '=', true)
    .where('m.reuse_ended_at', 'is', null)
    .where('m.size', '<=', MAX_REUSE_BYTES)
    .where('m.at', '>=', new Date(hub.now().getTime() - reuseDays * DAY_MS))
    .where('b.state', '=', 'committed');
}

/** Newest first, at most one page. */
export async function listReusable(hub: Hub, holder: Buffer): Promise<ReusableMaterial[]> {
  const query = await reusableQuery(hub, holder);
  const rows = await query.orderBy('m.at', 'desc').orderBy('m.id', 'desc').limit(PAGE).execute();
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.application_id,
    code: row.code,
    title: openMaterial(hub.secrets, row)?.body.title ?? row.code,
    itemName: row.item_name,
    pages: row.pages,
    size: row.size,
    type: row.type,
    sha256: row.document.toString('hex'),
    atMs: row.at.getTime(),
  }));
}

export interface PartWish {
  holder: Buffer;
  /** The terminal to which it goes. */
  terminalId: string;
  materialId: string;
  offset: number;
}

/** One part of a document; the first is audited before it is given. `not.found`, `input.invalid`, and those of `readBlob`. */
export async function readPart(
  hub: Hub,
  { holder, terminalId, materialId, offset }: PartWish,
): Promise<Answer<{ size: number; offset: number; bytes: string }>> {
  const query = await reusableQuery(hub, holder);
  const row = await query.where('m.id', '=', materialId).executeTakeFirst();
  if (row === undefined) return fail('not.found');
  if (offset >= row.size) return fail('input.invalid', 'offset');
  if (offset === 0)
    await appendAudit(hub, {
      actor: HUB_ACTOR,
      action: 'material.reuse',
      target: materialId,
      result: 'ok',
      detail: { terminal: terminalId, application: row.application_id },
    });
  const range = { start: offset, end: offset + REUSE_PART_BYTES - 1 };
  const reading = await readBlob(hub, row.document.toString('hex'), range);
  if (!reading.ok) return reading;
  const bytes = await buffer(reading.value.stream);
  return ok({ size: row.size, offset, bytes: bytes.toString('base64') });
}

/** Takes the consent back, of one material or of all (`null`). Answers how many are this person's, taken back now or before. */
export async function endReuse(
  { now }: Pick<HubContext, 'now'>,
  trx: Transaction<Database>,
  holder: Buffer,
  materialId: string | null,
): Promise<number> {
  let query = trx
    .updateTable('material as m')
    .from('application as a')
    .set((eb) => ({ reuse_ended_at: eb.fn.coalesce('m.reuse_ended_at', eb.val(now())) }))
    .whereRef('a.id', '=', 'm.application_id')
    .where('a.holder', '=', holder);
  if (materialId !== null) query = query.where('m.id', '=', materialId);
  return (await query.returning('m.id').execute()).length;
}
