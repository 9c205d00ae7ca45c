import { expect, test } from 'vitest';
import type { DeviceClass, DeviceState, DeviceSummary } from '../../contracts/devices.ts';
import { missingOf } from './availability.ts';

const device = (type: DeviceClass, state: DeviceState): DeviceSummary => ({
  id: `${type}-${state}`,
  class: type,
  required: true,
  simulated: false,
  state,
  code: state === 'ok' ? null : 'device.fault',
});

test('one usable device of each class is enough', () => {
  const devices = [
    device('idCardReader', 'missing'),
    device('idCardReader', 'degraded'),
    device('receiptPrinter', 'ok'),
  ];
  expect(missingOf(['idCardReader', 'receiptPrinter'], devices)).toEqual([]);
  expect(missingOf([], [])).toEqual([]);
});

test.each(['missing', 'fault', 'off'] as const)('a device that is %s cannot be worked with', (state) => {
  const devices = [device('receiptPrinter', state), device('camera', 'ok')];
  expect(missingOf(['receiptPrinter', 'camera', 'receiptPrinter'], devices)).toEqual(['receiptPrinter']);
});

test('a class that this terminal does not have is missing', () => {
  expect(missingOf(['documentScanner', 'camera'], [device('camera', 'ok')])).toEqual(['documentScanner']);
});
