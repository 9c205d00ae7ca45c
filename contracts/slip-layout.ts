import type { Slip, SlipBlock } from './slip.ts';

/**
 * How a slip (凭条) is set in rows: the one layout for paper, preview and simulator. The grid is the printer's own: a
 * half-width column is 12 dots (1.5 mm at 203 dpi), a Chinese character takes two. Free of imports, so that screens may
 * use it.
 */
export const DOTS_PER_COLUMN = 12;
export const columnsOf = (dots: number): number => Math.floor(dots / DOTS_PER_COLUMN);

export type SlipAlign = 'left' | 'centre' | 'right';
export interface SlipTextRow {
  type: 'text';
  /** At most `columns / size` columns wide. */
  text: string;
  align: SlipAlign;
  size: 1 | 2 | 3;
  bold: boolean;
}
export type SlipRow = SlipTextRow | { type: 'rule' } | { type: 'qr'; text: string; align: SlipAlign };

/** Error correction of every QR code on a slip. */
export const QR_LEVEL = 'M';
const QR_BEST_DOTS = 8;
const QR_LEAST_DOTS = 2;
const QR_QUIET_MODULES = 8;

/** Dots that a module of a QR code takes, so that the code (`modules` wide) fits the paper with its quiet zone. */
export function qrModuleDots(modules: number, dots: number): number {
  const fits = Math.floor(dots / (modules + QR_QUIET_MODULES));
  return Math.max(QR_LEAST_DOTS, Math.min(QR_BEST_DOTS, fits));
}

/** Columns between label and value of a pair, and the indent of a value that has its own rows. */
const PAIR_GAP = 2;
/** A longer text is no title. */
const MOST_BALANCED_ROWS = 3;
/** May not begin a row (避头), may not end one (避尾). */
const CLOSERS = new Set([...'，。、；：！？）】》」』〉〕”’…—·,.;:!?)]}%℃°']);
const OPENERS = new Set([...'（【《「『〈〔“‘([{']);
const isSpace = (grapheme: string): boolean => grapheme === ' ' || grapheme === '\u3000';
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Text in which every character stands for itself: no marks, surrogates or joiners. */
const PLAIN = /^[\x20-\x7e\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e\u2014\u2018\u2019\u201c\u201d\u2026]*$/;

/** What can be put on paper: without invisible characters, with plain spaces, half surrogates replaced. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Zs}\p{Zl}\p{Zp}]/gu, (space) => (space === '\u3000' ? space : ' '))
    .replace(/[\p{Cf}\p{Cc}]/gu, '');
}

/** Characters as people see them: marks and variation selectors stay with their base. */
export function graphemesOf(text: string): string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), (s) => s.segment);
}

/** Printable ASCII takes one column; whatever else a Chinese printer prints takes two. */
export const columnsOfGrapheme = (grapheme: string): 1 | 2 => (/^[\x20-\x7e]$/.test(grapheme) ? 1 : 2);
export const columnsOfText = (text: string): number =>
  graphemesOf(text).reduce((sum, grapheme) => sum + columnsOfGrapheme(grapheme), 0);

/** Rows of at most `columns` columns. Words and numbers are split only where one is longer than a row. */
export function wrap(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  function end(): void {
    rows.push(row.replace(/[ \u3000]+$/, ''));
    row = '';
    used = 0;
  }
  function put(part: string, width: number): void {
    row += part;
    used += width;
  }
  for (const unit of unitsOf(printable(text))) {
    const width = unit.reduce((sum, g) => sum + columnsOfGrapheme(g), 0);
    if (used + width <= columns) {
      const first = unit[0];
      // A row that goes on begins with its text.
      if (used > 0 || rows.length === 0 || (first !== undefined && !isSpace(first)))
        put(unit.join(''), width);
      continue;
    }
    if (used > 0) end();
    if (unit.length === 1 && isSpace(unit[0] ?? '')) continue;
    for (const grapheme of unit) {
      const own = columnsOfGrapheme(grapheme);
      if (used + own > columns) end();
      put(grapheme, own);
    }
  }
  if (row !== '' || rows.length === 0) end();
  return rows;
}

/** What must not be parted: a word or a number, a character with the punctuation that belongs to it, or one space. */
function unitsOf(text: string): string[][] {
  const units: string[][] = [];
  for (const grapheme of graphemesOf(text)) {
    const unit = units.at(-1);
    const last = unit?.at(-1);
    const isGlued =
      unit !== undefined &&
      last !== undefined &&
      !isSpace(last) &&
      !isSpace(grapheme) &&
      (CLOSERS.has(grapheme) ||
        OPENERS.has(last) ||
        (columnsOfGrapheme(last) === 1 && columnsOfGrapheme(grapheme) === 1));
    if (isGlued) unit.push(grapheme);
    else units.push([grapheme]);
  }
  return units;
}

/** `columns` of the paper: 32 on 58 mm, 48 on 80 mm. */
export function layoutSlip(slip: Slip, columns: number): SlipRow[] {
  return slip.blocks.flatMap((block) => layoutBlock(block, columns));
}

const textRow = (text: string, style: Partial<SlipTextRow> = {}): SlipTextRow => ({
  type: 'text',
  align: 'left',
  size: 1,
  bold: false,
  ...style,
  text,
});

function layoutBlock(block: SlipBlock, columns: number): SlipRow[] {
  switch (block.type) {
    case 'text': {
      const { align, size, bold } = block;
      const room = Math.floor(columns / size);
      const rows = align === 'centre' ? balanced(block.text, room) : wrap(block.text, room);
      return rows.map((text) => textRow(text, { align, size, bold }));
    }
    case 'pair':
      return layoutPair(block.label, block.value, columns);
    case 'rule':
      return [{ type: 'rule' }];
    case 'space':
      return Array.from({ length: block.lines }, () => textRow(''));
    case 'qr':
      return [{ type: 'qr', text: block.text, align: block.align }];
  }
}

/** A centred title in rows of like length: no row of one character under a full one. */
function balanced(text: string, columns: number): string[] {
  let rows = wrap(text, columns);
  if (rows.length === 1 || rows.length > MOST_BALANCED_ROWS) return rows;
  for (let room = columns - 1; room >= columns / 2; room--) {
    const narrower = wrap(text, room);
    if (narrower.length > rows.length) break;
    rows = narrower;
  }
  return rows;
}

function layoutPair(labelText: string, valueText: string, columns: number): SlipTextRow[] {
  const [label, value] = [printable(labelText).trim(), printable(valueText).trim()];
  const room = columns - columnsOfText(label) - columnsOfText(value);
  if (room >= PAIR_GAP) return [textRow(`${label}${' '.repeat(room)}${value}`)];
  const indent = ' '.repeat(PAIR_GAP);
  return [
    ...(label === '' ? [] : wrap(label, columns).map((text) => textRow(text))),
    ...wrap(value, columns - PAIR_GAP).map((text) => textRow(indent + text)),
  ];
}
