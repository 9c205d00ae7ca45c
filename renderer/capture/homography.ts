import type { Point, Quad } from './geometry.ts';

/**
 * A projective map of the plane, row by row with the last number 1:
 * x' = (h0 x + h1 y + h2) / (h6 x + h7 y + 1), y' = (h3 x + h4 y + h5) / (h6 x + h7 y + 1).
 */
export type Homography = readonly [number, number, number, number, number, number, number, number];

/** Eight equations in eight unknowns, by Gaussian elimination with row exchange; null when they hold no answer. */
function solve(rows: number[][]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row;
    const pivot = rows[best];
    const here = rows[column];
    if (pivot === undefined || here === undefined) return null;
    rows[best] = here;
    rows[column] = pivot;
    const head = pivot[column] ?? 0;
    if (Math.abs(head) < 1e-10) return null;
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = (row[column] ?? 0) / head;
      if (factor === 0) continue;
      for (let k = column; k <= size; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

/** The map that takes the corners of `from` to those of `to`; null when three of them lie on a line. */
export function homography(from: Quad, to: Quad): Homography | null {
  // Unit size: pixels in the thousands would cost the elimination half of its digits.
  const scale = Math.max(1, ...from.flatMap((p) => [Math.abs(p.x), Math.abs(p.y)]));
  const rows = from.flatMap((p, i) => {
    const [x, y] = [p.x / scale, p.y / scale];
    const { x: u, y: v } = to[i as 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const h = solve(rows);
  if (h === null || !h.every(Number.isFinite)) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  return [a / scale, b / scale, c, d / scale, e / scale, f, g / scale, i / scale];
}

export function mapPoint(h: Homography, { x, y }: Point): Point {
  const w = h[6] * x + h[7] * y + 1;
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
}
