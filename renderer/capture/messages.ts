import type { Paper } from './aspect.ts';
import type { FoundPage } from './edges.ts';
import type { Quad } from './geometry.ts';
import type { Warning } from './quality.ts';
import type { Turns } from './rotate.ts';

/** `camera`: a sheet on a desk, seen by a camera. `scan`: a sheet on a flat bed or through a feeder. */
export type SourceKind = 'camera' | 'scan';

/** Long side of a page's preview, pixels. */
export const PREVIEW_SIDE = 1_000;

export interface PageJob {
  /** A file (JPEG or PNG), or one picture of the camera, which the worker closes. */
  source: Blob | ImageBitmap;
  kind: SourceKind;
  /** Corners that a person has set, in the source's pixels; null: they are looked for. */
  corners: Quad | null;
  turns: Turns;
}

export interface PageResult {
  /** The flat page: JPEG, with its resolution where that is known. */
  page: Blob;
  /** The same page, small. */
  preview: Blob;
  width: number;
  height: number;
  dpi: number | null;
  paper: Paper | null;
  warnings: readonly Warning[];
  /** The page's corners in the source, in its pixels, before any turn. */
  corners: Quad;
  /** Whether the corners were found beyond doubt or set by a person; otherwise a person must look at them. */
  sure: boolean;
  turns: Turns;
  kind: SourceKind;
  /** What the page was made of, for making it again with other corners. */
  photo: Blob;
  photoWidth: number;
  photoHeight: number;
}

export type ToWorker =
  | { id: number; type: 'outline'; frame: ImageBitmap }
  | { id: number; type: 'page'; job: PageJob };
export type FromWorker =
  | { id: number; type: 'outline'; found: FoundPage | null }
  | { id: number; type: 'page'; result: PageResult }
  /** The picture cannot be read. */
  | { id: number; type: 'bad' };
