import { describe, expect, it } from 'vitest';
import { newEnrolmentCode } from './enrolment-code.ts';
import { ONLINE_MS, terminalState } from './state.ts';

const now = Date.UTC(2026, 2, 2, 8);
const seen = (agoMs: number): Date => new Date(now - agoMs);

describe('terminalState', () => {
  it.each([
    ['active' as const, seen(ONLINE_MS - 1), 'online'],
    ['active' as const, seen(ONLINE_MS), 'offline'],
    ['active' as const, null, 'never'],
    ['enrolling' as const, null, 'never'],
    ['revoked' as const, seen(0), 'revoked'],
    ['revoked' as const, null, 'revoked'],
  ])('%s, last seen %s → %s', (state, last_seen_at, expected) => {
    expect(terminalState({ state, last_seen_at }, now)).toBe(expected);
  });
});

describe('newEnrolmentCode', () => {
  it('can be read and typed, and fits the contract’s length', () => {
    expect(newEnrolmentCode()).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
  });
  it('uses every sign that it may', () => {
    expect(newEnrolmentCode(() => 0)).toBe('00000-00000-00000-00000');
    expect(newEnrolmentCode((max) => max - 1)).toBe('ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ');
  });
});
