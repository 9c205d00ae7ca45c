/** What a flat-bed scanner gives of a document: no perspective, even light, laid a little askew. */
import { createCanvas } from '@napi-rs/canvas';
import { type DocumentKind, drawDocument } from './draw.ts';
import { createRandom } from './random.ts';

export interface ScanWish {
  kind: DocumentKind;
  seed: number;
  dpi: number;
  /** Clockwise. */
  degrees: number;
  /** Under a white lid the edges of white paper are not to be seen. */
  lid: 'white' | 'grey';
}

const BED_MM = { width: 228, height: 312 } as const;

/** A JPEG of the scanner's whole bed, with its resolution in the JFIF header. */
export function scanOf({ kind, seed, dpi, degrees, lid }: ScanWish): Buffer {
  const pxPerMm = dpi / 25.4;
  const canvas = createCanvas(Math.round(BED_MM.width * pxPerMm), Math.round(BED_MM.height * pxPerMm));
  const context = canvas.getContext('2d');
  context.fillStyle = lid === 'white' ? '#fdfdfb' : '#b9bcbe';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const page = drawDocument(kind, createRandom(seed), pxPerMm);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(page, -page.width / 2, -page.height / 2);
  const jpeg = canvas.toBuffer('image/jpeg', 90);
  // JFIF: unit inch, then both densities (ITU-T T.871, 10.1).
  jpeg.writeUInt8(1, 13);
  jpeg.writeUInt16BE(dpi, 14);
  jpeg.writeUInt16BE(dpi, 16);
  return jpeg;
}
