import type { Timers } from '../../contracts/clock.ts';
import { type Failure, fail, ok, type Result } from '../../contracts/result.ts';
import type { FoundPage } from './edges.ts';
import type { FromWorker, PageJob, PageResult, ToWorker } from './messages.ts';

/** What the page needs of a `Worker`; tests hand in one that hangs. */
export interface WorkerLike {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: (() => void) | null;
}

export type PageFailure = 'busy' | 'camera.badPicture' | 'camera.processing' | 'device.stopped';

/** The worker that finds outlines and makes pages. */
export interface PageWorker {
  /** Takes over and closes the frame. null: none seen, or a newer frame came first, or a page is being made. */
  outline(frame: ImageBitmap): Promise<FoundPage | null>;
  page(job: PageJob): Promise<Result<PageResult, Failure<PageFailure>>>;
  /** Ends the worker and answers whatever waits. */
  close(): void;
}

/** A worker that has not answered for so long is ended and another one started. ms. */
export const OUTLINE_TIMEOUT_MS = 5_000;
export const PAGE_TIMEOUT_MS = 30_000;
/** Pages that may wait for their turn. */
const MOST_WAITING = 4;

type PageAnswer = Result<PageResult, Failure<PageFailure>>;
type Task =
  | { type: 'outline'; frame: ImageBitmap; settle: (found: FoundPage | null) => void }
  | { type: 'page'; job: PageJob; settle: (answer: PageAnswer) => void };

const closeSource = ({ source }: PageJob): void => {
  if (!(source instanceof Blob)) source.close();
};

export function createPageWorker(spawn: () => WorkerLike, timers: Timers): PageWorker {
  let worker: WorkerLike | null = null;
  let running: { id: number; task: Task; stopClock: () => void } | null = null;
  let waitingFrame: Extract<Task, { type: 'outline' }> | null = null;
  const waitingPages: Extract<Task, { type: 'page' }>[] = [];
  let ids = 0;
  let closed = false;

  const give = (task: Task, code: PageFailure) =>
    task.type === 'outline' ? task.settle(null) : task.settle(fail(code));
  /** Gives the running job up, and the worker with it: it may be in the middle of anything. */
  const restart = (code: PageFailure) => {
    worker?.terminate();
    worker = null;
    const lost = running;
    lost?.stopClock();
    running = null;
    if (lost !== null) give(lost.task, code);
    next();
  };
  const dropFrame = (task: typeof waitingFrame) => {
    task?.frame.close();
    task?.settle(null);
  };
  const hear = ({ data }: { data: FromWorker }) => {
    if (running === null || running.id !== data.id) return;
    const { task, stopClock } = running;
    stopClock();
    running = null;
    if (data.type === 'page' && task.type === 'page') task.settle(ok(data.result));
    else if (data.type === 'outline' && task.type === 'outline') task.settle(data.found);
    else give(task, 'camera.badPicture');
    next();
  };
  const open = (): WorkerLike => {
    const opened = spawn();
    opened.onmessage = hear;
    opened.onerror = () => {
      if (worker === opened) restart('camera.processing');
    };
    return opened;
  };
  const next = () => {
    if (running !== null || closed) return;
    const task = waitingPages.shift() ?? waitingFrame;
    if (task === null) return;
    if (task === waitingFrame) waitingFrame = null;
    worker ??= open();
    const id = ++ids;
    const isPage = task.type === 'page';
    const stopClock = timers.after(isPage ? PAGE_TIMEOUT_MS : OUTLINE_TIMEOUT_MS, () =>
      restart('camera.processing'),
    );
    running = { id, task, stopClock };
    if (isPage) {
      const { source } = task.job;
      worker.postMessage({ id, type: 'page', job: task.job }, source instanceof Blob ? [] : [source]);
    } else worker.postMessage({ id, type: 'outline', frame: task.frame }, [task.frame]);
  };

  return {
    outline(frame) {
      return new Promise((settle) => {
        if (closed) return dropFrame({ type: 'outline', frame, settle });
        dropFrame(waitingFrame);
        waitingFrame = { type: 'outline', frame, settle };
        next();
      });
    },
    page(job) {
      return new Promise((settle) => {
        const refusal = closed ? 'device.stopped' : waitingPages.length >= MOST_WAITING ? 'busy' : null;
        if (refusal !== null) {
          closeSource(job);
          return settle(fail(refusal));
        }
        waitingPages.push({ type: 'page', job, settle });
        next();
      });
    },
    close() {
      closed = true;
      worker?.terminate();
      worker = null;
      running?.stopClock();
      if (running !== null) give(running.task, 'device.stopped');
      running = null;
      dropFrame(waitingFrame);
      waitingFrame = null;
      for (const task of waitingPages.splice(0)) {
        closeSource(task.job);
        give(task, 'device.stopped');
      }
    },
  };
}
