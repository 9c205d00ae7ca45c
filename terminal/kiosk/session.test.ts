import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SAMPLE_CARD } from '../flow/fixtures.ts';
import { loadFlow } from '../flow/load.ts';
import {
  CARD_TAKEN_MS,
  DONE_MS,
  type KioskEvent,
  type KioskSessionState,
  nextTick,
  open,
  step,
} from './session.ts';

const loaded = loadFlow(join(import.meta.dirname, '../../assets/flows/card-check'));
if (!loaded.ok) throw new Error(loaded.error.detail);
const { idle, warn } = loaded.value.flow.timeout;
const facts = { no: 'K-1', date: '2026-01-05', terminal: 'kiosk-01' };
const begun = () => open('s', loaded.value, 'zh-CN', facts, 0);

function after(...events: [at: number, event: KioskEvent][]): KioskSessionState | null {
  let s: KioskSessionState | null = begun();
  for (const [at, event] of events) s = s === null ? null : step(s, event, at);
  return s;
}
const flow = (event: Extract<KioskEvent, { type: 'flow' }>['event']): KioskEvent => ({ type: 'flow', event });
const tick: KioskEvent = { type: 'tick' };
const card = flow({ type: 'card', card: SAMPLE_CARD });
const next = flow({ type: 'next' });

test('nobody touches it: it asks, then it ends', () => {
  const asked = after([idle * 1_000, tick]);
  expect(asked?.ending).toEqual({ why: 'idle', until: (idle + warn) * 1_000 });
  expect(after([idle * 1_000, tick], [(idle + warn) * 1_000 - 1, tick])).not.toBeNull();
  expect(after([idle * 1_000, tick], [(idle + warn) * 1_000, tick])).toBeNull();
});

test('an answer to the question gives the full time again', () => {
  const s = after([idle * 1_000, tick], [idle * 1_000 + 5, { type: 'touch' }]);
  expect(s?.ending).toBeNull();
  expect(s === null ? 0 : nextTick(s)).toBe(2 * idle * 1_000 + 5);
});

test('it does not ask while the reader reads', () => {
  const s = after([1, flow({ type: 'cardFound' })]);
  expect(s === null ? 0 : nextTick(s)).toBe(Number.POSITIVE_INFINITY);
  expect(after([1, flow({ type: 'cardFound' })], [1e9, tick])?.ending).toBeNull();
});

test('the card is taken away in the middle: it ends unless the citizen goes on', () => {
  const taken: [number, KioskEvent][] = [
    [1, card],
    [2, { type: 'cardTaken' }],
  ];
  expect(after(...taken)?.ending).toEqual({ why: 'cardRemoved', until: 2 + CARD_TAKEN_MS });
  expect(after(...taken, [2 + CARD_TAKEN_MS, tick])).toBeNull();
  expect(after(...taken, [3, { type: 'touch' }])?.ending).toBeNull();
});

test('the last page ends by itself, card or no card', () => {
  const done: [number, KioskEvent][] = [
    [1, card],
    [2, next],
    [3, next],
  ];
  expect(after(...done)?.flow.at).toBe('end');
  expect(after(...done, [4, { type: 'cardTaken' }])?.ending).toBeNull();
  expect(after(...done, [3 + DONE_MS - 1, tick])).not.toBeNull();
  expect(after(...done, [3 + DONE_MS, tick])).toBeNull();
});
