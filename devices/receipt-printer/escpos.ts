import iconv from 'iconv-lite';
import { encode as qrCode } from 'uqr';
import {
  columnsOf,
  QR_LEVEL,
  qrModuleDots,
  type SlipRow,
  type SlipTextRow,
} from '../../contracts/slip-layout.ts';
import { type Bitmap, bitmapOf, bytesAcross } from './bitmap.ts';

/**
 * ESC/POS (Epson's language of receipt printers, spoken by nearly all): rows of a slip → bytes. Pure.
 * Source: Epson's published command reference, and the manuals of compatible printers named in README.md.
 */
export interface EncodeOptions {
  /** Printable dots across: 384 on 58 mm paper, 576 on 80 mm. */
  dots: number;
  /** `gb18030`: Chinese by the printer's font where it can be trusted with it; `raster`: all of it drawn. */
  chinese: 'gb18030' | 'raster';
  cutter: boolean;
}
/** Draws one row of text as wide as the paper prints. Only asked for rows that `isDrawn` names. */
export type DrawText = (row: SlipTextRow, dots: number) => Bitmap;

const [DLE, LF, ESC, FS, GS] = [0x10, 0x0a, 0x1b, 0x1c, 0x1d] as const;

/**
 * Printers promise GB18030, but only the two-byte characters of GBK can be trusted to be in the font; four-byte ones
 * (rare names, CJK extensions) come out as blanks or shift the row. [assumed]
 */
const TRUSTED = 'cp936';
/** One byte in cp936, two in GB18030. */
const EURO = '€';
/** A raster band is at most so high: printers hold a band in a small buffer. [assumed] */
const BAND_ROWS = 128;
/** Lines fed so that the end of the slip passes the tear bar where there is no cutter. */
const TEAR_LINES = 6;
const ALIGN = { left: 0, centre: 1, right: 2 } as const;

/** Begins a slip: initialise, Chinese character mode, the character set in which `$` is `$`. */
const BEGIN = Uint8Array.of(ESC, 0x40, FS, 0x26, ESC, 0x52, 0);
/** Feed to the cutter and cut, leaving one point. */
const CUT = Uint8Array.of(GS, 0x56, 66, 0);
const TEAR = Uint8Array.of(ESC, 0x64, TEAR_LINES);

/** Whether a row goes out as dots, because the printer's font lacks something in it. */
export function isDrawn(row: SlipRow, chinese: EncodeOptions['chinese']): boolean {
  if (row.type !== 'text' || /^[\x20-\x7e]*$/.test(row.text)) return false;
  return chinese === 'raster' || !isTrusted(row.text);
}

function isTrusted(text: string): boolean {
  return !text.includes(EURO) && iconv.decode(iconv.encode(text, TRUSTED), TRUSTED) === text;
}

/** One part for the beginning, one for each row, one for the end. Between parts the printer may be asked how it is. */
export function encodeRows(
  rows: readonly SlipRow[],
  options: EncodeOptions,
  draw: DrawText | null,
): Uint8Array[] {
  return [BEGIN, ...rows.map((row) => encodeRow(row, options, draw)), options.cutter ? CUT : TEAR];
}

function encodeRow(row: SlipRow, options: EncodeOptions, draw: DrawText | null): Uint8Array {
  switch (row.type) {
    case 'rule':
      return encodeText({
        type: 'text',
        text: '-'.repeat(columnsOf(options.dots)),
        align: 'left',
        size: 1,
        bold: false,
      });
    case 'qr':
      return encodeQr(row.text, row.align, options.dots);
    case 'text':
      if (!isDrawn(row, options.chinese)) return encodeText(row);
      if (draw === null) throw new Error('a row that must be drawn, and nothing to draw it with');
      return encodeBitmap(draw(row, options.dots), 'left');
  }
}

function encodeText(row: SlipTextRow): Uint8Array {
  const times = row.size - 1;
  return concat([
    Uint8Array.of(ESC, 0x61, ALIGN[row.align]),
    Uint8Array.of(ESC, 0x45, row.bold ? 1 : 0),
    Uint8Array.of(GS, 0x21, (times << 4) | times),
    iconv.encode(row.text, TRUSTED),
    Uint8Array.of(LF),
  ]);
}

/** QR model 2, by the printer's own generator (GS ( k); a line above and below it is its quiet zone. */
function encodeQr(text: string, align: keyof typeof ALIGN, dots: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  // The printer may put everything into byte mode, which needs the most room.
  const code = qrCode([...bytes], { ecc: QR_LEVEL, border: 0 });
  const module = qrModuleDots(code.size, dots);
  // DLE in data may be taken for a command that acts at once.
  if (bytes.includes(DLE)) {
    const side = code.size * module;
    const isBlack = (x: number, y: number) =>
      code.data[Math.floor(y / module)]?.[Math.floor(x / module)] === true;
    const bitmap = encodeBitmap(bitmapOf(side, side, isBlack), align);
    return concat([Uint8Array.of(GS, 0x21, 0, LF), bitmap, Uint8Array.of(LF)]);
  }
  const length = bytes.length + 3;
  return concat([
    Uint8Array.of(GS, 0x21, 0, LF, ESC, 0x61, ALIGN[align]),
    Uint8Array.of(GS, 0x28, 0x6b, 4, 0, 49, 65, 50, 0),
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 49, 67, module),
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 49, 69, 49),
    Uint8Array.of(GS, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48),
    bytes,
    Uint8Array.of(GS, 0x28, 0x6b, 3, 0, 49, 81, 48),
    Uint8Array.of(LF),
  ]);
}

/** Raster by GS v 0, in bands, without the white at the right. */
function encodeBitmap(bitmap: Bitmap, align: keyof typeof ALIGN): Uint8Array {
  const stride = bytesAcross(bitmap.width);
  const across = align === 'left' ? usedBytes(bitmap) : stride;
  const parts: Uint8Array[] = [Uint8Array.of(ESC, 0x61, ALIGN[align])];
  for (let top = 0; top < bitmap.height; top += BAND_ROWS) {
    const height = Math.min(BAND_ROWS, bitmap.height - top);
    const data = new Uint8Array(across * height);
    for (let y = 0; y < height; y++) {
      const from = (top + y) * stride;
      data.set(bitmap.bits.subarray(from, from + across), y * across);
    }
    parts.push(
      Uint8Array.of(GS, 0x76, 0x30, 0, across & 0xff, across >> 8, height, 0),
      withoutCommands(data),
    );
  }
  return concat(parts);
}

function usedBytes({ width, height, bits }: Bitmap): number {
  const stride = bytesAcross(width);
  for (let used = stride; used > 1; used--)
    for (let y = 0; y < height; y++) if (bits[y * stride + used - 1] !== 0) return used;
  return 1;
}

/** Dots that read DLE EOT, DLE ENQ or DLE DC4 would be obeyed at once: one more black dot makes them something else. */
function withoutCommands(data: Uint8Array): Uint8Array {
  return data.map((byte, at) => {
    const next = data[at + 1];
    return byte === DLE && (next === 0x04 || next === 0x05 || next === 0x14) ? 0x30 : byte;
  });
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
