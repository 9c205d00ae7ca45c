/** The parts that only a browser has: the real worker, and real timers. */
import type { Timers } from '../../contracts/clock.ts';
import { createPageWorker, type PageWorker, type WorkerLike } from './page-worker.ts';

export const pageTimers: Timers = {
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};

export const openPageWorker = (): PageWorker =>
  createPageWorker(
    () => new Worker(new URL('./capture.worker.ts', import.meta.url), { type: 'module' }) as WorkerLike,
    pageTimers,
  );
