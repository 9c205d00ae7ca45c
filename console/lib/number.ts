/** `12,345` */
export const count = (n: number): string => n.toLocaleString('en-US');

/** A part of a whole in per cent with one decimal; `–` of nothing. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`;
