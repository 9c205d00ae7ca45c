import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { type DevicePort, deviceDeclaration } from '../../contracts/devices.ts';
import { type Slip, slip } from '../../contracts/slip.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { openChannel } from '../channel/open.ts';
import type { ReceiptPrinter } from '../device.ts';
import { hasSocat, openPty } from '../testing/pty.ts';
import { readCode } from '../testing/read-code.ts';
import { createReceiptPrinter } from './driver.ts';
import { createReceiptPrinterSimulator, serveReceiptPrinter } from './simulator.ts';

/** The real wires: TCP, a serial port (PTY), a character device; real time. */
const SLIP: Slip = slip.parse({
  blocks: [
    { type: 'text', text: '卫东区政务服务大厅', size: 2, align: 'centre', bold: true },
    { type: 'pair', label: '姓名', value: '𬱖㛃' },
    { type: 'pair', label: '编号', value: 'JY20260001' },
    { type: 'rule' },
    { type: 'qr', text: 'HTR1.JY20260001.一' },
  ],
});
const LINES = [
  '卫东区政务服务大厅',
  expect.stringMatching(/^\[raster \d+×32\]$/),
  `编号${' '.repeat(34)}JY20260001`,
  '-'.repeat(48),
  '',
  '[qr HTR1.JY20260001.一]',
  '',
];

const real: { clock: Clock; timers: Timers } = {
  clock: { bootId: 'test', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
  timers: {
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
};

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function printerAt(port: Partial<DevicePort>, extra: object = {}): ReceiptPrinter {
  const declared = deviceDeclaration.parse({
    id: 'receipt-1',
    class: 'receiptPrinter',
    driver: 'escpos',
    port,
    ...extra,
  });
  if (declared.class !== 'receiptPrinter') throw new Error('wrong class');
  const line = keepOpen(openChannel(declared.port), real);
  const printer = createReceiptPrinter(declared, line, { ...real, log: () => {} });
  ends.push(() => printer.stop());
  return printer;
}

function until(printer: ReceiptPrinter, is: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = setTimeout(() => reject(new Error(JSON.stringify(printer.report()))), 10_000);
    const look = () => {
      if (!is()) return;
      clearTimeout(give);
      stop();
      resolve();
    };
    const stop = printer.onChange(look);
    look();
  });
}
const stateIs = (printer: ReceiptPrinter, state: string) =>
  until(printer, () => printer.report().state === state);

describe('TCP', () => {
  test('a slip comes out whole; its picture holds the code', async () => {
    const simulator = await serveReceiptPrinter();
    ends.push(simulator.stop);
    const printer = printerAt({ type: 'tcp', host: '127.0.0.1', port: simulator.port });
    await stateIs(printer, 'ok');
    expect(await printer.print(SLIP)).toEqual({ ok: true, value: null });
    expect(simulator.texts()).toEqual([LINES]);
    expect(simulator.unknown()).toEqual([]);
    const [picture] = await simulator.printed();
    expect(await readCode(picture ?? new Uint8Array())).toBe('HTR1.JY20260001.一');
  });

  test('unplugged and back within two seconds', async () => {
    const simulator = await serveReceiptPrinter();
    ends.push(simulator.stop);
    const printer = printerAt({ type: 'tcp', host: '127.0.0.1', port: simulator.port });
    await stateIs(printer, 'ok');
    await simulator.unplug();
    await stateIs(printer, 'missing');
    expect(await printer.print(SLIP)).toMatchObject({ ok: false });
    await simulator.plug();
    const back = performance.now();
    await stateIs(printer, 'ok');
    expect(performance.now() - back).toBeLessThan(2_000);
    expect(await printer.print(SLIP)).toMatchObject({ ok: true });
  });

  test('a printer without Chinese characters, on 58 mm paper without a cutter', async () => {
    const simulator = await serveReceiptPrinter({ dots: 384 });
    ends.push(simulator.stop);
    const printer = printerAt(
      { type: 'tcp', host: '127.0.0.1', port: simulator.port },
      { dots: 384, chinese: 'raster', cutter: false },
    );
    await stateIs(printer, 'ok');
    expect(await printer.print(SLIP)).toMatchObject({ ok: true });
    expect(simulator.texts()[0]?.join()).not.toMatch(/[\u4e00-\u9fff](?!\])/);
    expect(simulator.overflows()).toBe(0);
  });
});

describe.skipIf(!hasSocat())('PTY', () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'hall-receipt-'));
    ends.push(async () => rmSync(path, { recursive: true }));
    return path;
  }

  test('as a serial printer', async () => {
    const pty = await openPty({ path: join(folder(), 'ttyPRINTER'), pacedBaud: 115_200 });
    ends.push(pty.stop);
    const simulator = createReceiptPrinterSimulator();
    const device = pty.device();
    if (device !== null) simulator.attach(device);
    const printer = printerAt({ type: 'serial', path: pty.path });
    await stateIs(printer, 'ok');
    expect(await printer.print(SLIP)).toMatchObject({ ok: true });
    expect(simulator.texts()).toEqual([LINES]);
    simulator.endPaper(40);
    expect(await printer.print(SLIP)).toMatchObject({ ok: false, error: { code: 'print.paperOut' } });
  });

  test('as a one-way character device such as /dev/usb/lp0', async () => {
    const pty = await openPty({ path: join(folder(), 'lp0') });
    ends.push(pty.stop);
    const simulator = createReceiptPrinterSimulator({ mute: true });
    const device = pty.device();
    if (device !== null) simulator.attach(device);
    const printer = printerAt({ type: 'file', path: pty.path });
    await stateIs(printer, 'degraded');
    expect(printer.report().code).toBe('print.noStatus');
    expect(await printer.print(SLIP)).toMatchObject({ ok: true });
    await expect.poll(() => simulator.texts(), { timeout: 3_000 }).toEqual([LINES]);
    expect((await printer.selfTest()).steps.at(-1)?.code).toBe('print.noStatus');
  });
});
