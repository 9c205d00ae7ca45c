import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { deviceDeclaration } from '../../contracts/devices.ts';
import type { DocumentPrinter } from '../device.ts';
import { createCupsQueue } from './cups-queue.ts';
import { createDocumentPrinter } from './driver.ts';
import { testPagePdf } from './test-page.ts';
import { type Cups, type CupsPrinter, hasCups, startCups } from './testing/cups.ts';

const real: { clock: Clock; timers: Timers } = {
  clock: { bootId: 'test', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
  timers: {
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
};

function hasPdftotext(): boolean {
  const isThere = spawnSync('pdftotext', ['-v'], { stdio: 'ignore' }).error === undefined;
  if (!isThere)
    process.stderr.write('No pdftotext here (poppler-utils): one reading of the PDF is skipped.\n');
  return isThere;
}

/** Text of a PDF, by pdf.js: an independent reader. */
async function textOf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({ data: pdf.slice(), verbosity: 0 });
  const document = await loading.promise;
  let text = '';
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    text += items.map((item) => ('str' in item ? item.str : '')).join('');
  }
  const pages = document.numPages;
  await loading.destroy();
  return { pages, text };
}

describe.skipIf(!hasCups())('a real CUPS', () => {
  let cups: Cups;
  let pdf: Uint8Array;
  let count = 0;
  const open: DocumentPrinter[] = [];
  beforeAll(async () => {
    [cups, pdf] = await Promise.all([
      startCups(),
      testPagePdf('form', { duplex: true, at: new Date(Date.UTC(2026, 0, 5)) }),
    ]);
  });
  afterEach(async () => {
    for (const printer of open.splice(0)) await printer.stop();
  });
  afterAll(() => cups.stop());

  async function setUp(existing?: string): Promise<{ printer: DocumentPrinter; paper: CupsPrinter }> {
    const name = existing ?? `Paper-${++count}`;
    const paper = await cups.addPrinter(name);
    const printer = driverOf(name);
    return { printer, paper };
  }
  function driverOf(name: string): DocumentPrinter {
    const declared = deviceDeclaration.parse({
      id: 'doc-1',
      class: 'documentPrinter',
      driver: 'queue',
      port: { type: 'queue', name },
      duplex: true,
    });
    if (declared.class !== 'documentPrinter') throw new Error('wrong class');
    const queue = createCupsQueue(name, { socketPath: cups.socketPath });
    const printer = createDocumentPrinter(declared, { ...real, log: () => {} }, { queue });
    open.push(printer);
    return printer;
  }
  const print = (printer: DocumentPrinter, copies = 1, signal = new AbortController().signal) =>
    printer.print(pdf, { copies, title: 'form', signal });
  const stateOf = (printer: DocumentPrinter) =>
    `${printer.report().state} ${printer.report().code ?? ''}`.trim();

  test('prints a PDF through its filters: the same text, and nothing stays in the spool', async () => {
    const { printer, paper } = await setUp();
    expect(await print(printer)).toEqual({ ok: true, value: null });
    const [printed] = paper.printed();
    const out = await textOf(printed ?? new Uint8Array());
    expect(out.pages).toBe(2);
    expect(out.text).toContain('打印测试页');
    expect(out.text.replaceAll(' ', '')).toContain('㛃䶮𬱖𫍯𠅤');
    expect(cups.spooled()).toEqual([]);
    expect(cups.jobs()).toEqual([]);
    expect(printer.report()).toMatchObject({
      state: 'ok',
      stats: { done: 1, errors: 0 },
      identity: { product: 'Simulated PDF printer' },
    });
  });

  test('in copies', async () => {
    const { printer, paper } = await setUp();
    expect(await print(printer, 3)).toMatchObject({ ok: true });
    expect((await textOf(paper.printed()[0] ?? new Uint8Array())).pages).toBe(6);
  });

  test('a test page with the device’s name', async () => {
    const { printer, paper } = await setUp();
    expect(await printer.testPage?.()).toMatchObject({ ok: true });
    expect((await textOf(paper.printed()[0] ?? new Uint8Array())).text).toContain('doc-1');
  });

  test('a paused queue and one that takes no jobs refuse at once', async () => {
    const { printer, paper } = await setUp();
    await cups.pause(paper.name);
    expect(await print(printer)).toMatchObject({ ok: false, error: { code: 'print.queueStopped' } });
    expect(stateOf(printer)).toBe('fault print.queueStopped');
    await cups.resume(paper.name);
    expect(await print(printer)).toMatchObject({ ok: true });
    await cups.reject(paper.name);
    expect(await print(printer)).toMatchObject({ ok: false, error: { code: 'print.queueStopped' } });
    expect(cups.spooled()).toEqual([]);
  });

  test('a queue that is paused while it prints', async () => {
    const { printer, paper } = await setUp();
    paper.setReason('connecting-to-device');
    const printing = print(printer);
    await expect.poll(() => cups.spooled().length, { timeout: 5_000 }).toBe(1);
    await cups.pause(paper.name);
    expect(await printing).toMatchObject({ ok: false });
    expect(cups.spooled()).toEqual([]);
    expect(paper.printed()).toEqual([]);
  });

  test('a job that is taken back leaves nothing', async () => {
    const { printer, paper } = await setUp();
    paper.setReason('media-empty-error');
    const abort = new AbortController();
    const printing = print(printer, 1, abort.signal);
    await expect.poll(() => stateOf(printer), { timeout: 5_000 }).toBe('fault print.paperOut');
    expect(cups.spooled()).toHaveLength(1);
    abort.abort();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print.cancelled' } });
    expect(cups.spooled()).toEqual([]);
    expect(paper.printed()).toEqual([]);
  });

  test('paper that comes back in time: the job goes on', async () => {
    const { printer, paper } = await setUp();
    paper.setReason('media-empty-error');
    const printing = print(printer);
    await expect.poll(() => stateOf(printer), { timeout: 5_000 }).toBe('fault print.paperOut');
    paper.setReason(null);
    expect(await printing).toMatchObject({ ok: true });
    expect(paper.printed()).toHaveLength(1);
    expect(stateOf(printer)).toBe('ok');
  });

  test('a job that fails in the printer', async () => {
    const { printer, paper } = await setUp();
    paper.setBroken(true);
    expect(await print(printer)).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^print\.(queueStopped|jobFailed)$/) },
    });
    expect(cups.spooled()).toEqual([]);
  });

  test('a queue that does not exist, and a service that does not run', async () => {
    const unknown = driverOf('Nobody');
    expect(await print(unknown)).toMatchObject({ ok: false, error: { code: 'print.queueUnknown' } });
    expect(stateOf(unknown)).toBe('missing print.queueUnknown');
    const down = createCupsQueue('Paper', { socketPath: join(tmpdir(), 'hall-no-such.sock') });
    expect(await down.state()).toMatchObject({ ok: false, error: { code: 'print.serviceDown' } });
  });

  test('what a run that died left in the spool is wiped by the next', async () => {
    const { paper } = await setUp();
    await cups.pause(paper.name);
    const queue = createCupsQueue(paper.name, { socketPath: cups.socketPath });
    await cups.resume(paper.name);
    paper.setReason('media-empty-error');
    expect(await queue.submit(pdf, { title: 'left', copies: 1, duplex: false })).toMatchObject({ ok: true });
    expect(cups.spooled()).toHaveLength(1);
    driverOf(paper.name);
    await expect.poll(() => cups.spooled(), { timeout: 5_000 }).toEqual([]);
    expect(paper.printed()).toEqual([]);
  });

  test('stopping while printing takes the job back', async () => {
    const { printer, paper } = await setUp();
    paper.setReason('media-empty-error');
    const printing = print(printer);
    await expect.poll(() => cups.spooled().length, { timeout: 5_000 }).toBe(1);
    await printer.stop();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'device.stopped' } });
    expect(cups.spooled()).toEqual([]);
  });

  test.skipIf(!hasPdftotext())('poppler reads what came out', async () => {
    const { printer, paper } = await setUp();
    expect(await print(printer)).toMatchObject({ ok: true });
    const folder = mkdtempSync(join(tmpdir(), 'hall-pdf-'));
    try {
      writeFileSync(join(folder, 'out.pdf'), paper.printed()[0] ?? '');
      const text = execFileSync('pdftotext', [join(folder, 'out.pdf'), '-'], { encoding: 'utf8' });
      expect(text).toContain('政务服务大厅');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
