import type { Words } from '../../../contracts/flow.ts';
import type { KioskStatus } from '../../../contracts/kiosk.ts';
import type { Locale } from '../../../contracts/primitives.ts';

/** What the preview of flows shows; made by `scripts/lib/flows/preview-data.ts`, fetched from beside the page. */

/** One page of a way through a flow, as the kiosk draws it. */
export interface PreviewPage {
  stepId: string;
  stepType: string;
  /** 1 of a step with one page. */
  page: number;
  /** Nothing was filled in, and the citizen wanted to go on. */
  faults: boolean;
  status: Readonly<Record<Locale, KioskStatus>>;
}

/** One fixture of a flow; the last way holds what no fixture shows. */
export interface PreviewWay {
  /** null: what no fixture shows. */
  name: string | null;
  pages: readonly PreviewPage[];
}

export interface PreviewFlow {
  id: string;
  version: string;
  title: Words;
  ways: readonly PreviewWay[];
}

/** `flows.json`: every folder, and what is wrong with those that are refused. */
export interface PreviewIndex {
  flows: readonly {
    id: string;
    title: Words | null;
    faults: readonly { file: string; step: string | null; zh: string; en: string }[];
  }[];
}
