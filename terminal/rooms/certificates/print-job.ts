import type { PrintsLeft } from '../../../contracts/certificate.ts';
import type { PrintOutcome } from '../../../contracts/hub/certificates-api.ts';
import type { CertificatePrinting } from '../../../contracts/rooms/certificates.ts';
import { markedSheetPdf, type SheetPage } from '../../../devices/document-printer/marked-sheet.ts';
import type { SheetPrinter } from '../../devices/sheets.ts';
import type { RoomTools } from '../types.ts';
import type { CertificateHub } from './hub.ts';
import { markOf, type PrintFacts } from './marks.ts';

export interface PrintJob {
  state(): CertificatePrinting;
  isRunning(): boolean;
  /** Resolves when it is over. */
  over: Promise<void>;
  /** The citizen has gone: what is not out yet does not come out. */
  takeBack(): void;
}

export interface PrintJobOptions {
  sheets: SheetPrinter;
  hub: Pick<CertificateHub, 'printed'>;
  /** Wiped when it is over. */
  pages: SheetPage[];
  facts: PrintFacts;
  left: PrintsLeft;
  log: RoomTools['log'];
  /** The hub knows what became of it, or it was printed: another print has another key. */
  onOver: () => void;
}

export const NOTHING_PRINTED: CertificatePrinting = { phase: 'none', code: null, no: null, left: null };

/** Ended without the printer's word: paper may have come out. */
const UNCLEAR = new Set(['print.cancelled', 'device.timeout', 'device.stopped']);

/** Prints once, and tells the hub what became of it: one that failed gives its place back. */
export function createPrintJob(o: PrintJobOptions): PrintJob {
  const { no } = o.facts;
  const stopping = new AbortController();
  let state: CertificatePrinting = { phase: 'printing', code: null, no, left: o.left };

  async function run(): Promise<void> {
    const pdf = await markedSheetPdf(o.pages, markOf(o.facts));
    const printed = await o.sheets.print(pdf, stopping.signal);
    pdf.fill(0);
    for (const { bytes } of o.pages) bytes.fill(0);
    const outcome = outcomeOf(printed.ok ? null : printed.error.code);
    o.log('certificate.printed', { outcome, pages: o.pages.length });
    if (printed.ok) state = { ...state, phase: 'printed' };
    // Before the screen may ask for it again: the hub has to know that the place is free.
    const isKnown = await o.hub.printed(o.facts.printId, outcome);
    if (isKnown || outcome === 'printed') o.onOver();
    if (!printed.ok) state = { phase: 'failed', code: printed.error.code, no, left: null };
  }

  const over = run();
  return {
    state: () => state,
    isRunning: () => state.phase === 'printing',
    over,
    takeBack: () => stopping.abort(),
  };
}

function outcomeOf(code: string | null): PrintOutcome {
  if (code === null) return 'printed';
  return UNCLEAR.has(code) ? 'unclear' : 'failed';
}
