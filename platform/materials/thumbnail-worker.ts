import { parentPort, workerData } from 'node:worker_threads';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/**
 * Draws thumbnails in a thread of its own: a document may be hostile, and the hub must go on answering. It imports
 * nothing of the hub.
 */
export interface ThumbnailJob {
  type: 'application/pdf' | 'image/jpeg' | 'image/png';
  bytes: Uint8Array;
  /** From 1, both included. */
  first: number;
  last: number;
  /** Longer side, pixels. */
  sidePx: number;
}
/** WebP of the pages from `first` on, as many as there are; null: a page that cannot be drawn. */
export type ThumbnailAnswer = (Uint8Array | null)[];

const QUALITY = 70;

async function drawPdf({ bytes, first, last, sidePx }: ThumbnailJob): Promise<ThumbnailAnswer> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: VerbosityLevel.ERRORS,
    maxImageSize: 200_000_000,
    stopAtErrors: false,
  });
  const pdf = await task.promise;
  const pictures: ThumbnailAnswer = [];
  for (let no = first; no <= Math.min(last, pdf.numPages); no += 1) {
    try {
      const page = await pdf.getPage(no);
      const whole = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: sidePx / Math.max(whole.width, whole.height) });
      const canvas = createCanvas(
        Math.max(1, Math.round(viewport.width)),
        Math.max(1, Math.round(viewport.height)),
      );
      await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
      pictures.push(await canvas.encode('webp', QUALITY));
      page.cleanup();
    } catch {
      pictures.push(null);
    }
  }
  await task.destroy();
  return pictures;
}

async function drawPicture({ bytes, sidePx }: ThumbnailJob): Promise<ThumbnailAnswer> {
  const image = await loadImage(bytes);
  const scale = sidePx / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(image, 0, 0, width, height);
  return [await canvas.encode('webp', QUALITY)];
}

const job = workerData as ThumbnailJob;
const answer = await (job.type === 'application/pdf' ? drawPdf(job) : drawPicture(job));
parentPort?.postMessage(answer);
