import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock, Timers } from '../contracts/clock.ts';

/** The machine's clocks. Where the system tells no boot id, each process counts as a boot of its own. */
export function systemClock(): Clock {
  return {
    wallMs: () => Date.now(),
    boottimeMs: () => Math.round(uptime() * 1_000),
    bootId: readBootId() ?? randomUUID(),
  };
}

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

export function systemTimers(): Timers {
  return {
    after(ms, f) {
      const timer = setTimeout(f, ms);
      return () => clearTimeout(timer);
    },
  };
}
