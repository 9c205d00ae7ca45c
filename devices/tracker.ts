import type { Clock } from '../contracts/clock.ts';
import type { DeviceIdentity, DeviceReport, DeviceState } from '../contracts/devices.ts';

const KEPT_ERRORS = 20;
const KEPT_TIMES = 100;
const NOBODY: DeviceIdentity = {
  vendor: null,
  product: null,
  serialNumber: null,
  firmware: null,
  port: null,
};

/** Keeps what a driver says of its device: state, identity, statistics, last errors. */
export interface Tracker {
  report(): DeviceReport;
  onChange(listener: () => void): () => void;
  /** `code` tells why the state is not `ok`. */
  state(state: DeviceState, code?: string): void;
  identify(part: Partial<DeviceIdentity>): void;
  /** A job was finished in `ms`. */
  done(ms: number): void;
  /** `detail` without personal data. */
  error(code: string, detail?: string): void;
}

export function createTracker(clock: Clock): Tracker {
  const listeners = new Set<() => void>();
  let times: number[] = [];
  let report: DeviceReport = {
    state: 'missing',
    code: 'device.missing',
    identity: NOBODY,
    stats: { done: 0, errors: 0, lastMs: null, worstMs: null },
    lastErrors: [],
  };
  function set(next: Partial<DeviceReport>): void {
    report = { ...report, ...next };
    for (const listener of listeners) listener();
  }
  return {
    report: () => report,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state(state, code) {
      if (report.state !== state || report.code !== (code ?? null)) set({ state, code: code ?? null });
    },
    identify: (part) => set({ identity: { ...report.identity, ...part } }),
    done(ms) {
      const lastMs = Math.max(0, Math.round(ms));
      times = [...times, lastMs].slice(-KEPT_TIMES);
      set({ stats: { ...report.stats, done: report.stats.done + 1, lastMs, worstMs: Math.max(...times) } });
    },
    error(code, detail) {
      const entry = { at: clock.wallMs(), code, detail: detail?.slice(0, 200) ?? null };
      set({
        stats: { ...report.stats, errors: report.stats.errors + 1 },
        lastErrors: [entry, ...report.lastErrors].slice(0, KEPT_ERRORS),
      });
    },
  };
}
