/** A full slip: setting and encoding it, and slip → all of it processed by a TCP printer, beside a bare write of the same bytes. */
import { connect } from 'node:net';
import { type Slip, slip } from '../contracts/slip.ts';
import { columnsOf, layoutSlip } from '../contracts/slip-layout.ts';
import { keepOpen } from '../devices/channel/keep-open.ts';
import { openTcp } from '../devices/channel/tcp.ts';
import { createReceiptPrinter } from '../devices/receipt-printer/driver.ts';
import { encodeRows, isDrawn } from '../devices/receipt-printer/escpos.ts';
import { loadDrawText } from '../devices/receipt-printer/raster.ts';
import { serveReceiptPrinter } from '../devices/receipt-printer/simulator.ts';
import { systemClock, systemTimers } from '../sync/index.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const SLIPS = Number(process.env.BENCH_SLIPS ?? 200);
const WARM_UP = 20;
const OPTIONS = { dots: 576, chinese: 'gb18030', cutter: true } as const;
/** GS r 1: answered when all before it is processed. */
const ASK_IN_ORDER = Uint8Array.of(0x1d, 0x72, 1);

/** As long as a slip gets in a hall: 60 rows, half of them pairs, and a code. `rare`: two names that must be drawn. */
function fullSlip(rare: boolean): Slip {
  const name = rare ? '𬱖㛃' : '王小明';
  return slip.parse({
    blocks: [
      { type: 'text', text: '卫东区政务服务大厅', size: 2, align: 'centre', bold: true },
      ...Array.from({ length: 28 }, (_, n) => [
        { type: 'pair', label: `材料 ${n + 1}`, value: '居民身份证复印件 1 份' },
        { type: 'text', text: '请于五个工作日内携带原件到三号窗口核验，逾期需重新预约。' },
      ]).flat(),
      { type: 'pair', label: '申请人', value: name },
      { type: 'pair', label: '经办人', value: name },
      { type: 'qr', text: 'HTR1.JY20260001.1.aB3-_aB3-_aB3-_aB3-_Q' },
    ],
  });
}

export async function benchReceiptPrinter(): Promise<Figure[]> {
  const draw = await loadDrawText();
  const figures: Figure[] = [];
  for (const rare of [false, true]) {
    const value = fullSlip(rare);
    const encode = () => encodeRows(layoutSlip(value, columnsOf(OPTIONS.dots)), OPTIONS, draw);
    const times = repeat(encode);
    const size = encode().reduce((sum, part) => sum + part.length, 0);
    const drawn = layoutSlip(value, columnsOf(OPTIONS.dots)).filter((row) => isDrawn(row, 'gb18030')).length;
    figures.push({
      what: `full slip → ${size} bytes, ${drawn} rows drawn`,
      measured: `p50 ${round(percentile(times, 0.5), 2)} ms, p99 ${round(percentile(times, 0.99), 2)} ms`,
      rawLimit: `${round((size * 10) / 115.2)} ms on a wire of 115200 baud`,
      met: null,
    });
  }
  figures.push(await measureTcp());
  return figures;
}

function repeat(work: () => unknown): number[] {
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + SLIPS; n += 1) {
    const start = performance.now();
    work();
    if (n >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

async function measureTcp(): Promise<Figure> {
  const value = fullSlip(false);
  const simulator = await serveReceiptPrinter();
  const port = { type: 'tcp', host: '127.0.0.1', port: simulator.port } as const;
  const bare = await bareWrites(port.port, Buffer.concat(encodeRows(layoutSlip(value, 48), OPTIONS, null)));
  const context = { clock: systemClock(), timers: systemTimers() };
  const printer = createReceiptPrinter(
    {
      id: 'receipt',
      class: 'receiptPrinter',
      driver: 'escpos',
      port,
      required: true,
      simulated: true,
      ...OPTIONS,
    },
    keepOpen(openTcp(port), context),
    { ...context, log: () => undefined },
  );
  const times: number[] = [];
  try {
    await new Promise<void>((resolve) => {
      const stop = printer.onChange(() => {
        if (printer.report().identity.vendor === null) return;
        stop();
        resolve();
      });
    });
    for (let n = 0; n < WARM_UP + SLIPS; n += 1) {
      const start = performance.now();
      const printed = await printer.print(value);
      if (!printed.ok) throw new Error(printed.error.code);
      if (n >= WARM_UP) times.push(performance.now() - start);
    }
  } finally {
    await printer.stop();
    await simulator.stop();
  }
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  const [bare50, bare99] = [percentile(bare, 0.5), percentile(bare, 0.99)];
  return {
    what: 'slip → processed by a TCP printer, status before, between and after',
    measured: `p50 ${round(p50)} ms, p99 ${round(p99)} ms`,
    rawLimit: `p50 ${round(bare50)} ms, p99 ${round(bare99)} ms (bare write of the same bytes)`,
    ratio: `+${round(p50 - bare50)} ms at p50, +${round(p99 - bare99)} ms at p99`,
    met: null,
  };
}

/** The same bytes in one write, until the printer has processed them. */
async function bareWrites(port: number, bytes: Uint8Array): Promise<number[]> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise((resolve) => socket.once('connect', resolve));
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + SLIPS; n += 1) {
    const start = performance.now();
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.write(Buffer.concat([bytes, ASK_IN_ORDER]));
    await answered;
    if (n >= WARM_UP) times.push(performance.now() - start);
  }
  await new Promise((resolve) => {
    socket.once('close', resolve);
    socket.destroy();
  });
  return times;
}

if (import.meta.main) printTable('receipt printer', await benchReceiptPrinter());
