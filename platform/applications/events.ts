import type { Selectable, Transaction } from 'kysely';
import type { CaseEventKind, CaseState } from '../../contracts/hub/applications-api.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { putMessage } from './messages.ts';
import { type EventWords, sealEvent } from './rows.ts';

export type CaseFile = Selectable<Database['case_file']>;

export interface NewEvent {
  kind: CaseEventKind;
  /** Login of the clerk; null: the citizen. */
  actor: string | null;
  /** The application that is the event. */
  applicationId: string | null;
  words: EventWords;
  at: Date;
}

/**
 * One more step of a case's way, with its state after it and the message that tells its applicant. The caller holds the
 * row of the case, and has asked `nextState`.
 */
export async function addEvent(
  hub: Pick<HubContext, 'newId' | 'secrets'>,
  trx: Transaction<Database>,
  file: Pick<CaseFile, 'case_no' | 'holder' | 'item_name'>,
  state: CaseState,
  { kind, actor, applicationId, words, at }: NewEvent,
): Promise<void> {
  const id = hub.newId();
  const body = sealEvent(hub.secrets, id, words);
  await trx
    .insertInto('case_event')
    .values({ id, case_no: file.case_no, kind, actor, application_id: applicationId, body, at })
    .execute();
  await trx
    .updateTable('case_file')
    .set({ state, changed_at: at })
    .where('case_no', '=', file.case_no)
    .execute();
  if (file.holder === null) return;
  await putMessage(hub, trx, {
    holder: file.holder,
    event: `case.${kind}`,
    no: file.case_no,
    title: file.item_name,
    note: words.reason,
    asked: words.asked,
    at,
  });
}
