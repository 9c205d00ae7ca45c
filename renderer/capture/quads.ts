import { areaOf, isConvex, type Quad } from './geometry.ts';
import { crossing, type Line, type Profile, placeOn, stretch } from './lines.ts';

export interface Edge {
  line: Line;
  profile: Profile;
}
/** Four lines that may be a page's edges: side i goes from corner i to corner i + 1. */
export interface Candidate {
  quad: Quad;
  edges: readonly [Edge, Edge, Edge, Edge];
  /** Share of each side that is a page's edge, 0–1. */
  support: readonly number[];
  /** Share of the sides' prolongations beyond the corners that is an edge too: of a page, none. */
  overshoot: number;
  /** The same of that side beyond which both its neighbours go on most: there the page goes on, too. */
  goesOn: number;
  score: number;
}

/** Opposite sides of a page differ by less than this in direction. */
const MOST_CONVERGENCE = Math.cos((36 * Math.PI) / 180);
/** Neighbouring sides cross at more than this, 50°. */
const LEAST_CROSSING = Math.cos((50 * Math.PI) / 180);
/** Least size of a page: a share of the picture's short side, and of its area. */
const LEAST_WIDTH = 0.14;
export const LEAST_AREA = 0.06;
/** Corners may lie outside the picture by this share of its size. */
const OUTSIDE = 0.12;
/** Opposite pairs and crossings tried at most; a desk of stripes has more. */
const MOST_PAIRS = 400;
/** Corners are round or worn: this share of a side at either end proves nothing. */
const TRIM = 0.05;
/** The prolongation beyond a corner begins and ends at these shares of the side. */
const GAP = 0.02;
const BEYOND = 0.12;
/** A stretch of which less than this share lies in the picture proves nothing. */
const SEEN = 0.5;
const OVERSHOOT_COST = 0.7;
/** Of two outlines with the same edges the larger one is the page: a frame is printed inside it. */
const AREA_POWER = 0.4;

interface Pair {
  a: Edge;
  b: Edge;
}

/** The best outlines, best first. `inward`: the page is brighter than the desk; otherwise darker. */
export function findQuads(
  edges: readonly Edge[],
  inward: boolean,
  width: number,
  height: number,
  keep: number,
) {
  const sign = inward ? 1 : -1;
  const middle = { x: width / 2, y: height / 2 };
  const least = Math.min(width, height) * LEAST_WIDTH;
  const depth = ({ nx, ny, rho, frame }: Line) => (frame ? 1 : sign) * (rho - nx * middle.x - ny * middle.y);
  const pairs: Pair[] = [];
  for (const [i, a] of edges.entries())
    for (const b of edges.slice(i + 1)) {
      if (pairs.length >= MOST_PAIRS) break;
      const facing = a.line.nx * b.line.nx + a.line.ny * b.line.ny;
      const turned = inward || a.line.frame === b.line.frame ? facing : -facing;
      if (turned < -MOST_CONVERGENCE && -(depth(a.line) + depth(b.line)) > least) pairs.push({ a, b });
    }
  const found: Candidate[] = [];
  for (const [i, one] of pairs.entries())
    for (const other of pairs.slice(i + 1)) {
      const candidate = join(one, other, sign, width, height);
      if (candidate === null) continue;
      found.push(candidate);
      if (found.length > 4 * keep) trim(found, keep);
    }
  trim(found, keep);
  return found;
}

function trim(found: Candidate[], keep: number): void {
  found.sort((a, b) => b.score - a.score);
  found.length = Math.min(found.length, keep);
}

function join(one: Pair, other: Pair, sign: number, width: number, height: number): Candidate | null {
  for (const p of [one.a, one.b])
    for (const q of [other.a, other.b])
      if (p === q || Math.abs(p.line.nx * q.line.nx + p.line.ny * q.line.ny) > LEAST_CROSSING) return null;
  const round = [one.a, one.b, other.a, other.b].toSorted(
    (p, q) => facing(p.line, sign) - facing(q.line, sign),
  );
  const [a, b, c, d] = round;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  if ([a, b, c, d].filter((e) => e.line.frame).length > 2) return null;
  return judge([a, b, c, d], width, height);
}

/** Direction from a side into the page, clockwise on screen. */
const facing = ({ nx, ny, frame }: Line, sign: number): number =>
  frame ? Math.atan2(ny, nx) : Math.atan2(sign * ny, sign * nx);

/** The candidate of four edges in clockwise order, or null when they make no page. */
export function judge(edges: Candidate['edges'], width: number, height: number): Candidate | null {
  const [a, b, c, d] = edges;
  const corners = [
    crossing(d.line, a.line),
    crossing(a.line, b.line),
    crossing(b.line, c.line),
    crossing(c.line, d.line),
  ];
  const [p, q, r, s] = corners;
  if (!p || !q || !r || !s) return null;
  const quad: Quad = [p, q, r, s];
  for (const { x, y } of quad)
    if (
      x < -OUTSIDE * width ||
      y < -OUTSIDE * height ||
      x > (1 + OUTSIDE) * width ||
      y > (1 + OUTSIDE) * height
    )
      return null;
  const area = areaOf(quad) / (width * height);
  if (area < LEAST_AREA || !isConvex(quad)) return null;
  const support: number[] = [];
  const beyond: Beyond[][] = [[], [], [], []];
  for (const [i, { line, profile }] of edges.entries()) {
    const from = quad[i as 0];
    const to = quad[((i + 1) % 4) as 0];
    const start = placeOn(line, from);
    const end = placeOn(line, to);
    const length = end - start;
    const own = stretch(profile, start + TRIM * length, end - TRIM * length);
    support.push(own.inside < SEEN ? 0 : own.evidence);
    if (line.frame) continue;
    beyond[(i + 3) % 4]?.push(stretch(profile, start - GAP * length, start - BEYOND * length));
    beyond[(i + 1) % 4]?.push(stretch(profile, end + GAP * length, end + BEYOND * length));
  }
  const overshoot = beyond.flat().reduce((sum, b) => sum + b.evidence, 0) / 8;
  const goesOn = Math.max(...beyond.map(least));
  const product = support.reduce((all, f) => all * f, 1);
  const score =
    product ** 0.25 * Math.min(...support) ** 0.5 * (1 - OVERSHOOT_COST * overshoot) * area ** AREA_POWER;
  return score > 0 ? { quad, edges, support, overshoot, goesOn, score } : null;
}

type Beyond = ReturnType<typeof stretch>;

/** The lesser evidence of the prolongations that the picture shows; of none, none. */
function least(prolongations: readonly Beyond[]): number {
  const seen = prolongations.filter((p) => p.inside >= SEEN).map((p) => p.evidence);
  return seen.length === 0 ? 0 : Math.min(...seen);
}
