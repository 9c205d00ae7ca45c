import { describe, expect, test } from 'vitest';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import {
  ATTENTION_MS,
  createDocumentPrinter,
  JOB_MS,
  MOST_PDF_BYTES,
  MOST_WAITING,
  POLL_MS,
} from './driver.ts';
import type { JobState, PrintQueue } from './queue.ts';

const PDF = new TextEncoder().encode('%PDF-1.7 …');

/** A print service under the test's hand; real CUPS is in `cups.test.ts`. */
function fakeQueue() {
  const jobs = new Map<number, JobState>();
  const fake = {
    jobs,
    removed: [] as number[],
    submitted: [] as { title: string; copies: number; duplex: boolean }[],
    reasons: [] as string[],
    stopped: false,
    accepting: true,
    printing: true,
    failing: null as string | null,
    cannotRemove: false,
    left: [] as number[],
    set(state: JobState) {
      for (const id of jobs.keys()) jobs.set(id, state);
    },
  };
  let last = 0;
  const queue: PrintQueue = {
    async state() {
      if (fake.failing !== null) return fail(fake.failing);
      const identity = { vendor: null, product: 'LaserJet', serialNumber: null, firmware: null };
      const { stopped, accepting, printing, reasons } = fake;
      return ok({ stopped, accepting, printing, reasons, identity });
    },
    async submit(_pdf, options) {
      if (fake.failing !== null) return fail(fake.failing);
      fake.submitted.push(options);
      jobs.set(++last, { type: 'waiting' });
      return ok(last);
    },
    async job(id) {
      return fake.failing !== null ? fail(fake.failing) : ok(jobs.get(id) ?? { type: 'gone' });
    },
    async remove(id) {
      if (fake.cannotRemove) return fail('device.timeout');
      jobs.delete(id);
      fake.removed.push(id);
      return ok(null);
    },
    leftovers: async () => ok(fake.left),
  };
  return { fake, queue };
}

async function setUp({ duplex = false, failing = null as string | null } = {}) {
  const time = virtualTime();
  const { fake, queue } = fakeQueue();
  fake.failing = failing;
  const declared = deviceDeclaration.parse({
    id: 'doc-1',
    class: 'documentPrinter',
    driver: 'queue',
    port: { type: 'queue', name: 'Office' },
    duplex,
  });
  if (declared.class !== 'documentPrinter') throw new Error('wrong class');
  const printer = createDocumentPrinter(declared, { ...time, log: () => {} }, { queue });
  await time.advance(1);
  const outcome = { result: null as string | null };
  const abort = new AbortController();
  function print(pdf: Uint8Array = PDF, copies = 1) {
    const printing = printer.print(pdf, { copies, title: 'a form', signal: abort.signal });
    void printing.then((result) => {
      outcome.result = result.ok ? 'ok' : result.error.code;
    });
    return printing;
  }
  const state = () => `${printer.report().state} ${printer.report().code ?? ''}`.trim();
  return { time, fake, printer, print, abort, outcome, state };
}

describe('a document', () => {
  test('is out when the queue says so, and its file is wiped', async () => {
    const { time, fake, print, outcome, state, printer } = await setUp({ duplex: true });
    expect(state()).toBe('ok');
    void print(PDF, 2);
    await time.advance(2_000);
    expect(outcome.result).toBeNull();
    fake.set({ type: 'done' });
    await time.advance(600);
    expect(outcome.result).toBe('ok');
    expect(fake.submitted).toEqual([{ copies: 2, title: 'a form', duplex: true }]);
    expect(fake.removed).toEqual([1]);
    expect(printer.report().stats).toMatchObject({ done: 1 });
  });

  test.each([
    [{ type: 'failed', reasons: ['aborted-by-system'] }, 'print.jobFailed'],
    [{ type: 'cancelled' }, 'print.cancelled'],
  ] as [JobState, string][])('%j is %s, and wiped', async (jobState, code) => {
    const { time, fake, print, outcome } = await setUp();
    void print();
    await time.advance(600);
    fake.set(jobState);
    await time.advance(600);
    expect(outcome.result).toBe(code);
    expect(fake.removed).toEqual([1]);
  });

  test('that the citizen takes back is taken out of the queue', async () => {
    const { time, fake, print, abort, outcome } = await setUp();
    void print();
    await time.advance(600);
    abort.abort();
    await time.advance(1);
    expect(outcome.result).toBe('print.cancelled');
    expect(fake.removed).toEqual([1]);
  });

  test('without paper waits to be helped, then fails with the reason', async () => {
    const { time, fake, print, outcome, state } = await setUp();
    void print();
    await time.advance(600);
    fake.reasons = ['media-empty-error'];
    await time.advance(ATTENTION_MS - 5_000);
    expect(outcome.result).toBeNull();
    expect(state()).toBe('fault print.paperOut');
    await time.advance(10_000);
    expect(outcome.result).toBe('print.paperOut');
    expect(fake.removed).toEqual([1]);
  });

  test('goes on when paper came in time', async () => {
    const { time, fake, print, outcome } = await setUp();
    void print();
    await time.advance(600);
    fake.reasons = ['media-empty-error'];
    await time.advance(ATTENTION_MS / 2);
    fake.reasons = [];
    await time.advance(ATTENTION_MS);
    fake.set({ type: 'done' });
    await time.advance(600);
    expect(outcome.result).toBe('ok');
  });

  test('is tried although the queue at rest still speaks of an old lack', async () => {
    const { time, fake, print, outcome, state } = await setUp();
    fake.reasons = ['media-empty-error'];
    fake.printing = false;
    await time.advance(POLL_MS);
    expect(state()).toBe('degraded print.paperOut');
    void print();
    await time.advance(600);
    fake.reasons = [];
    fake.set({ type: 'done' });
    await time.advance(600);
    expect(outcome.result).toBe('ok');
    expect(state()).toBe('ok');
  });

  test('in a queue that stops is given up at once; one that never ends, after its time', async () => {
    const { time, fake, print, outcome } = await setUp();
    void print();
    await time.advance(600);
    fake.stopped = true;
    await time.advance(600);
    expect(outcome.result).toBe('print.queueStopped');
    fake.stopped = false;
    void print();
    await time.advance(JOB_MS + 1_000);
    expect(outcome.result).toBe('device.timeout');
    expect(fake.removed).toEqual([1, 2]);
  });

  test('of no PDF, too large, or in senseless copies is refused', async () => {
    const { time, fake, print, outcome } = await setUp();
    const refused = async (pdf: Uint8Array, copies?: number) => {
      void print(pdf, copies);
      await time.advance(1);
      return outcome.result;
    };
    expect(await refused(new TextEncoder().encode('<html>'))).toBe('input.invalid');
    expect(await refused(PDF, 0)).toBe('input.invalid');
    expect(await refused(PDF, 1.5)).toBe('input.invalid');
    expect(await refused(new Uint8Array(MOST_PDF_BYTES + 1))).toBe('print.tooLarge');
    expect(fake.submitted).toEqual([]);
  });

  test('waits its turn; too many are refused', async () => {
    const { time, fake, print } = await setUp();
    const all = Array.from({ length: MOST_WAITING + 2 }, () => print());
    for (let n = 0; n < MOST_WAITING + 2; n++) {
      await time.advance(600);
      fake.set({ type: 'done' });
    }
    await time.advance(600);
    const codes = (await Promise.all(all)).map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes).toEqual([...new Array(MOST_WAITING + 1).fill('ok'), 'device.busy']);
  });
});

describe('the spool', () => {
  test('a document that cannot be wiped is tried again, and the self-test tells', async () => {
    const { time, fake, print, printer, outcome } = await setUp();
    void print();
    await time.advance(600);
    fake.set({ type: 'done' });
    fake.cannotRemove = true;
    await time.advance(600);
    expect(outcome.result).toBe('ok');
    expect(printer.report().lastErrors[0]?.code).toBe('print.notWiped');
    expect((await printer.selfTest()).steps.at(-1)).toMatchObject({ ok: false, code: 'print.notWiped' });
    fake.cannotRemove = false;
    await time.advance(POLL_MS);
    expect(fake.removed).toEqual([1]);
    expect((await printer.selfTest()).ok).toBe(true);
  });

  test('what an earlier run left is wiped, as soon as the service answers', async () => {
    const { time, fake } = await setUp({ failing: 'print.serviceDown' });
    fake.left = [7, 8];
    await time.advance(POLL_MS);
    expect(fake.removed).toEqual([]);
    fake.failing = null;
    await time.advance(POLL_MS);
    expect(fake.removed).toEqual([7, 8]);
  });
});

describe('the service', () => {
  test.each([
    ['print.serviceDown', 'missing'],
    ['print.queueUnknown', 'missing'],
    ['print.refused', 'fault'],
  ])('%s makes it %s', async (code, expected) => {
    const { time, fake, print, outcome, state, printer } = await setUp();
    fake.failing = code;
    await time.advance(POLL_MS);
    expect(state()).toBe(`${expected} ${code}`);
    void print();
    await time.advance(1);
    expect(outcome.result).toBe(code);
    expect((await printer.selfTest()).ok).toBe(false);
  });

  test('that does not answer for long is given up', async () => {
    const { time, fake, print, outcome } = await setUp();
    void print();
    await time.advance(600);
    fake.failing = 'device.timeout';
    await time.advance(10_000);
    expect(outcome.result).toBe('device.timeout');
  });

  test('warnings degrade', async () => {
    const { time, fake, state } = await setUp();
    fake.reasons = ['toner-low-warning'];
    await time.advance(POLL_MS);
    expect(state()).toBe('degraded print.inkLow');
  });
});

test('stopping takes back what prints and ends what waits', async () => {
  const { time, fake, print, printer } = await setUp();
  const all = [print(), print()];
  await time.advance(600);
  const stopped = printer.stop();
  await time.advance(1);
  await stopped;
  const codes = (await Promise.all(all)).map((result) => !result.ok && result.error.code);
  expect(codes).toEqual(['device.stopped', 'device.stopped']);
  expect(fake.removed).toEqual([1]);
});
