import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Answer } from '../../refusal.ts';
import { type CommandLine, withDatabase } from '../command-line.ts';
import { processLine } from '../process-line.ts';
import { bootstrapAdmin, resetAdmin } from './bootstrap.ts';

const USAGE = `Usage: node platform/console/users/create-admin.ts --login <login> --name <name>
       node platform/console/users/create-admin.ts --login <login> --reset
The password is read from standard input: at least 10 characters of three kinds.`;

/**
 * The first admin of an installation, or (`--reset`) a new password for an admin who is locked out, to be changed at
 * the next sign-in. Ends with 0 = done, 1 = refused, 2 = could not.
 */
export async function createAdminCommand(line: CommandLine): Promise<number> {
  const given = readArgs(line.args);
  if (given === null) {
    line.say(USAGE);
    return 2;
  }
  const password = await line.readLine('Password: ');
  return withDatabase(line, async (db) => {
    const hub = { db, now: () => new Date(), newId: randomUUID };
    const done: Answer<unknown> = given.reset
      ? await resetAdmin(hub, given.login, password)
      : await bootstrapAdmin(hub, given.login, given.name, password);
    line.say(done.ok ? `Admin ${given.login}: done.` : `Refused: ${refusedBecause(done.error)}`);
    return done.ok ? 0 : 1;
  });
}

function readArgs(args: string[]): { login: string; name: string; reset: boolean } | null {
  try {
    const { login, name, reset } = parseArgs({
      args,
      options: { login: { type: 'string' }, name: { type: 'string' }, reset: { type: 'boolean' } },
    }).values;
    if (!login || (!name && !reset)) return null;
    return { login, name: name ?? '', reset: reset ?? false };
  } catch {
    return null;
  }
}

const SENTENCES: Record<string, string> = {
  'user.exists': 'there is an account of this login already; --reset gives it a new password.',
  'password.weak': 'the password needs at least 10 characters of three kinds, and not the login in it.',
  'input.invalid':
    'login is 2–40 of a–z 0–9 . _ - and begins with a letter; name is one line of 1–100 characters.',
  'not.found': 'there is no admin of this login.',
};
const refusedBecause = (e: { code: string }): string => SENTENCES[e.code] ?? e.code;

if (import.meta.main) process.exitCode = await createAdminCommand(processLine());
