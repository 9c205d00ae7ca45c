import { access, readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SerialPort } from 'serialport';
import { attribute, NO_USB, type UsbIdentity, usbBehind } from './usb-sysfs.ts';

/** A serial port as the system lists it. */
export interface SerialPortInfo extends UsbIdentity {
  path: string;
}

/** There are some seventy; they are not worth a look each. */
const VIRTUAL_CONSOLE = /^(tty\d*|console|ptmx)$/;

/**
 * The serial ports that have hardware behind them. On Linux from sysfs: serialport's own list runs
 * `udevadm info -e`, which is too dear to ask twice a second for a port that is missing.
 */
export function listSerialPorts(sys = '/sys'): Promise<SerialPortInfo[]> {
  return process.platform === 'linux' ? fromSysfs(sys) : fromSystem();
}

/** What is known of the port at `path`, which may be a link that udev made, and need not be in the list (a PTY). */
export async function serialPortAt(path: string, sys = '/sys'): Promise<SerialPortInfo> {
  if (process.platform !== 'linux') {
    const listed = (await fromSystem()).find((port) => port.path === path);
    return listed ?? { ...NO_USB, path };
  }
  const real = await realpath(path).catch(() => path);
  return { ...(await usbBehind(join(sys, 'class/tty', basename(real), 'device'))), path };
}

async function fromSystem(): Promise<SerialPortInfo[]> {
  const ports = await SerialPort.list().catch(() => []);
  return ports.map((port) => ({
    ...NO_USB,
    path: port.path,
    vendorId: port.vendorId?.toLowerCase() ?? null,
    productId: port.productId?.toLowerCase() ?? null,
    serialNumber: port.serialNumber ?? null,
    vendor: port.manufacturer ?? null,
  }));
}

async function fromSysfs(sys: string): Promise<SerialPortInfo[]> {
  const folder = join(sys, 'class/tty');
  const names = (await readdir(folder).catch(() => [])).filter((name) => !VIRTUAL_CONSOLE.test(name));
  const ports = await Promise.all(names.map((name) => portOf(folder, name)));
  return ports.filter((port) => port !== null).toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Null for what has no hardware, and for UARTs that the kernel keeps a place for without finding one (type 0). */
async function portOf(folder: string, name: string): Promise<SerialPortInfo | null> {
  const link = join(folder, name, 'device');
  const isHardware = await access(link).then(
    () => true,
    () => false,
  );
  if (!isHardware || (await attribute(join(folder, name), 'type')) === '0') return null;
  return { ...(await usbBehind(link)), path: `/dev/${name}` };
}
