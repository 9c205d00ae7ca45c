import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MAX_CERTIFICATE_PAGES } from '../../../contracts/certificate.ts';
import type { Timers } from '../../../contracts/clock.ts';
import type { PaperType } from '../../../contracts/material.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { SheetPage } from '../../../devices/document-printer/marked-sheet.ts';
import { encode, takePicture } from '../../materials/picture.ts';
import type { PdfDraw, PdfDrawAnswer } from './pdf-draw-worker.ts';

/** A page of a certificate as it is shown and printed: a JPEG. */
export interface DrawnPage extends SheetPage {
  widthPx: number;
  heightPx: number;
}

/** Read on paper and on screen (DA/T 31: 200 dpi at least). */
const DPI = 200;
const MM_PER_INCH = 25.4;
/** Of a picture that does not say: what libraries draw cards with. */
const PICTURE_DPI = 300;
const QUALITY = 90;
/** Longer side of a picture, pixels: A4 at 300 dpi. */
const MAX_SIDE = 3_508;
const DRAW_MS = 20_000;
const DRAW_HEAP_MB = 384;

/** A PDF or picture from the library as pages that hold nothing but what is seen. `certificate.badFile`. */
export async function drawCertificate(
  { type, bytes }: { type: PaperType; bytes: Uint8Array },
  timers: Timers,
): Promise<Result<DrawnPage[]>> {
  if (type !== 'application/pdf') return drawPicture(bytes);
  const drawn = await drawInThread(
    { bytes: Uint8Array.from(bytes), maxPages: MAX_CERTIFICATE_PAGES, dpi: DPI },
    timers,
  );
  if (drawn === null || drawn.is === 'bad') return fail('certificate.badFile', drawn?.why ?? 'thread');
  return ok(drawn.pages.map((page) => ({ ...page, ...sizeOf(page, DPI) })));
}

async function drawPicture(bytes: Uint8Array): Promise<Result<DrawnPage[]>> {
  const taken = await takePicture(bytes);
  if (!taken.ok) return fail('certificate.badFile', taken.error.code);
  const { widthPx, heightPx, dpi } = taken.value;
  const scale = Math.min(1, MAX_SIDE / Math.max(widthPx, heightPx));
  const jpeg = await encode(taken.value.bytes, { quality: QUALITY, scale, dpi: null });
  if (!jpeg.ok) return fail('certificate.badFile', jpeg.error.code);
  const page = { bytes: jpeg.value.bytes, widthPx: jpeg.value.widthPx, heightPx: jpeg.value.heightPx };
  return ok([{ ...page, ...sizeOf({ widthPx, heightPx }, dpi ?? PICTURE_DPI) }]);
}

const sizeOf = (px: { widthPx: number; heightPx: number }, dpi: number) => ({
  widthMm: (px.widthPx / dpi) * MM_PER_INCH,
  heightMm: (px.heightPx / dpi) * MM_PER_INCH,
});

/** null: the thread failed, or took too long and was ended. */
function drawInThread(job: PdfDraw, timers: Timers): Promise<PdfDrawAnswer | null> {
  return new Promise((resolve) => {
    const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(join(import.meta.dirname, `pdf-draw-worker.${extension}`), {
      workerData: job,
      transferList: [job.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: DRAW_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    const end = (answer: PdfDrawAnswer | null): void => {
      cancel();
      resolve(answer);
      void worker.terminate();
    };
    const cancel = timers.after(DRAW_MS, () => end(null));
    worker.once('message', (answer: PdfDrawAnswer) => end(answer));
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
