/**
 * A 500 MB document from the terminal's store to the real hub, beside `cp` + fsync and a bare PUT + SHA-256 + fsync; and
 * the terminal's memory meanwhile.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MAX_BLOB_BYTES } from '../contracts/material.ts';
import { startService } from '../e2e/support/process.ts';
import { buildParts } from '../scripts/build.ts';
import { openFleet } from './lib/fleet.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const BYTES = Number(process.env.BENCH_BLOB_BYTES ?? MAX_BLOB_BYTES);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MIN_RATIO = 0.85;
/** V8 collects buffers of opened records only once about 64 MB of them lie about, however large the document is. */
const MAX_GROWTH_MB = 96;

export async function benchBlobsTerminal(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-upload-'));
  const fleet = await openFleet(RUNS);
  const bare = await startService(
    [join(import.meta.dirname, 'blobs-bare.ts'), join(dir, 'bare')],
    {},
    join(dir, 'bare.log'),
  );
  const best = { copied: 0, bare: 0, kept: 0, sent: 0, whole: 0 };
  const growth = { kept: 0, sent: 0 };
  /** Of each run's speed to the bare PUT just before it. */
  const ratios = { sent: [] as number[], whole: [] as number[] };
  const source = join(dir, 'source');
  const mbs = (ms: number) => BYTES / 1e3 / ms;
  try {
    writeNoise(source);
    for (const terminal of fleet.terminals) {
      let started = performance.now();
      execFileSync('sh', ['-c', 'cp "$0" "$1" && sync "$1"', source, join(dir, 'copy')]);
      best.copied = Math.max(best.copied, mbs(performance.now() - started));
      rmSync(join(dir, 'copy'));
      started = performance.now();
      await putBare(bare.url, source);
      const bareMs = performance.now() - started;
      best.bare = Math.max(best.bare, mbs(bareMs));
      const run = await runTerminal(terminal, fleet.hub.url);
      best.kept = Math.max(best.kept, mbs(run.keptMs));
      best.sent = Math.max(best.sent, mbs(run.sentMs));
      best.whole = Math.max(best.whole, mbs(run.wholeMs));
      ratios.sent.push(bareMs / run.sentMs);
      ratios.whole.push(bareMs / run.wholeMs);
      growth.kept = Math.max(growth.kept, run.keptGrowth);
      growth.sent = Math.max(growth.sent, run.sentGrowth);
    }
  } finally {
    await bare.stop();
    await fleet.close();
    rmSync(dir, { recursive: true, force: true });
  }
  const speed = (n: number) => `${Math.round(n)} MB/s`;
  const percent = (n: number) => `${Math.round(n * 100)} %`;
  const medianOf = (all: number[]) =>
    `${percent(percentile(all, 0.5))} (${percent(Math.min(...all))}–${percent(Math.max(...all))})`;
  const size = `${Math.round(BYTES / 1e6)} MB`;
  return [
    {
      what: `${size} kept by the terminal (hashed, encrypted, on disk)`,
      measured: speed(best.kept),
      rawLimit: `${speed(best.copied)} (cp + fsync)`,
      ratio: percent(best.kept / best.copied),
      met: null,
    },
    {
      what: `${size} from the terminal’s store to the hub by tus, on its disk every 4 MiB`,
      measured: speed(best.sent),
      rawLimit: `${speed(best.bare)} (bare PUT + SHA-256 + fsync), ${speed(best.copied)} (cp + fsync)`,
      ratio: medianOf(ratios.sent),
      target: '≥ 85 %',
      met: percentile(ratios.sent, 0.5) >= MIN_RATIO,
    },
    {
      what: 'the same with its commit (the hub hashes it again)',
      measured: speed(best.whole),
      rawLimit: speed(best.bare),
      ratio: medianOf(ratios.whole),
      target: '≥ 85 %',
      met: percentile(ratios.whole, 0.5) >= MIN_RATIO,
    },
    {
      what: 'terminal memory growth (keeping, sending)',
      measured: `${round(growth.kept)} MB, ${round(growth.sent)} MB`,
      target: `≤ ${MAX_GROWTH_MB} MB`,
      met: Math.max(growth.kept, growth.sent) <= MAX_GROWTH_MB,
    },
  ];
}

async function runTerminal({ dir, id }: { dir: string; id: string }, hubUrl: string) {
  const script = join(import.meta.dirname, 'blobs-terminal-process.ts');
  const child = spawn(process.execPath, [script, dir, id, hubUrl, String(BYTES)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const run = { keptMs: 0, keptGrowth: 0, sentMs: 0, wholeMs: 0, sentGrowth: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, ...numbers] = line.split(' ');
    const [a = 0, b = 0, c = 0] = numbers.map(Number);
    if (what === 'kept') {
      Object.assign(run, { keptMs: a, keptGrowth: b });
      child.stdin.write('go\n');
    } else if (what === 'sent') Object.assign(run, { sentMs: a, wholeMs: b, sentGrowth: c });
  }
  if (run.wholeMs === 0) throw new Error('the terminal did not send its document');
  return run;
}

function writeNoise(file: string): void {
  const fd = openSync(file, 'w');
  const part = randomFillSync(Buffer.alloc(1024 * 1024));
  for (let left = BYTES; left > 0; left -= part.length) writeSync(fd, part, 0, Math.min(left, part.length));
  fsyncSync(fd);
  closeSync(fd);
}

function putBare(url: string, file: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return new Promise((resolve, reject) => {
    const put = request(url, { method: 'PUT', agent, headers: { 'content-length': String(BYTES) } });
    put.on('error', reject);
    put.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        agent.destroy();
        resolve();
      });
    });
    createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(put);
  });
}

if (import.meta.main) {
  await buildParts(['hub']);
  printTable('Materials at the terminal', await benchBlobsTerminal());
}
