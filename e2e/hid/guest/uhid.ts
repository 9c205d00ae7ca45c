import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../../contracts/result.ts';
import { createCore } from '../../../devices/channel/core.ts';
import type { ByteChannel } from '../../../devices/channel/types.ts';

/** Event types and layouts of `linux/uhid.h`: packed, little-endian, a type of four bytes before each. */
const EVENT = {
  destroy: 1,
  start: 2,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
} as const;
const TYPE_BYTES = 4;
const DATA_MAX = 4_096;
/** `struct uhid_event`: its longest member is `uhid_create2_req`. */
const EVENT_BYTES = TYPE_BYTES + 128 + 64 + 64 + 2 + 2 + 4 + 4 + 4 + 4 + DATA_MAX;
const BUS_USB = 3;
const EIO = 5;
const START_TIMEOUT_MS = 5_000;

export interface UhidOptions {
  name: string;
  serialNumber: string;
  vendorId: number;
  productId: number;
  descriptor: Uint8Array;
  /** Its reports have a number; without, `ByteChannel` puts id 0 before them. */
  isNumbered: boolean;
  /** A feature report that the host sends, id first; false: refused. */
  onFeature: (report: Uint8Array) => Promise<boolean>;
}

/** A HID device that the kernel believes in. */
export interface UhidDevice {
  /** Resolves when the kernel has started it. The device's end: write = input report, data = output report. */
  plug(): Promise<ByteChannel>;
  unplug(): Promise<void>;
}

export async function openUhid(options: UhidOptions): Promise<UhidDevice> {
  const file = await open('/dev/uhid', 'r+');
  let core: ReturnType<typeof createCore> | null = null;
  let isStarted = false;
  void listen();

  const send = (type: number, ...parts: Uint8Array[]): Promise<unknown> =>
    file.write(Buffer.concat([u32(type), ...parts]));

  async function listen(): Promise<void> {
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(EVENT_BYTES), 0, EVENT_BYTES);
      if (bytesRead < TYPE_BYTES) return;
      await onEvent(buffer.readUInt32LE(0), buffer.subarray(TYPE_BYTES));
    }
  }

  async function onEvent(type: number, body: Buffer): Promise<void> {
    if (type === EVENT.start) isStarted = true;
    if (type === EVENT.output) {
      core?.data(Uint8Array.from(body.subarray(0, body.readUInt16LE(DATA_MAX))));
    }
    if (type === EVENT.setReport) {
      const size = body.readUInt16LE(6);
      const isTaken = await options.onFeature(Uint8Array.from(body.subarray(8, 8 + size)));
      await send(EVENT.setReportReply, body.subarray(0, 4), u16(isTaken ? 0 : EIO));
    }
    if (type === EVENT.getReport) await send(EVENT.getReportReply, body.subarray(0, 4), u16(EIO), u16(0));
  }

  return {
    async plug() {
      const end = createCore();
      core = end;
      isStarted = false;
      await send(EVENT.create2, create2(options));
      for (let waited = 0; !isStarted && waited < START_TIMEOUT_MS; waited += 5) await sleep(5);
      const channel: ByteChannel = {
        port: '/dev/uhid',
        usb: null,
        async write(report) {
          if (core !== end) return end.gone();
          const data = options.isNumbered ? report : report.subarray(1);
          await send(EVENT.input2, u16(data.length), data);
          return ok(null);
        },
        onData: end.onData,
        onClose: end.onClose,
        close: unplug,
      };
      if (!isStarted) throw new Error('the kernel did not start the device');
      return channel;
    },
    unplug,
  };

  async function unplug(): Promise<void> {
    const end = core;
    if (end === null) return;
    core = null;
    await send(EVENT.destroy);
    end.end('device.unplugged');
  }
}

function create2(o: UhidOptions): Buffer {
  const body = Buffer.alloc(128 + 64 + 64 + 2 + 2 + 4 * 4 + o.descriptor.length);
  body.write(o.name, 0, 127);
  body.write(o.serialNumber, 192, 63);
  body.writeUInt16LE(o.descriptor.length, 256);
  body.writeUInt16LE(BUS_USB, 258);
  body.writeUInt32LE(o.vendorId, 260);
  body.writeUInt32LE(o.productId, 264);
  body.set(o.descriptor, 276);
  return body;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
