import type { Slip, SlipBlock } from '../../contracts/slip.ts';
import { printable, QR_LEVEL } from '../../contracts/slip-layout.ts';
import { drawCode, MM, newPage } from './page.ts';

/** A slip's column stands in the middle of the sheet, as wide as can be read at a glance. */
const WIDTH = 120 * MM;
const TOP = 25 * MM;
const TEXT = 13;
const QR_SIDE = 40 * MM;
const ALIGN = { left: 'left', centre: 'center', right: 'right' } as const;

/** A slip (凭条) on A4 for a terminal that has a document printer and no receipt printer; the font's needed part is embedded. */
export async function slipPdf(slip: Slip): Promise<Uint8Array> {
  const { page, bytes } = await newPage(TOP, 'Slip');
  for (const block of slip.blocks) put(page, block);
  return bytes();
}

function put(page: PDFKit.PDFDocument, block: SlipBlock): void {
  const left = (page.page.width - WIDTH) / 2;
  switch (block.type) {
    case 'text':
      page.fontSize(TEXT * block.size);
      page.text(printable(block.text), left, page.y, {
        width: WIDTH,
        align: ALIGN[block.align],
        stroke: block.bold,
        fill: true,
      });
      return;
    case 'pair':
      putPair(page, printable(block.label), printable(block.value), left);
      return;
    case 'rule':
      page.moveDown(0.4);
      page
        .lineWidth(0.5)
        .moveTo(left, page.y)
        .lineTo(left + WIDTH, page.y)
        .stroke();
      page.moveDown(0.4);
      return;
    case 'space':
      page.fontSize(TEXT).moveDown(block.lines);
      return;
    case 'qr':
      putCode(page, block.text, left + { left: 0, centre: 0.5, right: 1 }[block.align] * (WIDTH - QR_SIDE));
      return;
  }
}

/** Label at the left, value at the right; a value that does not fit beside it goes under it. */
function putPair(page: PDFKit.PDFDocument, label: string, value: string, left: number): void {
  page.fontSize(TEXT);
  const top = page.y;
  const fits = page.widthOfString(label) + page.widthOfString(value) + 2 * TEXT <= WIDTH;
  page.text(label, left, top, { width: WIDTH });
  page.text(value, left, fits ? top : page.y, { width: WIDTH, align: 'right' });
}

function putCode(page: PDFKit.PDFDocument, text: string, left: number): void {
  if (page.y + QR_SIDE > page.page.height - TOP) page.addPage();
  const top = page.y + 3 * MM;
  drawCode(page, text, QR_LEVEL, { left, top, width: QR_SIDE });
  page.y = top + QR_SIDE + 3 * MM;
}
