import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import { freemem, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Clock, Timers } from '../../contracts/clock.ts';
import type { TerminalConfig } from '../../contracts/config.ts';
import type { DeviceStatus } from '../../contracts/devices.ts';
import { hidePersonal, redactObject, redactText } from '../../contracts/redact.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { SpeechState } from '../../contracts/speech.ts';

/** Bundles kept in the data directory; older ones make room. */
export const BUNDLES_KEPT = 5;
/** A stick that takes longer is given up, ms. */
export const STICK_MS = 30_000;

export interface DiagnosticsOptions {
  config: TerminalConfig;
  /** Data directory of this terminal. */
  dir: string;
  app: string;
  clock: Clock;
  timers: Timers;
  devices: () => DeviceStatus[];
  speech: () => SpeechState | null;
  /** How the terminal stands to its hub: counts and codes. */
  hub: () => Record<string, unknown>;
  recentLog: () => readonly string[];
  /** Mount point of a USB stick, or null. */
  findStick: () => string | null;
}

/**
 * Writes what a technician needs to look for a fault from afar: to a USB stick when there is one that takes it, else
 * to `diagnostics/` in the data directory (0600). `store.full`, `store.fault` when neither takes it.
 */
export async function exportDiagnostics(
  o: DiagnosticsOptions,
): Promise<Result<{ path: string; removable: boolean }>> {
  const bytes = zipSync(await bundle(o));
  const at = new Date(o.clock.wallMs()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = `hall-diagnostics-${o.config.terminalId}-${at}.zip`;
  const stick = o.findStick();
  if (stick !== null) {
    const path = join(stick, name);
    if (await withinTime(write(path, bytes), o.timers)) return ok({ path, removable: true });
  }
  const dir = join(o.dir, 'diagnostics');
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await makeRoom(dir);
    await write(join(dir, name), bytes);
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException;
    return fail(code === 'ENOSPC' ? 'store.full' : 'store.fault', code ?? 'unknown');
  }
  return ok({ path: join(dir, name), removable: false });
}

/** The bundle's files by name. Bytes of devices (`recordings/`) are never among them. */
async function bundle(o: DiagnosticsOptions): Promise<Record<string, Uint8Array>> {
  const { enrolmentCode, staffPin, staffBadges, ...config } = o.config;
  const disk = await statfs(o.dir).catch(() => null);
  const about = {
    at: new Date(o.clock.wallMs()).toISOString(),
    app: o.app,
    node: process.version,
    system: `${process.platform} ${process.arch} ${release()}`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    serviceUptimeS: Math.round(process.uptime()),
    systemUptimeS: Math.round(uptime()),
    memory: { total: totalmem(), free: freemem(), service: process.memoryUsage.rss() },
    disk: disk === null ? null : { size: disk.bsize * disk.blocks, free: disk.bsize * disk.bavail },
    speech: o.speech(),
    secrets: {
      enrolmentCode: enrolmentCode !== undefined,
      staffPin: staffPin !== undefined,
      staffBadges: staffBadges.length,
    },
  };
  return {
    'about.json': json(about),
    'config.json': json(config),
    'devices.json': json(o.devices()),
    'hub.json': json(o.hub()),
    'log.jsonl': strToU8(o.recentLog().map(redactLine).join('\n')),
  };
}

const json = (value: unknown): Uint8Array =>
  strToU8(JSON.stringify(value, (_, v) => (typeof v === 'string' ? hidePersonal(v) : v), 2));

/** A line of the log passes the redactor field by field; what is no such line, as text. */
export function redactLine(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return JSON.stringify(redactObject(value));
  } catch {
    // Not JSON: a line that something else wrote, or one that was cut.
  }
  return redactText(line).replaceAll(/[\r\n]+/g, ' ');
}

async function makeRoom(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => /^hall-diagnostics-.*\.zip$/.test(name));
  const time = (name: string) => name.slice(name.lastIndexOf('-'));
  const oldest = names.toSorted((a, b) => time(a).localeCompare(time(b))).slice(0, 1 - BUNDLES_KEPT);
  for (const name of oldest) await rm(join(dir, name), { force: true });
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;

/** On the medium when it resolves: the stick may be pulled out at once. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, NEW_FILE, 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (e) {
    await rm(path, { force: true }).catch(() => undefined);
    throw e;
  } finally {
    await file.close();
  }
}

/** Whether the work was done in time. */
function withinTime(work: Promise<void>, timers: Timers): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = timers.after(STICK_MS, () => resolve(false));
    work
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(cancel);
  });
}
