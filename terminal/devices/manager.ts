import { join } from 'node:path';
import type { Clock, Timers } from '../../contracts/clock.ts';
import type {
  DeviceClass,
  DeviceDeclaration,
  DeviceState,
  DeviceStatus,
  DeviceSummary,
  SelfTest,
} from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { CodeScanner } from '../../devices/device.ts';
import { isConnected, isUsable } from './availability.ts';
import type { DriverOf, OpenDevice } from './open-device.ts';
import { pageTest } from './page-device.ts';
import { startRecording } from './recordings.ts';
import { createSlot, type Slot } from './slot.ts';
import { openSwitches } from './switches.ts';

/** A driver answers a self-test within 30 s; a little more is given before it counts as hanging. */
export const SELF_TEST_MS = 35_000;
/** A test page or a recalibration: a printer may wait for paper meanwhile. */
export const ACTION_MS = 6 * 60_000;

export interface DeviceManagerOptions {
  declarations: readonly DeviceDeclaration[];
  /** Data directory of this terminal: `devices-off.json`, `recordings/`. */
  dir: string;
  open: OpenDevice;
  clock: Clock;
  timers: Timers;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The declared peripherals of this terminal (外设管理). An id that is not declared is `not.found`. */
export interface DeviceManager {
  status(): DeviceStatus[];
  summaries(): DeviceSummary[];
  onChange(listener: () => void): () => void;
  /**
   * The first usable device of a class. It is good for one job: a driver that crashed or was switched off is another
   * one the next time.
   */
  find<C extends DeviceClass>(deviceClass: C): DriverOf[C] | null;
  /** The first of a class that is connected, well or not: for work that is tried again once a fault was mended. */
  reach<C extends DeviceClass>(deviceClass: C): DriverOf[C] | null;
  /** Every usable device of a class, in the order of their declaration. */
  all<C extends DeviceClass>(deviceClass: C): DriverOf[C][];
  /** The camera that the screens open (高拍仪): its id and the part of its label that tells it from others; null when none works. */
  camera(): { deviceId: string; match: string | null } | null;
  selfTest(id: string): Promise<Result<SelfTest>>;
  /** `device.unsupported` where the device has nothing of the kind. */
  recalibrate(id: string): Promise<Result<null>>;
  testPage(id: string): Promise<Result<null>>;
  /** Kept over restarts. */
  setEnabled(id: string, on: boolean): Promise<Result<null>>;
  /** `device.unsupported` where the device has no line of bytes, `device.busy` while it is being recorded. */
  record(id: string, on: boolean): Promise<Result<null>>;
  /** How a device is that the screens open themselves. */
  pageReport(id: string, state: DeviceState, code: string | null): Result<null>;
  /** What a scanner that types has typed; `device.missing` where none is declared. */
  typed(text: string): Result<null>;
  stop(): Promise<void>;
}

export function createDeviceManager(o: DeviceManagerOptions): DeviceManager {
  const listeners = new Set<() => void>();
  const tests = new Map<string, SelfTest>();
  const testing = new Set<string>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const switches = openSwitches(join(o.dir, 'devices-off.json'), o.log);
  const slots: readonly Slot[] = o.declarations.map((declaration) =>
    createSlot({
      ...o,
      declaration,
      enabled: !switches.isOff(declaration.id),
      onChange: changed,
    }),
  );
  const slotOf = (id: string) => slots.find((slot) => slot.declaration.id === id) ?? null;

  function summary(slot: Slot): DeviceSummary {
    const { id, class: deviceClass, required, simulated } = slot.declaration;
    const { state, code } = slot.report();
    return { id, class: deviceClass, required, simulated, state, code };
  }

  function statusOf(slot: Slot): DeviceStatus {
    const driver = slot.driver();
    const { id } = slot.declaration;
    return {
      ...slot.report(),
      ...summary(slot),
      driver: slot.declaration.driver,
      can: {
        recalibrate: driver?.recalibrate !== undefined,
        testPage: driver?.testPage !== undefined,
        record: slot.recorder() !== null,
      },
      recording: slot.recorder()?.recording() ?? false,
      lastTest: tests.get(id) ?? null,
    };
  }

  function drivers<C extends DeviceClass>(deviceClass: C, fits: (slot: Slot) => boolean): DriverOf[C][] {
    return slots
      .filter((slot) => slot.declaration.class === deviceClass && fits(slot))
      .map((slot) => slot.driver())
      .filter((driver) => driver !== null) as DriverOf[C][];
  }
  const all = <C extends DeviceClass>(deviceClass: C): DriverOf[C][] =>
    drivers(deviceClass, (slot) => isUsable(slot.report()));

  async function selfTest(id: string): Promise<Result<SelfTest>> {
    const slot = slotOf(id);
    if (slot === null) return fail('not.found');
    if (testing.has(id)) return fail('device.busy');
    testing.add(id);
    const tested =
      slot.declaration.class === 'camera' && slot.driver() !== null
        ? ok(pageTest(slot.report(), o.clock.wallMs()))
        : await slot.ask(SELF_TEST_MS, async (driver) => ok(await driver.selfTest()));
    testing.delete(id);
    if (!tested.ok) return tested;
    tests.set(id, tested.value);
    o.log('device.tested', { id, ok: tested.value.ok });
    changed();
    return tested;
  }

  async function action(id: string, name: 'recalibrate' | 'testPage'): Promise<Result<null>> {
    const slot = slotOf(id);
    if (slot === null) return fail('not.found');
    return slot.ask(ACTION_MS, async (driver) => (await driver[name]?.()) ?? fail('device.unsupported'));
  }

  return {
    status: () => slots.map(statusOf),
    summaries: () => slots.map(summary),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    find: (deviceClass) => all(deviceClass)[0] ?? null,
    reach: (deviceClass) => drivers(deviceClass, (slot) => isConnected(slot.report()))[0] ?? null,
    all,
    camera() {
      const slot = slots.find((s) => s.declaration.class === 'camera' && isUsable(s.report()));
      if (slot === undefined) return null;
      const { id, port } = slot.declaration;
      return { deviceId: id, match: port.type === 'page' ? (port.match ?? null) : null };
    },
    selfTest,
    recalibrate: (id) => action(id, 'recalibrate'),
    testPage: (id) => action(id, 'testPage'),
    async setEnabled(id, on) {
      const slot = slotOf(id);
      if (slot === null) return fail('not.found');
      const kept = switches.set(id, on);
      if (!kept.ok) return kept;
      await slot.setEnabled(on);
      return ok(null);
    },
    async record(id, on) {
      const slot = slotOf(id);
      if (slot === null) return fail('not.found');
      const recorder = slot.recorder();
      if (slot.driver() === null) return fail(slot.report().code ?? 'device.missing');
      if (recorder === null) return fail('device.unsupported');
      const { driver } = slot.declaration;
      if (on) return startRecording(join(o.dir, 'recordings'), { id, driver }, recorder, o.clock);
      await recorder.stop();
      return ok(null);
    },
    pageReport(id, state, code) {
      const slot = slotOf(id);
      if (slot?.declaration.port.type !== 'page') return fail('not.found');
      slot.pageReport(state, code);
      return ok(null);
    },
    typed(text) {
      const wedges = slots.filter((slot) => slot.declaration.driver === 'wedge');
      if (wedges.length === 0) return fail('device.missing');
      for (const slot of wedges) (slot.driver() as CodeScanner | null)?.typed?.(text);
      return ok(null);
    },
    async stop() {
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}
