import { describe, expect, it } from 'vitest';
import { photograph, type Wish } from '../../scripts/lib/documents/photograph.ts';
import { wishOf } from '../../scripts/make-document-photos.ts';
import { CONFIDENT, type FoundPage, findPage } from './edges.ts';
import { distance, farthestCorner, type Quad, scaleQuad, uprightQuad } from './geometry.ts';
import { createPicture, shrink } from './picture.ts';
import { type Turns, turnQuad } from './rotate.ts';

const SIDE = 640;
/** Corners are right within this share of the picture's diagonal. */
const TOLERANCE = 0.01;
const PHOTOS = 60;

interface Outcome {
  found: FoundPage | null;
  /** Farthest corner, as a share of the diagonal; infinite without an outline or a page. */
  error: number;
  what: string;
}

function look(wish: Wish): Outcome {
  const photo = photograph(wish);
  const small = shrink({ data: photo.rgba, width: photo.width, height: photo.height }, SIDE);
  const found = findPage(small);
  const what = `${photo.kind} on ${photo.desk}, seed ${wish.seed}`;
  if (found === null || photo.corners === null) return { found, error: Number.POSITIVE_INFINITY, what };
  const truth = uprightQuad(scaleQuad(photo.corners as Quad, small.width / photo.width));
  const diagonal = distance({ x: 0, y: 0 }, { x: small.width, y: small.height });
  const errors = ([0, 1, 2, 3] as Turns[]).map(
    (t) => farthestCorner(turnQuad(found.quad, t), truth) / diagonal,
  );
  return { found, error: Math.min(...errors), what };
}

const isConfident = ({ found }: Outcome): boolean =>
  found !== null && found.confidence >= CONFIDENT && found.frameSides === 0;
const isWrong = (o: Outcome): boolean => isConfident(o) && o.error > TOLERANCE;

describe('finding the page in photographs', { timeout: 120_000 }, () => {
  it(`is right in at least 95 % of ${PHOTOS}, and never wrong without saying so`, () => {
    const outcomes = Array.from({ length: PHOTOS }, (_, i) => look(wishOf(i, 20_261, 800)));
    const right = outcomes.filter((o) => isConfident(o) && o.error <= TOLERANCE);
    expect(outcomes.filter(isWrong).map((o) => o.what)).toEqual([]);
    expect(right.length).toBeGreaterThanOrEqual(0.95 * PHOTOS);
  });

  it.each([
    ['an empty desk', { empty: true }],
    ['a page half out of the picture', { off: { x: 0.33, y: 0.05 } }],
    ['a page pushed out below', { off: { x: 0, y: 0.4 } }],
    ['a dark room', { light: 0.3 }],
    ['a lamp’s reflection', { glare: true }],
    ['a picture out of focus', { blur: 4 }],
    ['an empty sheet', { blank: true }],
  ])('is never wrong without saying so for %s', (_, more) => {
    const outcomes = Array.from({ length: 6 }, (__, i) => look({ ...wishOf(i * 3, 77, 640), ...more }));
    expect(outcomes.filter(isWrong).map((o) => o.what)).toEqual([]);
  });

  it('does not take a table’s rule for the edge of a page that runs out of the picture', () => {
    expect(isWrong(look({ ...wishOf(19, 9, 800), off: { x: 0.3, y: 0.1 } }))).toBe(false);
  });

  it('finds nothing in pictures without edges', () => {
    const plain = createPicture(320, 240);
    plain.data.fill(200);
    expect(findPage(plain)).toBeNull();
    expect(findPage(createPicture(1, 1))).toBeNull();
    expect(findPage(createPicture(9, 3))).toBeNull();
  });
});
