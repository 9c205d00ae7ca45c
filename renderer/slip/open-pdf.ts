import type { PDFDocumentProxy } from 'pdfjs-dist';

/** A PDF that is open for drawing. */
export interface OpenPdf {
  pages: number;
  /** Draws one page (from 1) so that it is `widthPx` CSS pixels wide. Ends without a word when `signal` aborts. */
  draw(page: number, canvas: HTMLCanvasElement, widthPx: number, signal: AbortSignal): Promise<void>;
}

/** Canvases larger than this are drawn coarser: memory of a small terminal. */
const MOST_PIXELS = 12_000_000;

/**
 * Opens a PDF with pdf.js, loaded at the first call from our own bundle; nothing is fetched for a document. It is open,
 * with a worker of its own, until `signal` aborts. Rejects when the bytes are no readable PDF.
 */
export async function openPdf(pdf: Uint8Array, signal: AbortSignal): Promise<OpenPdf> {
  // The legacy build: hall terminals keep their Chromium for years.
  const [{ getDocument, PDFWorker }, { default: Worker }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker'),
  ]);
  signal.throwIfAborted();
  const port = new Worker();
  const worker = PDFWorker.create({ port });
  const loading = getDocument({ data: pdf.slice(), worker, enableXfa: false, verbosity: 0 });
  const close = (): void => {
    void loading.destroy().catch(() => undefined);
    worker.destroy();
    port.terminate();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    const document = await loading.promise;
    signal.throwIfAborted();
    return {
      pages: document.numPages,
      draw: (page, canvas, widthPx, until) => draw(document, page, canvas, widthPx, until),
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function draw(
  document: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  widthPx: number,
  signal: AbortSignal,
): Promise<void> {
  const page = await document.getPage(number);
  if (signal.aborted) return;
  const whole = page.getViewport({ scale: 1 });
  const scale = widthPx / whole.width;
  const heightPx = whole.height * scale;
  const density = Math.min(window.devicePixelRatio, Math.sqrt(MOST_PIXELS / (widthPx * heightPx)));
  const viewport = page.getViewport({ scale: scale * density });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  canvas.style.width = `${Math.round(widthPx)}px`;
  canvas.style.height = `${Math.round(heightPx)}px`;
  const task = page.render({ canvas, viewport });
  const cancel = (): void => task.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await task.promise;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    page.cleanup();
  }
}
