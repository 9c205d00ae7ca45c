import type { Timers } from '../../contracts/clock.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { ByteChannel } from '../channel/types.ts';
import type { ScannerDriver } from './protocols.ts';
import { hidScanner } from './simulator/hid.ts';
import { lineScanner } from './simulator/line.ts';
import type { Garble, ScannerModel, ScanOptions } from './simulator/model.ts';
import { ssiScanner } from './simulator/ssi.ts';

export type { Garble, ScanOptions } from './simulator/model.ts';

/** What tests, the developer's panel and Playwright do to a simulated scanner. */
export interface CodeScannerHandle {
  /**
   * Holds a code before the scanner. False when it did not read: unplugged, or not lit and without `presentation`.
   * A string goes as UTF-8.
   */
  scan(code: Uint8Array | string, options?: ScanOptions): boolean;
  /** What happens to the next code on the wire. */
  garble(how: Garble): void;
  /** The trigger is on. */
  isLit(): boolean;
  /** Reads whatever it sees, trigger or not. */
  setPresentation(on: boolean): void;
  unplug(): Promise<void>;
}

export interface CodeScannerSimulator {
  /** Speaks over the device's end of a channel (memory, PTY, TCP); again after each plug. */
  attach(device: ByteChannel): void;
  /** HID: the device's side of feature reports. */
  feature: NonNullable<ByteChannel['feature']>;
  handle: CodeScannerHandle;
}

/** A scanner of one family, from the outside the real wire. */
export function createCodeScannerSimulator(
  driver: Exclude<ScannerDriver, 'wedge'>,
  timers: Timers,
): CodeScannerSimulator {
  let device: ByteChannel | null = null;
  let presentation = false;
  let garble: Garble | null = null;
  let writing: Promise<unknown> = Promise.resolve();

  function send(bytes: Uint8Array): void {
    const to = device;
    writing = writing.then(() => to?.write(bytes));
  }
  const model = modelOf(driver, send, timers);

  return {
    attach(channel) {
      device = channel;
      model.restart();
      channel.onData((chunk) => model.receive(chunk));
      channel.onClose(() => {
        if (device === channel) device = null;
      });
    },
    feature: {
      send: async (report) => (model.feature(report) ? ok(null) : fail('device.timeout')),
      get: async () => fail('device.timeout'),
    },
    handle: {
      scan(code, options = {}) {
        if (device === null || !(model.isLit() || presentation)) return false;
        const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
        model.scan(bytes, options, garble);
        garble = null;
        return true;
      },
      garble(how) {
        garble = how;
      },
      isLit: model.isLit,
      setPresentation(on) {
        presentation = on;
      },
      async unplug() {
        await device?.close();
      },
    },
  };
}

function modelOf(
  driver: Exclude<ScannerDriver, 'wedge'>,
  send: (bytes: Uint8Array) => void,
  timers: Timers,
): ScannerModel {
  switch (driver) {
    case 'hidHoneywell':
    case 'hidNewland':
      return hidScanner(driver, send);
    case 'serialHoneywell':
    case 'serialGm65':
      return lineScanner(driver, send);
    case 'serialSsi':
      return ssiScanner(send, timers);
  }
}
