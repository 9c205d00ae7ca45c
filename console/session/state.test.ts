import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Me } from '../../contracts/hub/console-api.ts';
import { idleStep, type Session, type SessionEvent, sessionStep } from './state.ts';

const me: Me = {
  id: '00000000-0000-4000-8000-000000000001',
  login: 'admin',
  name: '管理员',
  role: 'admin',
  mustChangePassword: false,
  idleMs: 900_000,
};

describe('session', () => {
  it('tells an expired session from a first visit', () => {
    expect(sessionStep({ kind: 'loading' }, { type: 'refused' })).toEqual({ kind: 'out', why: 'start' });
    expect(sessionStep({ kind: 'in', me }, { type: 'refused' })).toEqual({ kind: 'out', why: 'expired' });
  });

  it('keeps the reason when further calls are refused', () => {
    const out: Session = { kind: 'out', why: 'signedOut' };
    expect(sessionStep(out, { type: 'refused' })).toBe(out);
  });

  it('stays signed in when a later call fails', () => {
    const session: Session = { kind: 'in', me };
    expect(sessionStep(session, { type: 'failed', code: 'hub.unreachable' })).toBe(session);
  });

  it('is signed in only after a sign-in', () => {
    const event = fc.constantFrom<SessionEvent>(
      { type: 'asked' },
      { type: 'refused' },
      { type: 'signedOut' },
      { type: 'failed', code: 'busy' },
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const end = events.reduce(sessionStep, { kind: 'loading' } as Session);
        expect(end.kind).not.toBe('in');
      }),
    );
  });
});

describe('idleness', () => {
  const idleMs = 900_000;
  it('ends after idleMs without a touch, whatever was pinged', () => {
    expect(idleStep({ nowMs: idleMs, touchedMs: 0, pingedMs: idleMs - 1, idleMs })).toBe('end');
    expect(idleStep({ nowMs: idleMs - 1, touchedMs: 0, pingedMs: 0, idleMs })).toBe('none');
  });

  it('pings for a reader who touches the page, at most three times in idleMs', () => {
    expect(idleStep({ nowMs: 300_000, touchedMs: 299_000, pingedMs: 0, idleMs })).toBe('ping');
    expect(idleStep({ nowMs: 299_999, touchedMs: 299_000, pingedMs: 0, idleMs })).toBe('none');
  });

  it('never lets more than idleMs pass without a ping for a person who touches every second', () => {
    let pingedMs = 0;
    let longest = 0;
    for (let nowMs = 0; nowMs < 4 * idleMs; nowMs += 5_000) {
      const step = idleStep({ nowMs, touchedMs: nowMs, pingedMs, idleMs });
      expect(step).not.toBe('end');
      if (step === 'ping') {
        longest = Math.max(longest, nowMs - pingedMs);
        pingedMs = nowMs;
      }
    }
    expect(longest).toBeLessThan(idleMs / 2);
  });
});
