import { execFile } from 'node:child_process';
import nodeHid from 'node-hid';
import type { FoundPort } from '../../contracts/maintenance.ts';
import { findEscl } from './discover-escl.ts';
import { inTime } from './in-time.ts';
import { listSerialPorts } from './serial-ports.ts';

/** A port that a device could be declared at. Of serial ports, `vendorId` and its kin go under `usb` in the declaration. */
export type Found = Omit<FoundPort, 'usedBy'>;

const LOOK_MS = 5_000;
/** SANE's network backends wait for answers. */
const SANE_MS = 15_000;
const TOOL_OUTPUT_BYTES = 1_000_000;
const MOST_FOUND = 200;

/** Looks everywhere at once; takes at most 15 s. A place where nothing can be looked up yields nothing. */
export async function discover(): Promise<Found[]> {
  const places = [findSerial(), findHid(), findEscl(), findSane(), findQueues()];
  return (await Promise.all(places)).flat().slice(0, MOST_FOUND);
}

export async function findSerial(): Promise<Found[]> {
  const ports = await inTime(listSerialPorts(), LOOK_MS);
  if (ports === 'late') return [];
  return ports.map((port) => ({
    type: 'serial',
    port: {
      path: port.path,
      ...(port.vendorId !== null && port.productId !== null
        ? { vendorId: port.vendorId, productId: port.productId }
        : {}),
      ...(port.serialNumber === null ? {} : { serialNumber: port.serialNumber }),
    },
    label: label([port.path, port.vendor, port.product]),
  }));
}

export async function findHid(
  list: () => Promise<nodeHid.Device[]> = nodeHid.devicesAsync,
): Promise<Found[]> {
  const devices = await inTime(list(), LOOK_MS).catch(() => []);
  if (devices === 'late') return [];
  return devices.map(({ vendorId, productId, serialNumber, usagePage, usage, manufacturer, product }) => ({
    type: 'hid',
    port: {
      vendorId: usbId(vendorId),
      productId: usbId(productId),
      ...(serialNumber ? { serialNumber } : {}),
      ...(usagePage === undefined ? {} : { usagePage }),
      ...(usage === undefined ? {} : { usage }),
    },
    label: label([`${usbId(vendorId)}:${usbId(productId)}`, manufacturer, product]),
  }));
}

export async function findSane(): Promise<Found[]> {
  return parseSane(await tool('scanimage', ['-f', '%d\t%v %m%n'], SANE_MS));
}

/** Lines of `scanimage -f`: device name, tab, vendor and model. */
export const parseSane = (output: string): Found[] =>
  lines(output).flatMap((line) => {
    const [device, name] = line.split('\t');
    return device && name ? [{ type: 'sane', port: { device }, label: label([name, device]) }] : [];
  });

/** The queues of CUPS: `lpstat -e` also knows those of the network, `-v` says where each prints to. */
export async function findQueues(): Promise<Found[]> {
  const [names, devices] = await Promise.all([
    tool('lpstat', ['-e'], LOOK_MS),
    tool('lpstat', ['-v'], LOOK_MS),
  ]);
  return parseQueues(names, devices);
}

export function parseQueues(names: string, devices: string): Found[] {
  const uris = new Map(
    lines(devices).flatMap((line) => {
      const [, name, uri] = /^device for (.+?): (\S+)$/.exec(line) ?? [];
      return name !== undefined && uri !== undefined ? [[name, withoutSecrets(uri)] as const] : [];
    }),
  );
  const all = new Set([...lines(names), ...uris.keys()]);
  return [...all].map((name) => ({ type: 'queue', port: { name }, label: label([name, uris.get(name)]) }));
}

/** A queue may print with a user name and password in its address. */
const withoutSecrets = (uri: string): string => uri.replace(/\/\/[^/@]*@/, '//');

/** What a tool prints; nothing when it is missing, fails, or takes longer than `ms`. */
function tool(command: string, args: string[], ms: number): Promise<string> {
  const options = {
    timeout: ms,
    killSignal: 'SIGKILL',
    maxBuffer: TOOL_OUTPUT_BYTES,
    env: { ...process.env, LC_ALL: 'C' },
  } as const;
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
}

const lines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '');

const usbId = (id: number): string => id.toString(16).padStart(4, '0');

const label = (parts: (string | null | undefined)[]): string =>
  [...new Set(parts.filter((part) => part))].join(' · ').slice(0, 200);
