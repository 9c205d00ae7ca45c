import { expect, it } from 'vitest';
import { VirtualTimers } from './testing/virtual-timers.ts';
import { feedWatchdog, watchdogIntervalMs } from './watchdog.ts';

it('feeds at half of what systemd allows, and only under systemd', () => {
  expect(watchdogIntervalMs({ NOTIFY_SOCKET: '/run/n', WATCHDOG_USEC: '90000000' })).toBe(45_000);
  expect(watchdogIntervalMs({ NOTIFY_SOCKET: '/run/n' })).toBeNull();
  expect(watchdogIntervalMs({ WATCHDOG_USEC: '90000000' })).toBeNull();
  expect(watchdogIntervalMs({ NOTIFY_SOCKET: '/run/n', WATCHDOG_USEC: 'soon' })).toBeNull();
  expect(watchdogIntervalMs({ NOTIFY_SOCKET: '/run/n', WATCHDOG_USEC: '0' })).toBeNull();
});

it('feeds while there is life, and leaves it hungry when there is none', () => {
  const timers = new VirtualTimers();
  let alive = true;
  let fed = 0;
  const stop = feedWatchdog({
    intervalMs: 1_000,
    timers,
    alive: () => alive,
    notify: () => {
      fed += 1;
    },
  });
  timers.advance(3_000);
  alive = false;
  timers.advance(10_000);
  expect(fed).toBe(3);
  alive = true;
  timers.advance(1_000);
  expect(fed).toBe(4);
  stop();
  expect(timers.pending()).toBe(0);
});
