import { fail, type Result } from '../../../contracts/result.ts';
import type { ImageInfo } from './info.ts';
import { inspectJpeg, isJpeg } from './jpeg.ts';
import { inspectPng, isPng } from './png.ts';

/**
 * Reads a JPEG or PNG from its first to its last marker, without decoding. A picture that is cut off, is followed by
 * another one, or has no size is refused with `scan.badImage`.
 */
export function inspectImage(bytes: Uint8Array): Result<ImageInfo> {
  if (isJpeg(bytes)) return inspectJpeg(bytes);
  if (isPng(bytes)) return inspectPng(bytes);
  return fail('scan.badImage', bytes.length === 0 ? 'empty' : 'neither JPEG nor PNG');
}
