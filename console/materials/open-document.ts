import { GlobalWorkerOptions, getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { PaperType } from '../../contracts/material.ts';

/** Clockwise, degrees. */
export type Rotation = 0 | 90 | 180 | 270;
export interface Size {
  width: number;
  height: number;
}

/** A document that can be drawn page by page. Every method rejects when the bytes are damaged or cannot be had. */
export interface OpenDocument {
  pages: number;
  /** Of a page in CSS pixels at scale 1, as it stands when rotated. */
  sizeOf(page: number, rotation: Rotation): Promise<Size>;
  /** Draws a page over the whole of the canvas, whose size is set to it. A later drawing on it ends an earlier one. */
  draw(canvas: HTMLCanvasElement, page: number, scale: number, rotation: Rotation): Promise<void>;
  close(): void;
}

/** Parts that a PDF is fetched in, bytes: the first page is seen before the whole is here. */
const PART_BYTES = 512 * 1024;
/** CSS pixels of an inch: a picture without a known size is shown as if it had 150 dpi. */
const PICTURE_SCALE = 96 / 150;

/** The page's policy allows neither code from strings nor WebAssembly; pdf.js needs neither. */
export function openDocument(url: string, type: PaperType, signal: AbortSignal): Promise<OpenDocument> {
  return type === 'application/pdf' ? openPdf(url, signal) : openPicture(url, signal);
}

async function openPdf(url: string, signal: AbortSignal): Promise<OpenDocument> {
  GlobalWorkerOptions.workerSrc = workerUrl;
  const task = getDocument({
    url,
    rangeChunkSize: PART_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  const end = () => void task.destroy().catch(() => undefined);
  signal.addEventListener('abort', end, { once: true });
  const pdf = await task.promise;
  let drawing: { cancel: () => void } | null = null;
  return {
    pages: pdf.numPages,
    async sizeOf(no, rotation) {
      const page = await pdf.getPage(no);
      const { width, height } = page.getViewport({
        scale: 96 / 72,
        rotation: (page.rotate + rotation) % 360,
      });
      return { width, height };
    },
    async draw(canvas, no, scale, rotation) {
      drawing?.cancel();
      const page = await pdf.getPage(no);
      const density = window.devicePixelRatio;
      const viewport = page.getViewport({
        scale: (scale * density * 96) / 72,
        rotation: (page.rotate + rotation) % 360,
      });
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      const task = page.render({ canvas, viewport });
      drawing = task;
      await task.promise.catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'RenderingCancelledException')) throw error;
      });
    },
    close: end,
  };
}

async function openPicture(url: string, signal: AbortSignal): Promise<OpenDocument> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const picture = await createImageBitmap(await response.blob());
  const turned = (rotation: Rotation, size: Size): Size =>
    rotation % 180 === 0 ? size : { width: size.height, height: size.width };
  return {
    pages: 1,
    sizeOf: async (_page, rotation) =>
      turned(rotation, { width: picture.width * PICTURE_SCALE, height: picture.height * PICTURE_SCALE }),
    async draw(canvas, _page, scale, rotation) {
      const factor = scale * PICTURE_SCALE * window.devicePixelRatio;
      const flat = { width: picture.width * factor, height: picture.height * factor };
      const { width, height } = turned(rotation, flat);
      canvas.width = Math.round(width);
      canvas.height = Math.round(height);
      const paper = canvas.getContext('2d');
      if (paper === null) throw new Error('no canvas');
      paper.translate(width / 2, height / 2);
      paper.rotate((rotation * Math.PI) / 180);
      paper.drawImage(picture, -flat.width / 2, -flat.height / 2, flat.width, flat.height);
    },
    close: () => picture.close(),
  };
}
