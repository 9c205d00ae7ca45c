import { readFileSync } from 'node:fs';
import {
  columnsOfGrapheme,
  columnsOfText,
  DOTS_PER_COLUMN,
  graphemesOf,
} from '../../contracts/slip-layout.ts';
import { FONT_NAME, fontPath } from '../font.ts';
import { bitmapOf } from './bitmap.ts';
import type { DrawText } from './escpos.ts';

/** A character cell is 24 dots high; the baseline lies so that Noto Sans SC stands in the middle of it. */
const CELL_HEIGHT = 24;
/** White below a drawn row, as a printer's line spacing gives its own rows. */
const LEADING = 8;
const BASELINE = 20.5;
const EM = 23;
/** Darker than this is black: thin strokes of thermal paper come out stronger than they are drawn. */
const BLACK_BELOW = 150;

let loading: Promise<DrawText> | null = null;

/**
 * Loads the canvas and the font (10 MB) at the first call, so that a terminal that draws nothing never has them. Rejects
 * where either is missing from the installation.
 */
export function loadDrawText(): Promise<DrawText> {
  loading ??= load();
  return loading;
}

async function load(): Promise<DrawText> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(FONT_NAME)) GlobalFonts.register(readFileSync(fontPath()), FONT_NAME);
  return (row, dots) => {
    const height = CELL_HEIGHT * row.size + LEADING;
    const canvas = createCanvas(dots, height);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, dots, height);
    context.fillStyle = context.strokeStyle = 'black';
    context.lang = 'zh-CN';
    context.font = `${EM}px "${FONT_NAME}"`;
    context.lineWidth = 1;
    const width = columnsOfText(row.text) * DOTS_PER_COLUMN * row.size;
    let left = Math.floor(row.align === 'left' ? 0 : (dots - width) / (row.align === 'centre' ? 2 : 1));
    for (const grapheme of graphemesOf(row.text)) {
      const cell = columnsOfGrapheme(grapheme) * DOTS_PER_COLUMN;
      const own = context.measureText(grapheme).width;
      const narrowed = Math.min(1, cell / Math.max(own, 1));
      context.save();
      context.translate(left, 0);
      context.scale(row.size, row.size);
      context.translate((cell - own * narrowed) / 2, BASELINE);
      context.scale(narrowed, 1);
      context.fillText(grapheme, 0, 0);
      if (row.bold) context.strokeText(grapheme, 0, 0);
      context.restore();
      left += cell * row.size;
    }
    const { data } = context.getImageData(0, 0, dots, height);
    return bitmapOf(dots, height, (x, y) => (data[(y * dots + x) * 4] ?? 255) < BLACK_BELOW);
  };
}
