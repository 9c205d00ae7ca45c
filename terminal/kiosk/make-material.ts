import type { ApplicationBody } from '../../contracts/application.ts';
import type { Timers } from '../../contracts/clock.ts';
import { dayAndTime } from '../../contracts/hall-time.ts';
import type { MaterialBody, MaterialPage } from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { inspectImage } from '../../devices/document-scanner/image/inspect.ts';
import type { AnswerOf, PageRef } from '../flow/state.ts';
import { type About, assemble, documentOf } from '../materials/assemble.ts';
import { type FormWords, formPdf } from '../materials/form-pdf.ts';
import { type ImportOptions, importFile } from '../materials/import.ts';
import type { DocumentRules, PageInput } from '../materials/types.ts';
import type { PageStore } from './pages.ts';

/** A document on its way into a material. */
export interface Made {
  bytes: Uint8Array;
  document: MaterialBody['document'];
  pages: MaterialPage[];
}
interface Tools {
  pages: Pick<PageStore, 'get'>;
  timers: Timers;
}

/**
 * The pages of a scan step as one document; an imported PDF is one already. `apply.pageMissing` when a page cannot be
 * read, `material.*` as `assemble` and `importFile` say.
 */
export async function makeDocument(
  { pages: store, timers }: Tools,
  pages: readonly PageRef[],
  about: About,
  rules: DocumentRules,
): Promise<Result<Made>> {
  const inputs: PageInput[] = [];
  for (const { id, source, isPdf, dpi, device, at, warnings } of pages) {
    const kept = store.get(id);
    if (kept === null) return fail('apply.pageMissing');
    if (isPdf) return makePdf(kept.bytes, sourceOfImport(source), at, timers);
    inputs.push({ bytes: kept.bytes, source, dpi, device, at, warnings: [...warnings] });
  }
  return assemble(inputs, about, rules);
}

/** A PDF was brought by one of these. */
const sourceOfImport = (source: PageRef['source']): ImportOptions['source'] =>
  source === 'scanner' || source === 'camera' ? 'usb' : source;

async function makePdf(
  bytes: Uint8Array,
  source: ImportOptions['source'],
  atMs: number,
  timers: Timers,
): Promise<Result<Made>> {
  const imported = await importFile(bytes, { source, atMs, timers });
  if (!imported.ok) return imported;
  return imported.value.kind === 'document' ? ok(imported.value) : fail('material.badFile');
}

/** What the form says. */
export interface FormContents {
  application: ApplicationBody;
  words: Omit<FormWords, 'signedAt'>;
}

/** The form that the citizen signs, with the signature on it, and with the enterprise's seal. */
export async function makeForm(
  { pages: store }: Tools,
  { pageId, at }: AnswerOf<'signature'>,
  { application, words }: FormContents,
  sealed: AnswerOf<'sealed'> | null = null,
): Promise<Result<Made>> {
  const kept = store.get(pageId);
  const picture = sealed === null ? null : store.get(sealed.pageId);
  if (kept === null || (sealed !== null && picture === null)) return fail('apply.pageMissing');
  const seal = sealed &&
    picture && {
      picture: picture.bytes,
      no: sealed.seal.no,
      sealedAt: dayAndTime(sealed.seal.at),
      sha256: sealed.seal.sha256,
      simulated: sealed.seal.simulated,
    };
  return ok(await formPdf(application, { ...words, signedAt: dayAndTime(at) }, kept.bytes, seal));
}

/** The signature stays the picture that the citizen drew. */
export function makeSignature({ pages: store }: Tools, { pageId, at }: AnswerOf<'signature'>): Result<Made> {
  const kept = store.get(pageId);
  if (kept === null) return fail('apply.pageMissing');
  const info = inspectImage(kept.bytes);
  if (!info.ok) return fail('material.badFile', info.error.detail);
  const document = documentOf(kept.bytes, 'image/png', null);
  const { widthPx, heightPx } = info.value;
  const page: MaterialPage = {
    no: 1,
    sha256: document.sha256,
    widthPx,
    heightPx,
    dpi: null,
    source: 'touch',
    device: null,
    at,
    warnings: [],
  };
  return ok({ bytes: kept.bytes, document, pages: [page] });
}
