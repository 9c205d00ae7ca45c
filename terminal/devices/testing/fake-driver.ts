import type { DeviceClass, DeviceDeclaration, DeviceState } from '../../../contracts/devices.ts';
import { deviceDeclaration } from '../../../contracts/devices.ts';
import { ok } from '../../../contracts/result.ts';
import type { CodeScanner, DeviceContext, ScannedCode } from '../../../devices/device.ts';
import { createTracker, type Tracker } from '../../../devices/tracker.ts';
import type { OpenDevice, OpenedDevice } from '../open-device.ts';

/** A code scanner that does what a test says; it stands for any class where only its state matters. */
export interface FakeDriver extends CodeScanner {
  context: DeviceContext;
  tracker: Tracker;
  becomes(state: DeviceState, code?: string): void;
  reads(text: string): void;
  armed: number | null;
  stopped: boolean;
  /** What its next call throws. */
  breakWith: Error | null;
  /** `selfTest`, `testPage` and `stop` never answer. */
  hangs: boolean;
}

export interface FakeDrivers {
  open: OpenDevice;
  /** The newest driver of a device. */
  of(id: string): FakeDriver;
  opened: string[];
  /** Files that were started, by device; null once stopped. */
  recordings: Map<string, string | null>;
  /** Opening these fails by a bug. */
  broken: Set<string>;
}

export function fakeDrivers(): FakeDrivers {
  const drivers = new Map<string, FakeDriver>();
  const fakes: FakeDrivers = {
    opened: [],
    recordings: new Map(),
    broken: new Set(),
    of(id) {
      const driver = drivers.get(id);
      if (driver === undefined) throw new Error(`no driver was opened for ${id}`);
      return driver;
    },
    async open(declaration, context) {
      fakes.opened.push(declaration.id);
      if (fakes.broken.has(declaration.id)) throw new TypeError('cannot open 张三 410402199001011234');
      const driver = fakeDriver(context);
      drivers.set(declaration.id, driver);
      if (declaration.port.type === 'page') return { driver };
      return { driver, recorder: fakeRecorder(declaration.id, fakes.recordings) };
    },
  };
  return fakes;
}

function fakeRecorder(
  id: string,
  recordings: FakeDrivers['recordings'],
): NonNullable<OpenedDevice['recorder']> {
  const listeners = new Set<() => void>();
  const set = (file: string | null) => {
    recordings.set(id, file);
    for (const listener of listeners) listener();
  };
  return {
    async start(file) {
      set(file);
      return ok(null);
    },
    stop: async () => set(null),
    recording: () => (recordings.get(id) ?? null) !== null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fakeDriver(context: DeviceContext): FakeDriver {
  const tracker = createTracker(context.clock);
  tracker.state('ok');
  const listeners = new Set<(code: ScannedCode) => void>();
  const never = <T>() => new Promise<T>(() => undefined);
  function mayBreak(): void {
    if (driver.breakWith === null) return;
    const error = driver.breakWith;
    driver.breakWith = null;
    throw error;
  }
  const driver: FakeDriver = {
    context,
    tracker,
    armed: null,
    stopped: false,
    breakWith: null,
    hangs: false,
    becomes: (state, code) => tracker.state(state, code),
    reads(text) {
      const code: ScannedCode = {
        bytes: Buffer.from(text),
        text,
        aim: null,
        source: 'serial',
        at: context.clock.boottimeMs(),
      };
      for (const listener of listeners) listener(code);
    },
    report() {
      mayBreak();
      return tracker.report();
    },
    onChange: tracker.onChange,
    arm(timeoutMs) {
      driver.armed = timeoutMs;
    },
    disarm() {
      driver.armed = null;
    },
    onCode(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    typed: (text) => driver.reads(text),
    async selfTest() {
      mayBreak();
      if (driver.hangs) await never();
      const step = { name: 'codeScanner.port', ok: true, code: null, detail: null, ms: 0 };
      return { ok: true, at: context.clock.wallMs(), steps: [step] };
    },
    async recalibrate() {
      mayBreak();
      return ok(null);
    },
    async stop() {
      if (driver.hangs) await never();
      driver.stopped = true;
      mayBreak();
    },
  };
  return driver;
}

/** A declaration as `terminal.json` would give it. */
export function declared(id: string, deviceClass: DeviceClass = 'codeScanner'): DeviceDeclaration {
  const tcp = { type: 'tcp', host: '127.0.0.1', port: 9 };
  const of: Record<DeviceClass, object> = {
    idCardReader: { driver: 'sdt', port: tcp },
    codeScanner: { driver: 'serialHoneywell', port: tcp },
    documentScanner: { driver: 'sane', port: { type: 'sane', device: 'test:0' } },
    camera: { driver: 'uvc', port: { type: 'page' } },
    receiptPrinter: { driver: 'escpos', port: tcp },
    documentPrinter: { driver: 'queue', port: { type: 'queue', name: 'pdf' } },
  };
  return deviceDeclaration.parse({ id, class: deviceClass, ...of[deviceClass] });
}

/** A scanner that types. */
export const declaredWedge = (id: string): DeviceDeclaration =>
  deviceDeclaration.parse({ id, class: 'codeScanner', driver: 'wedge', port: { type: 'page' } });
