import { describe, expect, it } from 'vitest';
import type { FoundPage } from './edges.ts';
import { mapQuad, wholeQuad } from './geometry.ts';
import { isSteady, restless, STEADY_MS, type Steady, watch } from './steady.ts';

const page = (move = 0, more: Partial<FoundPage> = {}): FoundPage => ({
  quad: mapQuad(wholeQuad(300, 400), (p) => ({ x: p.x + move, y: p.y })),
  confidence: 0.9,
  frameSides: 0,
  ...more,
});
const stateAfter = (frames: [number, FoundPage | null][]): Steady =>
  frames.reduce((state, [at, found]) => watch(state, found, at), restless);

describe('automatic capture', () => {
  it('waits until the page has lain still', () => {
    const state = stateAfter([
      [0, page()],
      [500, page(1)],
      [1_000, page(2)],
    ]);
    expect(isSteady(state, STEADY_MS - 1)).toBe(false);
    expect(isSteady(state, STEADY_MS)).toBe(true);
  });

  it('begins anew when the page moves, slowly as well', () => {
    expect(
      isSteady(
        stateAfter([
          [0, page()],
          [1_400, page(40)],
        ]),
        1_600,
      ),
    ).toBe(false);
    const creeping = Array.from({ length: 30 }, (_, i): [number, FoundPage] => [i * 100, page(i * 3)]);
    expect(isSteady(stateAfter(creeping), 2_900)).toBe(false);
  });

  it.each([
    ['no page', null],
    ['a doubtful one', page(0, { confidence: 0.3 })],
    ['one that is cut off', page(0, { frameSides: 1 })],
  ])('never takes %s', (_, found) => {
    expect(
      isSteady(
        stateAfter([
          [0, found],
          [900, found],
          [5_000, found],
        ]),
        9_000,
      ),
    ).toBe(false);
  });
});
