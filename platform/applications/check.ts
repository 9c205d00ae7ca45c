import { type ApplicationBody, applicationBody } from '../../contracts/application.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

/** `ingest.badBody`: no application · `apply.notYours`: made by another terminal. Never acceptable, however often it is sent. */
export function checkApplication(
  json: unknown,
  terminalId: string,
): Result<ApplicationBody, { code: ErrorCode }> {
  const parsed = applicationBody.safeParse(json);
  if (!parsed.success) return fail('ingest.badBody');
  return parsed.data.terminalId === terminalId ? ok(parsed.data) : fail('apply.notYours');
}
