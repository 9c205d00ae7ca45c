import { createCupsQueue } from './cups-queue.ts';
import type { PrintQueue } from './queue.ts';
import { createWindowsQueue } from './windows-queue.ts';

/** A queue of this machine's print service: CUPS, or the spooler on Windows. */
export const systemQueue = (name: string): PrintQueue =>
  process.platform === 'win32' ? createWindowsQueue(name) : createCupsQueue(name);
