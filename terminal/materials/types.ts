import type { MaterialPage } from '../../contracts/material.ts';

/** A page on its way into a document. */
export interface PageInput extends Pick<MaterialPage, 'dpi' | 'source' | 'device' | 'at' | 'warnings'> {
  /** JPEG or PNG; its size is read from it. */
  bytes: Uint8Array;
}

/** What an item asks of a material (DA/T 31: at least 200 dpi, 300 for small text; colour where there are seals). */
export interface DocumentRules {
  /** Most bytes of the document. Default 10 MB. */
  maxBytes?: number;
  /** Least resolution, dots an inch. Default 200. */
  minDpi?: number;
  maxPages?: number;
  /** The citizen has seen that pages lie under `minDpi` and keeps them: they are marked `lowResolution`. */
  keepLowResolution?: boolean;
}

/** One try at making the document fit, for the citizen to see. */
export interface ShrinkStep {
  /** `original`: the pages as they came · `quality`: the JPEG quality lowered · `resolution`: fewer pixels too. */
  way: 'original' | 'quality' | 'resolution';
  /** Of JPEG, 0–100; null: as it came. */
  quality: number | null;
  /** Pages above it were brought down to it; null: none. */
  dpi: number | null;
  /** What the document came to, bytes. */
  bytes: number;
  fits: boolean;
}
