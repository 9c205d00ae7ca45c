import { MM, newPage } from './page.ts';

/** A page that was drawn beforehand: a JPEG, and how large it is on paper. */
export interface SheetPage {
  bytes: Uint8Array;
  widthMm: number;
  heightMm: number;
}

/** What is put on every page, so that a copy tells where it comes from. */
export interface SheetMark {
  /** Over the page, again and again, aslant and pale. */
  across: readonly string[];
  /** Under it, in plain print. */
  foot: readonly string[];
}

const EDGE = 15 * MM;
const FOOT_TOP = 34 * MM;
const FOOT_TEXT = 9;
const FOOT_LINE = 14;
const ACROSS_TEXT = 13;
const ACROSS_LINE = 19;
/** From one mark to the next, points; at least, and with this space between them. */
const STEP = { x: 250, y: 130 };
const ACROSS_GAP = 40;
const SLANT_DEGREES = -28;
const PALE = 0.3;

/** Pages on A4, each with its mark (水印); the font's needed part is embedded. Smaller than the sheet they keep their size. */
export async function markedSheetPdf(pages: readonly SheetPage[], mark: SheetMark): Promise<Uint8Array> {
  const { page, bytes } = await newPage(0, 'Sheet');
  for (const [n, one] of pages.entries()) {
    if (n > 0) page.addPage();
    putPicture(page, one);
    putAcross(page, mark.across);
    putFoot(page, mark.foot, pages.length === 1 ? null : `${n + 1} / ${pages.length}`);
  }
  return bytes();
}

function putPicture(page: PDFKit.PDFDocument, { bytes, widthMm, heightMm }: SheetPage): void {
  const box = { width: page.page.width - 2 * EDGE, height: page.page.height - EDGE - FOOT_TOP };
  const scale = Math.min(1, box.width / (widthMm * MM), box.height / (heightMm * MM));
  const [width, height] = [widthMm * MM * scale, heightMm * MM * scale];
  const left = (page.page.width - width) / 2;
  const top = EDGE + (box.height - height) / 3;
  page.image(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), left, top, { width, height });
}

function putAcross(page: PDFKit.PDFDocument, lines: readonly string[]): void {
  const { width, height } = page.page;
  page.save().fillColor('#606060').fillOpacity(PALE).fontSize(ACROSS_TEXT);
  const longest = Math.max(...lines.map((line) => page.widthOfString(line)));
  const step = Math.max(STEP.x, longest + ACROSS_GAP);
  for (let top = STEP.y / 2, row = 0; top < height - FOOT_TOP; top += STEP.y, row++)
    for (let left = (row % 2) * (-step / 2) + EDGE; left < width; left += step) {
      page.save().rotate(SLANT_DEGREES, { origin: [left, top] });
      for (const [n, line] of lines.entries())
        page.text(line, left, top + n * ACROSS_LINE, { lineBreak: false });
      page.restore();
    }
  page.restore();
}

function putFoot(page: PDFKit.PDFDocument, lines: readonly string[], count: string | null): void {
  const { width, height } = page.page;
  const top = height - FOOT_TOP + 4 * MM;
  page
    .lineWidth(0.5)
    .moveTo(EDGE, top - 2 * MM)
    .lineTo(width - EDGE, top - 2 * MM)
    .stroke('black');
  page.fillColor('black').fillOpacity(1).fontSize(FOOT_TEXT);
  for (const [n, line] of lines.entries()) page.text(line, EDGE, top + n * FOOT_LINE, { lineBreak: false });
  if (count !== null) {
    const left = width - EDGE - page.widthOfString(count);
    page.text(count, left, top + lines.length * FOOT_LINE, { lineBreak: false });
  }
}
