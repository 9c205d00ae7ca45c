import { luma, type Picture, type Plane } from './picture.ts';

/** What is wrong with a page, for people to read: `capture.json` has words for each. */
export type Warning = 'blurred' | 'blank' | 'dark' | 'glare' | 'cutOff';

/** The page is looked at in squares of this many pixels, without its outermost part: the desk may show there. */
const TILE = 32;
const MARGIN = 0.03;
/** A square whose brightest and darkest places differ by this many levels has print in it. */
const PRINT_CONTRAST = 38;
/** With a smaller share of printed squares a page is blank. */
const BLANK_SHARE = 0.004;
/**
 * Least sharpness of print: variance of the Laplacian over variance of the brightness, without the sensor's noise, in
 * the median of the printed squares. Measured on made photographs: README.
 */
export const SHARP = 0.05;
/** With fewer printed squares nothing is said about sharpness. */
const LEAST_PRINTED = 6;
/** Paper darker than this, in levels, is in the dark. */
const DARK_PAPER = 95;
/** A square this bright in every place, amid print, is a reflection. Paper that is as bright everywhere is none. */
const GLARE_LEVEL = 253;
const GLARE_PAPER = 246;
const GLARE_SHARE = 0.008;

export interface Quality {
  /** Median of the printed squares; null with too little print. */
  sharpness: number | null;
  /** Share of printed squares, 0–1. */
  printed: number;
  /** Brightness of the paper, levels. */
  paper: number;
  /** Share of squares burnt out by a reflection. */
  burnt: number;
}

interface Tile {
  contrast: number;
  /** Variances of the brightness and of its Laplacian. */
  spread: number;
  edges: number;
  brightest: number;
  darkest: number;
}

/** Measures a flat page, best at a long side of 1,000 to 1,600 pixels. */
export function measure(page: Picture): Quality {
  const plane = luma(page);
  const left = Math.max(1, Math.round(page.width * MARGIN));
  const top = Math.max(1, Math.round(page.height * MARGIN));
  const rows: Tile[][] = [];
  for (let y = top; y + TILE <= page.height - top; y += TILE) {
    const row: Tile[] = [];
    for (let x = left; x + TILE <= page.width - left; x += TILE) row.push(tileAt(plane, x, y));
    rows.push(row);
  }
  const tiles = rows.flat();
  const print = tiles.filter(isPrinted);
  const noise = middle(tiles.filter((t) => !isPrinted(t)).map((t) => t.edges));
  const paper = middle(tiles.map((t) => t.brightest));
  return {
    sharpness:
      print.length < LEAST_PRINTED ? null : middle(print.map((t) => Math.max(0, t.edges - noise) / t.spread)),
    printed: print.length / Math.max(1, tiles.length),
    paper,
    burnt: paper > GLARE_PAPER ? 0 : countBurnt(rows) / Math.max(1, tiles.length),
  };
}

export function warningsOf({ sharpness, printed, paper, burnt }: Quality): Warning[] {
  const warnings: Warning[] = [];
  if (printed < BLANK_SHARE) warnings.push('blank');
  if (paper < DARK_PAPER) warnings.push('dark');
  if (burnt >= GLARE_SHARE) warnings.push('glare');
  if (printed >= BLANK_SHARE && sharpness !== null && sharpness < SHARP) warnings.push('blurred');
  return warnings;
}

const isPrinted = (tile: Tile): boolean => tile.contrast >= PRINT_CONTRAST;
const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Burnt squares with print on all four sides of them: in the margins there is nothing to be hidden. */
function countBurnt(rows: readonly Tile[][]): number {
  let count = 0;
  for (const [y, row] of rows.entries())
    for (const [x, tile] of row.entries()) {
      if (tile.darkest < GLARE_LEVEL) continue;
      const column = rows.map((r) => r[x]);
      const printed = (some: (Tile | undefined)[]) => some.some((t) => t !== undefined && isPrinted(t));
      if (
        printed(row.slice(0, x)) &&
        printed(row.slice(x + 1)) &&
        printed(column.slice(0, y)) &&
        printed(column.slice(y + 1))
      )
        count += 1;
    }
  return count;
}

function tileAt({ data, width }: Plane, left: number, top: number): Tile {
  let [sum, squares, edges, edgeSquares] = [0, 0, 0, 0];
  let [brightest, darkest] = [0, 255];
  for (let y = top; y < top + TILE; y += 1)
    for (let at = y * width + left, end = at + TILE; at < end; at += 1) {
      const own = data[at] ?? 0;
      const laplacian =
        (data[at - 1] ?? own) +
        (data[at + 1] ?? own) +
        (data[at - width] ?? own) +
        (data[at + width] ?? own) -
        4 * own;
      sum += own;
      squares += own * own;
      edges += laplacian;
      edgeSquares += laplacian * laplacian;
      if (own > brightest) brightest = own;
      if (own < darkest) darkest = own;
    }
  const count = TILE * TILE;
  return {
    contrast: brightest - darkest,
    spread: squares / count - (sum / count) ** 2,
    edges: edgeSquares / count - (edges / count) ** 2,
    brightest,
    darkest,
  };
}
