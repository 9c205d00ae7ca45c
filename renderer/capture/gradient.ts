import { channel, type Picture, soften } from './picture.ts';

/** How steep the brightest change at each pixel is, and where it rises to. Levels (0–255) a pixel. */
export interface Gradient {
  width: number;
  height: number;
  x: Float32Array;
  y: Float32Array;
  size: Float32Array;
}

/**
 * Sobel gradient after a blur, of whichever colour changes most at that pixel: white paper on light wood hardly differs
 * in red, and clearly in blue.
 */
export function gradientOf(picture: Picture): Gradient {
  const { width, height } = picture;
  const x = new Float32Array(width * height);
  const y = new Float32Array(width * height);
  const size = new Float32Array(width * height);
  for (const index of [0, 1, 2] as const) {
    const { data } = soften(channel(picture, index));
    for (let row = 1; row < height - 1; row += 1)
      for (let at = row * width + 1, end = row * width + width - 1; at < end; at += 1) {
        const nw = data[at - width - 1] ?? 0;
        const n = data[at - width] ?? 0;
        const ne = data[at - width + 1] ?? 0;
        const w = data[at - 1] ?? 0;
        const e = data[at + 1] ?? 0;
        const sw = data[at + width - 1] ?? 0;
        const s = data[at + width] ?? 0;
        const se = data[at + width + 1] ?? 0;
        const gx = (ne - nw + 2 * (e - w) + se - sw) / 8;
        const gy = (sw - nw + 2 * (s - n) + se - ne) / 8;
        const square = gx * gx + gy * gy;
        if (square > (size[at] ?? 0)) {
          size[at] = square;
          x[at] = gx;
          y[at] = gy;
        }
      }
  }
  for (let at = 0; at < size.length; at += 1) size[at] = Math.sqrt(size[at] ?? 0);
  return { width, height, x, y, size };
}

/** Pixels where the gradient is a ridge: larger than `least` and than both neighbours along its own direction. */
export function edgePixels({ width, height, x, y, size }: Gradient, least: number): number[] {
  const found: number[] = [];
  for (let row = 1; row < height - 1; row += 1)
    for (let column = 1; column < width - 1; column += 1) {
      const at = row * width + column;
      const g = size[at] ?? 0;
      if (g < least) continue;
      const gx = x[at] ?? 0;
      const gy = y[at] ?? 0;
      const steep = Math.abs(gy) > 2.4142 * Math.abs(gx);
      const flat = Math.abs(gx) > 2.4142 * Math.abs(gy);
      const step = flat ? 1 : steep ? width : gx * gy > 0 ? width + 1 : width - 1;
      if (g >= (size[at - step] ?? 0) && g > (size[at + step] ?? 0)) found.push(at);
    }
  return found;
}

/** The value that a share `p` of the pixels does not exceed, from every seventh of them. */
export function percentileOf(values: Float32Array, p: number): number {
  const some = new Float32Array(Math.ceil(values.length / 7));
  for (let i = 0; i < some.length; i += 1) some[i] = values[i * 7] ?? 0;
  some.sort();
  return some[Math.min(some.length - 1, Math.floor(p * some.length))] ?? 0;
}
