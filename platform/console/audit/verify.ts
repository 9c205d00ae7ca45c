import { parseArgs } from 'node:util';
import { type CommandLine, withDatabase } from '../command-line.ts';
import { processLine } from '../process-line.ts';
import { type AuditHead, type AuditVerdict, verifyAudit } from './check.ts';

/**
 * `node platform/console/audit/verify.ts [--head <id>:<hash>]`: is the audit log whole? Prints the head of the log;
 * noted outside of the database and given as `--head` the next time, it also proves that no row was cut off the end.
 * Ends with 0 = intact, 1 = broken, 2 = could not look.
 */
export async function verifyCommand(line: CommandLine): Promise<number> {
  const noted = readHead(line.args);
  if (noted === 'invalid') {
    line.say('Usage: node platform/console/audit/verify.ts [--head <id>:<hash>]');
    return 2;
  }
  return withDatabase(line, async (db) => {
    const verdict = await verifyAudit(db, noted ?? undefined);
    line.say(sentence(verdict));
    return verdict.intact ? 0 : 1;
  });
}

function readHead(args: string[]): AuditHead | null | 'invalid' {
  try {
    const { head } = parseArgs({ args, options: { head: { type: 'string' } } }).values;
    if (head === undefined) return null;
    const [, id, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(head) ?? [];
    return id && hash ? { id: Number(id), hash } : 'invalid';
  } catch {
    return 'invalid';
  }
}

const WHY = {
  content: 'its content was changed',
  link: 'it does not follow the row before it',
  missing: 'it is gone or was replaced since it was noted',
};

function sentence(verdict: AuditVerdict): string {
  if (!verdict.intact) return `Audit log broken at row ${verdict.id}: ${WHY[verdict.why]}.`;
  const head = verdict.head ? `${verdict.head.id}:${verdict.head.hash}` : 'none';
  return `Audit log intact: ${verdict.rows} rows, head ${head}`;
}

if (import.meta.main) process.exitCode = await verifyCommand(processLine());
