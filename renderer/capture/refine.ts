import { distance, type Point } from './geometry.ts';
import type { Gradient } from './gradient.ts';
import type { Line } from './lines.ts';

/** Points measured along a side, and how far to either side of it the edge is looked for, in pixels. */
const POINTS = 80;
const REACH = 5;
/** Points farther than this from the line that most agree on, in pixels, are something else. */
const OUTLIER = 1.2;
const ROUNDS = 5;
/** Ends of a side that are not measured: round corners, a thumb. */
const TRIM = 0.07;
/** With fewer points a side stays as it was. */
const LEAST_POINTS = 12;

interface Measured extends Point {
  weight: number;
}

/** The same side to a fraction of a pixel, from the steepest place across it at many points. */
export function refineLine(line: Line, from: Point, to: Point, gradient: Gradient, least: number): Line {
  if (line.frame || distance(from, to) < 20) return line;
  const points = measure(line, from, to, gradient, least);
  if (points.length < LEAST_POINTS) return line;
  let fitted = line;
  for (let round = 0; round < ROUNDS; round += 1) {
    const limit = round === 0 ? REACH : Math.max(OUTLIER, REACH / 2 ** round);
    const near = points.filter((p) => Math.abs(fitted.nx * p.x + fitted.ny * p.y - fitted.rho) <= limit);
    if (near.length < LEAST_POINTS) return line;
    fitted = fitLine(near, line);
  }
  return fitted;
}

function measure({ nx, ny }: Line, from: Point, to: Point, gradient: Gradient, least: number): Measured[] {
  const { width, height } = gradient;
  const rise = (x: number, y: number): number => {
    // Between the centres of four pixels.
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
    const a = x - 0.5 - left;
    const b = y - 0.5 - top;
    const at = top * width + left;
    const of = (i: number) => (gradient.x[i] ?? 0) * nx + (gradient.y[i] ?? 0) * ny;
    return (
      (of(at) * (1 - a) + of(at + 1) * a) * (1 - b) + (of(at + width) * (1 - a) + of(at + width + 1) * a) * b
    );
  };
  const points: Measured[] = [];
  for (let i = 0; i < POINTS; i += 1) {
    const share = TRIM + ((1 - 2 * TRIM) * (i + 0.5)) / POINTS;
    const x = from.x + (to.x - from.x) * share;
    const y = from.y + (to.y - from.y) * share;
    const values = Array.from({ length: 4 * REACH + 1 }, (_, k) => {
      const move = k / 2 - REACH;
      return rise(x + move * nx, y + move * ny);
    });
    const best = values.indexOf(Math.max(...values));
    const top = values[best] ?? 0;
    const before = values[best - 1];
    const after = values[best + 1];
    if (top < least || before === undefined || after === undefined) continue;
    // The vertex of the parabola through the three values.
    const bend = before - 2 * top + after;
    const move = (best + (bend === 0 ? 0 : (before - after) / (2 * bend))) / 2 - REACH;
    points.push({ x: x + move * nx, y: y + move * ny, weight: Math.min(top, 12) });
  }
  return points;
}

/** Weighted total least squares; the normal keeps its side. */
function fitLine(points: readonly Measured[], like: Line): Line {
  const total = points.reduce((sum, p) => sum + p.weight, 0);
  const x = points.reduce((sum, p) => sum + p.x * p.weight, 0) / total;
  const y = points.reduce((sum, p) => sum + p.y * p.weight, 0) / total;
  let [xx, xy, yy] = [0, 0, 0];
  for (const p of points) {
    xx += p.weight * (p.x - x) ** 2;
    xy += p.weight * (p.x - x) * (p.y - y);
    yy += p.weight * (p.y - y) ** 2;
  }
  const along = Math.atan2(2 * xy, xx - yy) / 2;
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const side = Math.sign(nx * like.nx + ny * like.ny) || 1;
  return { nx: side * nx, ny: side * ny, rho: side * (nx * x + ny * y), frame: false };
}
