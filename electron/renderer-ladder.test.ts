import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LADDER_LIMITS,
  type LadderAction,
  type LadderEvent,
  type LadderState,
  ladder,
  ladderStart,
} from './renderer-ladder.ts';

function play(
  events: LadderEvent[],
  from: LadderState = ladderStart(0),
): { state: LadderState; actions: LadderAction[] } {
  const actions: LadderAction[] = [];
  let state = from;
  for (const event of events) {
    const step = ladder(state, event);
    state = step.state;
    if (step.action) actions.push(step.action);
  }
  return { state, actions };
}

/** A page that is up and connected at `at`. */
const up = (at: number): LadderEvent[] => [
  { type: 'loaded', at },
  { type: 'connected', at },
];

describe('the ladder', () => {
  it('reloads, then makes the window anew, then restarts the application, then rests', () => {
    const { actions, state } = play([
      ...up(1_000),
      { type: 'gone', at: 2_000 },
      ...up(3_000),
      { type: 'gone', at: 4_000 },
      ...up(5_000),
      { type: 'gone', at: 6_000 },
      { type: 'gone', at: 7_000 },
      { type: 'tick', at: 1_000_000 },
    ]);
    expect(actions).toEqual([
      { type: 'reload', trouble: 'gone', kill: false },
      { type: 'recreate', trouble: 'gone' },
      { type: 'restartApp', trouble: 'gone' },
    ]);
    expect(state.phase).toBe('givenUp');
  });

  it('begins at its foot again after a good minute', () => {
    const { actions } = play([
      ...up(1_000),
      { type: 'gone', at: 2_000 },
      ...up(3_000),
      { type: 'report', at: 62_999, ageMs: 0 },
      { type: 'tick', at: 63_000 },
      { type: 'gone', at: 64_000 },
    ]);
    expect(actions.map((action) => action.type)).toEqual(['reload', 'reload']);
  });

  it('kills a hung page before the reload and does not count that death', () => {
    const { actions } = play([
      ...up(0),
      { type: 'unresponsive', at: 1_000 },
      { type: 'gone', at: 1_010 },
      ...up(2_000),
      { type: 'tick', at: 3_000 },
    ]);
    expect(actions).toEqual([{ type: 'reload', trouble: 'unresponsive', kill: true }]);
  });

  it('counts a second death during the reload', () => {
    const { actions } = play([
      ...up(0),
      { type: 'unresponsive', at: 1_000 },
      { type: 'gone', at: 1_010 },
      { type: 'gone', at: 1_500 },
    ]);
    expect(actions.map((action) => action.type)).toEqual(['reload', 'recreate']);
  });

  it('does not wait for ever for a page to load', () => {
    const { actions } = play([
      { type: 'tick', at: LADDER_LIMITS.loadMs - 1 },
      { type: 'tick', at: LADDER_LIMITS.loadMs },
    ]);
    expect(actions).toEqual([{ type: 'reload', trouble: 'loadTimeout', kill: true }]);
  });
});

describe('silence', () => {
  it('is a trouble after 15 s, when two reports say so', () => {
    const { actions } = play([
      ...up(0),
      { type: 'report', at: 5_000, ageMs: 1_000 },
      { type: 'report', at: 18_999, ageMs: 15_000 },
      { type: 'report', at: 19_000, ageMs: 15_001 },
      { type: 'report', at: 20_000, ageMs: 16_000 },
    ]);
    expect(actions).toEqual([{ type: 'reload', trouble: 'silent', kill: true }]);
  });

  it('is one for a page that never beat', () => {
    const { actions } = play([
      ...up(0),
      { type: 'report', at: 15_000, ageMs: null },
      { type: 'report', at: 16_000, ageMs: null },
    ]);
    expect(actions).toEqual([{ type: 'reload', trouble: 'silent', kill: true }]);
  });

  it('is not believed of a service that was held up itself', () => {
    const { actions } = play([
      ...up(0),
      { type: 'report', at: 1_000, ageMs: 500 },
      { type: 'tick', at: 29_000 },
      { type: 'report', at: 29_000, ageMs: 28_500 },
      { type: 'report', at: 30_000, ageMs: 900 },
    ]);
    expect(actions).toEqual([]);
  });

  it('is none while the service is away, nor on the fault page', () => {
    const { actions } = play([
      ...up(0),
      { type: 'disconnected', at: 1_000 },
      { type: 'report', at: 100_000, ageMs: null },
      { type: 'report', at: 101_000, ageMs: null },
      { type: 'loadStarted', at: 102_000 },
      { type: 'loaded', at: 102_100 },
      { type: 'report', at: 900_000, ageMs: null },
      { type: 'report', at: 901_000, ageMs: null },
    ]);
    expect(actions).toEqual([]);
  });

  it('is counted from the new line on, not from an old page’s last heartbeat', () => {
    const { actions } = play([
      ...up(100_000),
      { type: 'report', at: 100_500, ageMs: 60_000 },
      { type: 'report', at: 114_000, ageMs: 73_500 },
    ]);
    expect(actions).toEqual([]);
  });
});

describe('frames', () => {
  it('two blank ones in a row are a trouble, one is not', () => {
    expect(
      play([
        ...up(0),
        { type: 'frame', at: 1, blank: true },
        { type: 'frame', at: 2, blank: false },
        { type: 'frame', at: 3, blank: true },
      ]).actions,
    ).toEqual([]);
    expect(
      play([...up(0), { type: 'frame', at: 1, blank: true }, { type: 'frame', at: 2, blank: true }]).actions,
    ).toEqual([{ type: 'reload', trouble: 'blank', kill: true }]);
  });

  it('do not count while a page loads', () => {
    expect(
      play([
        { type: 'frame', at: 1, blank: true },
        { type: 'frame', at: 2, blank: true },
        { type: 'frame', at: 3, blank: true },
      ]).actions,
    ).toEqual([]);
  });
});

const gap = fc.integer({ min: 0, max: 40_000 });
type Undated = (at: number) => LadderEvent;
const SIMPLE = [
  'loadStarted',
  'loaded',
  'loadFailed',
  'gone',
  'unresponsive',
  'connected',
  'disconnected',
  'tick',
] as const;
const anyEvent: fc.Arbitrary<Undated> = fc.oneof(
  fc.constantFrom(...SIMPLE).map(
    (type): Undated =>
      (at) => ({ type, at }),
  ),
  fc.boolean().map(
    (blank): Undated =>
      (at) => ({ type: 'frame', blank, at }),
  ),
  fc.integer({ min: 0, max: 1e9 }).map(
    (ageMs): Undated =>
      (at) => ({ type: 'report', ageMs, at }),
  ),
);

it('climbs one step at a time, in order, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(gap, anyEvent), { maxLength: 120 }), (steps) => {
      let at = 0;
      let state = ladderStart(0);
      let climbed = 0;
      for (const [ms, make] of steps) {
        at += ms;
        const before = state;
        const step = ladder(state, make(at));
        state = step.state;
        if (before.rung > 0 && state.rung === 0) climbed = 0;
        if (step.action) {
          expect(step.action.type).toBe(['reload', 'recreate', 'restartApp'][climbed]);
          climbed += 1;
        }
        expect(state.rung).toBe(climbed);
        expect(state.phase === 'givenUp').toBe(climbed === 3);
        expect(state.blanks).toBeLessThan(LADDER_LIMITS.blanks);
        expect(state.aliveAt).toBeLessThanOrEqual(at);
      }
    }),
  );
});

it('leaves a page alone that beats in time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: LADDER_LIMITS.silentMs - 1_001 }), { maxLength: 100 }),
      (gaps) => {
        let at = 0;
        const events: LadderEvent[] = up(0);
        for (const ms of gaps) {
          for (let t = at + 1_000; t < at + ms; t += 1_000) events.push({ type: 'tick', at: t });
          at += ms;
          events.push(
            { type: 'tick', at },
            { type: 'report', at, ageMs: 900 },
            { type: 'frame', at, blank: false },
          );
        }
        expect(play(events).actions).toEqual([]);
      },
    ),
  );
});

it('notices a page that stops beating within the limit and two reports', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (lastBeat) => {
      const events: LadderEvent[] = up(0);
      for (let at = 1_000; at <= lastBeat + LADDER_LIMITS.silentMs + 2_000; at += 1_000) {
        events.push({ type: 'report', at, ageMs: Math.max(0, at - lastBeat) });
      }
      expect(play(events).actions).toHaveLength(1);
    }),
  );
});
