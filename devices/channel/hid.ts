import nodeHid, { type Device } from 'node-hid';
import type { DevicePort } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore, messageOf, type Written } from './core.ts';
import { numbersReports } from './hid-report-ids.ts';
import { inTime } from './in-time.ts';
import type { ByteChannel, ChannelCode, OpenChannel } from './types.ts';

const LIMITS = { transferMs: 2_000, closeMs: 2_000 };

type HidDeclaration = Extract<DevicePort, { type: 'hid' }>;

/** What is used of an open device of node-hid. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  write(report: Buffer): Promise<number>;
  sendFeatureReport(report: Buffer): Promise<number>;
  getFeatureReport(reportId: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What is used of node-hid itself. */
export interface HidSystem {
  list(vendorId: number, productId: number): Promise<HidDevice[]>;
  open(path: string): Promise<HidHandle>;
  numbersReports(device: HidDevice): Promise<boolean>;
}
export type HidDevice = Omit<Device, 'release' | 'interface'>;

const system: HidSystem = {
  list: (vendorId, productId) => nodeHid.devicesAsync(vendorId, productId),
  open: (path) => nodeHid.HIDAsync.open(path),
  numbersReports,
};

/**
 * Opens the first HID device that fits. Chunks and writes are whole reports, report id first. Devices that do not
 * number their reports send none: they get id 0 put in front, and node-hid takes it off again from what is written.
 * A feature report's `length` counts its id.
 */
export const openHid =
  (declared: HidDeclaration, hid = system, limits = LIMITS): OpenChannel =>
  async () => {
    const device = await find(declared, hid);
    if (device?.path === undefined) return fail('device.missing');
    const numbered = await hid.numbersReports(device);
    try {
      return ok(channelOf(await hid.open(device.path), device, device.path, numbered, limits));
    } catch (error) {
      return fail(codeOf(error), messageOf(error));
    }
  };

function channelOf(
  handle: HidHandle,
  device: HidDevice,
  port: string,
  numbered: boolean,
  limits: typeof LIMITS,
): ByteChannel {
  const core = createCore();
  handle.on('data', (report) => {
    core.data(numbered ? Uint8Array.from(report) : Uint8Array.from([0, ...report]));
  });
  handle.on('error', () => {
    core.end('device.unplugged');
    void close();
  });

  async function close(): Promise<void> {
    await inTime(handle.close(), limits.closeMs).catch(() => {});
  }

  /** A refused transfer does not say that the device is gone: the reader notices that. */
  async function send(run: () => Promise<number>): Promise<Written> {
    const sent = await core.transfer(run, limits.transferMs, 'device.timeout');
    return sent.ok ? ok(null) : sent;
  }

  return {
    port,
    usb: {
      vendor: device.manufacturer ?? null,
      product: device.product ?? null,
      serialNumber: device.serialNumber ?? null,
    },
    write: (report) => send(() => handle.write(Buffer.from(report))),
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      if (core.ended()) return;
      core.end(null);
      await close();
    },
    feature: {
      send: (report) => send(() => handle.sendFeatureReport(Buffer.from(report))),
      async get(reportId, length) {
        const report = await core.transfer(
          () => handle.getFeatureReport(reportId, length),
          limits.transferMs,
          'device.timeout',
        );
        return report.ok ? ok(Uint8Array.from(report.value)) : report;
      },
    },
  };
}

async function find(declared: HidDeclaration, hid: HidSystem): Promise<HidDevice | null> {
  const { vendorId, productId, serialNumber, usagePage, usage } = declared;
  const all = await hid.list(Number.parseInt(vendorId, 16), Number.parseInt(productId, 16)).catch(() => []);
  const fits = (device: HidDevice) =>
    (serialNumber === undefined || device.serialNumber === serialNumber) &&
    (usagePage === undefined || device.usagePage === usagePage) &&
    (usage === undefined || device.usage === usage);
  return all.find(fits) ?? null;
}

/** It was listed a moment ago, so mostly the rights are missing or another program holds it. */
const codeOf = (error: unknown): ChannelCode =>
  /no such (file|device)|cannot find/i.test(messageOf(error)) ? 'device.missing' : 'device.portBusy';
