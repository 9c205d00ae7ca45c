import { SerialPort } from 'serialport';
import type { DevicePort } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore } from './core.ts';
import { inTime } from './in-time.ts';
import { endOnHangUp } from './serial-hang-up.ts';
import { listSerialPorts, type SerialPortInfo, serialPortAt } from './serial-ports.ts';
import type { ByteChannel, ChannelCode, OpenChannel } from './types.ts';

/** One start bit, eight data bits, one stop bit (8N1). */
const BITS_PER_BYTE = 10;
const CLOSE_TIMEOUT_MS = 2_000;

type SerialDeclaration = Extract<DevicePort, { type: 'serial' }>;

/**
 * Opens a serial port, 8N1, without flow control, locked against other programs; what came before is thrown away.
 * A write may take twice its time on the wire and `stallMs`.
 */
export const openSerial =
  (declared: SerialDeclaration, stallMs = 2_000): OpenChannel =>
  async () => {
    const found = await find(declared);
    if (found === null) return fail('device.missing');
    const port = new SerialPort({
      path: found.path,
      baudRate: declared.baudRate,
      lock: true,
      autoOpen: false,
    });
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (failure !== null) return fail(codeOf(failure), failure.message);
    endOnHangUp(port);
    return ok(channelOf(port, found, stallMs));
  };

function channelOf(port: SerialPort, found: SerialPortInfo, stallMs: number): ByteChannel {
  const byteMs = (BITS_PER_BYTE * 1_000) / port.baudRate;
  const core = createCore();
  port.on('data', (chunk: Buffer) => core.data(Uint8Array.from(chunk)));
  port.on('error', () => core.end('device.unplugged'));
  port.on('close', () => core.end('device.unplugged'));

  const send = (bytes: Uint8Array): Promise<null> =>
    new Promise((resolve, reject) => {
      port.write(Buffer.from(bytes), (error) => {
        if (error) reject(error);
        else port.drain((stalled) => (stalled ? reject(stalled) : resolve(null)));
      });
    });

  return {
    port: found.path,
    usb:
      found.vendorId === null
        ? null
        : { vendor: found.vendor, product: found.product, serialNumber: found.serialNumber },
    write: (bytes) =>
      core.transfer(() => send(bytes), 2 * bytes.length * byteMs + stallMs, 'device.unplugged'),
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      core.end(null);
      await inTime(new Promise<void>((resolve) => port.close(() => resolve())), CLOSE_TIMEOUT_MS);
    },
  };
}

async function find({ path, usb }: SerialDeclaration): Promise<SerialPortInfo | null> {
  const fits = (port: SerialPortInfo) =>
    usb === undefined ||
    (port.vendorId === usb.vendorId &&
      port.productId === usb.productId &&
      (usb.serialNumber === undefined || port.serialNumber === usb.serialNumber));
  if (path !== undefined) {
    const port = await serialPortAt(path);
    return fits(port) ? port : null;
  }
  return usb === undefined ? null : ((await listSerialPorts()).find(fits) ?? null);
}

/** serialport passes on the system's sentence alone: `strerror` on Linux, its own words on Windows. */
function codeOf(error: Error): ChannelCode {
  return /permission denied|access (is )?denied|busy|cannot lock/i.test(error.message)
    ? 'device.portBusy'
    : 'device.missing';
}
