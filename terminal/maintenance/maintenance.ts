import type { Clock, Timers } from '../../contracts/clock.ts';
import type { FoundPort, MaintenanceStatus } from '../../contracts/maintenance.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { DeviceManager } from '../devices/manager.ts';
import { Latest } from '../latest.ts';
import type { StaffCheck } from '../staff-pin.ts';
import { waitForCode } from './badge.ts';

/** A session without a touch ends by itself, ms. */
export const IDLE_MS = 5 * 60_000;
/** A scan of the ports that takes longer is given up, ms. */
export const DISCOVER_MS = 30_000;

export type Entry = { by: 'pin'; pin: string } | { by: 'badge' };

export interface MaintenanceOptions {
  devices: DeviceManager;
  staff: StaffCheck;
  /** The parts of the status that do not belong to the session. */
  facts: () => Omit<MaintenanceStatus, 'revision' | 'leftMs' | 'devices'>;
  discover: () => Promise<FoundPort[]>;
  exportDiagnostics: () => Promise<Result<{ path: string; removable: boolean }>>;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/**
 * The maintenance screen's side of the service (维护界面): one session at a time, opened by PIN or badge, ended by
 * leaving, by five minutes without a touch, or by the next one who proves themselves. Every entry, refusal and action
 * goes to the log with how the person proved themselves: `maintenance.*`. A call of another session is `session.over`.
 */
export interface Maintenance {
  /** `signal` ends a wait for a badge. */
  enter(entry: Entry, signal?: AbortSignal): Promise<Result<{ sessionId: string }>>;
  /** The present status, then every change; ends with the session. */
  watch(sessionId: string, signal?: AbortSignal): AsyncGenerator<MaintenanceStatus, void, void>;
  touch(sessionId: string): Result<null>;
  /** Something of one device, or of the terminal (`deviceId` null). */
  act<T>(
    sessionId: string,
    what: string,
    deviceId: string | null,
    work: (devices: DeviceManager) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>>;
  discover(sessionId: string): Promise<Result<FoundPort[]>>;
  exportDiagnostics(sessionId: string): Promise<Result<{ path: string; removable: boolean }>>;
  leave(sessionId: string): Result<null>;
  /** What `facts` tells has changed. */
  changed(): void;
  stop(): void;
}

interface Session {
  id: string;
  by: Entry['by'];
  until: number;
  cancelIdle: () => void;
  status: Latest<MaintenanceStatus>;
  over: AbortController;
}

export function createMaintenance(o: MaintenanceOptions): Maintenance {
  const { clock, timers, devices } = o;
  let session: Session | null = null;
  let revision = 0;
  /** Ends the wait for a badge that is under way. */
  let waiting: AbortController | null = null;

  const statusUntil = (until: number): MaintenanceStatus => {
    revision += 1;
    const leftMs = Math.max(0, until - clock.boottimeMs());
    return { ...o.facts(), revision, devices: devices.status(), leftMs };
  };
  const changed = () => session?.status.set(statusUntil(session.until));

  function open(by: Entry['by']): Result<{ sessionId: string }> {
    waiting?.abort();
    end('replaced');
    const until = clock.boottimeMs() + IDLE_MS;
    const status = new Latest(statusUntil(until));
    session = { id: o.newId(), by, until, cancelIdle: () => undefined, status, over: new AbortController() };
    o.log('maintenance.entered', { by });
    keepAlive(session);
    return ok({ sessionId: session.id });
  }

  function end(why: 'left' | 'idle' | 'replaced' | 'stopped'): void {
    if (session === null) return;
    const { by, cancelIdle, over } = session;
    session = null;
    cancelIdle();
    over.abort();
    o.log('maintenance.ended', { by, why });
  }

  function keepAlive(s: Session): void {
    s.cancelIdle();
    s.until = clock.boottimeMs() + IDLE_MS;
    s.cancelIdle = timers.after(IDLE_MS, () => end('idle'));
    changed();
  }

  /** The session that a screen speaks of; the call counts as a touch. */
  function current(sessionId: string): Result<Session> {
    if (session?.id !== sessionId) return fail('session.over');
    keepAlive(session);
    return ok(session);
  }

  function refused<T>(by: Entry['by'], result: Result<T> & { ok: false }): Result<never> {
    o.log('maintenance.refused', { by, code: result.error.code });
    return result;
  }

  async function enterByBadge(signal: AbortSignal | undefined): Promise<Result<{ sessionId: string }>> {
    if (waiting !== null) return fail('device.busy');
    const scanners = devices.all('codeScanner');
    if (scanners.length === 0) return fail('device.missing');
    const own = new AbortController();
    waiting = own;
    const ended = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
    const code = await waitForCode(scanners, timers, ended);
    if (code === null) {
      waiting = null;
      return fail('badge.none');
    }
    const checked = await o.staff.badge(code);
    const isTooLate = ended.aborted;
    waiting = null;
    if (!checked.ok) return refused('badge', checked);
    return isTooLate ? fail('badge.none') : open('badge');
  }

  async function act<T>(
    sessionId: string,
    what: string,
    deviceId: string | null,
    work: (devices: DeviceManager) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> {
    const s = current(sessionId);
    if (!s.ok) return s;
    const result = await work(devices);
    const { by } = s.value;
    const code = result.ok ? null : result.error.code;
    o.log('maintenance.action', { by, what, device: deviceId, ok: result.ok, code });
    // It may have taken long: the person waited for it.
    if (session === s.value) keepAlive(s.value);
    return result;
  }

  const stopListening = devices.onChange(changed);
  return {
    async enter(entry, signal) {
      if (entry.by === 'badge') return enterByBadge(signal);
      const checked = o.staff.pin(entry.pin);
      return checked.ok ? open('pin') : refused('pin', checked);
    },
    async *watch(sessionId, signal) {
      const s = current(sessionId);
      if (!s.ok) return;
      const { over, status } = s.value;
      yield* status.follow(signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]));
    },
    touch(sessionId) {
      const s = current(sessionId);
      return s.ok ? ok(null) : s;
    },
    act,
    discover: (sessionId) => act(sessionId, 'discover', null, () => inTime(o.discover(), timers)),
    exportDiagnostics: (sessionId) => act(sessionId, 'exportDiagnostics', null, () => o.exportDiagnostics()),
    leave(sessionId) {
      if (session?.id === sessionId) end('left');
      return ok(null);
    },
    changed,
    stop() {
      stopListening();
      waiting?.abort();
      end('stopped');
    },
  };
}

function inTime(work: Promise<FoundPort[]>, timers: Timers): Promise<Result<FoundPort[]>> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(DISCOVER_MS, () => resolve(fail('device.timeout')));
    work.then((found) => resolve(ok(found)), reject).finally(cancel);
  });
}
