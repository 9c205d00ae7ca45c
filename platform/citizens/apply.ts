import type { Transaction } from 'kysely';
import type { ErrorCode } from '../../contracts/errors.ts';
import { type PetitionBody, petitionNoOf } from '../../contracts/petition.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { holderOf } from '../secrets.ts';
import { sealPetition } from './rows.ts';

/** A checked row of a batch. */
export interface PetitionItem {
  seq: number;
  /** The exact text that was hashed, and its SHA-256. */
  text: string;
  sha256: string;
  petition: PetitionBody;
}
export interface PetitionOrigin {
  terminalId: string;
  receivedAt: Date;
}

/**
 * Petitions take effect in the transaction that takes in their rows. The same body again has none. Answers the rows that
 * are refused: `petition.idTaken`, another body under a known id.
 */
export async function applyPetitions(
  hub: Pick<HubContext, 'secrets'>,
  trx: Transaction<Database>,
  origin: PetitionOrigin,
  items: readonly PetitionItem[],
): Promise<Map<number, ErrorCode>> {
  const refused = new Map<number, ErrorCode>();
  // In one order, so that two batches never wait for each other crosswise.
  for (const item of items.toSorted((a, b) => (a.petition.id < b.petition.id ? -1 : 1)))
    if (!(await take(hub, trx, origin, item))) refused.set(item.seq, 'petition.idTaken');
  return refused;
}

/** true: it has taken effect, now or before. */
async function take(
  { secrets }: Pick<HubContext, 'secrets'>,
  trx: Transaction<Database>,
  { terminalId, receivedAt }: PetitionOrigin,
  { text, sha256, petition: body }: PetitionItem,
): Promise<boolean> {
  const hash = Buffer.from(sha256, 'hex');
  const inserted = await trx
    .insertInto('petition')
    .values({
      id: body.id,
      no: petitionNoOf(body.id, body.at),
      terminal_id: terminalId,
      kind: body.kind,
      state: 'received',
      holder: body.person === null ? null : holderOf(secrets, body.person.idNumber),
      proof: body.person?.by ?? null,
      wants_answer: body.wantsAnswer,
      case_no: body.caseNo,
      window_id: body.windowId,
      body: sealPetition(secrets, body.id, text),
      body_sha256: hash,
      at: new Date(Math.min(body.at, receivedAt.getTime())),
      received_at: receivedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return true;
  const known = await trx
    .selectFrom('petition')
    .select('body_sha256')
    .where('id', '=', body.id)
    .executeTakeFirst();
  return known?.body_sha256.equals(hash) === true;
}
