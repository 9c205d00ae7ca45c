export interface PictureFacts {
  /** As the header declares them, px. */
  width: number;
  height: number;
  /** Where the picture ends; what follows belongs to something else. null: it is cut off or cannot be followed. */
  end: number | null;
}

/**
 * A picture of more pixels is not opened: 200 million pixels of 4 bytes are 800 MB. An A3 page at 600 dpi has 70
 * million.
 */
export const MAX_PIXELS = 200_000_000;
/** Longest side, px, as in `contracts/material.ts`. */
export const MAX_SIDE = 40_000;

export const isTooLarge = ({ width, height }: Pick<PictureFacts, 'width' | 'height'>): boolean =>
  width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS;
