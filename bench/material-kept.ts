/**
 * A scanned page → kept: its bytes sealed on the terminal's disk and its signed row committed, beside a bare write +
 * fsync of the same bytes; and the whole way of it, with the PDF/A, both hashes and the signature.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanOf } from '../scripts/lib/documents/scan.ts';
import { loadDeviceKey, openStore, systemClock } from '../sync/index.ts';
import { uuidOf } from '../sync/testing/sample.ts';
import { sampleMaterial } from '../sync/testing/sample-material.ts';
import { assemble } from '../terminal/materials/assemble.ts';
import { signMaterial } from '../terminal/materials/sign.ts';
import type { PageInput } from '../terminal/materials/types.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const PAGES = Number(process.env.BENCH_PAGES ?? 300);
const DPI = 300;
/** Not counted: the code is compiled by the first. */
const WARM_UP = 5;

export async function benchMaterialKept(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-kept-'));
  const clock = systemClock();
  const opened = openStore({
    dir,
    terminalId: 'bench',
    key: new Uint8Array(32).fill(1),
    clock,
    newId: () => crypto.randomUUID(),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const device = loadDeviceKey(dir);
  if (!device.ok) throw new Error(device.error.code);
  const page = scanOf({ kind: 'lease', seed: 1, dpi: DPI, degrees: 1.5, lid: 'grey' });
  const times = { made: [] as number[], kept: [] as number[], whole: [] as number[], bare: [] as number[] };
  let size = 0;
  try {
    for (let n = 0; n < WARM_UP + PAGES; n += 1) {
      const started = performance.now();
      const document = await makeDocument(page, n, device.value.sign, clock.wallMs());
      const made = performance.now();
      const { sha256 } = document.body.document;
      size = document.body.document.size;
      const saved = await opened.value.saveMaterial(document.body, [{ sha256, size, bytes: document.bytes }]);
      const kept = performance.now();
      if (!saved.ok) throw new Error(saved.error.code);
      const bareMs = writeBare(join(dir, `bare-${n}`), document.bytes);
      if (n < WARM_UP) continue;
      times.made.push(made - started);
      times.kept.push(kept - made);
      times.whole.push(kept - started);
      times.bare.push(bareMs);
    }
  } finally {
    opened.value.close();
    rmSync(dir, { recursive: true, force: true });
  }
  const both = (of: number[]) =>
    `p50 ${round(percentile(of, 0.5))} ms, p99 ${round(percentile(of, 0.99))} ms`;
  const what = `A4 page, ${DPI} dpi, ${round(size / 1e6)} MB`;
  return [
    {
      what: `${what}: its bytes → encrypted, on disk, with its row (kept); ${PAGES} pages`,
      measured: both(times.kept),
      rawLimit: `${both(times.bare)} (write + fsync)`,
      ratio: `${round(percentile(times.kept, 0.5) / percentile(times.bare, 0.5))}× at p50`,
      met: null,
    },
    {
      what: 'from the page as it was scanned: PDF/A, SHA-256, SM3, signature, kept',
      measured: both(times.whole),
      rawLimit: `${both(times.made)} (the document alone)`,
      met: null,
    },
  ];
}

/** A document of one page; each is another by its time, for equal bytes would be kept once. */
async function makeDocument(page: Buffer, n: number, sign: (text: string) => string, atMs: number) {
  const about = { title: `租赁合同 ${n}`, code: 'lease', app: 'bench', atMs };
  const input: PageInput = {
    bytes: page,
    source: 'scanner',
    device: 'scanner',
    at: atMs,
    dpi: DPI,
    warnings: [],
  };
  const made = await assemble([input], about);
  if (!made.ok) throw new Error(made.error.code);
  const { bytes, document, pages } = made.value;
  const { signature: _, ...sample } = sampleMaterial(n).body;
  const unsigned = {
    ...sample,
    id: uuidOf(`kept ${n}`),
    terminalId: 'bench',
    title: about.title,
    pages,
    document,
  };
  const signed = signMaterial(unsigned, { alg: 'Ed25519', sign });
  if (!signed.ok) throw new Error(signed.error.detail);
  return { bytes, body: signed.value };
}

function writeBare(file: string, bytes: Uint8Array): number {
  const started = performance.now();
  const fd = openSync(file, 'w');
  writeSync(fd, bytes);
  fsyncSync(fd);
  closeSync(fd);
  const ms = performance.now() - started;
  rmSync(file);
  return ms;
}

if (import.meta.main) printTable('A scanned page is kept', await benchMaterialKept());
