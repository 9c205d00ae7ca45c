/** A picture of dots, 1 = black: rows from the top, each padded to whole bytes, most significant bit first. */
export interface Bitmap {
  width: number;
  height: number;
  bits: Uint8Array;
}

export const bytesAcross = (width: number): number => Math.ceil(width / 8);

/** Draws what `isBlack` says, dot by dot. */
export function bitmapOf(width: number, height: number, isBlack: (x: number, y: number) => boolean): Bitmap {
  const stride = bytesAcross(width);
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(x, y)) {
        const at = y * stride + (x >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
      }
  return { width, height, bits };
}
