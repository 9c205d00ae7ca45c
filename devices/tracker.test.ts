import { expect, test } from 'vitest';
import { deviceReport } from '../contracts/devices.ts';
import { virtualTime } from '../contracts/testing/virtual-time.ts';
import { createTracker } from './tracker.ts';

test('a device is missing until its driver says otherwise', () => {
  const tracker = createTracker(virtualTime().clock);
  expect(tracker.report()).toMatchObject({ state: 'missing', code: 'device.missing' });
  tracker.state('ok');
  expect(tracker.report()).toMatchObject({ state: 'ok', code: null });
});

test('listeners hear changes, and only changes of the state', () => {
  const tracker = createTracker(virtualTime().clock);
  let heard = 0;
  const stop = tracker.onChange(() => heard++);
  tracker.state('ok');
  tracker.state('ok');
  tracker.state('fault', 'device.timeout');
  expect(heard).toBe(2);
  stop();
  tracker.state('ok');
  expect(heard).toBe(2);
});

test('statistics and errors stay bounded and fit the contract', () => {
  const tracker = createTracker(virtualTime().clock);
  tracker.done(5_000.7);
  for (let i = 0; i < 200; i += 1) {
    tracker.done(i);
    tracker.error('device.timeout', 'x'.repeat(500));
  }
  const report = deviceReport.parse(tracker.report());
  expect(report.stats).toEqual({ done: 201, errors: 200, lastMs: 199, worstMs: 199 });
  expect(report.lastErrors).toHaveLength(20);
});
