import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { type AddressFields, addressFields, type CitizenAddress } from '../../contracts/hub/citizens-api.ts';
import { answerText, type PetitionBody, type PetitionView, petitionBody } from '../../contracts/petition.ts';
import type { Secrets } from '../context.ts';
import type { Database } from '../db/schema.ts';

export type FoundPetition = Selectable<Database['petition']>;
export type FoundAddress = Selectable<Database['citizen_address']>;

/** What stored bytes are bound to when they are sealed. */
const bodyBinding = (id: string): string => `petition.body:${id}`;
const answerBinding = (id: string): string => `petition.answer:${id}`;
const addressBinding = (id: string): string => `citizen.address:${id}`;

type Sealing = Pick<Secrets, 'seal'>;
type Opening = Pick<Secrets, 'open'>;
const sealText = (secrets: Sealing, text: string, binding: string): Buffer =>
  secrets.seal(Buffer.from(text, 'utf8'), binding);

export const sealPetition = (secrets: Sealing, id: string, text: string): Buffer =>
  sealText(secrets, text, bodyBinding(id));
export const sealAnswer = (secrets: Sealing, id: string, text: string): Buffer =>
  sealText(secrets, JSON.stringify(text), answerBinding(id));
export const sealAddress = (secrets: Sealing, id: string, address: AddressFields): Buffer =>
  sealText(secrets, JSON.stringify(address), addressBinding(id));

/** null: purged, or bytes that do not open, by another hub's key or because somebody changed them. */
export const openPetition = (
  secrets: Opening,
  { id, body }: Pick<FoundPetition, 'id' | 'body'>,
): PetitionBody | null => open(secrets, bodyBinding(id), body, petitionBody);
export const openAnswer = (
  secrets: Opening,
  { id, answer }: Pick<FoundPetition, 'id' | 'answer'>,
): string | null => open(secrets, answerBinding(id), answer, answerText);
const openAddress = (
  secrets: Opening,
  { id, body }: Pick<FoundAddress, 'id' | 'body'>,
): AddressFields | null => open(secrets, addressBinding(id), body, addressFields);

function open<T>(secrets: Opening, binding: string, sealed: Buffer | null, shape: z.ZodType<T>): T | null {
  if (sealed === null) return null;
  try {
    return shape.parse(JSON.parse(secrets.open(sealed, binding).toString('utf8')));
  } catch {
    return null;
  }
}

/** null: its content was deleted, or does not open. */
export function toView(secrets: Opening, row: FoundPetition): PetitionView | null {
  const body = openPetition(secrets, row);
  if (body === null) return null;
  const answer = openAnswer(secrets, row);
  return {
    id: row.id,
    no: row.no,
    kind: row.kind,
    state: row.state,
    text: body.text,
    caseNo: row.case_no,
    windowId: row.window_id,
    wantsAnswer: row.wants_answer,
    atMs: row.at.getTime(),
    answer:
      answer === null || row.closed_at === null ? null : { text: answer, atMs: row.closed_at.getTime() },
  };
}

export function toAddress(secrets: Opening, row: FoundAddress): CitizenAddress | null {
  const address = openAddress(secrets, row);
  return address === null ? null : { id: row.id, ...address, first: row.is_first };
}
