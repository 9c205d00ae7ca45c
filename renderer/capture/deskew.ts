import type { Point, Quad } from './geometry.ts';
import { luma, type Picture } from './picture.ts';

/** Skews looked for, in degrees: a sheet laid on a flat bed by hand is hardly more askew. */
const MOST = 8;
const COARSE = 0.5;
const FINE = 0.05;
/** Pixels this much darker than the paper are print, levels. */
const INK = 50;
const LEAST_INK = 200;
/** How much the rows must stand out at the best angle against the usual one; else there are no lines of text. */
const STANDS_OUT = 1.3;

/** How far lines of text are turned clockwise, in degrees; 0 when there are none. For a long side of 400 to 800 pixels. */
export function skewOf(picture: Picture): number {
  const { data, width, height } = luma(picture);
  const paper = data.slice().sort()[Math.floor(data.length * 0.8)] ?? 255;
  const ink: Point[] = [];
  for (let at = 0; at < data.length; at += 1)
    if (paper - (data[at] ?? 255) > INK) ink.push({ x: (at % width) - width / 2, y: Math.floor(at / width) });
  if (ink.length < LEAST_INK) return 0;
  const rows = height + width;
  const at = (angle: number) => rowContrast(ink, angle, rows);
  const coarse = range(-MOST, MOST, COARSE).map((angle) => ({ angle, contrast: at(angle) }));
  const best = coarse.reduce((a, b) => (b.contrast > a.contrast ? b : a));
  const usual = coarse.map((c) => c.contrast).sort((a, b) => a - b)[coarse.length >> 1] ?? 0;
  if (best.contrast < STANDS_OUT * usual) return 0;
  return range(best.angle - COARSE, best.angle + COARSE, FINE)
    .map((angle) => ({ angle, contrast: at(angle) }))
    .reduce((a, b) => (b.contrast > a.contrast ? b : a)).angle;
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

/** How unevenly the ink lies in rows of that slope: most when the rows are the lines of text. */
function rowContrast(ink: readonly Point[], degrees: number, rows: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const sums = new Float32Array(rows + 2);
  const shift = rows / 4;
  for (const { x, y } of ink) {
    const place = y - x * slope + shift;
    const low = Math.floor(place);
    sums[low] = (sums[low] ?? 0) + 1 - (place - low);
    sums[low + 1] = (sums[low + 1] ?? 0) + place - low;
  }
  let total = 0;
  for (let i = 1; i < sums.length; i += 1) total += ((sums[i] ?? 0) - (sums[i - 1] ?? 0)) ** 2;
  return total;
}

/** The whole picture turned back by its skew, about its middle: a quad to `warp` it with. */
export function straightQuad(width: number, height: number, degrees: number): Quad {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const corner = (x: number, y: number): Point => ({
    x: width / 2 + x * cos - y * sin,
    y: height / 2 + x * sin + y * cos,
  });
  const [x, y] = [width / 2, height / 2];
  return [corner(-x, -y), corner(x, -y), corner(x, y), corner(-x, y)];
}
