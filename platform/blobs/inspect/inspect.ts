import type { BlobType } from '../../../contracts/material.ts';
import { fail, ok } from '../../../contracts/result.ts';
import type { Answer } from '../../refusal.ts';
import type { Bytes } from './bytes.ts';
import { readJpeg } from './jpeg.ts';
import { lookIntoPdf } from './pdf.ts';
import { isTooLarge, type PictureFacts } from './picture.ts';
import { readPng } from './png.ts';
import type { Suspicion } from './suspicion.ts';
import { readSilentWebm } from './webm.ts';

export interface Inspection {
  type: BlobType;
  suspicious: Suspicion[];
}

const MAGIC: readonly [BlobType, Buffer][] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/jpeg', Buffer.of(0xff, 0xd8, 0xff)],
  ['image/png', Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  // EBML, of which WebM is one kind: `lookIntoWebm` says which.
  ['video/webm', Buffer.of(0x1a, 0x45, 0xdf, 0xa3)],
];
type PictureReader = (bytes: Bytes) => Promise<PictureFacts | null>;
const PICTURES: Readonly<Record<Exclude<BlobType, 'application/pdf'>, PictureReader>> = {
  'image/jpeg': readJpeg,
  'image/png': readPng,
  'video/webm': readSilentWebm,
};
/** Readers of PDF look for its header within so many bytes. */
const PDF_HEAD_BYTES = 1_024;
/** The end record of a zip stands within so many bytes of the end (APPNOTE 4.3.16). */
const ZIP_TAIL_BYTES = 22 + 65_535;
const ZIP_END = Buffer.of(0x50, 0x4b, 0x05, 0x06);

/** The type by the first bytes; null: nothing that a material may be. */
export const sniffType = (head: Buffer): BlobType | null =>
  MAGIC.find(([, magic]) => head.subarray(0, magic.length).equals(magic))?.[0] ?? null;

/** `blob.badType`: no PDF, JPEG, PNG or silent short WebM · `blob.tooManyPixels`: a picture that no viewer should open. */
export async function inspectBytes(bytes: Bytes): Promise<Answer<Inspection>> {
  const head = await bytes.read(0, PDF_HEAD_BYTES);
  const type = sniffType(head);
  if (type === null) return fail('blob.badType');
  const found = new Set<Suspicion>();
  const tail = await bytes.read(Math.max(0, bytes.size - ZIP_TAIL_BYTES), ZIP_TAIL_BYTES);
  if (tail.includes(ZIP_END)) found.add('polyglot');
  if (type === 'application/pdf') for (const s of await lookIntoPdf(bytes)) found.add(s);
  else {
    if (head.includes('%PDF-')) found.add('polyglot');
    const picture = await PICTURES[type](bytes);
    if (type === 'video/webm' && picture === null) return fail('blob.badType', 'no silent short WebM');
    if (picture !== null && isTooLarge(picture))
      return fail('blob.tooManyPixels', `${picture.width}x${picture.height}`);
    if (picture === null || picture.end === null) found.add('broken');
    else if (picture.end < bytes.size) found.add('trailingData');
  }
  return ok({ type, suspicious: [...found].sort() });
}
