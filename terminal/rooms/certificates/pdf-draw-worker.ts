import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { fontPath } from '../../../devices/font.ts';

/**
 * Draws a PDF from outside in a thread of its own: the file may be hostile, and the terminal must go on answering.
 * Nothing of it is run, and nothing of it but its picture comes out.
 */
export interface PdfDraw {
  bytes: Uint8Array;
  /** More are not drawn: the document is refused. */
  maxPages: number;
  dpi: number;
}
export interface DrawnPdfPage {
  /** JPEG. */
  bytes: Uint8Array;
  widthPx: number;
  heightPx: number;
}
export type PdfDrawAnswer = { is: 'drawn'; pages: DrawnPdfPage[] } | { is: 'bad'; why: string };

const POINTS_PER_INCH = 72;
const QUALITY = 90;
/** Of one page: A3 at 200 dpi. */
const MAX_PIXELS = 8_000_000;

const folderOf = (name: string): string => {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return join(root, name, '/');
};

async function draw({ bytes, maxPages, dpi }: PdfDraw): Promise<PdfDrawAnswer> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // Found here by pdfjs, which would else look for a file beside itself: there is none in a bundle.
  // @ts-expect-error the package declares no types for it
  const pdfjsWorker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  Object.assign(globalThis, { pdfjsWorker });
  // For documents that name a font (宋体) and do not embed it.
  for (const family of ['sans-serif', 'serif', 'monospace']) GlobalFonts.registerFromPath(fontPath(), family);
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    standardFontDataUrl: folderOf('standard_fonts'),
    cMapUrl: folderOf('cmaps'),
    cMapPacked: true,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
    maxImageSize: 45_000_000,
    stopAtErrors: false,
  });
  try {
    const pdf = await task.promise;
    if (pdf.numPages < 1 || pdf.numPages > maxPages) return { is: 'bad', why: 'pages' };
    const pages: DrawnPdfPage[] = [];
    for (let no = 1; no <= pdf.numPages; no += 1) {
      const page = await pdf.getPage(no);
      const viewport = page.getViewport({ scale: dpi / POINTS_PER_INCH });
      const [widthPx, heightPx] = [Math.round(viewport.width), Math.round(viewport.height)];
      if (widthPx < 1 || heightPx < 1 || widthPx * heightPx > MAX_PIXELS) return { is: 'bad', why: 'size' };
      const canvas = createCanvas(widthPx, heightPx);
      await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
      pages.push({ bytes: await canvas.encode('jpeg', QUALITY), widthPx, heightPx });
      page.cleanup();
    }
    return { is: 'drawn', pages };
  } catch (e) {
    return { is: 'bad', why: e instanceof Error ? e.name : 'unknown' };
  } finally {
    await task.destroy();
  }
}

parentPort?.postMessage(await draw(workerData as PdfDraw));
