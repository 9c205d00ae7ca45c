import { readFileSync } from 'node:fs';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { encode as qrCode } from 'uqr';
import { FONT_NAME, fontPath } from '../font.ts';

/** What the simulated printer has put on paper. */
export interface PaperCharacter {
  text: string;
  columns: 1 | 2;
  width: number;
  height: number;
  bold: boolean;
}
export type PaperAlign = 'left' | 'centre' | 'right';
export type PaperItem =
  | { type: 'line'; characters: readonly PaperCharacter[]; align: PaperAlign }
  | { type: 'raster'; width: number; height: number; bits: Uint8Array; align: PaperAlign }
  | { type: 'qr'; text: string; moduleDots: number; level: 'L' | 'M' | 'Q' | 'H'; align: PaperAlign }
  | { type: 'cut' };

const CELL = 12;
const CELL_HEIGHT = 24;
/** 1/6 inch at 203 dpi. */
const LINE_FEED = 34;
const MARGIN = 24;
const CUT_HEIGHT = 40;

const leftOf = (align: PaperAlign, width: number, dots: number): number =>
  align === 'left' ? 0 : Math.max(0, Math.floor((dots - width) / (align === 'centre' ? 2 : 1)));
const lineWidth = (characters: readonly PaperCharacter[]): number =>
  characters.reduce((sum, c) => sum + c.columns * c.width * CELL, 0);
const lineHeight = (characters: readonly PaperCharacter[]): number =>
  Math.max(LINE_FEED, ...characters.map((c) => c.height * CELL_HEIGHT));

/** Text lines as a person reads them; drawn rows and codes are named. */
export function textOf(items: readonly PaperItem[]): string[] {
  return items.flatMap((item) => {
    if (item.type === 'line') return [item.characters.map((c) => c.text).join('')];
    if (item.type === 'qr') return [`[qr ${item.text}]`];
    return item.type === 'raster' ? [`[raster ${item.width}×${item.height}]`] : [];
  });
}

/** The slip as a PNG, one pixel a dot, with a dashed line where it was cut. */
export async function drawPaper(items: readonly PaperItem[], dots: number): Promise<Uint8Array> {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(FONT_NAME)) GlobalFonts.register(readFileSync(fontPath()), FONT_NAME);
  const codes = new Map<PaperItem, boolean[][]>();
  for (const item of items)
    if (item.type === 'qr') codes.set(item, qrCode(item.text, { ecc: item.level, border: 0 }).data);
  const heightOf = (item: PaperItem): number => {
    if (item.type === 'line') return lineHeight(item.characters);
    if (item.type === 'qr') return (codes.get(item)?.length ?? 0) * item.moduleDots;
    return item.type === 'raster' ? item.height : CUT_HEIGHT;
  };
  const height = items.reduce((sum, item) => sum + heightOf(item), 2 * MARGIN);
  const canvas: Canvas = createCanvas(dots + 2 * MARGIN, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = 'black';
  context.lang = 'zh-CN';
  let top = MARGIN;
  for (const item of items) {
    context.save();
    context.translate(MARGIN, top);
    drawItem(context, item, dots, codes.get(item) ?? []);
    context.restore();
    top += heightOf(item);
  }
  return new Uint8Array(canvas.toBuffer('image/png'));
}

function drawItem(
  context: SKRSContext2D,
  item: PaperItem,
  dots: number,
  code: readonly (readonly boolean[])[],
): void {
  switch (item.type) {
    case 'line':
      drawLine(context, item.characters, leftOf(item.align, lineWidth(item.characters), dots));
      return;
    case 'raster': {
      const left = leftOf(item.align, item.width, dots);
      const stride = item.width / 8;
      for (let y = 0; y < item.height; y++)
        for (let x = 0; x < item.width; x++)
          if (((item.bits[y * stride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0)
            context.fillRect(left + x, y, 1, 1);
      return;
    }
    case 'qr': {
      const side = item.moduleDots;
      const left = leftOf(item.align, code.length * side, dots);
      for (const [y, row] of code.entries())
        for (const [x, black] of row.entries())
          if (black) context.fillRect(left + x * side, y * side, side, side);
      return;
    }
    case 'cut':
      for (let x = -MARGIN; x < dots + MARGIN; x += 12) context.fillRect(x, CUT_HEIGHT / 2, 6, 1);
  }
}

function drawLine(context: SKRSContext2D, characters: readonly PaperCharacter[], start: number): void {
  const bottom = lineHeight(characters);
  let left = start;
  for (const c of characters) {
    const cell = c.columns * CELL;
    context.save();
    context.translate(left, bottom - c.height * 6);
    context.scale(c.width, c.height);
    context.font = `${c.bold ? 'bold ' : ''}22px "${FONT_NAME}"`;
    const own = Math.max(1, context.measureText(c.text).width);
    context.scale(Math.min(1, cell / own), 1);
    context.fillText(c.text, 0, 0);
    context.restore();
    left += cell * c.width;
  }
}
