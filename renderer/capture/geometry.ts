/** Points and quadrilaterals in pixels; a pixel's centre is at .5, y points down. */
export interface Point {
  x: number;
  y: number;
}
/** Corners of a page: its top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export const mapQuad = (quad: Quad, f: (point: Point, index: number) => Point): Quad => [
  f(quad[0], 0),
  f(quad[1], 1),
  f(quad[2], 2),
  f(quad[3], 3),
];

export const scaleQuad = (quad: Quad, x: number, y = x): Quad =>
  mapQuad(quad, (p) => ({ x: p.x * x, y: p.y * y }));

/** The four sides, from corner to corner, clockwise from the top. */
export const sidesOf = ([a, b, c, d]: Quad): readonly [Point, Point][] => [
  [a, b],
  [b, c],
  [c, d],
  [d, a],
];

/** Signed area by the shoelace formula: positive for corners in clockwise order on screen. */
export const areaOf = (quad: Quad): number =>
  sidesOf(quad).reduce((sum, [p, q]) => sum + (p.x * q.y - q.x * p.y), 0) / 2;

/** Twice the signed area of the triangle: positive for a turn to the right on screen. */
const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** Whether the corners go round clockwise without a dent; a page seen by a camera always does. */
export const isConvex = ([a, b, c, d]: Quad): boolean =>
  turn(a, b, c) > 0 && turn(b, c, d) > 0 && turn(c, d, a) > 0 && turn(d, a, b) > 0;

/** Starts the same outline at the corner that is nearest to the picture's top left. */
export function uprightQuad(quad: Quad): Quad {
  const sums = quad.map((p) => p.x + p.y);
  const first = sums.indexOf(Math.min(...sums));
  return mapQuad(quad, (_, i) => quad[((first + i) % 4) as 0 | 1 | 2 | 3]);
}

export const wholeQuad = (width: number, height: number): Quad => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];

/** The farthest of the four corners from their places in another quad. */
export const farthestCorner = (a: Quad, b: Quad): number =>
  Math.max(...a.map((p, i) => distance(p, b[i as 0])));

/** A corner this near to the picture's frame, as a share of its long side, may well be cut off. */
const FRAME_SHARE = 0.004;

/** Whether a corner lies outside of a picture, or so near to its frame that the page may go on there. */
export function isCutOff(quad: Quad, width: number, height: number): boolean {
  const near = FRAME_SHARE * Math.max(width, height);
  return quad.some(({ x, y }) => x < near || y < near || x > width - near || y > height - near);
}
