/**
 * For technicians, on a real printer:
 * `node devices/receipt-printer/cli.ts <port> [--58mm] [--raster] [--no-cutter] status | test | cut | print "text"`.
 * Ports: `tcp:192.168.1.50:9100`, `serial:/dev/ttyUSB0@115200`, `file:/dev/usb/lp0`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { slip } from '../../contracts/slip.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { openChannel } from '../channel/open.ts';
import { createReceiptPrinter } from './driver.ts';

/** Time for the first words with the printer, ms. */
const GREETING_MS = 3_000;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    '58mm': { type: 'boolean', default: false },
    raster: { type: 'boolean', default: false },
    'no-cutter': { type: 'boolean', default: false },
  },
});
const [where = '', command = 'status', text = ''] = positionals;

const say = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what, null, 2)}\n`);

function portOf(name: string): unknown {
  const [, type, rest = ''] = /^(tcp|serial|file):(.+)$/.exec(name) ?? [];
  if (type === 'tcp') {
    const [, host, port] = /^(.+):(\d+)$/.exec(rest) ?? [];
    return { type, host, port: Number(port) };
  }
  const [path, baudRate] = rest.split('@');
  if (type === 'file') return { type, path };
  return { type, path, ...(baudRate !== undefined && { baudRate: Number(baudRate) }) };
}

async function print(): Promise<void> {
  const declared = deviceDeclaration.parse({
    id: 'bench',
    class: 'receiptPrinter',
    driver: 'escpos',
    port: portOf(where),
    dots: flags['58mm'] ? 384 : 576,
    chinese: flags.raster ? 'raster' : 'gb18030',
    cutter: !flags['no-cutter'],
  });
  if (declared.class !== 'receiptPrinter') throw new Error('wrong class');
  const context = {
    clock: { bootId: '', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
    timers: {
      after(ms: number, run: () => void) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    log: (event: string, data?: unknown) =>
      void process.stderr.write(`${event} ${JSON.stringify(data ?? {})}\n`),
  };
  const printer = createReceiptPrinter(declared, keepOpen(openChannel(declared.port), context), context);
  await sleep(GREETING_MS);
  if (command === 'test') say(await printer.testPage?.());
  else if (command === 'cut') say(await printer.recalibrate?.());
  else if (command === 'print')
    say(
      await printer.print(
        slip.parse({ blocks: text.split('\\n').map((line) => ({ type: 'text', text: line })) }),
      ),
    );
  else say(await printer.selfTest());
  say(printer.report());
  await printer.stop();
}

if (where === '') {
  process.stderr.write(
    'usage: cli.ts <port> [--58mm] [--raster] [--no-cutter] status | test | cut | print "text"\n',
  );
  process.exitCode = 2;
} else await print();
