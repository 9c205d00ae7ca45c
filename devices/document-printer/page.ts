import { encode as qrCode } from 'uqr';
import { FONT_NAME, fontPath } from '../font.ts';

/** A millimetre in points. */
export const MM = 72 / 25.4;

/** An A4 document to be drawn on, in the font of printed things, of which the needed part is embedded. */
export async function newPage(
  margin: number,
  title: string,
  { info, ...more }: PDFKit.PDFDocumentOptions = {},
) {
  const { default: PDFDocument } = await import('pdfkit');
  const page = new PDFDocument({ size: 'A4', margin, info: { ...info, Title: title }, ...more });
  const parts: Buffer[] = [];
  page.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => page.on('end', resolve));
  page.registerFont(FONT_NAME, fontPath());
  page.font(FONT_NAME);
  return {
    page,
    /** Ends it and gives its bytes. */
    async bytes(): Promise<Uint8Array> {
      page.end();
      await ended;
      return new Uint8Array(Buffer.concat(parts));
    },
  };
}

/** A QR code whose upper left corner is at (`left`, `top`), `width` wide; points. */
export function drawCode(
  page: PDFKit.PDFDocument,
  text: string,
  ecc: 'M',
  { left, top, width }: { left: number; top: number; width: number },
): void {
  const code = qrCode(text, { ecc, border: 0 });
  const side = width / code.size;
  for (const [y, row] of code.data.entries())
    for (const [x, black] of row.entries()) if (black) page.rect(left + x * side, top + y * side, side, side);
  page.fill('black');
}
