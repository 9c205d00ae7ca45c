import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEAST_CHARACTERS,
  LONGEST_GAP_MS,
  MEAN_GAP_MS,
  MOST_CHARACTERS,
  MOST_OF_A_DEVICE,
  quiet,
  type WedgeKey,
  type WedgeState,
  wedge,
} from './wedge.ts';

/** Keys with a gap before each, in milliseconds; an injected clock starts at 1000. */
function keys(text: string[], gaps: number[], more: Partial<WedgeKey> = {}): WedgeKey[] {
  let at = 1000;
  return text.map((key, i) => {
    at += gaps[i % gaps.length] ?? 0;
    return { key, at, repeat: false, modified: false, ...more };
  });
}

function run(
  strokes: WedgeKey[],
  from: WedgeState = quiet,
  most?: number,
): { state: WedgeState; scans: string[] } {
  const scans: string[] = [];
  let state = from;
  for (const stroke of strokes) {
    const [next, scanned] = wedge(state, stroke, most);
    state = next;
    if (scanned !== null) scans.push(scanned);
  }
  return { state, scans };
}

const RECEIPT = `HTR1.JY20260001.1.${'aB3-_'.repeat(17)}Q`;

describe('keyboard-wedge scanner', () => {
  it.each(['Enter', 'Tab'])('is heard when it ends with %s', (end) => {
    expect(run(keys([...RECEIPT, end], [4])).scans).toEqual([RECEIPT]);
  });

  it('may press shift, hesitate once, and scan again', () => {
    const strokes = keys(
      ['Shift', 'H', 'Shift', 'T', ...'R1.ABC', 'Enter', ...'123456', 'Enter'],
      [5, 5, 60, 5],
    );
    expect(run(strokes).scans).toEqual(['HTR1.ABC', '123456']);
  });

  it('is not heard for too few characters, or without its end', () => {
    expect(run(keys([...'12345', 'Enter'], [4])).scans).toEqual([]);
    expect(run(keys([...RECEIPT], [4])).scans).toEqual([]);
  });

  it('is not mistaken for a held key, a shortcut or an editing key', () => {
    expect(run(keys([...'aaaaaaaa', 'Enter'], [33], { repeat: true })).scans).toEqual([]);
    expect(run(keys([...'aaaaaaaa', 'Enter'], [5], { modified: true })).scans).toEqual([]);
    expect(run(keys([...'1234', 'Backspace', ...'56', 'Enter'], [5])).scans).toEqual([]);
  });

  it('begins anew after a pause', () => {
    const strokes = keys(
      [...'hello', ...'654321', 'Enter'],
      [200, 200, 200, 200, 200, 200, 4, 4, 4, 4, 4, 4],
    );
    expect(run(strokes).scans).toEqual(['654321']);
  });

  const char = fc.constantFrom(...'0123456789ABCDEFabc.-_');

  it('delivers every text typed at a scanner’s speed, whatever came before', () => {
    const text = fc.array(char, { minLength: LEAST_CHARACTERS, maxLength: 200 });
    const before = fc.array(char, { maxLength: 20 });
    fc.assert(
      fc.property(before, text, fc.integer({ min: 0, max: MEAN_GAP_MS - 1 }), (noise, scan, gap) => {
        const noisy = run(keys(noise, [90])).state;
        const later = keys([...scan, 'Enter'], [gap]).map((k) => ({
          ...k,
          at: k.at + noise.length * 90 + LONGEST_GAP_MS + 1,
        }));
        expect(run(later, noisy).scans).toEqual([scan.join('')]);
      }),
    );
  });

  it('never takes a person for a scanner', () => {
    const gaps = fc.array(fc.integer({ min: MEAN_GAP_MS, max: 2000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(char, { maxLength: 60 }), gaps, (text, pauses) => {
        expect(run(keys([...text, 'Enter'], pauses)).scans).toEqual([]);
      }),
    );
  });

  it('keeps a bounded text, and drops one that is too long whole', () => {
    const long = [...'7'.repeat(MOST_CHARACTERS + 50)];
    const { state } = run(keys(long, [1]));
    expect(state.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(run(keys([...long, 'Enter'], [1])).scans).toEqual([]);
    expect(run(keys([...long, 'Enter', ...'123456', 'Enter'], [1])).scans).toEqual(['123456']);
  });

  it('keeps the longer codes of a declared scanner', () => {
    const long = [...'7'.repeat(MOST_OF_A_DEVICE)];
    expect(run(keys([...long, 'Enter'], [1]), quiet, MOST_OF_A_DEVICE).scans).toEqual([long.join('')]);
    expect(run(keys(['7', ...long, 'Enter'], [1]), quiet, MOST_OF_A_DEVICE).scans).toEqual([]);
  });

  it('never throws and stays bounded for any keys at any times', () => {
    const stroke = fc.record({
      key: fc.oneof(fc.constantFrom('Enter', 'Tab', 'Shift', 'Dead', 'Process'), fc.string()),
      at: fc.double({ min: 0, max: 1e6, noNaN: true }),
      repeat: fc.boolean(),
      modified: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(stroke), (strokes) => {
        const { state, scans } = run(strokes);
        expect(state.text.length).toBeLessThanOrEqual(MOST_CHARACTERS * 2);
        for (const s of scans) expect([...s].length).toBeGreaterThanOrEqual(LEAST_CHARACTERS);
      }),
    );
  });
});
