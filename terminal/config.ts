import { readFileSync } from 'node:fs';
import { type TerminalConfig, terminalConfig } from '../contracts/config.ts';
import { fail, ok, type Result } from '../contracts/result.ts';

/** Reads and checks `terminal.json`. The error's detail names the file and the field, for staff. */
export function readTerminalConfig(path: string): Result<TerminalConfig> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (e) {
    return fail('input.invalid', `${path} cannot be read: ${(e as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('input.invalid', `${path} is not JSON`);
  }
  const parsed = terminalConfig.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail(
    'input.invalid',
    `${path}: ${issue?.path.join('.') || '(whole file)'}: ${issue?.message ?? 'invalid'}`,
  );
}
