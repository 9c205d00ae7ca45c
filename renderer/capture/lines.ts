import type { Point } from './geometry.ts';
import { edgePixels, type Gradient } from './gradient.ts';
import type { Picture } from './picture.ts';

/** A straight line of the picture: all p with nx·x + ny·y = rho. (nx, ny) has length 1 and points to its brighter side. */
export interface Line {
  nx: number;
  ny: number;
  rho: number;
  /** The picture's own frame: a page that is cut off has no other edge there. */
  frame: boolean;
}

export const pointAlong = ({ nx, ny, rho }: Line, t: number): Point => ({
  x: nx * rho - ny * t,
  y: ny * rho + nx * t,
});
export const placeOn = ({ nx, ny }: Line, { x, y }: Point): number => nx * y - ny * x;

/** Where two lines meet; null when they hardly do. */
export function crossing(a: Line, b: Line): Point | null {
  const d = a.nx * b.ny - a.ny * b.nx;
  if (Math.abs(d) < 0.05) return null;
  return { x: (a.rho * b.ny - b.rho * a.ny) / d, y: (a.nx * b.rho - b.nx * a.rho) / d };
}

const ANGLES = 360;
const RHO_STEP = 1.5;
/** A pixel votes for its own direction and its neighbours': gradients of faint edges are some degrees off. */
const SPREAD = [0.2, 0.5, 0.85, 1, 0.85, 0.5, 0.2] as const;
/** A change this steep votes in full: a page's faint edge weighs as much as black print. */
const FULL_VOTE = 6;
/** Lines nearer than this, in degrees and pixels, are the same line. */
const APART_DEGREES = 5;
const APART_PIXELS = 6;

/** The straight edges with most pixels, by a Hough transform that knows which side is brighter. At most `count`. */
export function findLines(gradient: Gradient, least: number, count: number): Line[] {
  const { width, height } = gradient;
  const middle = { x: width / 2, y: height / 2 };
  const rhos = Math.ceil(Math.hypot(width, height) / RHO_STEP) + 3;
  const votes = new Float32Array(ANGLES * rhos);
  const cos = Float32Array.from({ length: ANGLES }, (_, a) => Math.cos((a * 2 * Math.PI) / ANGLES));
  const sin = Float32Array.from({ length: ANGLES }, (_, a) => Math.sin((a * 2 * Math.PI) / ANGLES));
  const half = (rhos - 1) / 2;
  for (const at of edgePixels(gradient, least)) {
    const x = (at % width) + 0.5 - middle.x;
    const y = Math.floor(at / width) + 0.5 - middle.y;
    const own = Math.round((Math.atan2(gradient.y[at] ?? 0, gradient.x[at] ?? 0) * ANGLES) / (2 * Math.PI));
    const weight = Math.min(1, (gradient.size[at] ?? 0) / FULL_VOTE);
    for (let i = 0; i < SPREAD.length; i += 1) {
      const share = SPREAD[i] ?? 0;
      const angle = (own + i - 3 + 2 * ANGLES) % ANGLES;
      const place = (x * (cos[angle] ?? 0) + y * (sin[angle] ?? 0)) / RHO_STEP + half;
      const low = Math.floor(place);
      const upper = place - low;
      const bin = angle * rhos + low;
      votes[bin] = (votes[bin] ?? 0) + weight * share * (1 - upper);
      votes[bin + 1] = (votes[bin + 1] ?? 0) + weight * share * upper;
    }
  }
  return peaks(votes, rhos, count, Math.min(width, height) * 0.05).map(({ angle, bin }) => {
    const nx = cos[angle] ?? 0;
    const ny = sin[angle] ?? 0;
    return { nx, ny, rho: (bin - half) * RHO_STEP + nx * middle.x + ny * middle.y, frame: false };
  });
}

function peaks(
  votes: Float32Array,
  rhos: number,
  count: number,
  least: number,
): { angle: number; bin: number }[] {
  const reach = Math.ceil(APART_PIXELS / RHO_STEP);
  const found: { angle: number; bin: number; votes: number }[] = [];
  for (let angle = 0; angle < ANGLES; angle += 1)
    for (let bin = 1; bin < rhos - 1; bin += 1) {
      const own = votes[angle * rhos + bin] ?? 0;
      if (own >= least && isPeak(votes, rhos, angle, bin, own)) found.push({ angle, bin, votes: own });
    }
  found.sort((a, b) => b.votes - a.votes);
  const kept: typeof found = [];
  for (const peak of found) {
    if (kept.length >= count) break;
    const known = kept.some((k) => {
      const turn = Math.abs(k.angle - peak.angle);
      return Math.min(turn, ANGLES - turn) <= APART_DEGREES && Math.abs(k.bin - peak.bin) <= reach;
    });
    if (!known) kept.push(peak);
  }
  return kept;
}

function isPeak(votes: Float32Array, rhos: number, angle: number, bin: number, own: number): boolean {
  for (let turn = -1; turn <= 1; turn += 1) {
    const row = ((angle + turn + ANGLES) % ANGLES) * rhos;
    for (let move = -1; move <= 1; move += 1) if ((votes[row + bin + move] ?? 0) > own) return false;
  }
  return true;
}

/** The four edges of the picture, bright side inwards. */
export const frameLines = (width: number, height: number): Line[] => [
  { nx: 0, ny: 1, rho: 0, frame: true },
  { nx: -1, ny: 0, rho: -width, frame: true },
  { nx: 0, ny: -1, rho: -height, frame: true },
  { nx: 1, ny: 0, rho: 0, frame: true },
];

/** How much of a line is a page's edge, summed up so that any stretch of it is read in one step. */
export interface Profile {
  /** Sums up to each sample: of evidence, and of samples that lie in the picture. */
  evidence: Float32Array;
  inside: Float32Array;
  half: number;
}

/** Samples along a line are so far apart, in pixels. */
const SAMPLE = 2;
/** A page's edge is a step: these many pixels on either side the colours differ still. A thin printed line is none. */
const NEAR_STEP = 4;
/** Evidence of the picture's frame, which is no edge of a page. */
const FRAME_EVIDENCE = 0.6;
/** Evidence of a change that is no step. */
const THIN_EVIDENCE = 0.25;

export interface Thresholds {
  /** Least gradient of an edge, levels a pixel. */
  gradient: number;
  /** Least difference between both sides, levels. */
  step: number;
}

export function profileOf(line: Line, gradient: Gradient, picture: Picture, least: Thresholds): Profile {
  const { width, height } = gradient;
  const half = Math.ceil(Math.hypot(width, height) / SAMPLE) + 2;
  const evidence = new Float32Array(2 * half + 2);
  const inside = new Float32Array(2 * half + 2);
  for (let i = -half; i <= half; i += 1) {
    const { x, y } = pointAlong(line, i * SAMPLE);
    const within = x >= 0 && y >= 0 && x < width && y < height;
    const at = i + half;
    inside[at + 1] = (inside[at] ?? 0) + (within ? 1 : 0);
    evidence[at + 1] = (evidence[at] ?? 0) + (within ? evidenceAt(line, x, y, gradient, picture, least) : 0);
  }
  return { evidence, inside, half };
}

function evidenceAt(
  line: Line,
  x: number,
  y: number,
  gradient: Gradient,
  picture: Picture,
  least: Thresholds,
): number {
  if (line.frame) return FRAME_EVIDENCE;
  const { width, height } = gradient;
  const { nx, ny } = line;
  let steepest = 0;
  for (let k = -2; k <= 2; k += 1) {
    const column = Math.floor(x + k * nx);
    const row = Math.floor(y + k * ny);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const at = row * width + column;
    steepest = Math.max(steepest, (gradient.x[at] ?? 0) * nx + (gradient.y[at] ?? 0) * ny);
  }
  if (steepest < least.gradient) return 0;
  return stepAt(line, x, y, picture, NEAR_STEP) >= least.step ? 1 : THIN_EVIDENCE;
}

/** How much brighter the line's bright side is, `reach` pixels to either side, in the colour that differs most. */
export function stepAt(
  { nx, ny }: Line,
  x: number,
  y: number,
  { data, width, height }: Picture,
  reach: number,
): number {
  let largest = Number.NEGATIVE_INFINITY;
  const pixel = (k: number) => {
    const column = Math.min(width - 1, Math.max(0, Math.floor(x + k * nx)));
    const row = Math.min(height - 1, Math.max(0, Math.floor(y + k * ny)));
    return (row * width + column) * 4;
  };
  const [a, b, c, d] = [pixel(reach - 1), pixel(reach + 1), pixel(1 - reach), pixel(-1 - reach)];
  for (let colour = 0; colour < 3; colour += 1) {
    const bright = (data[a + colour] ?? 0) + (data[b + colour] ?? 0);
    const dark = (data[c + colour] ?? 0) + (data[d + colour] ?? 0);
    largest = Math.max(largest, (bright - dark) / 2);
  }
  return largest;
}

/** Mean evidence of the stretch between two places of a line, and how many of its samples lie in the picture. */
export function stretch(profile: Profile, from: number, to: number): { evidence: number; inside: number } {
  const index = (t: number) => Math.min(2 * profile.half, Math.max(0, Math.round(t / SAMPLE) + profile.half));
  const [low, high] = from < to ? [index(from), index(to)] : [index(to), index(from)];
  const count = (profile.inside[high + 1] ?? 0) - (profile.inside[low] ?? 0);
  if (count === 0) return { evidence: 0, inside: 0 };
  const sum = (profile.evidence[high + 1] ?? 0) - (profile.evidence[low] ?? 0);
  return { evidence: sum / count, inside: count / (high - low + 1) };
}
