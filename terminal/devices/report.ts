import type { DeviceReport, DeviceState } from '../../contracts/devices.ts';

const KEPT_ERRORS = 20;

/** What is known of a device whose driver has not said anything yet. */
export const UNKNOWN: DeviceReport = {
  state: 'missing',
  code: 'device.missing',
  identity: { vendor: null, product: null, serialNumber: null, firmware: null, port: null },
  stats: { done: 0, errors: 0, lastMs: null, worstMs: null },
  lastErrors: [],
};

/** A driver that was started anew counts from nought: what its predecessors counted is added. */
export function withPast(past: DeviceReport, now: DeviceReport): DeviceReport {
  const worst = [past.stats.worstMs, now.stats.worstMs].filter((ms) => ms !== null);
  return {
    ...now,
    stats: {
      done: past.stats.done + now.stats.done,
      errors: past.stats.errors + now.stats.errors,
      lastMs: now.stats.lastMs ?? past.stats.lastMs,
      worstMs: worst.length === 0 ? null : Math.max(...worst),
    },
    lastErrors: [...now.lastErrors, ...past.lastErrors].slice(0, KEPT_ERRORS),
  };
}

export const withState = (report: DeviceReport, state: DeviceState, code: string | null): DeviceReport => ({
  ...report,
  state,
  code,
});

export const withError = (report: DeviceReport, at: number, code: string): DeviceReport => ({
  ...report,
  stats: { ...report.stats, errors: report.stats.errors + 1 },
  lastErrors: [{ at, code, detail: null }, ...report.lastErrors].slice(0, KEPT_ERRORS),
});

/** Codes of the errors that `after` counts and `before` does not, oldest first. */
export const newErrors = (before: DeviceReport, after: DeviceReport): string[] =>
  after.lastErrors
    .slice(0, Math.max(0, after.stats.errors - before.stats.errors))
    .map((e) => e.code)
    .toReversed();
