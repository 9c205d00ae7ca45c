import { expect, it } from 'vitest';
import { MAX_PER_SESSION, MAX_STREAMS, streams } from './streams.ts';

it('bounds the streams of one session, and frees a place when one is left', () => {
  const open = streams();
  const leaves = Array.from({ length: MAX_PER_SESSION }, () => open.enter('a'));
  expect(open.isFull('a')).toBe(true);
  expect(open.isFull('b')).toBe(false);
  leaves[0]?.();
  expect(open.isFull('a')).toBe(false);
});

it('bounds the streams of the process', () => {
  const open = streams();
  const leaves = Array.from({ length: MAX_STREAMS }, (_, i) => open.enter(`session ${i}`));
  expect(open.isFull('one more')).toBe(true);
  for (const leave of leaves) leave();
  expect(open.isFull('one more')).toBe(false);
});
