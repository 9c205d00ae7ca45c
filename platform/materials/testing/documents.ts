import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

/** A real PDF of `pages` A4 pages, each with its number and a shape. */
export async function pdfOf(pages: number, text = 'Material'): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', autoFirstPage: false });
  const out = buffer(pdf.pipe(new PassThrough()));
  for (let no = 1; no <= pages; no += 1) {
    pdf.addPage();
    pdf.fontSize(30).text(`${text} ${no}`, 60, 60);
    pdf.rect(60, 140, 300, 40 + 12 * no).fill('#1f5fa8');
  }
  pdf.end();
  return out;
}
