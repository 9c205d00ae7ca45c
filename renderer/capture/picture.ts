/** Pictures as plain arrays, so that the maths runs in a worker and in Node alike. */

/** Four bytes a pixel: red, green, blue, alpha. The shape of `ImageData`. */
export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** One number a pixel, 0–255. */
export interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}

export const createPicture = (width: number, height: number): Picture => ({
  data: new Uint8ClampedArray(width * height * 4),
  width,
  height,
});

/** The size that fits into `longSide`, never larger than it is. */
export function fitSize(width: number, height: number, longSide: number): { width: number; height: number } {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Makes a picture smaller: each pixel is the mean of the pixels that it covers. */
export function shrink(picture: Picture, longSide: number): Picture {
  const { data, width, height } = picture;
  const size = fitSize(width, height, longSide);
  if (size.width === width && size.height === height) return picture;
  const out = createPicture(size.width, size.height);
  for (let y = 0; y < size.height; y += 1) {
    const top = Math.floor((y * height) / size.height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / size.height));
    for (let x = 0; x < size.width; x += 1) {
      const left = Math.floor((x * width) / size.width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / size.width));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let v = top; v < bottom; v += 1)
        for (let at = (v * width + left) * 4, end = (v * width + right) * 4; at < end; at += 4) {
          red += data[at] ?? 0;
          green += data[at + 1] ?? 0;
          blue += data[at + 2] ?? 0;
        }
      const count = (bottom - top) * (right - left);
      const to = (y * size.width + x) * 4;
      out.data[to] = red / count;
      out.data[to + 1] = green / count;
      out.data[to + 2] = blue / count;
      out.data[to + 3] = 255;
    }
  }
  return out;
}

/** Brightness as people see it (ITU-R BT.601). */
export function luma({ data, width, height }: Picture): Plane {
  const plane = new Float32Array(width * height);
  for (let i = 0, at = 0; i < plane.length; i += 1, at += 4)
    plane[i] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  return { data: plane, width, height };
}

/** One colour of a picture: 0 red, 1 green, 2 blue. */
export function channel({ data, width, height }: Picture, index: 0 | 1 | 2): Plane {
  const plane = new Float32Array(width * height);
  for (let i = 0, at = index; i < plane.length; i += 1, at += 4) plane[i] = data[at] ?? 0;
  return { data: plane, width, height };
}

/** Binomial blur of five by five (close to a Gaussian of σ = 1); edges repeat. */
export function soften({ data, width, height }: Plane): Plane {
  const across = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < width; x += 1) {
      const l2 = data[row + Math.max(0, x - 2)] ?? 0;
      const l1 = data[row + Math.max(0, x - 1)] ?? 0;
      const r1 = data[row + Math.min(width - 1, x + 1)] ?? 0;
      const r2 = data[row + Math.min(width - 1, x + 2)] ?? 0;
      across[row + x] = (l2 + r2 + 4 * (l1 + r1) + 6 * (data[row + x] ?? 0)) / 16;
    }
  }
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const u2 = Math.max(0, y - 2) * width;
    const u1 = Math.max(0, y - 1) * width;
    const d1 = Math.min(height - 1, y + 1) * width;
    const d2 = Math.min(height - 1, y + 2) * width;
    for (let x = 0; x < width; x += 1)
      out[row + x] =
        ((across[u2 + x] ?? 0) +
          (across[d2 + x] ?? 0) +
          4 * ((across[u1 + x] ?? 0) + (across[d1 + x] ?? 0)) +
          6 * (across[row + x] ?? 0)) /
        16;
  }
  return { data: out, width, height };
}
