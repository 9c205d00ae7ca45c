import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Capturable, checkFrame, isUniform } from './frame-check.ts';
import { VirtualTimers } from './testing/virtual-timers.ts';

const picture = (bitmap: Uint8Array, empty = false): Capturable => ({
  capturePage: async () => ({ isEmpty: () => empty, resize: () => ({ toBitmap: () => bitmap }) }),
});
const paper = (pixels: number) =>
  new Uint8Array(Array.from({ length: pixels }, () => [244, 240, 232, 255]).flat());

it('finds one different pixel anywhere, and no difference where there is none', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 500 }),
      fc.nat(),
      fc.integer({ min: 0, max: 2 }),
      (pixels, where, channel) => {
        const bitmap = paper(pixels);
        expect(isUniform(bitmap)).toBe(true);
        bitmap[(where % pixels) * 4 + channel] = 10;
        expect(isUniform(bitmap)).toBe(false);
      },
    ),
  );
});

it('takes dithering for uniform', () => {
  expect(isUniform(paper(100).map((value, i) => value - (i % 3)))).toBe(true);
});

it('tells painted, blank and unknown apart', async () => {
  const timers = new VirtualTimers();
  const painted = paper(10);
  painted.set([20, 20, 20, 255], 4);
  expect(await checkFrame(picture(painted), timers, 5_000)).toBe('painted');
  expect(await checkFrame(picture(paper(10)), timers, 5_000)).toBe('blank');
  expect(await checkFrame(picture(new Uint8Array(), true), timers, 5_000)).toBe('unknown');
  expect(await checkFrame({ capturePage: () => Promise.reject(new Error('gone')) }, timers, 5_000)).toBe(
    'unknown',
  );
  expect(timers.pending()).toBe(0);
});

it('takes a capture that never ends for blank', async () => {
  const timers = new VirtualTimers();
  const verdict = checkFrame({ capturePage: () => new Promise(() => undefined) }, timers, 5_000);
  timers.advance(5_000);
  expect(await verdict).toBe('blank');
});
