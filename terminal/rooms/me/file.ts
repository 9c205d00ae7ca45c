import { type PetitionBody, petitionBody, petitionNoOf } from '../../../contracts/petition.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { PetitionDraft } from '../../../contracts/rooms/me.ts';
import type { Slip } from '../../../contracts/slip.ts';
import type { Visit } from '../../../contracts/visit.ts';
import { isProven, personOf } from '../person.ts';
import type { RoomTools } from '../types.ts';
import { checked, type Faults, PHONE_FIELD, TEXT_FIELD } from './fields.ts';
import { petitionSlip } from './slip.ts';

type Tools = Pick<RoomTools, 'store' | 'clock' | 'newId' | 'app' | 'config'>;

/**
 * Makes a petition of a draft, durable when this answers; `faults`: nothing was kept. `auth.required`, `input.invalid`,
 * and what the store says.
 */
export function filePetition(
  { store, clock, newId, app, config }: Tools,
  { identity, locale }: Visit,
  draft: PetitionDraft,
): Result<{ kept: true; no: string; slip: Slip } | { kept: false; faults: Faults }> {
  if (draft.kind === 'correct' && !isProven(identity)) return fail('auth.required');
  const at = Math.max(0, Math.round(clock.wallMs()));
  // A guest can be answered by telephone alone.
  const phoneField = { ...PHONE_FIELD, required: draft.wantsAnswer && identity === null };
  const texts = checked<'text' | 'phone'>(
    [TEXT_FIELD, phoneField],
    { text: draft.text, phone: draft.phone },
    at,
  );
  if (!texts.ok) return ok({ kept: false, faults: texts.faults });
  const { text, phone } = texts.value;
  const body: PetitionBody = {
    v: 1,
    id: newId(),
    terminalId: config.terminalId,
    app,
    at,
    person: identity === null ? null : personOf(identity),
    kind: draft.kind,
    text,
    caseNo: draft.caseNo,
    windowId: draft.windowId,
    wantsAnswer: draft.wantsAnswer,
    phone: phone === '' ? null : phone,
    locale,
  };
  // What the hub would refuse must not be called kept.
  if (!petitionBody.safeParse(body).success) return fail('input.invalid');
  const saved = store.saveRecord('petition', body);
  if (!saved.ok) return saved;
  const hall = store.reference()?.hall.name ?? null;
  return ok({ kept: true, no: petitionNoOf(body.id, at), slip: petitionSlip(body, hall) });
}
