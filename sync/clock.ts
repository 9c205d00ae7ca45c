import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock, Timers } from '../contracts/clock.ts';

/** The machine's clocks. Where the system tells no boot id, each process counts as a boot of its own. */
export function systemClock(): Clock {
  return {
    wallMs: () => Date.now(),
    boottimeMs: boottime(
      () => uptime() * 1_000,
      () => performance.now(),
    ),
    bootId: readBootId() ?? randomUUID(),
  };
}

/** The system's uptime counts in steps of up to 10 ms; a difference beyond this is a suspend, which `steady` leaves out. */
const SUSPENDED_MS = 100;

/** Whole ms since boot, suspend included, in steps of 1 ms: `steady` carries on from the coarse `sinceBoot`. Never runs backwards. */
export function boottime(sinceBoot: () => number, steady: () => number): () => number {
  let offset = sinceBoot() - steady();
  return () => {
    const behind = sinceBoot() - (steady() + offset);
    if (behind > SUSPENDED_MS) offset += behind;
    return Math.round(steady() + offset);
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
