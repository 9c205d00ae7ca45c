import type { DeviceStatus, SelfTest } from '../../contracts/devices.ts';
import type { FoundPort, MaintenanceStatus } from '../../contracts/maintenance.ts';

/** Devices of an invented terminal, for tests and the gallery of the maintenance screen. */

export const MAINTENANCE_SESSION = '0b9f1e5e-6a7c-4c2e-9f0a-00000000a001';
/** The PIN that the fake service takes. */
export const FAKE_PIN = '246810';

const MINUTE = 60_000;
const NOTHING = { vendor: null, product: null, serialNumber: null, firmware: null, port: null };
const NO_STATS = { done: 0, errors: 0, lastMs: null, worstMs: null };

/** `nowMs`: wall clock, from which the ages of errors count. */
export function devicesAt(nowMs: number): DeviceStatus[] {
  const common = {
    required: true,
    simulated: false,
    state: 'ok' as const,
    code: null,
    recording: false,
    lastTest: null,
    lastErrors: [],
    stats: NO_STATS,
  };
  return [
    {
      ...common,
      id: 'reader',
      class: 'idCardReader',
      driver: 'sdt',
      identity: {
        vendor: '精伦电子',
        product: 'IDR210',
        serialNumber: 'A20260711000314',
        firmware: 'V2.31',
        port: '/dev/ttyUSB0',
      },
      can: { recalibrate: true, testPage: false, record: true },
      stats: { done: 1_284, errors: 7, lastMs: 431, worstMs: 2_204 },
      lastErrors: [
        { at: nowMs - 3 * MINUTE, code: 'device.garbled', detail: 'checksum 5A, expected 31' },
        { at: nowMs - 190 * MINUTE, code: 'device.unplugged', detail: null },
        { at: nowMs - 26 * 60 * MINUTE, code: 'device.timeout', detail: 'find' },
      ],
      lastTest: testAt(nowMs - 40 * MINUTE),
    },
    {
      ...common,
      id: 'scanner',
      class: 'codeScanner',
      driver: 'hidHoneywell',
      identity: {
        vendor: 'Honeywell',
        product: 'HF680',
        serialNumber: '22167B4C0D',
        firmware: 'CY000124BAA',
        port: 'hid 0c2e:0b61',
      },
      can: { recalibrate: true, testPage: false, record: true },
      recording: true,
      stats: { done: 532, errors: 0, lastMs: 12, worstMs: 38 },
    },
    {
      ...common,
      id: 'flatbed',
      class: 'documentScanner',
      driver: 'escl',
      required: false,
      state: 'missing',
      code: 'device.missing',
      identity: { ...NOTHING, port: 'http://192.168.1.20/eSCL' },
      can: { recalibrate: false, testPage: false, record: false },
    },
    {
      ...common,
      id: 'camera',
      class: 'camera',
      driver: 'uvc',
      required: false,
      simulated: true,
      identity: { ...NOTHING, product: 'fake_device_0', port: 'page' },
      can: { recalibrate: false, testPage: false, record: false },
      stats: { done: 3, errors: 0, lastMs: 702, worstMs: 911 },
    },
    {
      ...common,
      id: 'receipt',
      class: 'receiptPrinter',
      driver: 'escpos',
      state: 'fault',
      code: 'device.fault',
      identity: { ...NOTHING, vendor: '佳博', product: 'GP-80250', port: '/dev/usb/lp0' },
      can: { recalibrate: false, testPage: true, record: true },
      stats: { done: 96, errors: 2, lastMs: 1_840, worstMs: 12_600 },
      lastErrors: [{ at: nowMs - 20_000, code: 'device.fault', detail: 'DLE EOT 4: 60' }],
      lastTest: {
        ok: false,
        at: nowMs - MINUTE,
        steps: [
          { name: 'receiptPrinter.port', ok: true, code: null, detail: '/dev/usb/lp0', ms: 1 },
          { name: 'receiptPrinter.status', ok: true, code: null, detail: '12 12 12 60', ms: 42 },
          { name: 'receiptPrinter.cover', ok: false, code: 'device.fault', detail: null, ms: 0 },
          { name: 'receiptPrinter.paper', ok: true, code: 'device.busy', detail: 'near end', ms: 0 },
        ],
      },
    },
    {
      ...common,
      id: 'laser',
      class: 'documentPrinter',
      driver: 'queue',
      required: false,
      state: 'degraded',
      code: 'device.busy',
      identity: { ...NOTHING, product: 'HP LaserJet M405', port: 'hall-laser' },
      can: { recalibrate: false, testPage: true, record: false },
      stats: { done: 18, errors: 1, lastMs: 8_420, worstMs: 31_000 },
    },
    {
      ...common,
      id: 'scanner-2',
      class: 'codeScanner',
      driver: 'serialGm65',
      required: false,
      state: 'off',
      code: 'device.off',
      identity: { ...NOTHING, port: 'COM3' },
      can: { recalibrate: false, testPage: false, record: false },
    },
  ];
}

export const testAt = (at: number): SelfTest => ({
  ok: true,
  at,
  steps: [
    { name: 'idCard.open', ok: true, code: null, detail: '/dev/ttyUSB0', ms: 2 },
    { name: 'idCard.status', ok: true, code: null, detail: null, ms: 14 },
    { name: 'idCard.samId', ok: true, code: null, detail: '05.03-20260711-0003140927-1', ms: 21 },
    { name: 'idCard.find', ok: true, code: null, detail: 'SW3 80', ms: 318 },
  ],
});

export const FOUND_PORTS: FoundPort[] = [
  {
    type: 'serial',
    port: { type: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200 },
    label: 'Prolific PL2303 · /dev/ttyUSB0',
    usedBy: 'reader',
  },
  {
    type: 'hid',
    port: { type: 'hid', vendorId: '0c2e', productId: '0b61', usagePage: 140, usage: 2 },
    label: 'Honeywell HF680 (0c2e:0b61)',
    usedBy: 'scanner',
  },
  {
    type: 'escl',
    port: { type: 'http', url: 'http://192.168.1.21/eSCL' },
    label: 'EPSON ET-5850 Series · 192.168.1.21',
    usedBy: null,
  },
  { type: 'sane', port: { type: 'sane', device: 'test:0' }, label: 'Noname frontend-tester', usedBy: null },
  { type: 'queue', port: { type: 'queue', name: 'hall-laser' }, label: 'HP LaserJet M405', usedBy: 'laser' },
];

export const maintenanceAt = (nowMs: number): MaintenanceStatus => ({
  revision: 1,
  terminalId: 'pad-01',
  app: '0.1.0',
  online: true,
  queue: { ready: 3, dead: 0 },
  speech: 'ready',
  devices: devicesAt(nowMs),
  leftMs: 300_000,
});

/** Every text as long as the contract lets it be. */
export function longDevicesAt(nowMs: number): DeviceStatus[] {
  const long = 'Guangzhou-Precision-Instruments-Co-Ltd '.repeat(6).slice(0, 200);
  return devicesAt(nowMs).map((device, n) => ({
    ...device,
    id: `${device.id}-of-the-second-counter-by-the-door`.slice(0, 40),
    identity: {
      vendor: long,
      product: long,
      serialNumber: 'X'.repeat(200),
      firmware: long,
      port: `/dev/serial/by-id/usb-${'Prolific'.repeat(20)}-port0`,
    },
    simulated: true,
    recording: n % 2 === 0,
    stats: { done: 12_345_678, errors: 1_234_567, lastMs: 123_456, worstMs: 9_876_543 },
    lastErrors: Array.from({ length: 20 }, (_, k) => ({
      at: nowMs - k * 90_000_000,
      code: 'device.garbled',
      detail: long,
    })),
    lastTest: {
      ok: false,
      at: nowMs,
      steps: Array.from({ length: 12 }, (_, k) => ({
        name: `unknown.step${k}`,
        ok: k % 2 === 0,
        code: 'device.garbled',
        detail: long,
        ms: 30_000,
      })),
    },
  }));
}
