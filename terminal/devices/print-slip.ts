import { fail, type Result } from '../../contracts/result.ts';
import type { Slip } from '../../contracts/slip.ts';
import type { DocumentPrinter, ReceiptPrinter } from '../../devices/device.ts';
import { slipPdf } from '../../devices/document-printer/slip-page.ts';

export interface SlipPrinters {
  /** The first of a class that is connected, well or not; null: none is. */
  reach(wanted: 'receiptPrinter'): ReceiptPrinter | null;
  reach(wanted: 'documentPrinter'): DocumentPrinter | null;
}

/** A queue that holds a sheet longer than this is not waited for, ms. */
const PAPER_MS = 60_000;

/**
 * Prints a slip (凭条) on the receipt printer, or on paper where the terminal has only a document printer.
 * `device.missing`, and what the printer says.
 */
export async function printSlip(printers: SlipPrinters, slip: Slip, title: string): Promise<Result<null>> {
  const receipt = printers.reach('receiptPrinter');
  if (receipt !== null) return receipt.print(slip);
  const paper = printers.reach('documentPrinter');
  if (paper === null) return fail('device.missing');
  return paper.print(await slipPdf(slip), { copies: 1, title, signal: AbortSignal.timeout(PAPER_MS) });
}
