import type { Timers } from '../../contracts/clock.ts';
import { ok, type Result } from '../../contracts/result.ts';
import { inspectImage } from '../../devices/document-scanner/image/inspect.ts';
import type { PageRef } from '../flow/state.ts';
import { LOW_RESOLUTION } from '../materials/assemble.ts';
import { type ImportOptions, importFile } from '../materials/import.ts';
import { isSharp } from '../materials/pdf.ts';
import type { PageType } from './pages.ts';

/** What whoever made a page knows of it. */
export interface PageFacts {
  source: PageRef['source'];
  raw: boolean;
  /** Dots an inch; null: not known. */
  dpi: number | null;
  warnings: readonly string[];
}

/** A picture as a page of a material; one under 200 dpi (DA/T 31) is warned of. */
export function pageRef(
  bytes: Uint8Array,
  { source, raw, dpi, warnings }: PageFacts,
  { device, at }: Pick<PageRef, 'device' | 'at'>,
): Omit<PageRef, 'id'> {
  const isLow = isTooLow(bytes, dpi);
  return {
    source,
    raw,
    sheets: 1,
    isPdf: false,
    dpi,
    device,
    at,
    warnings: isLow ? [...warnings.filter((w) => w !== LOW_RESOLUTION), LOW_RESOLUTION] : warnings,
    kept: false,
  };
}

/** What is no picture is told when the document is made of it. */
function isTooLow(bytes: Uint8Array, dpi: number | null): boolean {
  const info = inspectImage(bytes);
  return info.ok && !isSharp({ widthPx: info.value.widthPx, heightPx: info.value.heightPx, dpi });
}

export interface ImportedPage {
  bytes: Uint8Array;
  type: PageType;
  page: Omit<PageRef, 'id'>;
}

/** A file from outside as a page, or as a PDF with all its sheets. `material.*` as `importFile` says. */
export async function importedPage(
  bytes: Uint8Array,
  source: ImportOptions['source'],
  at: number,
  timers: Timers,
): Promise<Result<ImportedPage>> {
  const imported = await importFile(bytes, { source, atMs: at, timers });
  if (!imported.ok) return imported;
  const common = { source, raw: false, dpi: null, device: null, at, kept: false } as const;
  if (imported.value.kind === 'document') {
    const { pages } = imported.value;
    return ok({
      bytes,
      type: 'application/pdf',
      page: { ...common, sheets: pages.length, isPdf: true, warnings: [] },
    });
  }
  const { picture } = imported.value;
  // A certificate is as its library gives it: nobody can make a sharper one.
  const isSharpEnough = source === 'certificate' || isSharp({ ...picture, dpi: null });
  const warnings = isSharpEnough ? [] : [LOW_RESOLUTION];
  return ok({
    bytes: picture.bytes,
    type: picture.type,
    page: { ...common, sheets: 1, isPdf: false, warnings },
  });
}

/** Most of a signature's sides, pixels: the screens draw it smaller. */
const SIGNATURE_SIDE = 4_000;

/** A whole PNG that can be drawn on a form. */
export const isSealPicture = (bytes: Uint8Array): boolean => isSignature(bytes);

/** A whole PNG of a reasonable size. */
export function isSignature(bytes: Uint8Array): boolean {
  const info = inspectImage(bytes);
  return (
    info.ok &&
    info.value.type === 'image/png' &&
    Math.max(info.value.widthPx, info.value.heightPx) <= SIGNATURE_SIDE
  );
}
