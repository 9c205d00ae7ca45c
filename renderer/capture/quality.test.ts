import { describe, expect, it } from 'vitest';
import { photograph, type Wish } from '../../scripts/lib/documents/photograph.ts';
import { aspectOf, pageSize } from './aspect.ts';
import { type Quad, uprightQuad } from './geometry.ts';
import { createPicture, shrink } from './picture.ts';
import { measure, type Warning, warningsOf } from './quality.ts';
import { warp } from './warp.ts';

/** What is said of a page that is cut out of a photograph at its true corners. */
function said(wish: Partial<Wish>): Warning[] {
  const photo = photograph({ seed: 41, width: 1_000, height: 750, kind: 'lease', desk: 'grey', ...wish });
  const quad = uprightQuad(photo.corners as Quad);
  const size = pageSize(quad, aspectOf(quad, photo.width, photo.height), 3_508);
  const page = warp(
    { data: photo.rgba, width: photo.width, height: photo.height },
    quad,
    size.width,
    size.height,
  );
  if (page === null) throw new Error('no page');
  return warningsOf(measure(shrink(page, 1_400)));
}

describe('what is said of a page', { timeout: 60_000 }, () => {
  it('is nothing of a good one', () => {
    expect(said({})).toEqual([]);
    expect(said({ kind: 'idCard', seed: 42 })).toEqual([]);
    expect(said({ kind: 'licence', seed: 43 })).toEqual([]);
    expect(said({ kind: 'residence', seed: 44 })).toEqual([]);
  });

  it('is that it is blurred, of print out of focus', () => {
    for (const kind of ['lease', 'residence', 'licence'] as const)
      expect(said({ kind, blur: 3 }), kind).toEqual(['blurred']);
  });

  it('is that it is blank, of an empty sheet, and not that it is blurred', () => {
    expect(said({ blank: true })).toEqual(['blank']);
  });

  it('is that it is dark, in the dark', () => {
    expect(said({ light: 0.3 })).toEqual(['dark']);
  });

  it('is that a reflection hides print', () => {
    for (const seed of [46, 47, 48]) {
      expect(said({ glare: true, light: 0.95, seed }), `${seed}`).toEqual(['glare']);
      expect(said({ light: 0.95, seed }), `${seed}`).toEqual([]);
    }
  });

  it('is something of the smallest picture, too', () => {
    expect(warningsOf(measure(createPicture(3, 3)))).toEqual(['blank', 'dark']);
  });
});
