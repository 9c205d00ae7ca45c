/** A card reader over a PTY at wire speed: the CPU time of looking for cards, and what a read takes beside its bytes. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasSocat } from '../devices/testing/pty.ts';
import { ANSWER_BYTES, type CardWire, openCardWire, WIRE_MS } from './lib/card-wire.ts';
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
  const driven = await openStation('id-card-driver.ts');
  const bare = await openStation('id-card-bare.ts');
  try {
    const idle = await idlePercent(driven.child);
    const { overheads, waits, bares } = await readCards(driven, bare);
    const [p99, bareP99] = [percentile(overheads, 0.99), percentile(bares, 0.99)];
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
    await driven.stop();
    await bare.stop();
  }
}

/** One reader on a port of its own, and the program that talks to it. */
interface Station extends CardWire {
  child: ChildProcess;
}

async function openStation(file: string): Promise<Station> {
  const wire = await openCardWire();
  const child = fork(join(import.meta.dirname, file), [wire.path]);
  return {
    ...wire,
    child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await once(child, 'exit');
      }
      await wire.stop();
    },
  };
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

/**
 * One card takes the other's place, at moments that fall anywhere between two looks. After each read the bare port reads
 * too, so that both meet the same load of the machine.
 */
async function readCards(driven: Station, bare: Station) {
  const overheads: number[] = [];
  const waits: number[] = [];
  const bares: number[] = [];
  for (let n = 0; n < READS; n++) {
    const laidAt = performance.timeOrigin + performance.now();
    const read = cardAt(driven.child);
    driven.simulator.handle.insert(n % 2 === 0 ? 'resident' : 'longName');
    const readAt = await read;
    waits.push(driven.foundAt() - laidAt);
    overheads.push(readAt - driven.foundAt() - WIRE_MS);

    const bareRead = cardAt(bare.child);
    bare.simulator.handle.insert('resident');
    bare.child.send('read');
    bares.push((await bareRead) - bare.foundAt() - WIRE_MS);
    await sleep((n * 37) % 300);
  }
  return { overheads, waits, bares };
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
