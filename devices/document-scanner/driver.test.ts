import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { type ScanJob, scanJob } from '../../contracts/scan.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { ScanEvent, ScannedPage } from '../device.ts';
import type { Look, Pages, ScannerClient } from './client.ts';
import { createDocumentScanner, POLL_FAULTY_MS, POLL_MS, TAKE_MS, TEST_SCAN_MS } from './driver.ts';

const job: ScanJob = scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300 });
const page: ScannedPage = {
  bytes: Uint8Array.of(1),
  type: 'image/jpeg',
  widthPx: 10,
  heightPx: 10,
  dpi: 300,
};
const WELL: Look = {
  identity: { vendor: 'V', product: 'P' },
  capabilities: { sources: ['flatbed', 'feeder'], colours: ['grey'], dpis: [300], duplex: false },
  fault: null,
  warning: null,
  detail: 'Idle',
};

/** A scanner that does what a test says; only the wire is missing. */
function setUp() {
  const time = virtualTime();
  const wire = {
    seen: ok(WELL) as Result<Look>,
    looks: 0,
    pages: [ok(page), ok(page)] as Result<ScannedPage>[],
    /** Scans until it is cancelled. */
    endless: false,
    cancelled: 0,
  };
  const client: ScannerClient = {
    async look() {
      wire.looks++;
      return wire.seen;
    },
    async *scan(_job, signal): Pages {
      signal.addEventListener('abort', () => wire.cancelled++);
      for (const next of wire.pages) {
        if (signal.aborted) return yield fail('scan.cancelled');
        yield next;
        if (!next.ok) return;
      }
      if (!wire.endless) return;
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      yield fail('scan.cancelled');
    },
    idle: () => Promise.resolve(),
  };
  const logged: unknown[] = [];
  const scanner = createDocumentScanner(
    {
      id: 'scan',
      class: 'documentScanner',
      driver: 'escl',
      port: { type: 'http', url: 'http://192.168.1.20/eSCL' },
      required: true,
      simulated: false,
    },
    { ...time, log: (event, data) => logged.push([event, data]) },
    { client },
  );
  const start = (wanted = job, signal = new AbortController().signal) =>
    scanner.scan(wanted, signal)[Symbol.asyncIterator]();
  return { time, wire, scanner, start, logged };
}

async function all(events: AsyncIterator<ScanEvent>): Promise<ScanEvent[]> {
  const seen: ScanEvent[] = [];
  for (let next = await events.next(); !next.done; next = await events.next()) seen.push(next.value);
  return seen;
}

describe('health', () => {
  it('is missing until the scanner was seen', async () => {
    const { scanner, time } = setUp();
    expect(scanner.report()).toMatchObject({
      state: 'missing',
      identity: { port: 'http://192.168.1.20/eSCL' },
    });
    await time.advance(0);
    expect(scanner.report()).toMatchObject({ state: 'ok', code: null, identity: { vendor: 'V' } });
  });

  it('is looked at slowly while well, and more often while not', async () => {
    const { time, wire, scanner } = setUp();
    await time.advance(0);
    expect(wire.looks).toBe(1);
    await time.advance(POLL_MS - 1);
    expect(wire.looks).toBe(1);
    wire.seen = fail('device.missing');
    await time.advance(1);
    expect(wire.looks).toBe(2);
    expect(scanner.report()).toMatchObject({ state: 'missing', code: 'device.missing' });
    await time.advance(POLL_FAULTY_MS * 3);
    expect(wire.looks).toBe(5);
    wire.seen = ok(WELL);
    await time.advance(POLL_FAULTY_MS);
    expect(scanner.report().state).toBe('ok');
    await time.advance(POLL_FAULTY_MS);
    expect(wire.looks).toBe(6);
  });

  it.each([
    ['a jam', ok({ ...WELL, fault: 'scan.paperJam' }), 'fault', 'scan.paperJam'],
    ['another user', ok({ ...WELL, warning: 'scan.busy' }), 'degraded', 'scan.busy'],
    ['another program', fail('scan.busy'), 'degraded', 'scan.busy'],
    ['silence', fail('device.timeout'), 'fault', 'device.timeout'],
    ['a broken line', fail('device.unplugged'), 'missing', 'device.missing'],
    ['no tool', fail('scan.toolMissing'), 'fault', 'scan.toolMissing'],
  ] as const)('tells %s', async (_name, seen, state, code) => {
    const { time, wire, scanner } = setUp();
    await time.advance(0);
    wire.seen = seen;
    await time.advance(POLL_MS);
    expect(scanner.report()).toMatchObject({ state, code });
  });

  it('tells each change once', async () => {
    const { time, wire, scanner } = setUp();
    await time.advance(0);
    const states: string[] = [];
    scanner.onChange(() => states.push(scanner.report().state));
    await time.advance(POLL_MS * 3);
    expect(states).toEqual([]);
    wire.seen = ok({ ...WELL, fault: 'scan.coverOpen' });
    await time.advance(POLL_MS + POLL_FAULTY_MS * 4);
    expect(states).toEqual(['fault']);
  });

  it('is not asked for during a job, and at once after it', async () => {
    const { time, wire, start } = setUp();
    await time.advance(0);
    const events = start();
    await events.next();
    await time.advance(POLL_MS * 2);
    expect(wire.looks).toBe(1);
    await all(events);
    await time.advance(0);
    expect(wire.looks).toBe(2);
  });

  it('is asked no more once stopped', async () => {
    const { time, wire, scanner } = setUp();
    await time.advance(0);
    await scanner.stop();
    await time.advance(POLL_MS * 3);
    expect(wire.looks).toBe(1);
  });
});

describe('a job', () => {
  it('ends with the number of its pages', async () => {
    const { start, scanner } = setUp();
    expect((await all(start())).map((event) => event.type)).toEqual(['page', 'page', 'done']);
    expect(scanner.report().stats).toMatchObject({ done: 2, errors: 0 });
  });

  it('ends with its fault, which is kept for the technician', async () => {
    const { start, scanner, wire, logged } = setUp();
    wire.pages = [ok(page), fail('scan.paperJam', 'HTTP 409')];
    expect(await all(start())).toEqual([
      { type: 'page', page },
      { type: 'fault', code: 'scan.paperJam' },
    ]);
    expect(scanner.report().lastErrors).toMatchObject([{ code: 'scan.paperJam', detail: 'HTTP 409' }]);
    expect(JSON.stringify(logged)).toContain('scan.paperJam');
  });

  it.each(['scan.feederEmpty', 'scan.cancelled'])(
    'that ends with %s is no error of the scanner',
    async (code) => {
      const { start, scanner, wire } = setUp();
      wire.pages = [fail(code)];
      expect(await all(start())).toEqual([{ type: 'fault', code }]);
      expect(scanner.report().stats.errors).toBe(0);
    },
  );

  it('that nobody takes a page of is ended, and the scanner is free', async () => {
    const { start, time, wire } = setUp();
    const forgotten = start();
    await forgotten.next();
    await time.advance(TAKE_MS);
    expect(wire.cancelled).toBe(1);
    expect((await all(start())).at(-1)).toEqual({ type: 'done', pages: 2 });
    expect(await all(forgotten)).toEqual([{ type: 'fault', code: 'device.timeout' }]);
    expect((await all(start())).at(-1)).toEqual({ type: 'done', pages: 2 });
  });

  it('is alone', async () => {
    const { start } = setUp();
    const first = start();
    await first.next();
    expect(await all(start())).toEqual([{ type: 'fault', code: 'device.busy' }]);
    await first.return?.();
    expect((await all(start())).at(-1)).toEqual({ type: 'done', pages: 2 });
  });

  it('ends with the driver', async () => {
    const { start, scanner, wire } = setUp();
    wire.endless = true;
    const events = all(start());
    await new Promise((resolve) => setImmediate(resolve));
    await scanner.stop();
    expect((await events).at(-1)).toEqual({ type: 'fault', code: 'device.stopped' });
    expect(await all(start())).toEqual([{ type: 'fault', code: 'device.stopped' }]);
  });
});

describe('a self-test', () => {
  it('tells that the scanner is missing', async () => {
    const { scanner, wire, time } = setUp();
    await time.advance(0);
    wire.seen = fail('device.missing', 'ECONNREFUSED');
    expect(await scanner.selfTest()).toMatchObject({
      ok: false,
      steps: [{ name: 'documentScanner.connect', ok: false, code: 'device.missing', detail: 'ECONNREFUSED' }],
    });
  });

  it('tells a jam, and tries the glass all the same', async () => {
    const { scanner, wire, time } = setUp();
    await time.advance(0);
    wire.seen = ok({ ...WELL, fault: 'scan.paperJam' });
    const test = await scanner.selfTest();
    expect(test.steps.map((step) => [step.name, step.code])).toEqual([
      ['documentScanner.connect', null],
      ['documentScanner.abilities', null],
      ['documentScanner.paper', 'scan.paperJam'],
      ['documentScanner.scan', null],
    ]);
  });

  it('takes no sheet from a feeder', async () => {
    const { scanner, wire, time } = setUp();
    await time.advance(0);
    wire.seen = ok({ ...WELL, capabilities: { ...WELL.capabilities, sources: ['feeder'] } });
    expect((await scanner.selfTest()).steps.map((step) => step.name)).not.toContain('documentScanner.scan');
  });

  it('ends in time when the scanner does not', async () => {
    const { scanner, wire, time } = setUp();
    await time.advance(0);
    wire.endless = true;
    const test = scanner.selfTest();
    await time.advance(TEST_SCAN_MS);
    expect((await test).steps.at(-1)).toMatchObject({ ok: false, code: 'scan.cancelled' });
  });

  it('leaves a citizen’s job alone', async () => {
    const { scanner, start } = setUp();
    const events = start();
    await events.next();
    expect(await scanner.selfTest()).toMatchObject({ ok: false, steps: [{ code: 'device.busy' }] });
    expect((await all(events)).at(-1)).toEqual({ type: 'done', pages: 2 });
  });
});

it('a declaration whose port does not fit its driver is a scanner that is missing', async () => {
  const { timers, clock } = virtualTime();
  const scanner = createDocumentScanner(
    {
      id: 'scan',
      class: 'documentScanner',
      driver: 'sane',
      port: { type: 'http', url: 'http://192.168.1.20/eSCL' },
      required: true,
      simulated: false,
    },
    { timers, clock, log: () => {} },
  );
  expect(await scanner.capabilities()).toMatchObject({ ok: false, error: { code: 'device.missing' } });
  expect(await all(scanner.scan(job, new AbortController().signal)[Symbol.asyncIterator]())).toEqual([
    { type: 'fault', code: 'device.missing' },
  ]);
  await scanner.stop();
});
