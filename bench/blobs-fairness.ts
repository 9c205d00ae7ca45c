/**
 * A hundred kiosks send a document each at the same moment, to one hub with a real PostgreSQL on this machine, while
 * pads go on rating: does each kiosk get its share, and does a rating still take effect at once?
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fleet, openFleet } from './lib/fleet.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const KIOSKS = Number(process.env.BENCH_KIOSKS ?? 100);
const BYTES = Number(process.env.BENCH_BLOB_BYTES ?? 12 * 1024 * 1024);
const PADS = 20;
/** Ratings of all pads together follow each other at this pace. */
const EVERY_MS = 50;
const QUIET_MS = 10_000;
const LONGEST_MS = 15 * 60_000;
const MIN_SHARE = 0.5;
const MAX_P99_MS = 300;

export async function benchBlobsFairness(): Promise<Figure[]> {
  const fleet = await openFleet(KIOSKS + PADS);
  // In memory where the machine has such a folder: each pad of a hall has a disk of its own.
  const memory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hall-bench-pads-'));
  const kiosks = startTerminals('blobs-fairness-kiosks.ts', fleet, fleet.terminals.slice(0, KIOSKS), BYTES);
  const padsOf = fleet.terminals.slice(KIOSKS).map((t) => ({ ...t, storeDir: join(memory, t.id) }));
  for (const { storeDir } of padsOf) mkdirSync(storeDir);
  const pads = startTerminals('blobs-fairness-pads.ts', fleet, padsOf, EVERY_MS);
  let resident = 0;
  const watch = setInterval(() => {
    resident = Math.max(resident, fleet.hubMemory());
  }, 200);
  try {
    await kiosks.says('kept');
    await pads.says('online');
    await sleep(QUIET_MS);
    const quiet = pads.heard('acked').map(Number);
    const residentBefore = resident;

    kiosks.tell('send');
    await kiosks.says('began');
    const from = pads.heard('acked').length;
    for (let waited = 0; kiosks.heard('done').length < KIOSKS; waited += 100) {
      if (waited > LONGEST_MS)
        throw new Error(`${kiosks.heard('done').length} of ${KIOSKS} were sent in time`);
      await sleep(100);
    }
    const busy = pads.heard('acked').slice(from).map(Number);
    const unacked = pads.heard('saved').length - pads.heard('acked').length;

    const waits = kiosks.heard('wait').length;
    const began = Number(kiosks.heard('began')[0]);
    const seconds = kiosks.heard('done').map((line) => (Number(line.split(' ')[1]) - began) / 1_000);
    return figuresOf({ seconds, waits, quiet, busy, unacked, growth: resident - residentBefore });
  } finally {
    clearInterval(watch);
    await Promise.all([kiosks.stop(), pads.stop()]);
    await fleet.close();
    rmSync(memory, { recursive: true, force: true });
  }
}

interface Run {
  /** Until each kiosk's document was committed. */
  seconds: number[];
  /** How often a kiosk was told to come later. */
  waits: number;
  /** Rating saved → acknowledged, ms: before the kiosks sent, and while they did. */
  quiet: number[];
  busy: number[];
  /** Ratings on their way at the end; a pad has one at most. */
  unacked: number;
  growth: number;
}

function figuresOf({ seconds, waits, quiet, busy, unacked, growth }: Run): Figure[] {
  const mb = BYTES / 1e6;
  const speeds = seconds.map((s) => mb / s);
  const mean = speeds.reduce((sum, s) => sum + s, 0) / speeds.length;
  const slowest = Math.min(...speeds);
  const [p50, p99] = [percentile(busy, 0.5), percentile(busy, 0.99)];
  const longest = Math.max(...seconds);
  return [
    {
      what: `${KIOSKS} kiosks send ${Math.round(mb)} MB each at once: slowest, of the mean`,
      measured: `${round(slowest, 2)} MB/s of ${round(mean, 2)} MB/s`,
      ratio: `${Math.round((slowest / mean) * 100)} %`,
      target: '≥ 50 %',
      met: slowest / mean >= MIN_SHARE,
    },
    {
      what: 'all of them together, with commits',
      measured: `${Math.round((mb * seconds.length) / longest)} MB/s; first after ${round(Math.min(...seconds))} s, last after ${round(longest)} s; ${waits} times told to come later`,
      met: null,
    },
    {
      what: `rating saved → acknowledged meanwhile, ${busy.length} ratings of ${PADS} pads`,
      measured: `p50 ${round(p50)} ms, p99 ${round(p99)} ms, ${unacked} on their way`,
      rawLimit: `p50 ${round(percentile(quiet, 0.5))} ms, p99 ${round(percentile(quiet, 0.99))} ms (no kiosk sends)`,
      target: `p99 ≤ ${MAX_P99_MS} ms`,
      met: p99 <= MAX_P99_MS && unacked <= PADS,
    },
    { what: 'hub memory growth meanwhile', measured: `${round(growth)} MB`, met: null },
  ];
}

/** A process of terminals that says lines of a word and what belongs to it. */
function startTerminals(script: string, fleet: Fleet, terminals: Fleet['terminals'], argument: number) {
  const args = [join(import.meta.dirname, script), fleet.hub.url, String(argument)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const heard = new Map<string, string[]>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word = ''] = line.split(' ', 1);
    const lines = heard.get(word) ?? [];
    lines.push(line.slice(word.length + 1));
    heard.set(word, lines);
  });
  for (const terminal of terminals) child.stdin.write(`${JSON.stringify(terminal)}\n`);
  child.stdin.write('go\n');
  return {
    heard: (word: string): readonly string[] => heard.get(word) ?? [],
    async says(word: string): Promise<void> {
      for (let waited = 0; !heard.has(word); waited += 100) {
        if (waited > LONGEST_MS || child.exitCode !== null) throw new Error(`${script} did not say ${word}`);
        await sleep(100);
      }
    },
    tell: (line: string) => void child.stdin.write(`${line}\n`),
    stop: () =>
      new Promise<void>((ended) => {
        if (child.exitCode !== null) return ended();
        child.once('exit', () => ended());
        child.kill('SIGTERM');
      }),
  };
}

if (import.meta.main) printTable('A hundred kiosks send at once', await benchBlobsFairness());
