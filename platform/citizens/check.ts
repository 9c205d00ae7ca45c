import type { ErrorCode } from '../../contracts/errors.ts';
import { type PetitionBody, petitionBody } from '../../contracts/petition.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

/** `ingest.badBody`: no petition · `petition.notYours`: made by another terminal. Never acceptable, however often it is sent. */
export function checkPetition(json: unknown, terminalId: string): Result<PetitionBody, { code: ErrorCode }> {
  const parsed = petitionBody.safeParse(json);
  if (!parsed.success) return fail('ingest.badBody');
  return parsed.data.terminalId === terminalId ? ok(parsed.data) : fail('petition.notYours');
}
