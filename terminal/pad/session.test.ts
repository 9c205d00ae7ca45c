import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PadRequest } from '../../contracts/hub/terminal-api.ts';
import { LEVELS } from '../../contracts/rating.ts';
import { DEFAULT_RULES } from '../../contracts/reference.ts';
import {
  canRate,
  canUndo,
  IDLE,
  type PadEffect,
  type PadEvent,
  type PadState,
  reduce,
  THANKS_MS,
} from './session.ts';

const rules = DEFAULT_RULES;
const ratedCase = { caseNo: 'WD-1', stage: 2, itemCode: null, itemName: null } as const;
const request = (id: string, leftMs = 60_000, windowId = 'w3'): PadRequest => ({
  id,
  windowId,
  windowName: '3号窗口',
  staffId: 's1',
  case: ratedCase,
  leftMs,
});
const seen = (
  r: PadRequest | null,
  over: Partial<Extract<PadEvent, { type: 'request' }>> = {},
): PadEvent => ({
  type: 'request',
  request: r,
  window: 'w3',
  hasRated: false,
  storeFault: false,
  newId: `session-${r?.id ?? 'none'}`,
  ...over,
});
const saved: PadEvent = { type: 'saved', ratingId: 'r1', level: 2, anonymous: false };
const walkUp: PadEvent = {
  type: 'walkUp',
  id: 'walk',
  source: 'typed',
  case: ratedCase,
  checked: false,
  outcome: 'rating',
};

/** Runs timed events from idle; returns the last state and all effects. */
function run(...events: [number, PadEvent][]): { state: PadState; effects: PadEffect[] } {
  let state = IDLE;
  const effects: PadEffect[] = [];
  for (const [at, event] of events) {
    const step = reduce(state, event, rules, at);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

describe('a request of the counter', () => {
  test('opens the rating page for the time that is left', () => {
    const { state, effects } = run([1_000, seen(request('a', 40_000))]);
    expect(state.session).toMatchObject({ state: 'rating', until: 41_000, source: 'request', staffId: 's1' });
    expect(effects).toEqual([{ type: 'progress', requestId: 'a', state: 'rung' }]);
  });
  test('is told opened once it is painted', () => {
    const { effects } = run([0, seen(request('a'))], [300, { type: 'shown' }]);
    expect(effects.at(-1)).toEqual({ type: 'progress', requestId: 'a', state: 'opened' });
  });
  test('never opens twice', () => {
    const { state } = run([0, seen(request('a'))], [10, { type: 'finish' }], [20, seen(request('a'))]);
    expect(state.session).toBeNull();
  });
  test('without a tap in time is not a rating', () => {
    const { state, effects } = run([0, seen(request('a'))], [60_000, { type: 'tick' }]);
    expect(state.session?.state).toBe('timedOut');
    expect(effects.at(-1)).toEqual({ type: 'progress', requestId: 'a', state: 'timedOut' });
  });
  test('taken back by the counter says so', () => {
    expect(run([0, seen(request('a'))], [5_000, seen(null)]).state.session?.state).toBe('cancelled');
  });
  test('that runs out on the hub a moment earlier is a time-out, not a cancellation', () => {
    expect(run([0, seen(request('a'))], [59_000, seen(null)]).state.session?.state).toBe('timedOut');
  });
  test('for another window names that window and offers no levels', () => {
    const { state, effects } = run([0, seen(request('a', 60_000, 'w9'))]);
    expect(state.session).toMatchObject({ state: 'otherWindow', meantFor: '3号窗口' });
    expect(effects).toEqual([{ type: 'progress', requestId: 'a', state: 'otherWindow' }]);
  });
  test('of a case that this pad has rated is already rated', () => {
    expect(run([0, seen(request('a'), { hasRated: true })]).state.session?.state).toBe('alreadyRated');
  });
  test('while the store is out of order shows the fault', () => {
    const { state, effects } = run([0, seen(request('a'), { storeFault: true })]);
    expect(state.session?.state).toBe('storeFault');
    expect(effects[0]).toMatchObject({ state: 'padFault' });
  });
  test('takes over from a saved rating, which is released', () => {
    const { state, effects } = run([0, seen(request('a'))], [1_000, saved], [2_000, seen(request('b'))]);
    expect(state.session).toMatchObject({ requestId: 'b', state: 'rating' });
    expect(effects).toContainEqual({ type: 'release', ratingId: 'r1' });
  });
  test('waits while someone rates on their own', () => {
    const { state } = run([0, walkUp], [1_000, seen(request('a'))]);
    expect(state.session).toMatchObject({ id: 'walk' });
    expect(state.handled).toEqual([]);
  });
});

describe('a saved rating', () => {
  test('may be undone for ten seconds and not longer', () => {
    const { state } = run([0, seen(request('a'))], [5_000, saved]);
    expect(canUndo(state.session, 14_999)).toBe(true);
    expect(canUndo(state.session, 15_000)).toBe(false);
  });
  test('undone offers the levels again and is not released', () => {
    const { state, effects } = run([0, seen(request('a'))], [55_000, saved], [60_000, { type: 'undone' }]);
    expect(state.session && canRate(state.session)).toBe(true);
    expect(state.session?.until).toBe(80_000);
    expect(effects.map((e) => e.type)).not.toContain('release');
  });
  test('is released by finish, then thanks for a moment, then idle', () => {
    const { state, effects } = run([0, seen(request('a'))], [1_000, saved], [2_000, { type: 'finish' }]);
    expect(state.session?.state).toBe('thanks');
    expect(effects).toContainEqual({ type: 'release', ratingId: 'r1' });
    expect(reduce(state, { type: 'tick' }, rules, 2_000 + THANKS_MS).state.session).toBeNull();
  });
  test('is held back no longer than the rule says, however often the screen is touched', () => {
    let { state } = run([0, seen(request('a'))], [0, saved]);
    for (let at = 0; at < 400_000; at += 20_000) state = reduce(state, { type: 'touch' }, rules, at).state;
    expect(state.session?.until).toBe(rules.holdSeconds * 1_000);
  });
  test('keeps what was added', () => {
    const { state } = run(
      [0, seen(request('a'))],
      [1_000, saved],
      [2_000, { type: 'amended', tags: ['213'], text: '等了很久', anonymous: true }],
    );
    expect(state.session?.rating).toMatchObject({
      tags: ['213'],
      text: '等了很久',
      anonymous: true,
      level: 2,
    });
  });
});

test('every level is accepted alike', () => {
  for (const level of LEVELS) {
    const { state } = run([0, seen(request('a'))], [1_000, { ...saved, level }]);
    expect(state.session?.rating?.level).toBe(level);
  }
});

describe('whatever happens in whatever order', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const event: fc.Arbitrary<PadEvent> = fc.oneof(
    fc
      .record({
        r: fc.option(id),
        window: fc.constantFrom('w3', 'w9'),
        hasRated: fc.boolean(),
        fault: fc.boolean(),
      })
      .map((e) =>
        seen(e.r === null ? null : request(e.r), {
          window: e.window,
          hasRated: e.hasRated,
          storeFault: e.fault,
        }),
      ),
    fc.constantFrom<PadEvent>(
      walkUp,
      saved,
      { type: 'shown' },
      { type: 'saveFailed' },
      { type: 'undone' },
      { type: 'amended', tags: [], text: '', anonymous: true },
      { type: 'touch' },
      { type: 'finish' },
      { type: 'tick' },
    ),
  );
  const script = fc.array(fc.tuple(fc.integer({ min: 0, max: 70_000 }), event), { maxLength: 60 });

  test('the desk comes back to idle by ticks alone, and what was saved and not undone is released once', () => {
    fc.assert(
      fc.property(script, (steps) => {
        let state = IDLE;
        let now = 0;
        let serial = 0;
        const open = new Set<string>();
        const released: string[] = [];
        const handle = (e: PadEvent) => {
          const event = e.type === 'saved' ? { ...e, ratingId: `r${serial++}` } : e;
          const before = state;
          const step = reduce(state, event, rules, now);
          state = step.state;
          if (event.type === 'saved' && state.session?.rating?.id === event.ratingId)
            open.add(event.ratingId);
          if (event.type === 'undone' && before.session?.rating && state.session?.rating === null)
            open.delete(before.session.rating.id);
          for (const effect of step.effects) if (effect.type === 'release') released.push(effect.ratingId);
        };
        for (const [wait, e] of steps) {
          now += wait;
          handle(e);
        }
        for (let i = 0; i < 4 && state.session !== null; i += 1) {
          now = Math.max(now, state.session.until);
          handle({ type: 'tick' });
        }
        expect(state.session).toBeNull();
        expect(released.toSorted()).toEqual([...open].toSorted());
      }),
      { numRuns: 2_000 },
    );
  });
});
