import { createHash } from 'node:crypto';
import type { MaterialBody, MaterialPage } from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { MAX_DOCUMENT_BYTES, MAX_INPUT_BYTES, MAX_PAGES, MIN_DPI } from './limits.ts';
import { buildPdf, effectiveDpi, isSharp, PROFILE } from './pdf.ts';
import { encode, type Picture, takePicture } from './picture.ts';
import type { DocumentRules, PageInput, ShrinkStep } from './types.ts';

/** What stands in the document beside the pages. */
export interface About {
  title: string;
  /** Code of the material in the item's list. */
  code: string;
  app: string;
  /** When the citizen kept it, ms UTC. */
  atMs: number;
}
export interface Assembled {
  bytes: Buffer;
  document: MaterialBody['document'];
  pages: MaterialPage[];
  /** What was done to make it fit, in order; the last one is what the document is. */
  steps: ShrinkStep[];
}
export interface Hooks {
  /** Each try at making it fit, when it is done: for a screen that waits. */
  onStep?: (step: ShrinkStep) => void;
  /** Reads text from each page of the document, where a hall has something that can; what it gives is the caller's. */
  ocr?: (page: { no: number; bytes: Uint8Array; type: Picture['type'] }) => Promise<void>;
}

export const LOW_RESOLUTION = 'lowResolution';
/**
 * Tried in order until the document fits: seals and small text bear lower quality for longer than fewer pixels, and
 * below 200 dpi nothing is brought.
 */
const LADDER: readonly { quality: number; dpi: number | null }[] = [
  { quality: 85, dpi: null },
  { quality: 75, dpi: null },
  { quality: 65, dpi: null },
  { quality: 75, dpi: 300 },
  { quality: 65, dpi: 300 },
  { quality: 75, dpi: MIN_DPI },
  { quality: 60, dpi: MIN_DPI },
];

/**
 * Pages in their order → one PDF/A-2b. The pages stay as they came unless the document would be too large: then they are
 * compressed anew, step by step, and each step is told. `material.empty`, `material.tooManyPages`, `material.badFile`,
 * `material.tooManyPixels`, `material.lowResolution` (page numbers in the detail), `material.tooLarge`.
 */
export async function assemble(
  inputs: readonly PageInput[],
  about: About,
  rules: DocumentRules = {},
  hooks: Hooks = {},
): Promise<Result<Assembled>> {
  const { maxBytes = MAX_DOCUMENT_BYTES, minDpi = MIN_DPI, maxPages = MAX_PAGES } = rules;
  if (inputs.length === 0) return fail('material.empty');
  if (inputs.length > Math.min(maxPages, MAX_PAGES)) return fail('material.tooManyPages');
  if (inputs.reduce((sum, page) => sum + page.bytes.length, 0) > MAX_INPUT_BYTES)
    return fail('material.tooLarge', 'input');

  const originals: Picture[] = [];
  for (const input of inputs) {
    const taken = await takePicture(input.bytes);
    if (!taken.ok) return taken;
    // Who made the page knows its resolution better than its bytes.
    originals.push({
      ...taken.value,
      dpi: input.dpi ?? (input.source === 'scanner' ? taken.value.dpi : null),
    });
  }
  const blurred = originals.flatMap((picture, i) => (isSharp(picture, minDpi) ? [] : [i + 1]));
  if (blurred.length > 0 && rules.keepLowResolution !== true)
    return fail('material.lowResolution', blurred.join(','));

  const fitted = await bringUnder(originals, about, maxBytes, hooks.onStep);
  if (!fitted.ok) return fitted;
  const { bytes, pictures, steps } = fitted.value;
  const pages = pictures.map((picture, i) =>
    pageOf(picture, inputs[i] as PageInput, i + 1, blurred.includes(i + 1)),
  );
  for (const [i, { bytes, type }] of pictures.entries()) await hooks.ocr?.({ no: i + 1, bytes, type });
  return ok({ bytes, document: documentOf(bytes, 'application/pdf', PROFILE), pages, steps });
}

async function bringUnder(
  originals: readonly Picture[],
  about: About,
  maxBytes: number,
  onStep: Hooks['onStep'],
): Promise<Result<{ bytes: Buffer; pictures: readonly Picture[]; steps: ShrinkStep[] }>> {
  const steps: ShrinkStep[] = [];
  let pictures: readonly Picture[] = originals;
  for (const rung of [null, ...LADDER]) {
    if (rung !== null) {
      const smaller = await compress(originals, rung);
      if (!smaller.ok) return smaller;
      if (isSame(smaller.value, pictures)) continue;
      pictures = smaller.value;
    }
    const bytes = await buildPdf(pictures, about);
    const fits = bytes.length <= maxBytes;
    const step: ShrinkStep = {
      way: rung === null ? 'original' : rung.dpi === null ? 'quality' : 'resolution',
      quality: rung?.quality ?? null,
      dpi: rung?.dpi ?? null,
      bytes: bytes.length,
      fits,
    };
    steps.push(step);
    onStep?.(step);
    if (fits) return ok({ bytes, pictures, steps });
  }
  return fail('material.tooLarge', `${steps.at(-1)?.bytes} of ${maxBytes}`);
}

/** Each page from its original; one that would not become smaller stays as it came. */
async function compress(
  originals: readonly Picture[],
  { quality, dpi }: { quality: number; dpi: number | null },
): Promise<Result<Picture[]>> {
  const smaller: Picture[] = [];
  for (const original of originals) {
    const has = effectiveDpi(original);
    const scale = dpi === null || has <= dpi ? 1 : dpi / has;
    const encoded = await encode(original.bytes, { quality, scale, dpi: original.dpi });
    if (!encoded.ok) return encoded;
    smaller.push(encoded.value.bytes.length < original.bytes.length ? encoded.value : original);
  }
  return ok(smaller);
}

const isSame = (a: readonly Picture[], b: readonly Picture[]): boolean =>
  a.every((picture, i) => picture === b[i]);

const pageOf = (picture: Picture, input: PageInput, no: number, isLow: boolean): MaterialPage => ({
  no,
  sha256: hashOf('sha256', picture.bytes),
  widthPx: picture.widthPx,
  heightPx: picture.heightPx,
  dpi: picture.dpi,
  source: input.source,
  device: input.device,
  at: input.at,
  warnings: [...new Set([...input.warnings, ...(isLow ? [LOW_RESOLUTION] : [])])].slice(0, 10),
});

export const documentOf = (
  bytes: Uint8Array,
  type: MaterialBody['document']['type'],
  profile: string | null,
): MaterialBody['document'] => ({
  sha256: hashOf('sha256', bytes),
  sm3: hashOf('sm3', bytes),
  size: bytes.length,
  type,
  profile,
});

export const hashOf = (algorithm: 'sha256' | 'sm3', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');
