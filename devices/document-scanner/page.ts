import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ScannedPage } from '../device.ts';
import { inspectImage } from './image/inspect.ts';

/** Largest file of one page, bytes: A4 in colour at 600 dpi is some 30 MB as JPEG. */
export const MOST_PAGE_BYTES = 64_000_000;
/** Largest page once decoded to 24-bit colour, bytes: A4 at 600 dpi is 104 MB. */
export const MOST_DECODED_BYTES = 200_000_000;
const BYTES_PER_PIXEL = 3;

/** Densities that pictures carry when their maker did not know any: [assumed], common defaults of JPEG encoders. */
const MEANINGLESS_DPI: readonly number[] = [72, 96];
const LOWEST_DPI = 50;
const HIGHEST_DPI = 4_800;

/**
 * A page as the scanner gave it, proved to be one whole picture within bounds. `scannedDpi` is what the scanner was
 * asked for; the picture's own density counts where it is plausible. `scan.badImage`, `scan.pageTooLarge`.
 */
export function toPage(bytes: Uint8Array, scannedDpi: number): Result<ScannedPage> {
  if (bytes.length > MOST_PAGE_BYTES) return fail('scan.pageTooLarge', `${bytes.length} bytes`);
  const seen = inspectImage(bytes);
  if (!seen.ok) return seen;
  const { type, widthPx, heightPx, dpi, length } = seen.value;
  if (widthPx * heightPx * BYTES_PER_PIXEL > MOST_DECODED_BYTES)
    return fail('scan.pageTooLarge', `${widthPx} × ${heightPx} px`);
  const isPlausible =
    dpi !== null && dpi >= LOWEST_DPI && dpi <= HIGHEST_DPI && !MEANINGLESS_DPI.includes(dpi);
  return ok({
    bytes: bytes.subarray(0, length),
    type,
    widthPx,
    heightPx,
    dpi: isPlausible ? dpi : scannedDpi,
  });
}
