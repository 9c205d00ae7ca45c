import type { Transaction } from 'kysely';
import type { ApplicationBody } from '../../contracts/application.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { draftOf, endDraft, lockDrafts } from '../drafts/end.ts';
import { claimApplications, type MaterialOrigin } from '../materials/apply.ts';
import { holderOf } from '../secrets.ts';
import { addEvent, type CaseFile } from './events.ts';
import { linkMaterials } from './link.ts';
import { nextState } from './machine.ts';
import { findItem, newCaseNo, putHallCase } from './open-case.ts';
import { NO_WORDS, sealBody } from './rows.ts';
import { readApplicationSettings } from './settings.ts';

/** A checked row of a batch. */
export interface ApplicationItem {
  seq: number;
  /** The exact text that was hashed, and its SHA-256. */
  text: string;
  sha256: string;
  application: ApplicationBody;
}
type Hub = Pick<HubContext, 'newId' | 'secrets' | 'log'>;

/**
 * Applications take effect in the transaction that takes in their rows: each makes a case, or adds to the one that it
 * supplements, or that its draft has made already. An application id belongs to the terminal that first used it, in whatever row. Answers the rows that are
 * refused: `apply.notYours`, `apply.idTaken` (another body under a known id), `apply.receiptTaken`.
 */
export async function applyApplications(
  hub: Hub,
  trx: Transaction<Database>,
  origin: MaterialOrigin,
  items: readonly ApplicationItem[],
): Promise<Map<number, ErrorCode>> {
  const refused = new Map<number, ErrorCode>();
  // In one order, so that two batches never wait for each other crosswise.
  const sorted = [...items].sort((a, b) => (a.application.id < b.application.id ? -1 : 1));
  await lockDrafts(
    trx,
    sorted.map((i) => i.application),
  );
  const owners = await claimApplications(
    trx,
    origin,
    sorted.map((i) => i.application.id),
  );
  const { casePrefix } = await readApplicationSettings({ db: trx, log: hub.log });
  const taken: string[] = [];
  for (const item of sorted) {
    const { id } = item.application;
    const code =
      owners.get(id) === origin.terminalId
        ? await take(hub, trx, origin, item, casePrefix)
        : ('apply.notYours' as const);
    if (code === null) taken.push(id);
    else refused.set(item.seq, code);
  }
  await linkMaterials(trx, taken);
  return refused;
}

/** null: it has taken effect, now or before. */
async function take(
  hub: Hub,
  trx: Transaction<Database>,
  { terminalId, epoch, receivedAt }: MaterialOrigin,
  { seq, text, sha256, application: body }: ApplicationItem,
  casePrefix: string,
): Promise<ErrorCode | null> {
  const known = await findApplication(trx, body.id);
  if (known !== null) return known.body_sha256.equals(Buffer.from(sha256, 'hex')) ? null : 'apply.idTaken';
  const holder = holderOf(hub.secrets, body.applicant.idNumber);
  const draft = draftOf(body);
  const earlier =
    draft !== null
      ? await lockCaseOfDraft(trx, draft, body.itemCode, holder)
      : body.supplements === null
        ? null
        : await lockCase(trx, body.supplements, holder);
  const at = new Date(Math.min(body.at, receivedAt.getTime()));
  const caseNo = earlier?.case_no ?? (await newCaseNo(trx, casePrefix, at));
  const inserted = await trx
    .insertInto('application')
    .values({
      id: body.id,
      receipt_no: body.receiptNo,
      terminal_id: terminalId,
      epoch,
      seq,
      holder,
      proof: body.applicant.by,
      item_code: body.itemCode,
      supplements: body.supplements,
      case_no: caseNo,
      draft_id: draft,
      body: sealBody(hub.secrets, body.id, text),
      body_sha256: Buffer.from(sha256, 'hex'),
      at,
      received_at: receivedAt,
    })
    .onConflict((conflict) => conflict.column('receipt_no').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return 'apply.receiptTaken';
  if (draft !== null) await endDraft(trx, holder, draft);
  await trx
    .updateTable('material_application')
    .set({ last_at: receivedAt, purged_at: null })
    .where('id', '=', body.id)
    .execute();
  if (earlier === null) await openCase(hub, trx, { body, holder, caseNo, at });
  else await supplementCase(hub, trx, earlier, body.id, receivedAt);
  return null;
}

async function findApplication(trx: Transaction<Database>, id: string) {
  const row = await trx
    .selectFrom('application')
    .select('body_sha256')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The case that a receipt number leads to, held until the transaction ends. null: the hub knows no such receipt, or it is
 * somebody else's; what came then makes a case of its own, so that nothing is lost and nobody's case is touched.
 */
async function lockCase(
  trx: Transaction<Database>,
  receiptNo: string,
  holder: Buffer,
): Promise<CaseFile | null> {
  const row = await trx
    .selectFrom('case_file as f')
    .selectAll('f')
    .where('f.holder', '=', holder)
    .where('f.case_no', '=', (eb) =>
      eb.selectFrom('application as a').select('a.case_no').where('a.receipt_no', '=', receiptNo),
    )
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The case that an application of the same draft and item has made already: its citizen went on with it at another
 * machine, while this one could not know. What came later is noted there, and makes no second case.
 */
async function lockCaseOfDraft(
  trx: Transaction<Database>,
  draft: string,
  itemCode: string,
  holder: Buffer,
): Promise<CaseFile | null> {
  const row = await trx
    .selectFrom('case_file as f')
    .selectAll('f')
    .where('f.holder', '=', holder)
    .where('f.case_no', '=', (eb) =>
      eb
        .selectFrom('application as a')
        .select('a.case_no')
        .where('a.draft_id', '=', draft)
        .where('a.item_code', '=', itemCode)
        .where('a.holder', '=', holder)
        .orderBy('a.received_at')
        .orderBy('a.id')
        .limit(1),
    )
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

async function openCase(
  hub: Hub,
  trx: Transaction<Database>,
  { body, holder, caseNo, at }: { body: ApplicationBody; holder: Buffer; caseNo: string; at: Date },
): Promise<void> {
  const item = await findItem(trx, body.itemCode);
  const file = {
    case_no: caseNo,
    application_id: body.id,
    holder,
    item_code: body.itemCode,
    item_name: item?.name_zh ?? body.itemName,
    item_known: item !== null,
    state: 'submitted' as const,
    submitted_at: at,
    changed_at: at,
  };
  await trx.insertInto('case_file').values(file).execute();
  await putHallCase(hub, trx, file, body, at);
  await addEvent(hub, trx, file, 'submitted', {
    kind: 'submitted',
    actor: null,
    applicationId: body.id,
    words: NO_WORDS,
    at,
  });
}

/** What comes when nothing is asked for is noted all the same, and changes no state. */
const supplementCase = (
  hub: Hub,
  trx: Transaction<Database>,
  file: CaseFile,
  applicationId: string,
  at: Date,
): Promise<void> =>
  addEvent(hub, trx, file, nextState(file.state, 'supplemented') ?? file.state, {
    kind: 'supplemented',
    actor: null,
    applicationId,
    words: NO_WORDS,
    at,
  });
