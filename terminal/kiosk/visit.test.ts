import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../contracts/visit.ts';
import type { IdCardEvent } from '../../devices/device.ts';
import { loadFlow } from '../flow/load.ts';
import { SAMPLE_CARD } from '../flow/samples.ts';
import { openSession } from './session.ts';
import {
  CARD_TAKEN_MS,
  DONE_MS,
  IDLE_MS,
  nextTick,
  openVisit,
  step,
  type VisitEvent,
  type VisitState,
  WARN_MS,
} from './visit.ts';

const loaded = loadFlow(join(import.meta.dirname, '../../assets/flows/card-check'));
if (!loaded.ok) throw new Error(loaded.error.detail);
const { idle, warn } = loaded.value.flow.timeout;
const session = openSession('s', loaded.value, { no: 'K-1', date: '2026-01-05 09:00', terminal: 'kiosk-01' });

type At = [at: number, event: VisitEvent];
function visited(...events: At[]): VisitState | null {
  let v: VisitState | null = openVisit('v', 'zh-CN', 0);
  for (const [at, event] of events) v = v === null ? null : step(v, event, at);
  return v;
}
const tick: VisitEvent = { type: 'tick' };
const touch: VisitEvent = { type: 'touch' };
const signIn: VisitEvent = { type: 'signIn' };
const start: VisitEvent = { type: 'start', session };
const next: VisitEvent = { type: 'flow', event: { type: 'next' } };
const card = (event: IdCardEvent): VisitEvent => ({ type: 'card', event });
const read = (number = SAMPLE_CARD.number): VisitEvent =>
  card({ type: 'card', card: { ...SAMPLE_CARD, number }, photo: null, readMs: 1 });
const found = card({ type: 'found' });
const taken = card({ type: 'removed' });
const typed: Identity = {
  name: '示例乙',
  idNumber: '110105199001011234',
  by: 'typed',
  address: null,
  phone: null,
};

describe('nobody touches it', () => {
  test('it asks, then it ends', () => {
    expect(visited([IDLE_MS - 1, tick])?.ending).toBeNull();
    expect(visited([IDLE_MS, tick])?.ending).toEqual({ why: 'idle', until: IDLE_MS + WARN_MS });
    expect(visited([IDLE_MS, tick], [IDLE_MS + WARN_MS - 1, tick])).not.toBeNull();
    expect(visited([IDLE_MS, tick], [IDLE_MS + WARN_MS, tick])).toBeNull();
  });

  test('an answer to the question gives the full time again', () => {
    const v = visited([IDLE_MS, tick], [IDLE_MS + 5, touch]);
    expect(v?.ending).toBeNull();
    expect(v === null ? 0 : nextTick(v)).toBe(2 * IDLE_MS + 5);
  });

  test('a flow has times of its own', () => {
    const asked = visited([0, start], [idle * 1_000, tick]);
    expect(asked?.ending).toEqual({ why: 'idle', until: (idle + warn) * 1_000 });
  });

  test('it does not ask while the reader reads, in a flow or at the sign-in', () => {
    for (const begin of [start, signIn]) {
      const v = visited([0, begin], [1, found]);
      expect(v === null ? 0 : nextTick(v)).toBe(Number.POSITIVE_INFINITY);
      expect(visited([0, begin], [1, found], [1e9, tick])?.ending).toBeNull();
    }
  });
});

describe('the card', () => {
  test('is taken away in the middle: it ends unless the citizen goes on', () => {
    const away: At[] = [
      [0, start],
      [1, read()],
      [2, taken],
    ];
    expect(visited(...away)?.ending).toEqual({ why: 'cardRemoved', until: 2 + CARD_TAKEN_MS });
    expect(visited(...away, [2 + CARD_TAKEN_MS, tick])).toBeNull();
    expect(visited(...away, [3, touch])?.ending).toBeNull();
  });

  test('is not missed at the end of a flow, which ends by itself', () => {
    const done: At[] = [
      [0, start],
      [1, read()],
      [2, next],
      [3, next],
    ];
    const at = visited(...done)?.place;
    expect(at?.kind === 'flow' && at.session.flow.at).toBe('end');
    expect(visited(...done, [4, taken])?.ending).toBeNull();
    const ends = 4 + DONE_MS;
    expect(visited(...done, [4, touch], [ends - 1, tick])).not.toBeNull();
    expect(visited(...done, [4, touch], [ends, tick])).toBeNull();
  });

  test('that is read in a flow signs a guest in for the visit', () => {
    const v = visited([0, start], [1, read()], [2, { type: 'go', to: { kind: 'home' } }]);
    expect(v).toMatchObject({
      place: { kind: 'home' },
      identity: { by: 'idCard', idNumber: SAMPLE_CARD.number },
    });
  });

  test('of a foreigner of 2017 signs nobody in, and says why', () => {
    expect(visited([0, signIn], [1, read('KOR110000199011')])).toMatchObject({
      identity: null,
      place: { kind: 'signIn', phase: 'takeAway', code: 'idCard.cardType', failures: 1 },
    });
  });
});

describe('a sign-in', () => {
  test('leads back to where it was asked from', () => {
    const room: VisitEvent = { type: 'go', to: { kind: 'room', room: 'me' } };
    expect(visited([0, room], [1, signIn], [2, read()])?.place).toEqual({ kind: 'room', room: 'me' });
    expect(visited([0, room], [1, signIn], [2, { type: 'cancelSignIn' }])).toMatchObject({
      identity: null,
      place: { kind: 'room', room: 'me' },
    });
  });

  test('by typing may still be proven by card, of the same person alone', () => {
    const byTyping: At[] = [
      [0, signIn],
      [1, { type: 'typed', identity: { ...typed, idNumber: SAMPLE_CARD.number } }],
      [2, signIn],
    ];
    expect(visited(...byTyping, [3, read()])?.identity?.by).toBe('idCard');
    expect(
      visited([0, signIn], [1, { type: 'typed', identity: typed }], [2, signIn], [3, read()]),
    ).toMatchObject({
      identity: { by: 'typed', idNumber: typed.idNumber },
      place: { kind: 'signIn', code: 'visit.otherPerson' },
    });
  });

  test('is not asked of whoever has proven who they are', () => {
    expect(visited([0, signIn], [1, read()], [2, signIn])?.place).toEqual({ kind: 'home' });
  });
});
