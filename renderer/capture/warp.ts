import { type Quad, wholeQuad } from './geometry.ts';
import { homography } from './homography.ts';
import { createPicture, type Picture } from './picture.ts';

/** Two colours of a pixel at once: they lie a byte apart, so that products with 0–256 do not touch. */
const PAIR = 0x00ff00ff;

/** Between two pixels, `share` of 256 towards the second. */
function between(a: number, b: number, share: number): number {
  const rest = 256 - share;
  const even = ((Math.imul(a & PAIR, rest) + Math.imul(b & PAIR, share)) >>> 8) & PAIR;
  const odd = (Math.imul((a >>> 8) & PAIR, rest) + Math.imul((b >>> 8) & PAIR, share)) & ~PAIR;
  return even | odd;
}

/** Places in the source are whole numbers of 1/65536 pixel. */
const FRACTION = 16;
const ONE = 1 << FRACTION;
/** Exact places are computed so many pixels apart, and lie on a line in between: off by less than 0.02 of a pixel. */
const SPAN = 16;

/**
 * The part of a picture inside `quad`, made flat: perspective correction with bilinear sampling. Places outside the
 * picture take its nearest pixel. null when the corners lie on a line. Pictures of at most 32,767 pixels a side.
 */
export function warp(picture: Picture, quad: Quad, width: number, height: number): Picture | null {
  const map = homography(wholeQuad(width, height), quad);
  if (map === null) return null;
  const out = createPicture(width, height);
  const source = new Uint32Array(
    picture.data.buffer,
    picture.data.byteOffset,
    picture.width * picture.height,
  );
  const target = new Uint32Array(out.data.buffer);
  const stride = picture.width;
  const right = (picture.width - 1) * ONE;
  const bottom = (picture.height - 1) * ONE;
  const [a, b, c, d, e, f, g, h] = map;
  // A pixel's centre is at .5; the source's pixel i is the one whose centre is at i + .5.
  const fixed = (value: number, last: number) => Math.round(Math.min(last, Math.max(0, (value - 0.5) * ONE)));
  for (let y = 0, at = 0; y < height; y += 1) {
    const v = y + 0.5;
    const placeX = (u: number) => fixed((a * u + b * v + c) / (g * u + h * v + 1), right);
    const placeY = (u: number) => fixed((d * u + e * v + f) / (g * u + h * v + 1), bottom);
    for (let x = 0; x < width; x += SPAN) {
      const count = Math.min(SPAN, width - x);
      const fromX = placeX(x + 0.5);
      const fromY = placeY(x + 0.5);
      const steps = Math.max(1, count - 1);
      const stepX = ((placeX(x + count - 0.5) - fromX) / steps) | 0;
      const stepY = ((placeY(x + count - 0.5) - fromY) / steps) | 0;
      let sx = fromX;
      let sy = fromY;
      for (let end = at + count; at < end; at += 1) {
        const here = (sy >> FRACTION) * stride + (sx >> FRACTION);
        // In the last column and row the neighbour would be beyond the picture, and has no share.
        const beside = sx < right ? here + 1 : here;
        const down = sy < bottom ? stride : 0;
        const across = (sx >> 8) & 0xff;
        const upper = between(source[here] ?? 0, source[beside] ?? 0, across);
        const lower = between(source[here + down] ?? 0, source[beside + down] ?? 0, across);
        target[at] = between(upper, lower, (sy >> 8) & 0xff);
        sx += stepX;
        sy += stepY;
      }
    }
  }
  return out;
}
