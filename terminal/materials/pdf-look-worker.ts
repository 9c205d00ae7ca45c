import { parentPort, workerData } from 'node:worker_threads';

/** Opens a PDF from outside in a thread of its own: the file may be hostile, and the terminal must go on answering. */
export interface PdfLook {
  bytes: Uint8Array;
  /** Pages beyond these are not looked at. */
  maxPages: number;
}
export type PdfLookAnswer =
  | { is: 'open'; pages: { widthPt: number; heightPt: number }[]; count: number; isActive: boolean }
  | { is: 'locked' }
  | { is: 'bad' };

async function look({ bytes, maxPages }: PdfLook): Promise<PdfLookAnswer> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // Found here by pdfjs, which would else look for a file beside itself: there is none in a bundle.
  // @ts-expect-error the package declares no types for it
  const pdfjsWorker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  Object.assign(globalThis, { pdfjsWorker });
  const task = getDocument({
    data: bytes,
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: true,
  });
  try {
    const pdf = await task.promise;
    const [actions, attachments, open] = [
      await pdf.getJSActions(),
      await pdf.getAttachments(),
      await pdf.getOpenAction(),
    ];
    const pages: { widthPt: number; heightPt: number }[] = [];
    for (let no = 1; no <= Math.min(pdf.numPages, maxPages); no += 1) {
      const { width, height } = (await pdf.getPage(no)).getViewport({ scale: 1 });
      pages.push({ widthPt: width, heightPt: height });
    }
    const opens = open !== null && 'action' in open && open.action !== undefined;
    return {
      is: 'open',
      pages,
      count: pdf.numPages,
      isActive: actions !== null || attachments !== null || opens,
    };
  } catch (e) {
    return { is: (e as { name?: string }).name === 'PasswordException' ? 'locked' : 'bad' };
  } finally {
    await task.destroy();
  }
}

parentPort?.postMessage(await look(workerData as PdfLook));
