import { describe, expect, test } from 'vitest';
import { sessionState } from '../../contracts/terminal.ts';
import { inState, PAD_STATUS } from '../testing/fixtures.ts';
import { screenKey, screenOf } from './screen.ts';

const live = (status = PAD_STATUS) => ({ phase: 'live', status, receivedAt: 0 }) as const;

describe('the page that is shown', () => {
  test('before and after the service is one that waits', () => {
    expect(screenOf({ phase: 'connecting' }, 'none').name).toBe('connecting');
    expect(screenOf({ phase: 'lost', last: inState('saved') }, 'type').name).toBe('recovering');
  });

  test.each(sessionState.options)(
    'of a session in state %s is its own, whatever was begun before',
    (state) => {
      for (const walkUp of ['none', 'scan', 'type'] as const)
        expect(screenOf(live({ ...inState(state), fault: 'storeFault' }), walkUp).name).toBe(state);
    },
  );

  test('without a session is what the citizen began', () => {
    expect(screenOf(live(), 'none').name).toBe('idle');
    expect(screenOf(live(), 'scan').name).toBe('scan');
    expect(screenOf(live(), 'type').name).toBe('type');
  });

  test.each(['storeFault', 'storeFull'] as const)('offers no way to rate while the store has %s', (fault) => {
    expect(screenOf(live({ ...PAD_STATUS, fault }), 'type').name).toBe('idle');
  });

  test.each(['revoked', 'notEnrolled'] as const)('tells the staff of a pad that is %s', (fault) => {
    expect(screenOf(live({ ...PAD_STATUS, fault }), 'none').name).toBe(fault);
  });

  test('of a pad that never reached the hub waits for the hall', () => {
    expect(screenOf(live({ ...PAD_STATUS, reference: null }), 'none').name).toBe('awaitingHall');
  });

  test('is another one for each state of a session and for each session', () => {
    const key = (status: typeof PAD_STATUS) => screenKey(screenOf(live(status), 'none'));
    const keys = sessionState.options.map((state) => key(inState(state)));
    expect(new Set(keys).size).toBe(keys.length);
    const other = inState('rating', { id: '0b9f1e5e-6a7c-4c2e-9f0a-000000000002' });
    expect(key(other)).not.toBe(key(inState('rating')));
    expect(key(inState('saved', { leftMs: 1 }))).toBe(key(inState('saved', { leftMs: 2 })));
  });
});
