import type { Transaction } from 'kysely';
import type { ErrorCode } from '../../contracts/errors.ts';
import { linkMaterials } from '../applications/link.ts';
import { useBlobs as nameBlobs } from '../blobs/rows.ts';
import { type BusEntry, notify } from '../bus.ts';
import type { Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { SignedMaterial } from './check.ts';
import { bodyBinding } from './rows.ts';

/** A checked row of a batch. */
export interface MaterialItem {
  seq: number;
  /** The exact text that was hashed, and its SHA-256. */
  text: string;
  sha256: string;
  material: SignedMaterial;
}
export interface MaterialOrigin {
  terminalId: string;
  epoch: string;
  receivedAt: Date;
}

/**
 * Materials take effect in the transaction that takes in their rows. An application belongs to the terminal that first
 * used its id, for ever, whatever its epoch: rows that were saved out of a damaged store go on. A material's id takes
 * effect once. Answers the rows that are refused: `material.notYours`, `material.idTaken`.
 */
export async function applyMaterials(
  secrets: Pick<Secrets, 'seal'>,
  trx: Transaction<Database>,
  origin: MaterialOrigin,
  items: readonly MaterialItem[],
): Promise<Map<number, ErrorCode>> {
  const refused = new Map<number, ErrorCode>();
  // In one order, so that two batches never wait for each other crosswise.
  const sorted = [...items].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const owners = await claimApplications(
    trx,
    origin,
    sorted.map((i) => i.material.body.applicationId),
  );
  for (const item of sorted) {
    const { body } = item.material;
    if (owners.get(body.applicationId) !== origin.terminalId) refused.set(item.seq, 'material.notYours');
    else if (await insertMaterial(secrets, trx, origin, item))
      await nameBlobs(trx, body.id, [body.document.sha256]);
    else if (!(await isKnown(trx, origin, item))) refused.set(item.seq, 'material.idTaken');
  }
  const taken = sorted.filter((i) => !refused.has(i.seq));
  await noteApplications(trx, origin, taken);
  await linkMaterials(trx, [...new Set(taken.map((i) => i.material.body.applicationId))]);
  const messages = [...new Set(taken.map((i) => i.material.body.applicationId))].map(
    (applicationId): BusEntry => ({ topic: 'material', message: { applicationId } }),
  );
  await notify(trx, messages);
  return refused;
}

const keyOf = ({ material: { body } }: MaterialItem): string => `${body.applicationId} ${body.id}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Which terminals own these applications; an id that nobody has used becomes the sender's. */
export async function claimApplications(
  trx: Transaction<Database>,
  { terminalId, epoch, receivedAt }: MaterialOrigin,
  applicationIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(applicationIds)].sort();
  await trx
    .insertInto('material_application')
    .values(
      ids.map((id) => ({
        id,
        terminal_id: terminalId,
        epoch,
        case_no: null,
        first_at: receivedAt,
        last_at: receivedAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // A claim that another transaction is just making was waited for above, and is seen here.
  const rows = await trx
    .selectFrom('material_application')
    .select(['id', 'terminal_id'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((r) => [r.id, r.terminal_id]));
}

/** false: the id is known. */
async function insertMaterial(
  secrets: Pick<Secrets, 'seal'>,
  trx: Transaction<Database>,
  { terminalId, epoch, receivedAt }: MaterialOrigin,
  { seq, text, sha256, material: { body, publicKey } }: MaterialItem,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('material')
    .values({
      id: body.id,
      application_id: body.applicationId,
      terminal_id: terminalId,
      epoch,
      seq,
      case_no: body.caseNo,
      code: body.code,
      body: secrets.seal(Buffer.from(text, 'utf8'), bodyBinding(body.id)),
      body_sha256: Buffer.from(sha256, 'hex'),
      public_key: publicKey,
      document: Buffer.from(body.document.sha256, 'hex'),
      sm3: Buffer.from(body.document.sm3, 'hex'),
      size: body.document.size,
      type: body.document.type,
      pages: body.pages.length,
      reuse: body.reuse,
      at: new Date(body.at),
      received_at: receivedAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  return inserted.length > 0;
}

/** Was this very material taken before, under whatever number it came? */
async function isKnown(
  trx: Transaction<Database>,
  { terminalId }: MaterialOrigin,
  { sha256, material: { body } }: MaterialItem,
): Promise<boolean> {
  const known = await trx
    .selectFrom('material')
    .select(['terminal_id', 'body_sha256'])
    .where('id', '=', body.id)
    .executeTakeFirst();
  return known?.terminal_id === terminalId && known.body_sha256.equals(Buffer.from(sha256, 'hex'));
}

/** The latest case that a material of the application names, and when something of it last came in. */
async function noteApplications(
  trx: Transaction<Database>,
  { receivedAt }: MaterialOrigin,
  items: readonly MaterialItem[],
): Promise<void> {
  for (const { material } of items) {
    const { applicationId, caseNo } = material.body;
    await trx
      .updateTable('material_application')
      .set({ last_at: receivedAt, purged_at: null, ...(caseNo === null ? {} : { case_no: caseNo }) })
      .where('id', '=', applicationId)
      .execute();
  }
}
