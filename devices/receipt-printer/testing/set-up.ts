import { deviceDeclaration } from '../../../contracts/devices.ts';
import { ok } from '../../../contracts/result.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import { keepOpen } from '../../channel/keep-open.ts';
import type { OpenChannel } from '../../channel/types.ts';
import { type MemoryOptions, memoryPort } from '../../testing/memory-channel.ts';
import { createReceiptPrinter } from '../driver.ts';
import { createReceiptPrinterSimulator, type SimulatorOptions } from '../simulator.ts';

type Port = 'serial' | 'tcp' | 'file';
const PORTS = {
  serial: { type: 'serial', path: '/dev/ttyS9' },
  tcp: { type: 'tcp', host: '127.0.0.1', port: 9100 },
  file: { type: 'file', path: '/dev/usb/lp0' },
} as const;

/** Driver and simulator on a wire in memory and a clock under the test's hand; acquainted when it resolves. */
export async function setUp(
  options: SimulatorOptions & { port?: Port; wire?: MemoryOptions; hangs?: () => boolean } = {},
) {
  const time = virtualTime();
  const declared = deviceDeclaration.parse({
    id: 'receipt-1',
    class: 'receiptPrinter',
    driver: 'escpos',
    port: PORTS[options.port ?? 'tcp'],
  });
  if (declared.class !== 'receiptPrinter') throw new Error('wrong class');
  const simulator = createReceiptPrinterSimulator(options);
  const port = memoryPort(options.wire ?? {});
  port.onOpen((device) => simulator.attach(device));
  const logged: unknown[] = [];
  const context = { ...time, log: (event: string, data?: unknown) => logged.push([event, data]) };
  const open: OpenChannel = async () => {
    const opened = await port.open();
    if (!opened.ok) return opened;
    const { value: channel } = opened;
    const write = (bytes: Uint8Array) =>
      options.hangs?.() ? new Promise<never>(() => {}) : channel.write(bytes);
    return ok({ ...channel, write });
  };
  const line = keepOpen(open, time);
  const printer = createReceiptPrinter(declared, line, context);
  await time.advance(10_000);
  /** Runs the clock until the promise settles. */
  async function until<T>(promise: Promise<T>, mostMs = 300_000): Promise<T> {
    let settled = false;
    void promise.finally(() => {
      settled = true;
    });
    for (let waited = 0; !settled && waited < mostMs; waited += 100) await time.advance(100);
    if (!settled) throw new Error(`nothing after ${mostMs} ms`);
    return promise;
  }
  const state = () => {
    const { state: s, code } = printer.report();
    return code === null ? s : `${s} ${code}`;
  };
  return { time, simulator, port, printer, until, state, logged };
}
