import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bonjour } from 'bonjour-service';
import { describe, expect, onTestFinished, test } from 'vitest';
import { foundPort } from '../../contracts/maintenance.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { discover, findHid, parseQueues, parseSane } from './discover.ts';
import { esclRoot, findEscl } from './discover-escl.ts';
import { listSerialPorts, serialPortAt } from './serial-ports.ts';

describe.skipIf(process.platform !== 'linux')('serial ports of sysfs', () => {
  const sys = tempFolder();
  function tty(name: string, device: string | null, type?: string): void {
    mkdirSync(join(sys, 'class/tty', name), { recursive: true });
    if (type !== undefined) writeFileSync(join(sys, 'class/tty', name, 'type'), `${type}\n`);
    if (device === null) return;
    mkdirSync(join(sys, device), { recursive: true });
    symlinkSync(join(sys, device), join(sys, 'class/tty', name, 'device'));
  }
  tty('tty1', null);
  tty('ttyS0', 'devices/platform/serial8250/ttyS0', '4');
  tty('ttyS1', 'devices/platform/serial8250/ttyS1', '0');
  tty('ttyUSB0', 'devices/usb1/1-2/1-2:1.0/ttyUSB0');
  tty('ttyACM0', 'devices/usb1/1-3/1-3:1.0');
  for (const [device, values] of Object.entries({
    '1-2': { idVendor: '1a86', idProduct: '7523', product: 'USB Serial' },
    '1-3': { idVendor: '0400', idProduct: 'c35a', serial: 'A7', manufacturer: 'SDT', product: 'Reader' },
  })) {
    for (const [name, text] of Object.entries(values)) {
      writeFileSync(join(sys, 'devices/usb1', device, name), `${text}\n`);
    }
  }

  const reader = {
    vendorId: '0400',
    productId: 'c35a',
    serialNumber: 'A7',
    vendor: 'SDT',
    product: 'Reader',
  };

  test('are those with hardware, with what their USB device says of itself', async () => {
    const none = { vendorId: null, productId: null, serialNumber: null, vendor: null, product: null };
    expect(await listSerialPorts(sys)).toEqual([
      { ...reader, path: '/dev/ttyACM0' },
      { ...none, path: '/dev/ttyS0' },
      { ...none, path: '/dev/ttyUSB0', vendorId: '1a86', productId: '7523', product: 'USB Serial' },
    ]);
    expect(await serialPortAt('/dev/ttyACM0', sys)).toEqual({ ...reader, path: '/dev/ttyACM0' });
    expect(await serialPortAt('/dev/ttyUSB9', sys)).toEqual({ ...none, path: '/dev/ttyUSB9' });
    expect(await listSerialPorts(join(sys, 'nothing'))).toEqual([]);
  });
});

test('HID devices are named by what a declaration needs', async () => {
  const device = { vendorId: 0xc2e, productId: 0xb61, release: 1, interface: 0 };
  expect(
    await findHid(async () => [
      {
        ...device,
        usagePage: 0x8c,
        usage: 2,
        manufacturer: 'Honeywell',
        product: 'Scanner',
        serialNumber: '',
      },
    ]),
  ).toEqual([
    {
      type: 'hid',
      port: { vendorId: '0c2e', productId: '0b61', usagePage: 140, usage: 2 },
      label: '0c2e:0b61 · Honeywell · Scanner',
    },
  ]);
  expect(await findHid(() => Promise.reject(new Error('no udev')))).toEqual([]);
});

test('SANE devices are read from scanimage -f', () => {
  expect(
    parseSane('test:0\tNoname frontend-tester\nescl:http://10.0.0.9:80\tACME Scan 1\nwarning\n'),
  ).toEqual([
    { type: 'sane', port: { device: 'test:0' }, label: 'Noname frontend-tester · test:0' },
    {
      type: 'sane',
      port: { device: 'escl:http://10.0.0.9:80' },
      label: 'ACME Scan 1 · escl:http://10.0.0.9:80',
    },
  ]);
  expect(parseSane('')).toEqual([]);
});

test('queues are read from lpstat, without passwords', () => {
  const devices =
    'device for PDF: cups-pdf:/\ndevice for Hall_A4: ipp://clerk:secret@10.0.0.8/ipp\nno such\n';
  expect(parseQueues('PDF\nNetwork\n', devices)).toEqual([
    { type: 'queue', port: { name: 'PDF' }, label: 'PDF · cups-pdf:/' },
    { type: 'queue', port: { name: 'Network' }, label: 'Network' },
    { type: 'queue', port: { name: 'Hall_A4' }, label: 'Hall_A4 · ipp://10.0.0.8/ipp' },
  ]);
});

test('an eSCL announcement gives the root of the scanner', () => {
  const service = {
    type: 'uscan',
    port: 80,
    host: 'scanner.local',
    addresses: ['fe80::1', '10.0.0.9'],
    txt: {},
  };
  expect(esclRoot({ ...service, txt: { rs: '/eSCL/' } })).toBe('http://10.0.0.9:80/eSCL');
  expect(esclRoot({ ...service, type: 'uscans', port: 443, addresses: [] })).toBe(
    'https://scanner.local:443/eSCL',
  );
  expect(esclRoot({ ...service, addresses: [], host: 'not a host' })).toBeNull();
});

test('an eSCL scanner that announces itself on this machine is found', async () => {
  const onLoopback: object = { interface: '127.0.0.1' };
  const scanner = new Bonjour(onLoopback, () => {});
  onTestFinished(() => scanner.destroy());
  const name = `Hall scanner ${process.pid}`;
  scanner.publish({ name, type: 'uscan', port: 8_080, txt: { rs: 'eSCL', ty: name } });
  const found = await findEscl(2_000);
  expect(found.find((one) => one.label.startsWith(name))).toMatchObject({
    type: 'escl',
    port: { url: expect.stringMatching(/^http:\/\/.+:8080\/eSCL$/) },
  });
});

test('looking everywhere at once ends, and answers in the shape of the contract', async () => {
  const found = await discover();
  expect(foundPort.omit({ usedBy: true }).array().safeParse(found).success).toBe(true);
}, 20_000);
