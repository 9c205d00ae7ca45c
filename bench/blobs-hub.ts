/** A 500 MB document into the hub by tus, beside `cp` + fsync and beside a bare PUT + SHA-256 + fsync; and the hub's memory. */
import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLOB_CHUNK_BYTES, MAX_BLOB_BYTES } from '../contracts/material.ts';
import { startService } from '../e2e/support/process.ts';
import { loadDeviceKey } from '../sync/hub/device-key.ts';
import { openFleet } from './lib/fleet.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const BYTES = Number(process.env.BENCH_BLOB_BYTES ?? MAX_BLOB_BYTES);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MIN_RATIO = 0.85;
const MAX_GROWTH_MB = 64;

export async function benchBlobsHub(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-blobs-'));
  const fleet = await openFleet(1);
  const bare = await startService(
    [join(import.meta.dirname, 'blobs-bare.ts'), join(dir, 'bare')],
    {},
    join(dir, 'bare.log'),
  );
  try {
    const terminal = fleet.terminals[0];
    if (terminal === undefined) throw new Error('no terminal');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const token = await signIn(fleet.hub.url, terminal.id, terminal.dir, agent);
    const source = join(dir, 'source.pdf');
    const speeds = { copied: 0, bare: 0, sent: 0, whole: 0 };
    let growth = 0;
    await upload(fleet.hub.url, token, source, makePdf(source, 8 * BLOB_CHUNK_BYTES), agent);
    for (let run = 0; run < RUNS; run += 1) {
      // A blob that the hub has is no work: each run has bytes of its own.
      const sha256 = makePdf(source, BYTES);
      const copied = time(() =>
        execFileSync('sh', ['-c', 'cp "$0" "$1" && sync "$1"', source, join(dir, 'copy')]),
      );
      rmSync(join(dir, 'copy'));
      const bareMs = await timed(() => putBare(bare.url, source));
      const before = fleet.hubMemory();
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, fleet.hubMemory())), 50);
      const took = await upload(fleet.hub.url, token, source, sha256, agent);
      clearInterval(watch);
      if (process.env.BENCH_VERBOSE) console.log(run, Math.round(bareMs), took);
      growth = Math.max(growth, peak - before);
      const mb = BYTES / 1e6;
      speeds.copied = Math.max(speeds.copied, mb / (copied / 1_000));
      speeds.bare = Math.max(speeds.bare, mb / (bareMs / 1_000));
      speeds.sent = Math.max(speeds.sent, mb / (took.sentMs / 1_000));
      speeds.whole = Math.max(speeds.whole, mb / ((took.sentMs + took.commitMs) / 1_000));
    }
    agent.destroy();
    const mbs = (n: number): string => `${Math.round(n)} MB/s`;
    const limit = `${mbs(speeds.bare)} (bare PUT + SHA-256 + fsync), ${mbs(speeds.copied)} (cp + fsync)`;
    return [
      {
        what: `${Math.round(BYTES / 1e6)} MB by tus, 4 MiB chunks, each on disk`,
        measured: mbs(speeds.sent),
        rawLimit: limit,
        ratio: `${Math.round((speeds.sent / speeds.bare) * 100)} %`,
        target: '≥ 85 %',
        met: speeds.sent / speeds.bare >= MIN_RATIO,
      },
      {
        what: 'the same with its commit (hashed again, looked into, in place)',
        measured: mbs(speeds.whole),
        rawLimit: mbs(speeds.bare),
        ratio: `${Math.round((speeds.whole / speeds.bare) * 100)} %`,
        met: null,
      },
      {
        what: 'hub memory growth meanwhile',
        measured: `${round(growth)} MB`,
        target: `≤ ${MAX_GROWTH_MB} MB`,
        met: growth <= MAX_GROWTH_MB,
      },
    ];
  } finally {
    await bare.stop();
    await fleet.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A PDF as far as the hub looks, of fresh noise; answers its hash. */
function makePdf(file: string, size: number): string {
  const hash = createHash('sha256');
  const fd = openSync(file, 'w');
  const write = (bytes: Buffer): void => {
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  };
  const [head, foot] = [Buffer.from('%PDF-1.7\n'), Buffer.from('\n%%EOF\n')];
  write(head);
  const part = Buffer.alloc(BLOB_CHUNK_BYTES);
  for (let left = size - head.length - foot.length; left > 0; left -= part.length)
    write(randomFillSync(part).subarray(0, left));
  write(foot);
  closeSync(fd);
  return hash.digest('hex');
}

async function signIn(url: string, terminalId: string, dir: string, agent: Agent): Promise<string> {
  const key = loadDeviceKey(dir);
  if (!key.ok) throw new Error(key.error.code);
  const ask = async (path: string, body: object) =>
    JSON.parse(
      (
        await call(agent, `${url}/v1/terminal/${path}`, 'POST', { 'content-type': 'application/json' }, [
          Buffer.from(JSON.stringify(body)),
        ])
      ).body,
    );
  const { nonce } = await ask('challenge', { terminalId });
  const signature = key.value.prove(terminalId, nonce);
  return (await ask('token', { terminalId, nonce, signature })).token;
}

async function upload(url: string, token: string, file: string, sha256: string, agent: Agent) {
  const fd = openSync(file, 'r');
  try {
    const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
    const started = performance.now();
    const size = execFileSync('stat', ['-c', '%s', file]).toString().trim();
    const created = await call(agent, `${url}/v1/uploads`, 'POST', {
      ...headers,
      'upload-length': size,
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    });
    const location = created.headers.location ?? '';
    // The next chunk is read while one is on its way, as the bare PUT's reads are; into the same two memories, for
    // thrown away ones cost this client full collections, which are no time of the hub's.
    const memories = [Buffer.alloc(BLOB_CHUNK_BYTES), Buffer.alloc(BLOB_CHUNK_BYTES)] as const;
    const read = (at: number): Buffer => {
      const chunk = memories[(at / BLOB_CHUNK_BYTES) % 2 === 0 ? 0 : 1];
      return chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, at));
    };
    for (let at = 0, chunk = read(0); chunk.length > 0; ) {
      const patching = call(
        agent,
        url + location,
        'PATCH',
        { ...headers, 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' },
        [chunk],
      );
      at += chunk.length;
      chunk = read(at);
      const patched = await patching;
      if (patched.status !== 204) throw new Error(`PATCH answered ${patched.status} ${patched.body}`);
    }
    const sent = performance.now();
    const committed = await call(
      agent,
      `${url}/v1/blobs/${sha256}/commit`,
      'POST',
      { ...headers, 'content-type': 'application/json' },
      [Buffer.from(JSON.stringify({ size: Number(size), upload: location.split('/').at(-1) }))],
    );
    if (committed.status !== 200) throw new Error(`commit answered ${committed.status} ${committed.body}`);
    return { sentMs: sent - started, commitMs: performance.now() - sent };
  } finally {
    closeSync(fd);
  }
}

async function putBare(url: string, file: string): Promise<void> {
  const agent = new Agent();
  const fd = openSync(file, 'r');
  function* parts(): Generator<Buffer> {
    for (let at = 0; ; ) {
      const part = Buffer.alloc(BLOB_CHUNK_BYTES);
      const read = readSync(fd, part, 0, part.length, at);
      if (read === 0) return;
      at += read;
      yield part.subarray(0, read);
    }
  }
  const { status } = await call(agent, url, 'PUT', { 'content-length': String(BYTES) }, parts());
  closeSync(fd);
  agent.destroy();
  if (status !== 200) throw new Error(`the bare server answered ${status}`);
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]> & { location?: string | undefined };
  body: string;
}

function call(
  agent: Agent,
  url: string,
  method: string,
  headers: Record<string, string>,
  parts: Iterable<Buffer> = [],
): Promise<Answer> {
  const all = Array.isArray(parts) ? (parts as Buffer[]) : null;
  const length = all === null ? {} : { 'content-length': String(all.reduce((n, p) => n + p.length, 0)) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...length, ...headers } }, async (response) => {
      let body = '';
      for await (const part of response) body += part;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    sent.on('error', reject);
    void (async () => {
      for (const part of parts)
        if (!sent.write(part)) await new Promise((drained) => sent.once('drain', drained));
      sent.end();
    })();
  });
}

const time = (work: () => unknown): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

if (import.meta.main) printTable('blobs into the hub', await benchBlobsHub());
