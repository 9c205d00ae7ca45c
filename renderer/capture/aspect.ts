import { distance, type Quad } from './geometry.ts';

/** Sheets whose shape is known: long side to short side, and how far a measured shape may be from it. */
export type Paper = 'A4' | 'idCard';
const SHAPES: Readonly<Record<Paper, number>> = {
  /** ISO 216: all A sizes, A4 and A3 alike. */
  A4: Math.SQRT2,
  /** ISO/IEC 7810 ID-1: 85.6 × 53.98 mm. */
  idCard: 85.6 / 53.98,
};
const SNAP = 0.055;
/** Long side of an ID-1 card, mm. */
const ID_CARD_MM = 85.6;

/** Focal lengths of document cameras, in long sides of their picture; outside of it the estimate is noise. */
const FOCAL = { least: 0.6, most: 2, usual: 0.95 } as const;
/** Opposite sides must differ by this share in both directions: with less the lens cannot be told from the corners. */
const LEAST_TILT = 0.03;

type Vector = readonly [number, number, number];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * Width to height of the real sheet, from its outline in a picture of the given size. Zhang and He, "Whiteboard scanning
 * and image enhancement" (2007), section 3: a camera with square pixels and the picture's centre on its axis.
 */
export function aspectOf(quad: Quad, width: number, height: number): number {
  const place = (i: 0 | 1 | 2 | 3): Vector => [quad[i].x - width / 2, quad[i].y - height / 2, 1];
  const [topLeft, topRight, bottomRight, bottomLeft] = [place(0), place(1), place(2), place(3)];
  const diagonal = cross(topLeft, bottomRight);
  const k2 = dot(diagonal, bottomLeft) / dot(cross(topRight, bottomRight), bottomLeft);
  const k3 = dot(diagonal, topRight) / dot(cross(bottomLeft, bottomRight), topRight);
  const across: Vector = [k2 * topRight[0] - topLeft[0], k2 * topRight[1] - topLeft[1], k2 - 1];
  const down: Vector = [k3 * bottomLeft[0] - topLeft[0], k3 * bottomLeft[1] - topLeft[1], k3 - 1];
  const long = Math.max(width, height);
  const measured = Math.sqrt(-(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2]));
  const tilted = Math.min(Math.abs(across[2]), Math.abs(down[2])) >= LEAST_TILT;
  const known = tilted && measured >= FOCAL.least * long && measured <= FOCAL.most * long;
  const focal = known ? measured : FOCAL.usual * long;
  const length = (v: Vector) => Math.hypot(v[0] / focal, v[1] / focal, v[2]);
  const aspect = length(across) / length(down);
  return Number.isFinite(aspect) && aspect > 0 ? aspect : sidesAspect(quad);
}

const widthOf = ([a, b, c, d]: Quad): number => Math.max(distance(a, b), distance(c, d));
const heightOf = ([a, b, c, d]: Quad): number => Math.max(distance(b, c), distance(d, a));
const sidesAspect = (quad: Quad): number => widthOf(quad) / Math.max(1, heightOf(quad));

/** The known sheet of this shape, lying or standing. */
export function paperOf(aspect: number): Paper | null {
  const shape = Math.max(aspect, 1 / aspect);
  for (const paper of ['A4', 'idCard'] as const)
    if (Math.abs(shape / SHAPES[paper] - 1) <= SNAP) return paper;
  return null;
}

export interface PageSize {
  width: number;
  height: number;
  paper: Paper | null;
  /** Pixels of the page to pixels of the photograph; less than 1 where the page would be larger than asked for. */
  scale: number;
}

/** Pixels of the flat page: as many as the photograph has along the page's longer sides, `longSide` at most. */
export function pageSize(quad: Quad, aspect: number, longSide: number): PageSize {
  const paper = paperOf(aspect);
  const shape = paper === null ? aspect : aspect > 1 ? SHAPES[paper] : 1 / SHAPES[paper];
  const height = Math.max(heightOf(quad), widthOf(quad) / shape);
  return { ...fitted(height * shape, height, longSide), paper };
}

/** The same for a picture without perspective: the outline's own size, whatever sheet it is like. */
export const exactSize = (quad: Quad, longSide: number): PageSize => ({
  ...fitted(widthOf(quad), heightOf(quad), longSide),
  paper: paperOf(sidesAspect(quad)),
});

function fitted(width: number, height: number, longSide: number) {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    scale,
  };
}

/** Dots per inch of a flat page whose real size its shape tells. All A sizes have one shape: of them nothing is known. */
export const dpiOf = ({ width, height, paper }: PageSize): number | null =>
  paper === 'idCard' ? Math.round((Math.max(width, height) * 25.4) / ID_CARD_MM) : null;
