import type { DeviceStatus } from '../../contracts/devices.ts';
import type { MaintenanceStatus } from '../../contracts/maintenance.ts';
import type { ServiceLine } from '../client.ts';
import type { Connection, Terminal } from '../connectors.ts';
import { FAKE_PIN, FOUND_PORTS, MAINTENANCE_SESSION, testAt } from './maintenance-fixtures.ts';

type Maintenance = Terminal['maintenance'];
type Refused = { ok: false; code: string };

export interface FakeOptions {
  /** Every action is refused with this code; the door and the touches work. */
  refuse?: string;
  /** No action is ever answered. */
  hang?: boolean;
  /** How long an action takes, ms. */
  takes?: number;
  wallMs: () => number;
}

/** A terminal service that only tests and the gallery have: keeps one maintenance session and does what it is asked. */
export function createFakeMaintenance(first: MaintenanceStatus, o: FakeOptions) {
  const sent: { path: string; input: unknown }[] = [];
  const lineListeners = new Set<() => void>();
  const watchers = new Set<(over: boolean) => void>();
  let status = first;
  let isOver = false;
  let gone = new AbortController();
  let line: Connection | null = null;

  const wake = () => {
    for (const watcher of watchers) watcher(isOver);
  };
  function push(change: Partial<MaintenanceStatus>): void {
    status = { ...status, ...change, revision: status.revision + 1 };
    wake();
  }
  const change = (id: string, with_: Partial<DeviceStatus>) =>
    push({ devices: status.devices.map((d) => (d.id === id ? { ...d, ...with_ } : d)) });

  async function* watch(): AsyncGenerator<MaintenanceStatus, void, void> {
    let seen = -1;
    while (!isOver) {
      if (status.revision !== seen) {
        seen = status.revision;
        yield status;
        continue;
      }
      await new Promise<void>((resolve) => {
        const watcher = () => {
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
      });
    }
  }

  /** An action: noted, delayed, refused or left without an answer as the options say. */
  async function act<T>(
    path: string,
    input: unknown,
    work: () => T,
  ): Promise<{ ok: true; value: T } | Refused> {
    sent.push({ path: `maintenance.${path}`, input });
    if (o.hang) return new Promise(() => undefined);
    if (o.takes !== undefined) await new Promise((resolve) => setTimeout(resolve, o.takes));
    return o.refuse === undefined ? { ok: true, value: work() } : { ok: false, code: o.refuse };
  }

  const maintenance = {
    async enter(input: { by: 'pin'; pin: string } | { by: 'badge' }, options?: { signal?: AbortSignal }) {
      sent.push({ path: 'maintenance.enter', input });
      if (input.by === 'pin')
        return input.pin === FAKE_PIN
          ? { ok: true, value: { sessionId: MAINTENANCE_SESSION } }
          : {
              ok: false,
              code:
                sent.filter((s) => s.path === 'maintenance.enter').length < 5 ? 'pin.wrong' : 'pin.locked',
            };
      return new Promise((resolve, reject) => {
        badge = (code) =>
          resolve(
            code === null ? { ok: true, value: { sessionId: MAINTENANCE_SESSION } } : { ok: false, code },
          );
        options?.signal?.addEventListener('abort', () => {
          sent.push({ path: 'maintenance.enter aborted', input });
          reject(new Error('aborted'));
        });
      });
    },
    watch: async () => watch(),
    async touch(input: unknown) {
      sent.push({ path: 'maintenance.touch', input });
      push({ leftMs: 300_000 });
      return { ok: true, value: null };
    },
    selfTest: (input: { deviceId: string }) =>
      act('selfTest', input, () => {
        const lastTest = testAt(o.wallMs());
        change(input.deviceId, { lastTest });
        return lastTest;
      }),
    recalibrate: (input: unknown) => act('recalibrate', input, () => null),
    testPage: (input: unknown) => act('testPage', input, () => null),
    setEnabled: (input: { deviceId: string; enabled: boolean }) =>
      act('setEnabled', input, () => {
        change(
          input.deviceId,
          input.enabled ? { state: 'ok', code: null } : { state: 'off', code: 'device.off' },
        );
        return null;
      }),
    record: (input: { deviceId: string; on: boolean }) =>
      act('record', input, () => {
        change(input.deviceId, { recording: input.on });
        return null;
      }),
    discover: (input: unknown) => act('discover', input, () => FOUND_PORTS),
    exportDiagnostics: (input: unknown) =>
      act('exportDiagnostics', input, () => ({
        path: '/media/usb0/hall-diagnostics-pad-01-20261125T004236Z.zip',
        removable: true,
      })),
    async leave(input: unknown) {
      sent.push({ path: 'maintenance.leave', input });
      end();
      return { ok: true, value: null };
    },
  } as unknown as Maintenance;
  let badge: (code: string | null) => void = () => undefined;

  const note = (path: string) => async (input: unknown) => {
    sent.push({ path, input });
    return { ok: true, value: null };
  };
  const terminal = {
    maintenance,
    shell: { exit: note('shell.exit') },
    devices: { wedge: note('devices.wedge'), pageReport: note('devices.pageReport') },
  } as unknown as Terminal;
  function connect(): void {
    gone = new AbortController();
    line = { terminal, gone: gone.signal, giveUp: () => undefined };
    for (const listener of lineListeners) listener();
  }
  function end(): void {
    isOver = true;
    wake();
  }
  connect();
  const service: ServiceLine = {
    line: () => line,
    subscribe(listener) {
      lineListeners.add(listener);
      return () => lineListeners.delete(listener);
    },
  };
  return {
    service,
    terminal,
    sent,
    push,
    change,
    end,
    /** The line breaks; `connect` makes a new one. */
    drop() {
      line = null;
      gone.abort();
      for (const listener of lineListeners) listener();
    },
    connect,
    /** A badge is held to the scanner: null opens, a code refuses. */
    badge: (code: string | null) => badge(code),
  };
}
export type FakeMaintenance = ReturnType<typeof createFakeMaintenance>;
