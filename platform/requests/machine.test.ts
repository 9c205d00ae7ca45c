import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestState } from '../../contracts/hub/counter-api.ts';
import { progress } from '../../contracts/hub/terminal-api.ts';
import { isOpen, OPEN_STATES, type RequestEvent, stateAfter, stateAt } from './machine.ts';

const state = fc.constantFrom(...requestState.options);
const event = fc.constantFrom<RequestEvent>(...progress.options, 'cancelled', 'rated');
const left = fc.integer({ min: -1_000, max: 60_000 });

describe('a request', () => {
  test('goes its usual way', () => {
    expect(stateAfter('waiting', 'rung', 1)).toBe('rung');
    expect(stateAfter('rung', 'opened', 1)).toBe('opened');
    expect(stateAfter('opened', 'rated', 1)).toBe('rated');
  });

  test('a report told again changes nothing', () => {
    fc.assert(
      fc.property(state, event, left, (s, e, ms) => {
        const once = stateAfter(s, e, ms);
        expect(stateAfter(once, e, ms)).toBe(once);
      }),
    );
  });

  test('reports in any order never bring it back from its end, but for an undo of what was saved, in time', () => {
    fc.assert(
      fc.property(state, fc.array(event, { maxLength: 12 }), left, (start, events, ms) => {
        let s = stateAt(start, ms);
        for (const e of events) {
          const next = stateAfter(s, e, ms);
          if (!isOpen(s) && isOpen(next)) {
            expect(e).toBe('undone');
            expect(s).toBe('rated');
            expect(ms).toBeGreaterThan(0);
          }
          s = next;
        }
        if (events.at(-1) === 'rated' || events.at(-1) === 'saved') expect(s).toBe('rated');
      }),
    );
  });

  test('an open one never goes back a step', () => {
    const order: readonly string[] = OPEN_STATES;
    fc.assert(
      fc.property(fc.constantFrom(...OPEN_STATES), event, (s, e) => {
        const next = stateAfter(s, e, 1);
        if (isOpen(next)) expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(s));
      }),
    );
  });

  test('time closes what is open and nothing else', () => {
    fc.assert(
      fc.property(state, (s) => {
        expect(stateAt(s, 0)).toBe(isOpen(s) ? 'expired' : s);
        expect(stateAt(s, 1)).toBe(s);
      }),
    );
  });
});
