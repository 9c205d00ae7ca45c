/** A card reader over a PTY at wire speed: the CPU time of looking for cards, and what a read takes beside its bytes. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IdCardSimulator } from '../devices/id-card/simulator.ts';
import { hasSocat } from '../devices/testing/pty.ts';
import { ANSWER_BYTES, openCardWire, WIRE_MS } from './lib/card-wire.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const SETTLE_MS = 3_000;
const IDLE_MS = 20_000;
const READS = Number(process.env.BENCH_READS ?? 200);
const PATIENCE_MS = 10_000;
const MAX_CPU_PERCENT = 1;
const MAX_OVERHEAD_MS = 30;

export async function benchIdCard(): Promise<Figure[]> {
  if (!hasSocat()) return [{ what: 'card reader', measured: 'no socat here: not measured', met: null }];
  const wire = await openCardWire();
  const { path, simulator, foundAt } = wire;
  const start = (file: string) => fork(join(import.meta.dirname, file), [path]);
  let child = start('id-card-bare.ts');
  try {
    await sleep(SETTLE_MS);
    const bare: number[] = [];
    for (let n = 0; n < READS; n++) {
      simulator.handle.insert('resident');
      const read = cardAt(child);
      child.send('read');
      bare.push((await read) - foundAt() - WIRE_MS);
    }
    await end(child);
    child = start('id-card-driver.ts');
    const idle = await idlePercent(child);
    const { overheads, waits } = await readCards(child, simulator, foundAt);
    const bareP99 = percentile(bare, 0.99);
    const p99 = percentile(overheads, 0.99);
    return [
      {
        what: 'card reader: looking for cards, 300 ms',
        measured: `${round(idle, 2)} % of one core`,
        target: `< ${MAX_CPU_PERCENT} %`,
        met: idle < MAX_CPU_PERCENT,
      },
      {
        what: `card found → identity, ${READS} reads, beyond the wire`,
        measured: `p50 ${round(percentile(overheads, 0.5))} ms, p99 ${round(p99)} ms`,
        rawLimit: `wire ${round(WIRE_MS)} ms (${ANSWER_BYTES} bytes), bare port p99 +${round(bareP99)} ms`,
        ratio: `${round((WIRE_MS + p99) / (WIRE_MS + bareP99), 2)}×`,
        target: `p99 ≤ ${MAX_OVERHEAD_MS} ms`,
        met: p99 <= MAX_OVERHEAD_MS,
      },
      {
        what: 'card laid down → found (poll of 300 ms)',
        measured: `p50 ${round(percentile(waits, 0.5))} ms, p99 ${round(percentile(waits, 0.99))} ms`,
        met: null,
      },
    ];
  } finally {
    await end(child);
    await wire.stop();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

async function idlePercent(driver: ChildProcess): Promise<number> {
  await sleep(SETTLE_MS);
  await cpuMs(driver);
  const from = performance.now();
  await sleep(IDLE_MS);
  return (100 * (await cpuMs(driver))) / (performance.now() - from);
}

async function cpuMs(driver: ChildProcess): Promise<number> {
  driver.send('cpu');
  const [message] = (await once(driver, 'message')) as [{ cpuMs: number }];
  return message.cpuMs;
}

/** One card takes the other's place, at moments that fall anywhere between two looks. */
async function readCards(driver: ChildProcess, simulator: IdCardSimulator, foundAt: () => number) {
  const overheads: number[] = [];
  const waits: number[] = [];
  for (let n = 0; n < READS; n++) {
    const laidAt = performance.timeOrigin + performance.now();
    const read = cardAt(driver);
    simulator.handle.insert(n % 2 === 0 ? 'resident' : 'longName');
    const readAt = await read;
    waits.push(foundAt() - laidAt);
    overheads.push(readAt - foundAt() - WIRE_MS);
    await sleep((n * 37) % 300);
  }
  return { overheads, waits };
}

/** When the child told of a card, epoch ms. */
function cardAt(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no card was read')), PATIENCE_MS);
    child.on('message', function listen(message: { told?: string; at: number }) {
      if (message.told !== 'card') return;
      clearTimeout(late);
      child.off('message', listen);
      resolve(message.at);
    });
  });
}

if (import.meta.main) printTable('ID card reader', await benchIdCard());
