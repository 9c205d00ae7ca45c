import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISARMED, RELIGHT_MS, reduce, type ScannerEvent, type ScannerState, wakeAt } from './machine.ts';
import { REPEAT_MS } from './repeat.ts';

/** Plays events at their times. */
function play(events: readonly [number, ScannerEvent][]) {
  let state: ScannerState = DISARMED;
  const effects = events.map(([now, event]) => {
    const step = reduce(state, event, now);
    state = step.state;
    return step.effects.join('+');
  });
  return { state, effects };
}
const arm = (timeoutMs = 10_000): ScannerEvent => ({ type: 'arm', timeoutMs });
const read = (digest: string): ScannerEvent => ({ type: 'read', digest });
const tick: ScannerEvent = { type: 'tick' };

describe('arming', () => {
  it('lights until a code is read', () => {
    const { effects, state } = play([
      [0, arm()],
      [500, read('a')],
      [900, read('b')],
    ]);
    expect(effects).toEqual(['light', 'deliver+dark', '']);
    expect(wakeAt(state)).toBeNull();
  });

  it('drops what is read while disarmed', () => {
    expect(play([[0, read('a')]]).effects).toEqual(['']);
    expect(
      play([
        [0, arm()],
        [10, { type: 'disarm' }],
        [20, read('a')],
        [30, { type: 'disarm' }],
      ]).effects,
    ).toEqual(['light', 'dark', '', '']);
  });

  it('ends with its time, and lights anew before', () => {
    const { effects } = play([
      [0, arm(6_000)],
      [RELIGHT_MS, tick],
      [2 * RELIGHT_MS, tick],
      [6_000, tick],
      [6_001, read('a')],
    ]);
    expect(effects).toEqual(['light', 'light', 'light', 'dark', '']);
  });

  it('lights a scanner that comes back', () => {
    expect(play([[0, { type: 'opened' }]]).effects).toEqual(['']);
    expect(
      play([
        [0, arm()],
        [10, { type: 'opened' }],
      ]).effects,
    ).toEqual(['light', 'light']);
  });
});

describe('an immediate repeat', () => {
  it('is suppressed for 2 s after the last sight of it, and the scanner goes on looking', () => {
    const { effects } = play([
      [0, arm()],
      [100, read('a')],
      [200, read('a')],
      [1_000, arm()],
      [2_150, read('a')],
      [3_000, read('b')],
      [3_100, arm()],
      [3_100 + REPEAT_MS, read('b')],
    ]);
    expect(effects).toEqual([
      'light',
      'deliver+dark',
      '',
      'light',
      'light',
      'deliver+dark',
      'light',
      'deliver+dark',
    ]);
  });

  it('is none when the first was dropped', () => {
    const { effects } = play([
      [0, read('a')],
      [100, arm()],
      [200, read('a')],
    ]);
    expect(effects).toEqual(['', 'light', 'deliver+dark']);
  });

  it('is handed on again after 2 s', () => {
    const { effects } = play([
      [0, arm()],
      [0, read('a')],
      [REPEAT_MS, arm()],
      [REPEAT_MS, read('a')],
    ]);
    expect(effects.at(-1)).toBe('deliver+dark');
  });
});

it('delivers at most once for each arming, whatever happens', () => {
  const event = fc.oneof(
    fc.integer({ min: 1, max: 20_000 }).map((ms) => arm(ms)),
    fc.constant<ScannerEvent>({ type: 'disarm' }),
    fc.constant<ScannerEvent>({ type: 'opened' }),
    fc.constant(tick),
    fc.constantFrom('a', 'b').map(read),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5_000 }), event), { maxLength: 60 }), (all) => {
      let now = 0;
      let state: ScannerState = DISARMED;
      for (const [gap, e] of all) {
        now += gap;
        const before: ScannerState = state;
        const step = reduce(before, e, now);
        state = step.state;
        if (step.effects.includes('deliver')) {
          expect(before.until).not.toBeNull();
          expect(state.until).toBeNull();
        }
        expect(wakeAt(state) === null).toBe(state.until === null);
      }
    }),
  );
});
