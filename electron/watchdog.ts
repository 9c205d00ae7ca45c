import { execFile } from 'node:child_process';
import type { Timers } from '../contracts/clock.ts';
import { every } from './timers.ts';

/**
 * Feeds systemd's service watchdog (`WatchdogSec=`), so that a hung main process is restarted as well.
 * Node has no datagram sockets of the Unix kind: `systemd-notify` speaks for us (`NotifyAccess=all`).
 */

/** How often to feed, ms: half of what systemd allows; null when there is no watchdog. Source: sd_watchdog_enabled(3). */
export function watchdogIntervalMs(env: NodeJS.ProcessEnv): number | null {
  const usec = Number(env.WATCHDOG_USEC);
  if (env.NOTIFY_SOCKET === undefined || !Number.isFinite(usec) || usec <= 0) return null;
  return Math.floor(usec / 2_000);
}

/** `alive` false leaves the watchdog hungry. Returns how to stop. */
export function feedWatchdog(options: {
  intervalMs: number;
  timers: Timers;
  alive: () => boolean;
  notify: () => void;
}): () => void {
  return every(options.timers, options.intervalMs, () => {
    if (options.alive()) options.notify();
  });
}

const NOTIFY_TIMEOUT_MS = 5_000;

export function notifySystemd(onFailed: () => void): void {
  execFile(
    'systemd-notify',
    ['WATCHDOG=1'],
    { timeout: NOTIFY_TIMEOUT_MS, killSignal: 'SIGKILL' },
    (error) => {
      if (error !== null) onFailed();
    },
  );
}
