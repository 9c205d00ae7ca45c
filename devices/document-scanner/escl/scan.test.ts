import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScanJob, scanJob } from '../../../contracts/scan.ts';
import type { DocumentScanner, ScanEvent } from '../../device.ts';
import { createDocumentScanner } from '../driver.ts';
import { type EsclSimulator, serveDocumentScanner } from '../simulator.ts';
import { shortenedTime } from '../testing/clock.ts';
import { drawPages } from '../testing/pages.ts';
import { JOB_RETRIES, PAGE_RETRIES, RETRY_MS } from './job.ts';
import { PAGE_SILENCE_MS } from './talk.ts';

const PAGES = await drawPages(4, { dpi: 100, seed: 11 });
const job = (part: Partial<ScanJob> = {}): ScanJob =>
  scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300, ...part });

let simulator: EsclSimulator;
let scanner: DocumentScanner;
let time: ReturnType<typeof shortenedTime>;
let shorten: Record<number, number>;
beforeEach(async () => {
  shorten = { [RETRY_MS]: 1 };
  time = shortenedTime(shorten);
  simulator = await serveDocumentScanner();
  scanner = createDocumentScanner(
    {
      id: 'scan',
      class: 'documentScanner',
      driver: 'escl',
      port: { type: 'http', url: simulator.url },
      required: true,
      simulated: true,
    },
    time,
  );
});
afterEach(async () => {
  await scanner.stop();
  await simulator.stop();
});

const never = new AbortController().signal;
async function run(wanted = job(), signal = never): Promise<ScanEvent[]> {
  const events: ScanEvent[] = [];
  for await (const event of scanner.scan(wanted, signal)) events.push(event);
  return events;
}
const start = (wanted: ScanJob, signal: AbortSignal) => scanner.scan(wanted, signal)[Symbol.asyncIterator]();
const pagesIn = (events: ScanEvent[]) =>
  events.flatMap((event) => (event.type === 'page' ? [event.page] : []));
const endOf = (events: ScanEvent[]) => events.at(-1);

describe('a feeder', () => {
  it('gives all its pages, byte for byte', async () => {
    simulator.load(PAGES);
    const events = await run();
    expect(endOf(events)).toEqual({ type: 'done', pages: 4 });
    const pages = pagesIn(events);
    for (const [n, page] of pages.entries()) {
      expect(Buffer.compare(page.bytes, PAGES[n] ?? new Uint8Array())).toBe(0);
      expect(page).toMatchObject({ type: 'image/jpeg', widthPx: 827, heightPx: 1_169, dpi: 100 });
    }
    expect(simulator.jobs()).toMatchObject([{ state: 'Completed', pages: 4, dpi: 300 }]);
    expect(scanner.report()).toMatchObject({ state: 'ok', stats: { done: 4, errors: 0 } });
  });

  it('stops at as many pages as are wanted, and leaves the rest in it', async () => {
    simulator.load(PAGES);
    expect(endOf(await run(job({ maxPages: 3 })))).toEqual({ type: 'done', pages: 3 });
    expect(simulator.jobs()).toMatchObject([{ state: 'Canceled', pages: 3 }]);
    expect(endOf(await run())).toEqual({ type: 'done', pages: 1 });
  });

  it('that is empty is told apart from a jam, and is no fault of the scanner', async () => {
    expect(await run()).toEqual([{ type: 'fault', code: 'scan.feederEmpty' }]);
    expect(simulator.jobs()).toEqual([]);
    expect(scanner.report()).toMatchObject({ state: 'ok', stats: { errors: 0 } });
  });

  it.each([
    ['jams', 'scan.paperJam', (n: number) => simulator.jamAt(n)],
    ['takes two sheets', 'scan.multiFeed', (n: number) => simulator.multiFeedAt(n)],
  ])('that %s gives the pages before', async (_name, code, trouble) => {
    simulator.load(PAGES);
    trouble(3);
    const events = await run();
    expect(pagesIn(events)).toHaveLength(2);
    expect(endOf(events)).toEqual({ type: 'fault', code });
    await settled();
    expect(scanner.report()).toMatchObject({ state: 'fault', code, stats: { errors: 1 } });
    expect(endOf(await run())).toEqual({ type: 'fault', code });
    simulator.clearJam();
    expect(endOf(await run())).toEqual({ type: 'done', pages: 2 });
    await settled();
    expect(scanner.report()).toMatchObject({ state: 'ok', code: null });
  });

  it('that is open says so, while the glass goes on', async () => {
    simulator.load(PAGES);
    simulator.setCoverOpen(true);
    expect(await run()).toEqual([{ type: 'fault', code: 'scan.coverOpen' }]);
    expect(endOf(await run(job({ source: 'flatbed' })))).toEqual({ type: 'done', pages: 1 });
  });
});

describe('the glass', () => {
  it('gives one page', async () => {
    simulator.place(PAGES[0] ?? null);
    const events = await run(job({ source: 'flatbed', maxPages: 20 }));
    expect(events).toMatchObject([
      { type: 'page', page: { bytes: PAGES[0] } },
      { type: 'done', pages: 1 },
    ]);
  });

  it('is scanned at the size and resolution that were asked for', async () => {
    const events = await run(job({ source: 'flatbed', paper: 'idCard', colour: 'grey' }));
    expect(pagesIn(events)).toMatchObject([{ widthPx: 1_011, heightPx: 638, dpi: 300 }]);
    expect(simulator.lastSettings()).toContain('<scan:ColorMode>Grayscale8</scan:ColorMode>');
  });

  it('does not do what it cannot', async () => {
    expect(await run(job({ colour: 'blackWhite' }))).toEqual([{ type: 'fault', code: 'scan.unsupported' }]);
  });
});

describe('a busy scanner', () => {
  it('is asked again until it takes the job and gives the pages', async () => {
    simulator.load(PAGES);
    simulator.busy(JOB_RETRIES, 'job');
    simulator.busy(PAGE_RETRIES, 'page');
    expect(endOf(await run())).toEqual({ type: 'done', pages: 4 });
    expect(time.asked.filter((ms) => ms === RETRY_MS)).toHaveLength(JOB_RETRIES + PAGE_RETRIES);
  });

  it.each([
    ['job', JOB_RETRIES],
    ['page', PAGE_RETRIES],
  ] as const)('that takes too long over a %s is given up', async (what, retries) => {
    simulator.load(PAGES);
    simulator.busy(retries + 1, what);
    expect(await run()).toEqual([{ type: 'fault', code: 'scan.busy' }]);
    expect(simulator.jobs().filter((one) => one.state === 'Processing')).toEqual([]);
  });

  it('does one job of ours at a time', async () => {
    simulator.load(PAGES);
    const first = start(job(), never);
    await first.next();
    expect(await run()).toEqual([{ type: 'fault', code: 'device.busy' }]);
    await first.return?.();
    expect(endOf(await run())).toEqual({ type: 'done', pages: 3 });
  });
});

describe('the caller', () => {
  it('sets the pace: no page is fetched before it is asked for', async () => {
    simulator.load(PAGES);
    const pages = start(job(), never);
    await pages.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(simulator.jobs()).toMatchObject([{ state: 'Processing', pages: 1 }]);
    await pages.return?.();
    expect(simulator.jobs()).toMatchObject([{ state: 'Canceled' }]);
  });

  it('cancels at the scanner too, even between two pages', async () => {
    simulator.load(PAGES);
    const cancelled = new AbortController();
    const pages = start(job(), cancelled.signal);
    await pages.next();
    cancelled.abort();
    expect((await pages.next()).value).toEqual({ type: 'fault', code: 'scan.cancelled' });
    expect((await pages.next()).done).toBe(true);
    expect(simulator.jobs()).toMatchObject([{ state: 'Canceled' }]);
    expect(simulator.requests()).toContain('DELETE /eSCL/ScanJobs/1');
    expect(scanner.report().stats.errors).toBe(0);
  });

  it('cancels within a page', async () => {
    simulator.load(PAGES);
    simulator.slow(20_000);
    const cancelled = new AbortController();
    setTimeout(() => cancelled.abort(), 100);
    expect(await run(job(), cancelled.signal)).toEqual([{ type: 'fault', code: 'scan.cancelled' }]);
    expect(simulator.jobs()).toMatchObject([{ state: 'Canceled' }]);
  });

  it('that cancelled before it began troubles nobody', async () => {
    simulator.load(PAGES);
    expect(await run(job(), AbortSignal.abort())).toEqual([{ type: 'fault', code: 'scan.cancelled' }]);
    expect(simulator.jobs()).toEqual([]);
  });

  it('that stops the driver ends the job', async () => {
    simulator.load(PAGES);
    const pages = start(job(), never);
    await pages.next();
    await scanner.stop();
    expect(simulator.jobs()).toMatchObject([{ state: 'Canceled' }]);
    expect((await pages.next()).value).toEqual({ type: 'fault', code: 'device.stopped' });
    expect(await run()).toEqual([{ type: 'fault', code: 'device.stopped' }]);
  });
});

describe('a bad line', () => {
  it.each([
    ['flips bits', 'scan.badImage', () => simulator.garblePage('header')],
    ['sends a page twice', 'scan.badImage', () => simulator.garblePage('doubled')],
    ['breaks within a page', 'scan.lost', () => simulator.garblePage('truncated')],
    ['sends a page without end', 'scan.pageTooLarge', () => simulator.garblePage('endless')],
    ['promises more bytes than come', 'scan.lost', () => simulator.lieAboutLength(500)],
    [
      'promises fewer bytes than come',
      /^(scan\.badImage|device\.garbled)$/,
      () => simulator.lieAboutLength(-500),
    ],
  ])('that %s spoils no page before', async (_name, code, spoil) => {
    simulator.load(PAGES);
    const events: ScanEvent[] = [];
    for await (const event of scanner.scan(job(), never)) {
      events.push(event);
      spoil();
    }
    expect(pagesIn(events)).toHaveLength(1);
    const end = endOf(events);
    expect(end?.type === 'fault' ? end.code : '').toMatch(code);
    expect(simulator.jobs().some((one) => one.state === 'Processing')).toBe(false);
  });

  it('that is slow, but not silent, is waited for', async () => {
    simulator.load(PAGES.slice(0, 1));
    simulator.slow(600_000);
    expect(endOf(await run())).toEqual({ type: 'done', pages: 1 });
  });

  it('that falls silent within a job ends it', async () => {
    simulator.load(PAGES);
    const pages = start(job(), never);
    await pages.next();
    shorten[PAGE_SILENCE_MS] = 100;
    simulator.hang(true);
    expect((await pages.next()).value).toEqual({ type: 'fault', code: 'device.timeout' });
  });

  it('that is unplugged within a job ends it, and the scanner comes back', async () => {
    simulator.load(PAGES);
    const pages = start(job(), never);
    await pages.next();
    await simulator.unplug();
    expect((await pages.next()).value).toEqual({ type: 'fault', code: 'scan.lost' });
    await settled();
    expect(scanner.report()).toMatchObject({ state: 'missing', code: 'device.missing' });
    await simulator.plug();
    expect(endOf(await run())).toEqual({ type: 'done', pages: 3 });
    await settled();
    expect(scanner.report().state).toBe('ok');
  });

  it.each(['cut', 'html', 'entities', 'endless'] as const)('with XML that is %s is a fault', async (how) => {
    await settled();
    simulator.garbleXml(how);
    expect(await scanner.selfTest()).toMatchObject({ ok: false, steps: [{ code: 'device.garbled' }] });
    expect(scanner.report()).toMatchObject({ state: 'fault', code: 'device.garbled' });
  });
});

describe('a Location', () => {
  it('may be absolute', async () => {
    simulator.load(PAGES);
    simulator.setLocation('absolute');
    expect(endOf(await run())).toEqual({ type: 'done', pages: 4 });
  });

  it.each(['elsewhere', 'none'] as const)('that is %s is refused', async (style) => {
    simulator.load(PAGES);
    simulator.setLocation(style);
    expect(await run()).toEqual([{ type: 'fault', code: 'device.garbled' }]);
  });
});

it('tests itself with a page from the glass', async () => {
  const test = await scanner.selfTest();
  expect(test.ok).toBe(true);
  expect(test.steps.map((step) => step.name)).toEqual([
    'documentScanner.connect',
    'documentScanner.abilities',
    'documentScanner.paper',
    'documentScanner.scan',
  ]);
  expect(scanner.report().identity).toEqual({
    vendor: 'Simulator',
    product: 'Simulator DS-300',
    serialNumber: 'SIM0001',
    firmware: null,
    port: simulator.url,
  });
});

/** The look after a job. */
async function settled(): Promise<void> {
  const seen = simulator.requests().length;
  await scanner.capabilities();
  for (let n = 0; n < 200 && simulator.requests().length === seen; n++)
    await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, 10));
}
