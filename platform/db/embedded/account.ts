import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart } from '../../cannot-start.ts';

/** PostgreSQL refuses to run as root. `null` = the hub itself does not run as root: the same account does for both. */
export type Account = { name: string; uid: number; gid: number } | null;

const NAME = 'postgres';

/** The system's account `postgres`, made when the hub runs as root and there is none. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return null;
  const there = readAccount();
  if (there !== null) return there;
  try {
    const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
    execFileSync('useradd', [...options, NAME], { stdio: 'ignore', timeout: 10_000 });
  } catch {
    // Told below: what counts is whether the account is there now.
  }
  const made = readAccount();
  if (made === null)
    throw new CannotStart(
      `PostgreSQL does not run as root and the account “${NAME}” could not be made; run the hub as another user, or set DATABASE_URL`,
    );
  return made;
}

function readAccount(): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${NAME}:`));
  const [name, , uid, gid] = line?.split(':') ?? [];
  if (name === undefined || uid === undefined || gid === undefined) return null;
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** A command as the account runs it. */
export interface Command {
  file: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * How to run `file` as `account`. Where the account may not pass through a folder above `paths` (a hub under /root or
 * in a private temporary folder), it is given the capability to do so for this one command, rather than opening
 * folders that others keep closed.
 */
export function commandAs(account: Account, file: string, args: string[], paths: string[]): Command {
  if (account === null) return { file, args };
  if ([file, ...paths].every((p) => canReach(account, p)))
    return { file, args, uid: account.uid, gid: account.gid };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((p) => existsSync(p));
  if (setpriv === undefined)
    throw new CannotStart(
      `the account “${account.name}”, as which PostgreSQL runs when the hub is root, cannot enter the folders above ${paths.join(', ')}; move them, or run the hub as another user`,
    );
  const drop = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  const pass = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { file: setpriv, args: [...drop, ...pass, '--', file, ...args] };
}

/** May the account pass through every folder above `path`? */
function canReach(account: { uid: number; gid: number }, path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const s = statSync(folder);
    const bit = s.uid === account.uid ? 0o100 : s.gid === account.gid ? 0o010 : 0o001;
    if ((s.mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
