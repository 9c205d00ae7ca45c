/** A code's last byte on the wire → the scanner's event, over a PTY paced at wire speed, beside the wire time of its bytes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepOpen } from '../devices/channel/keep-open.ts';
import { openSerial } from '../devices/channel/serial.ts';
import { createCodeScanner } from '../devices/code-scanner/driver.ts';
import { createCodeScannerSimulator } from '../devices/code-scanner/simulator.ts';
import { hasSocat, openPty } from '../devices/testing/pty.ts';
import { systemClock, systemTimers } from '../sync/index.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const CODES = Number(process.env.BENCH_CODES ?? 200);
/** Characters of a rating receipt's code. */
const LENGTH = 120;
const MAX_MS = 20;
const PATIENCE_MS = 10_000;
const BITS_PER_BYTE = 10;

const CASES = [
  { driver: 'serialHoneywell', baudRate: 115_200, overhead: 1 },
  { driver: 'serialGm65', baudRate: 9_600, overhead: 1 },
  { driver: 'serialSsi', baudRate: 9_600, overhead: 7 },
] as const;

export async function benchCodeScanner(): Promise<Figure[]> {
  if (!hasSocat()) return [];
  const figures: Figure[] = [];
  for (const one of CASES) figures.push(await measure(one));
  return figures;
}

async function measure({ driver, baudRate, overhead }: (typeof CASES)[number]): Promise<Figure> {
  const dir = await mkdtemp(join(tmpdir(), 'hall-bench-scanner-'));
  const context = { clock: systemClock(), timers: systemTimers() };
  const pty = await openPty({ path: join(dir, 'tty'), pacedBaud: baudRate });
  const device = pty.device();
  if (device === null) throw new Error('no PTY');
  const simulator = createCodeScannerSimulator(driver, context.timers);
  let leftAt = 0;
  simulator.attach({
    ...device,
    async write(bytes) {
      const written = await device.write(bytes);
      if (bytes.length >= LENGTH) leftAt = performance.now();
      return written;
    },
  });
  const port = { type: 'serial', path: pty.path, baudRate } as const;
  const scanner = createCodeScanner(
    { id: 'qr', class: 'codeScanner', driver, port, required: true, simulated: true },
    keepOpen(openSerial(port), context),
    { ...context, log: () => undefined },
  );
  const times: number[] = [];
  try {
    for (let n = 0; n < CODES; n += 1) {
      const text = `HTR1.${n}.`.padEnd(LENGTH, 'aB3-_');
      scanner.arm(PATIENCE_MS);
      await until(() => simulator.handle.isLit());
      const read = new Promise<number>((resolve) => {
        const stop = scanner.onCode((code) => {
          stop();
          if (code.text !== text) throw new Error('a wrong code was read');
          resolve(performance.now());
        });
      });
      leftAt = 0;
      simulator.handle.scan(text);
      const at = await read;
      await until(() => leftAt > 0);
      times.push(Math.max(0, at - leftAt));
    }
  } finally {
    await scanner.stop();
    await pty.stop();
    await rm(dir, { recursive: true });
  }
  const p99 = percentile(times, 0.99);
  const wireMs = ((LENGTH + overhead) * BITS_PER_BYTE * 1_000) / baudRate;
  return {
    what: `last byte of a code → event, ${driver}, ${baudRate} baud, ${CODES} codes`,
    measured: `p50 ${round(percentile(times, 0.5))} ms, p99 ${round(p99)} ms`,
    rawLimit: `${round(wireMs)} ms (its ${LENGTH + overhead} bytes on the wire)`,
    target: `≤ ${MAX_MS} ms`,
    met: p99 <= MAX_MS,
  };
}

async function until(isSo: () => boolean): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > PATIENCE_MS) throw new Error('the scanner does not go on');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

if (import.meta.main) printTable('Code scanner', await benchCodeScanner());
