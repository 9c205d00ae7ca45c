import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Timers } from '../../contracts/clock.ts';
import type { MaterialBody, MaterialPage } from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { documentOf, hashOf } from './assemble.ts';
import { MAX_DOCUMENT_BYTES, MAX_IMPORT_BYTES, MAX_PAGES, MAX_SIDE_PX } from './limits.ts';
import type { PdfLook, PdfLookAnswer } from './pdf-look-worker.ts';
import { type Picture, takePicture } from './picture.ts';
import type { DocumentRules } from './types.ts';

/**
 * A file that a citizen brought on a USB stick, sent from a phone or submitted before, or that the e-certificate library
 * gave: a picture becomes a page, a PDF is a document already and stays as it is.
 */
export type Imported =
  | { kind: 'page'; picture: Picture }
  | { kind: 'document'; bytes: Uint8Array; document: MaterialBody['document']; pages: MaterialPage[] };

export interface ImportOptions {
  source: 'usb' | 'phone' | 'reuse' | 'certificate';
  /** When it was brought, ms UTC. */
  atMs: number;
  rules?: Pick<DocumentRules, 'maxBytes' | 'maxPages'>;
  timers: Timers;
  /** The thread that opens PDFs; default: beside this file. */
  worker?: string;
}

const LOOK_MS = 20_000;
const LOOK_HEAP_MB = 256;
const PDF = Buffer.from('%PDF-');
const EOF_MARK = '%%EOF';
/** What stands behind the end of a PDF is white space, and not much of it. */
const TAIL_BYTES = 1_024;
/**
 * Names (ISO 32000-1, 12.6.4 and 7.11.4) of what a document that is only to be read has no need of; only those so long
 * that compressed data does not hold them by chance.
 */
const ACTIVE = /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b/;

/**
 * Its type is read from its bytes, never from its name. `material.badFile`, `material.tooLarge`,
 * `material.tooManyPixels`, `material.tooManyPages`, `material.locked`, `material.active`.
 */
export async function importFile(bytes: Uint8Array, o: ImportOptions): Promise<Result<Imported>> {
  if (bytes.length === 0) return fail('material.badFile', 'empty');
  if (bytes.length > MAX_IMPORT_BYTES) return fail('material.tooLarge', 'file');
  if (PDF.every((byte, i) => bytes[i] === byte)) return importPdf(bytes, o);
  const picture = await takePicture(bytes);
  return picture.ok ? ok({ kind: 'page', picture: picture.value }) : picture;
}

async function importPdf(bytes: Uint8Array, o: ImportOptions): Promise<Result<Imported>> {
  const { maxBytes = MAX_DOCUMENT_BYTES, maxPages = MAX_PAGES } = o.rules ?? {};
  if (bytes.length > maxBytes) return fail('material.tooLarge', `${bytes.length} of ${maxBytes}`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const end = text.lastIndexOf(EOF_MARK);
  const tail = text.slice(end + EOF_MARK.length);
  if (end < 0 || tail.length > TAIL_BYTES || /[^\s\0]/.test(tail)) return fail('material.badFile', 'end');
  if (ACTIVE.test(text)) return fail('material.active', 'names');
  // The thread takes its bytes away.
  const looked = await look({ bytes: Uint8Array.from(bytes), maxPages }, o);
  if (looked === null || looked.is === 'bad') return fail('material.badFile', 'pdf');
  if (looked.is === 'locked') return fail('material.locked');
  if (looked.isActive) return fail('material.active', 'actions');
  if (looked.count > Math.min(maxPages, MAX_PAGES)) return fail('material.tooManyPages');
  if (looked.pages.length === 0) return fail('material.badFile', 'no pages');
  const sha256 = hashOf('sha256', bytes);
  const side = (points: number): number => Math.min(MAX_SIDE_PX, Math.max(1, Math.round(points)));
  const pages = looked.pages.map(
    ({ widthPt, heightPt }, i): MaterialPage => ({
      no: i + 1,
      // Its pages are no pictures of ours: the document stands for each. Sizes are in points, without a resolution.
      sha256,
      widthPx: side(widthPt),
      heightPx: side(heightPt),
      dpi: null,
      source: o.source,
      device: null,
      at: o.atMs,
      warnings: [],
    }),
  );
  return ok({ kind: 'document', bytes, document: documentOf(bytes, 'application/pdf', null), pages });
}

/** null: the thread failed, or took too long and was ended. */
function look(job: PdfLook, { timers, worker: file }: ImportOptions): Promise<PdfLookAnswer | null> {
  return new Promise((resolve) => {
    const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(file ?? join(import.meta.dirname, `pdf-look-worker.${extension}`), {
      workerData: job,
      transferList: [job.bytes.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: LOOK_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    const end = (answer: PdfLookAnswer | null): void => {
      cancel();
      resolve(answer);
      void worker.terminate();
    };
    const cancel = timers.after(LOOK_MS, () => end(null));
    worker.once('message', (answer: PdfLookAnswer) => end(answer));
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
