import { MIN_DPI } from './limits.ts';
import type { Picture } from './picture.ts';

/** ISO 19005-2, level B. */
export const PROFILE = 'PDF/A-2b';
const POINTS_PER_INCH = 72;
const A4_INCH = { short: 8.27, long: 11.69 };
/** ISO 32000-1, annex C: a page is no smaller and no larger, points. */
const SMALLEST_PT = 3;
const LARGEST_PT = 14_400;

/** Resolution of a picture: as it says, else as if it showed a whole sheet of A4. */
export function effectiveDpi({
  widthPx,
  heightPx,
  dpi,
}: Pick<Picture, 'widthPx' | 'heightPx' | 'dpi'>): number {
  if (dpi !== null) return dpi;
  const [short, long] = widthPx < heightPx ? [widthPx, heightPx] : [heightPx, widthPx];
  return Math.floor(Math.max(short / A4_INCH.short, long / A4_INCH.long));
}

/** Points of its page: pixels over resolution, so that it prints as large as it was. */
export function pageSize(picture: Pick<Picture, 'widthPx' | 'heightPx' | 'dpi'>): [number, number] {
  const scale = POINTS_PER_INCH / Math.max(effectiveDpi(picture), 1);
  const clamp = (px: number): number => Math.min(LARGEST_PT, Math.max(SMALLEST_PT, px * scale));
  return [clamp(picture.widthPx), clamp(picture.heightPx)];
}

/** A PDF/A-2b of one picture a page, each as it is given. The same pictures and time give the same bytes. */
export async function buildPdf(
  pictures: readonly Picture[],
  about: { title: string; code: string; app: string; atMs: number },
): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    subset: PROFILE,
    pdfVersion: '1.7',
    autoFirstPage: false,
    margin: 0,
    // There is no text in it. pdfkit takes null for none, which its types do not know.
    font: null as unknown as string,
    info: {
      Title: inXml(about.title),
      Subject: inXml(about.code),
      Creator: inXml(`hall-terminal ${about.app}`),
      CreationDate: new Date(about.atMs),
    },
  });
  const parts: Buffer[] = [];
  const made = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  for (const picture of pictures) {
    const size = pageSize(picture);
    document.addPage({ size, margin: 0 });
    const { bytes } = picture;
    document.image(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 0, 0, {
      width: size[0],
      height: size[1],
    });
  }
  document.end();
  await made;
  return Buffer.concat(parts);
}

/** pdfkit puts these texts into the XMP metadata as they are: what XML takes for markup is written full-width. */
const inXml = (text: string): string =>
  text.replaceAll('&', '＆').replaceAll('<', '＜').replaceAll('>', '＞');

export const isSharp = (picture: Pick<Picture, 'widthPx' | 'heightPx' | 'dpi'>, minDpi = MIN_DPI): boolean =>
  effectiveDpi(picture) >= minDpi;
