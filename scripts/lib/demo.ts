import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hashSecret } from '../../terminal/staff-pin.ts';

const STAFF_PIN = '246810';
/** A 21.5″ panel on end. */
const KIOSK_PANEL = { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 };

const file = z.object({
  console: z.array(z.object({ login: z.string(), password: z.string(), role: z.string() })),
  terminals: z.array(z.object({ terminalId: z.string(), windowId: z.string(), enrolmentCode: z.string() })),
  counter: z.array(z.object({ windowId: z.string(), token: z.string() })),
});
export type DemoAccess = z.infer<typeof file> & { staffPin: string };

/** The demonstration's sign-ins, as the hub left them in its data folder when it filled its database. */
export function readDemoAccess(hubDir: string): DemoAccess {
  const path = join(hubDir, 'demo-access.json');
  if (!existsSync(path)) return { console: [], terminals: [], counter: [], staffPin: STAFF_PIN };
  return { ...file.parse(JSON.parse(readFileSync(path, 'utf8'))), staffPin: STAFF_PIN };
}

/** Facts of a demonstration terminal that are the same at its first start and at every later one. */
interface Fresh {
  hubUrl: string;
  port: number;
  devices?: readonly unknown[];
}

/**
 * Writes a demonstration terminal's `terminal.json` at the first start and returns its path; later starts change only
 * what may have moved. null: the database, filled by an earlier version, knows no such terminal.
 */
export function writeTerminalConfig(
  dir: string,
  role: 'pad' | 'kiosk',
  fresh: Fresh,
  access: DemoAccess,
): string | null {
  const path = join(dir, 'terminal.json');
  const write = (config: object): string => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
    return path;
  };
  if (existsSync(path)) return write({ ...JSON.parse(readFileSync(path, 'utf8')), ...fresh });
  const terminal = access.terminals.find((t) => t.terminalId.startsWith(role));
  if (terminal === undefined) return null;
  return write({
    terminalId: terminal.terminalId,
    role,
    ...fresh,
    ...(role === 'kiosk' && { panel: KIOSK_PANEL }),
    enrolmentCode: terminal.enrolmentCode,
    staffPin: hashSecret(STAFF_PIN, randomBytes(16)),
  });
}
