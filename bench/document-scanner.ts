/** 50 pages of A4 in colour at 300 dpi from an eSCL scanner in another process: pages/s beside bare HTTP, and memory. */
import { spawn } from 'node:child_process';
import { get, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { scanJob } from '../contracts/scan.ts';
import { createDocumentScanner } from '../devices/document-scanner/driver.ts';
import { systemClock, systemTimers } from '../sync/index.ts';
import { round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const PAGES = 50;
const DPI = 300;
const EARLY_PAGE = 5;
/** The client's memory may differ by so much between an early page and the last one, MB: some pages await collection. */
const MAX_GROWTH_MB = 40;
/** The fastest desktop feeders give about two pages a second: the client must never be what one waits for. */
const LEAST_PAGES_PER_SECOND = 20;

/** The feeder holds the pages of the bare run and of ours. */
async function startScanner(): Promise<{ url: string; stop: () => void }> {
  const cli = join(import.meta.dirname, '../devices/document-scanner/simulator-cli.ts');
  const args = [cli, '--pages', String(PAGES * 2), '--dpi', String(DPI)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error('the simulator ended')));
  });
  return { url, stop: () => child.kill('SIGKILL') };
}

interface Run {
  pages: number;
  bytes: number;
  seconds: number;
}

/** The same pages by nothing but HTTP, thrown away as they come. */
async function bareRun(url: string): Promise<Run> {
  const job = await createBareJob(url);
  const from = performance.now();
  let bytes = 0;
  for (let n = 0; n < PAGES; n += 1) bytes += await fetchBare(new URL(`${job}/NextDocument`, url));
  const seconds = (performance.now() - from) / 1_000;
  await new Promise((resolve) =>
    request(new URL(job, url), { method: 'DELETE' }, (answer) => answer.resume().once('end', resolve)).end(),
  );
  return { pages: PAGES, bytes, seconds };
}

function createBareJob(url: string): Promise<string> {
  const settings = `<ScanSettings><Version>2.6</Version><ContentRegionUnits>escl:ThreeHundredthsOfInches</ContentRegionUnits>
<Height>3508</Height><Width>2480</Width><InputSource>Feeder</InputSource><ColorMode>RGB24</ColorMode>
<XResolution>${DPI}</XResolution><YResolution>${DPI}</YResolution><DocumentFormat>image/jpeg</DocumentFormat></ScanSettings>`;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml' };
    const asking = request(`${url}/ScanJobs`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      if (answer.headers.location === undefined) reject(new Error(`HTTP ${answer.statusCode}`));
      else resolve(answer.headers.location);
    });
    asking.once('error', reject).end(settings);
  });
}

function fetchBare(url: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      answer.once('end', () => resolve(bytes));
    }).once('error', reject);
  });
}

async function ourRun(url: string): Promise<Run & { memoryMB: number[] }> {
  const scanner = createDocumentScanner(
    {
      id: 'scan',
      class: 'documentScanner',
      driver: 'escl',
      port: { type: 'http', url },
      required: true,
      simulated: true,
    },
    { clock: systemClock(), timers: systemTimers(), log: () => undefined },
  );
  await scanner.capabilities();
  const job = scanJob.parse({ source: 'feeder', colour: 'colour', dpi: DPI, maxPages: PAGES });
  const memoryMB: number[] = [];
  const from = performance.now();
  let bytes = 0;
  try {
    for await (const event of scanner.scan(job, new AbortController().signal)) {
      if (event.type === 'fault') throw new Error(event.code);
      if (event.type !== 'page') continue;
      bytes += event.page.bytes.length;
      memoryMB.push(process.memoryUsage.rss() / 1_000_000);
    }
    return { pages: memoryMB.length, bytes, seconds: (performance.now() - from) / 1_000, memoryMB };
  } finally {
    await scanner.stop();
  }
}

export async function benchDocumentScanner(): Promise<Figure[]> {
  const simulator = await startScanner();
  try {
    const bare = await bareRun(simulator.url);
    const ours = await ourRun(simulator.url);
    const speed = (run: Run): number => run.pages / run.seconds;
    const share = speed(ours) / speed(bare);
    const early = ours.memoryMB[EARLY_PAGE - 1] ?? Number.NaN;
    const late = ours.memoryMB.at(-1) ?? Number.NaN;
    return [
      {
        what: `eSCL, ${ours.pages} pages A4 colour ${DPI} dpi, ${round(ours.bytes / ours.pages / 1_000_000)} MB each`,
        measured: `${round(speed(ours))} pages/s`,
        rawLimit: `${round(speed(bare))} pages/s (bare http.get of as many bytes)`,
        ratio: `${round(share, 2)}`,
        target: `≥ ${LEAST_PAGES_PER_SECOND} pages/s`,
        met: speed(ours) >= LEAST_PAGES_PER_SECOND && ours.pages === PAGES,
      },
      {
        what: `the client's memory, page ${EARLY_PAGE} → page ${PAGES}`,
        measured: `${round(early)} → ${round(late)} MB, at most ${round(Math.max(...ours.memoryMB))} MB`,
        target: `grows ≤ ${MAX_GROWTH_MB} MB`,
        met: late - early <= MAX_GROWTH_MB,
      },
    ];
  } finally {
    simulator.stop();
  }
}

if (import.meta.main) printTable('Document scanner', await benchDocumentScanner());
