import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdCard } from '../../contracts/id-card.ts';
import { fuzzRuns } from '../testing/fuzz.ts';
import {
  type CardEffect,
  type CardState,
  type MachineEvent,
  type Outcome,
  reduce,
  START,
} from './machine.ts';
import { FUZZ_TIMEOUT_MS } from './testing/timeout.ts';

const CARD = { type: 'card' as const, card: {} as IdCard, photo: null, readMs: 0 };

/** Plays events; work given out is answered by the next of `outcomes` that fits, else stays under way. */
function play(events: MachineEvent[]): { state: CardState; told: string[]; works: string[] } {
  let state = START;
  let now = 1_000;
  const told: string[] = [];
  const works: string[] = [];
  for (const event of events) {
    if (event.type === 'tick') now = Math.max(now, state.due ?? now);
    const step = reduce(state, event.type === 'done' ? { ...event, run: state.run } : event, now);
    state = step.state;
    for (const effect of step.effects) note(effect, told, works);
  }
  return { state, told, works };
}
function note(effect: CardEffect, told: string[], works: string[]): void {
  if (effect.type === 'work') works.push(effect.work);
  else if (effect.type === 'reopen') works.push('reopen');
  else told.push(effect.event.type === 'refused' ? `refused ${effect.event.code}` : effect.event.type);
}
const done = (outcome: Outcome): MachineEvent => ({ type: 'done', run: 0, outcome });
const found = done({ of: 'find', ok: true, found: true });
const none = done({ of: 'find', ok: true, found: false });
const selected = done({ of: 'select', ok: true });
const read = done({ of: 'read', ok: true, event: CARD });
const seen = (presence: 'there' | 'placed' | 'gone') => done({ of: 'look', ok: true, presence });
const tick: MachineEvent = { type: 'tick' };
const up: MachineEvent[] = [{ type: 'arm' }, { type: 'opened' }];
const withCard: MachineEvent[] = [...up, found, selected, read];

describe('the states', () => {
  it('go from looking to the card and to its removal', () => {
    expect(
      play([
        ...up,
        none,
        tick,
        found,
        selected,
        read,
        tick,
        seen('there'),
        tick,
        seen('gone'),
        tick,
        seen('gone'),
      ]),
    ).toMatchObject({
      state: { at: 'looking' },
      told: ['found', 'card', 'removed'],
      works: ['find', 'find', 'select', 'read', 'look', 'look', 'look'],
    });
  });

  it('poll no sooner than the protocol allows', () => {
    const { state } = play([...up, none]);
    expect(state.due).toBe(1_300);
    expect(reduce(state, tick, 1_299).effects).toEqual([]);
    expect(reduce(state, tick, 1_300).effects).toMatchObject([{ work: 'find' }]);
  });

  it('forgive one look without the card', () => {
    expect(play([...withCard, tick, seen('gone'), tick, seen('there'), tick, seen('gone')]).told).toEqual([
      'found',
      'card',
    ]);
  });

  it('take up a card that was never read only when the one before was lifted', () => {
    const refused = done({ of: 'select', ok: false, code: 'idCard.selectFailed', why: 'unread' });
    expect(play([...up, found, refused, tick, seen('placed')]).told).toEqual([
      'found',
      'refused idCard.selectFailed',
    ]);
    expect(play([...up, found, refused, tick, seen('gone'), tick, seen('placed')]).told.slice(2)).toEqual([
      'removed',
      'found',
    ]);
  });

  it('read again what lies there unselected after a card was read, to tell whether it is the same', () => {
    const again = (event: typeof CARD | null) => done({ of: 'recheck', ok: true, event });
    expect(play([...withCard, tick, seen('placed'), again(null)])).toMatchObject({
      state: { at: 'waitRemoval', lying: 'read' },
      told: ['found', 'card'],
      works: ['find', 'select', 'read', 'look', 'recheck'],
    });
    expect(play([...withCard, tick, seen('placed'), again(CARD)]).told.slice(2)).toEqual([
      'removed',
      'found',
      'card',
    ]);
    const rejected = done({ of: 'recheck', ok: false, code: 'idCard.expired', why: 'rejected' });
    expect(play([...withCard, tick, seen('placed'), rejected]).told.slice(2)).toEqual([
      'removed',
      'found',
      'refused idCard.expired',
    ]);
  });

  it('let an outcome go that comes after disarm', () => {
    const { state } = play([...up, found, selected]);
    const disarmed = reduce(state, { type: 'disarm' }, 2_000).state;
    const late = reduce(
      disarmed,
      { type: 'done', run: state.run, outcome: { of: 'read', ok: true, event: CARD } },
      2_000,
    );
    expect(late).toEqual({ state: disarmed, effects: [] });
  });

  it('open the line anew once, after three silences', () => {
    const silent = done({ of: 'find', ok: false, code: 'idCard.noAnswer', why: 'silent' });
    const { works, told } = play([
      ...up,
      none,
      tick,
      silent,
      tick,
      silent,
      tick,
      silent,
      tick,
      silent,
      tick,
      silent,
    ]);
    expect(told).toEqual(['refused idCard.noAnswer']);
    expect(works.filter((work) => work === 'reopen')).toHaveLength(1);
  });
});

describe('whatever happens', () => {
  const outcome = fc.oneof(
    fc.constantFrom<Outcome>(
      { of: 'status', ok: true },
      { of: 'find', ok: true, found: true },
      { of: 'find', ok: true, found: false },
      { of: 'select', ok: true },
      { of: 'read', ok: true, event: CARD },
      { of: 'look', ok: true, presence: 'there' },
      { of: 'look', ok: true, presence: 'placed' },
      { of: 'look', ok: true, presence: 'gone' },
      { of: 'recheck', ok: true, event: CARD },
      { of: 'recheck', ok: true, event: null },
    ),
    fc.constantFrom('silent' as const, 'unfit' as const, 'unread' as const, 'rejected' as const),
  );
  type Move =
    | 'arm'
    | 'disarm'
    | 'opened'
    | 'closed'
    | 'tick'
    | Outcome
    | 'silent'
    | 'unfit'
    | 'unread'
    | 'rejected';
  const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 3, arbitrary: outcome },
    { weight: 2, arbitrary: fc.constant('tick' as const) },
    { weight: 1, arbitrary: fc.constantFrom('arm', 'disarm', 'opened', 'closed') },
  );

  it(
    'what is told makes sense, nothing is told while disarmed, and the machine never stands still',
    () => {
      fc.assert(
        fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
          let state = START;
          let now = 0;
          let work: CardEffect & { type: 'work' } = { type: 'work', work: 'status', run: -1 };
          /** A card was found, or was told as read or refused, and its removal was not. */
          let open: 'nothing' | 'found' | 'lying' = 'nothing';
          for (const m of moves) {
            now = Math.max(now + 1, m === 'tick' ? (state.due ?? 0) : 0);
            const event = eventOf(m, work);
            if (event === null || (event.type === 'opened' && state.open)) continue;
            const step = reduce(state, event, now);
            state = step.state;
            for (const effect of step.effects) {
              if (effect.type === 'work') work = effect;
              if (effect.type !== 'tell') continue;
              expect(state.armed).toBe(true);
              const told = effect.event.type;
              if (told === 'found') expect(open).toBe('nothing');
              if (told === 'card') expect(open).toBe('found');
              if (told === 'removed') expect(open).toBe('lying');
              open = told === 'found' ? 'found' : told === 'removed' ? 'nothing' : 'lying';
            }
            if (event.type === 'disarm' || event.type === 'closed') open = 'nothing';
            if (state.at === 'looking' || state.at === 'fault') open = 'nothing';
            const isUnderWay = work.run === state.run;
            expect([state.at, state.open && state.due === null, isUnderWay && state.open]).toEqual([
              state.at,
              isUnderWay && state.open,
              isUnderWay && state.open,
            ]);
          }
        }),
        { numRuns: fuzzRuns(1) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  /** Only outcomes of the work under way come. */
  function eventOf(m: Move, work: CardEffect & { type: 'work' }): MachineEvent | null {
    if (typeof m === 'object') return m.of === work.work ? { type: 'done', run: work.run, outcome: m } : null;
    if (m === 'silent' || m === 'unfit' || m === 'unread' || m === 'rejected') {
      return {
        type: 'done',
        run: work.run,
        outcome: { of: work.work, ok: false, code: `code.${m}`, why: m },
      };
    }
    return m === 'closed' ? { type: 'closed', code: 'device.unplugged' } : { type: m };
  }
});
