import { expect, test } from 'vitest';
import { dayAndTime } from './hall-time.ts';

test('day and time are the hall’s, whatever zone the machine is set to', () => {
  expect(dayAndTime(Date.parse('2026-11-25T15:59:59Z'))).toBe('2026-11-25 23:59');
  expect(dayAndTime(Date.parse('2026-11-25T16:00:00Z'))).toBe('2026-11-26 00:00');
});
