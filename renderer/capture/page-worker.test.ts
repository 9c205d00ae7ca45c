import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { FoundPage } from './edges.ts';
import { wholeQuad } from './geometry.ts';
import type { FromWorker, PageJob, PageResult, ToWorker } from './messages.ts';
import { createPageWorker, OUTLINE_TIMEOUT_MS, PAGE_TIMEOUT_MS, type WorkerLike } from './page-worker.ts';

const FOUND: FoundPage = { quad: wholeQuad(10, 10), confidence: 0.9, frameSides: 0 };
const RESULT = { width: 1, height: 1 } as PageResult;

/** A worker in the test's hands: it answers when told to, and hangs otherwise. */
interface HeldWorker extends WorkerLike {
  asked: ToWorker[];
  ended: boolean;
  answer: (message: FromWorker) => void;
}

function setUp() {
  const time = virtualTime();
  const workers: HeldWorker[] = [];
  const spawn = (): WorkerLike => {
    const worker: HeldWorker = {
      asked: [],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage: (message) => void worker.asked.push(message),
      terminate: () => {
        worker.ended = true;
      },
      answer: (data) => worker.onmessage?.({ data }),
    };
    workers.push(worker);
    return worker;
  };
  const last = (): HeldWorker => {
    const worker = workers.at(-1);
    if (worker === undefined) throw new Error('no worker yet');
    return worker;
  };
  return { time, workers, last, worker: createPageWorker(spawn, time.timers) };
}

function frame() {
  const bitmap = {
    closed: false,
    close() {
      bitmap.closed = true;
    },
  };
  return bitmap as unknown as ImageBitmap & { closed: boolean };
}
const job = (source: PageJob['source'] = new Blob(['x'])): PageJob => ({
  source,
  kind: 'scan',
  corners: null,
  turns: 0,
});
const idOf = (message: ToWorker | undefined): number => message?.id ?? -1;

describe('the worker of pages', () => {
  it('is started by the first job, and answers it', async () => {
    const { worker, workers, last } = setUp();
    expect(workers).toHaveLength(0);
    const made = worker.page(job());
    last().answer({ id: idOf(last().asked[0]), type: 'page', result: RESULT });
    expect(await made).toEqual({ ok: true, value: RESULT });
    const seen = worker.outline(frame());
    last().answer({ id: idOf(last().asked[1]), type: 'outline', found: FOUND });
    expect(await seen).toEqual(FOUND);
    expect(workers).toHaveLength(1);
  });

  it('does one job at a time; of waiting frames the newest wins and the others are closed', async () => {
    const { worker, last } = setUp();
    const [first, second, third] = [frame(), frame(), frame()];
    const answers = [worker.outline(first), worker.outline(second), worker.outline(third)] as const;
    expect(last().asked).toHaveLength(1);
    expect(await answers[1]).toBeNull();
    expect(second.closed).toBe(true);
    last().answer({ id: idOf(last().asked[0]), type: 'outline', found: null });
    expect(await answers[0]).toBeNull();
    last().answer({ id: idOf(last().asked[1]), type: 'outline', found: FOUND });
    expect(await answers[2]).toEqual(FOUND);
    expect(third.closed).toBe(false);
  });

  it('takes pages before frames, and at most four of them wait', async () => {
    const { worker, last } = setUp();
    void worker.outline(frame());
    const live = worker.outline(frame());
    const pages = Array.from({ length: 4 }, () => worker.page(job()));
    const refused = frame();
    expect(await worker.page(job(refused))).toEqual({ ok: false, error: { code: 'busy' } });
    expect(refused.closed).toBe(true);
    last().answer({ id: idOf(last().asked[0]), type: 'outline', found: null });
    for (const [i, page] of pages.entries()) {
      expect(last().asked[i + 1]?.type).toBe('page');
      last().answer({ id: idOf(last().asked[i + 1]), type: 'page', result: RESULT });
      expect((await page).ok).toBe(true);
    }
    last().answer({ id: idOf(last().asked[5]), type: 'outline', found: FOUND });
    expect(await live).toEqual(FOUND);
  });

  it('ends a worker that hangs, says so, and goes on with another one', async () => {
    const { worker, workers, last, time } = setUp();
    const hung = worker.page(job());
    const next = worker.page(job());
    await time.advance(PAGE_TIMEOUT_MS);
    expect(await hung).toEqual({ ok: false, error: { code: 'camera.processing' } });
    expect(workers.map((w) => w.ended)).toEqual([true, false]);
    last().answer({ id: idOf(last().asked[0]), type: 'page', result: RESULT });
    expect((await next).ok).toBe(true);
    const lost = worker.outline(frame());
    await time.advance(OUTLINE_TIMEOUT_MS);
    expect(await lost).toBeNull();
    expect(last().ended).toBe(true);
  });

  it('hears nothing of a worker that it has ended, and nothing twice', async () => {
    const { worker, workers, last, time } = setUp();
    const hung = worker.page(job());
    const id = idOf(last().asked[0]);
    await time.advance(PAGE_TIMEOUT_MS);
    await hung;
    const next = worker.page(job());
    workers[0]?.answer({ id, type: 'page', result: RESULT });
    const own = idOf(last().asked[0]);
    last().answer({ id: own, type: 'bad' });
    last().answer({ id: own, type: 'page', result: RESULT });
    expect(await next).toEqual({ ok: false, error: { code: 'camera.badPicture' } });
  });

  it('survives a worker that breaks', async () => {
    const { worker, last } = setUp();
    const broken = worker.page(job());
    last().onerror?.();
    expect(await broken).toEqual({ ok: false, error: { code: 'camera.processing' } });
    const next = worker.page(job());
    last().answer({ id: idOf(last().asked[0]), type: 'page', result: RESULT });
    expect((await next).ok).toBe(true);
  });

  it('answers everything that waits when it is closed, and takes nothing more', async () => {
    const { worker, last, time } = setUp();
    const waitingSource = frame();
    const pages = [worker.page(job()), worker.page(job(waitingSource))];
    const waitingFrame = frame();
    const live = worker.outline(waitingFrame);
    worker.close();
    for (const page of pages) expect(await page).toEqual({ ok: false, error: { code: 'device.stopped' } });
    expect(await live).toBeNull();
    expect([waitingSource.closed, waitingFrame.closed, last().ended]).toEqual([true, true, true]);
    const late = frame();
    expect(await worker.outline(late)).toBeNull();
    expect(late.closed).toBe(true);
    expect((await worker.page(job())).ok).toBe(false);
    await time.advance(PAGE_TIMEOUT_MS);
  });
});
