import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hashPin } from '../../terminal/staff-pin.ts';
import { refuse } from './install.mjs';

const STAFF_PIN = '246810';

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

/** Writes the pad's `terminal.json` at the first start and returns its path; later starts leave it as it is. */
export function writePadConfig(dir: string, hubUrl: string, port: number, access: DemoAccess): string {
  const path = join(dir, 'terminal.json');
  if (existsSync(path)) {
    const config = JSON.parse(readFileSync(path, 'utf8'));
    if (config.hubUrl !== hubUrl || config.port !== port)
      writeFileSync(path, JSON.stringify({ ...config, hubUrl, port }, null, 2), { mode: 0o600 });
    return path;
  }
  const terminal = access.terminals[0];
  if (terminal === undefined)
    refuse('the hub’s database has no demonstration terminal; see README, “A real hall”.');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const config = {
    terminalId: terminal.terminalId,
    role: 'pad',
    hubUrl,
    port,
    enrolmentCode: terminal.enrolmentCode,
    staffPin: hashPin(STAFF_PIN, randomBytes(16)),
  };
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
