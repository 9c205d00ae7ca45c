import { expect, test } from 'vitest';
import { type DeviceDeclaration, deviceDeclaration } from '../../contracts/devices.ts';
import { withUsers } from './discover.ts';

const card = (port: object): DeviceDeclaration =>
  deviceDeclaration.parse({ id: 'card', class: 'idCardReader', driver: 'sdt', port });
const scan = (port: object): DeviceDeclaration =>
  deviceDeclaration.parse({ id: 'scan', class: 'documentScanner', driver: 'escl', port });
const sane = (port: object): DeviceDeclaration =>
  deviceDeclaration.parse({ id: 'scan', class: 'documentScanner', driver: 'sane', port });
const printer = (port: object): DeviceDeclaration =>
  deviceDeclaration.parse({ id: 'printer', class: 'documentPrinter', driver: 'queue', port });

const serial = { path: '/dev/ttyUSB0', vendorId: '10c4', productId: 'ea60', serialNumber: 'A1' };
const hid = { vendorId: '0c2e', productId: '0b61', usagePage: 0x8c, usage: 2 };

test.each([
  [card({ type: 'serial', path: '/dev/ttyUSB0' }), 'serial', serial, true],
  [card({ type: 'serial', path: '/dev/ttyUSB1' }), 'serial', serial, false],
  [card({ type: 'serial', usb: { vendorId: '10C4', productId: 'EA60' } }), 'serial', serial, true],
  [
    card({ type: 'serial', usb: { vendorId: '10c4', productId: 'ea60', serialNumber: 'B2' } }),
    'serial',
    serial,
    false,
  ],
  [card({ type: 'hid', vendorId: '0c2e', productId: '0b61' }), 'hid', hid, true],
  [card({ type: 'hid', vendorId: '0c2e', productId: '0b61', usagePage: 0x8c }), 'hid', hid, true],
  [card({ type: 'hid', vendorId: '0c2e', productId: '0b61', usagePage: 1 }), 'hid', hid, false],
  [scan({ type: 'http', url: 'http://10.0.0.9/eSCL/' }), 'escl', { url: 'http://10.0.0.9/eSCL' }, true],
  [sane({ type: 'sane', device: 'test:0' }), 'sane', { device: 'test:0' }, true],
  [printer({ type: 'queue', name: 'PDF' }), 'queue', { name: 'PDF' }, true],
  [printer({ type: 'queue', name: 'PDF' }), 'queue', { name: 'A4' }, false],
  [card({ type: 'tcp', host: '10.0.0.9', port: 4001 }), 'serial', serial, false],
] as const)('%j against %s %j: %s', (declaration, type, port, isUsed) => {
  const [found] = withUsers([{ type, port, label: 'x' }], [declaration]);
  expect(found?.usedBy).toBe(isUsed ? declaration.id : null);
});
