/** A screen's size, free of imports: the pad's first load carries it without the schemas. */
export interface Panel {
  /** Pixels of the screen as the page sees them (CSS pixels). */
  widthPx: number;
  heightPx: number;
  /** Diagonal in inches: with the pixels it gives the density, and so `--mm`. */
  diagonalInch: number;
}

/** CSS pixels per millimetre. */
export const pxPerMm = (p: Panel): number => Math.hypot(p.widthPx, p.heightPx) / (p.diagonalInch * 25.4);

export const PAD_PANEL: Panel = { widthPx: 1280, heightPx: 800, diagonalInch: 10.1 };
