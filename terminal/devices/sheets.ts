import { fail, type Result } from '../../contracts/result.ts';
import type { DocumentPrinter } from '../../devices/device.ts';

/** Prints sheets of paper that a room of the kiosk has made. */
export interface SheetPrinter {
  /** A document printer is connected, well or not. */
  isThere(): boolean;
  /**
   * Resolves when the sheets are out and gone from the spool; `signal` takes them back (`print.cancelled`).
   * `device.missing`, and what the printer says.
   */
  print(pdf: Uint8Array, signal: AbortSignal): Promise<Result<null>>;
}

/** `title` is in the print service's logs. */
export const sheetPrinter = (
  printers: { reach(wanted: 'documentPrinter'): DocumentPrinter | null },
  title: string,
): SheetPrinter => ({
  isThere: () => printers.reach('documentPrinter') !== null,
  print: async (pdf, signal) =>
    printers.reach('documentPrinter')?.print(pdf, { copies: 1, title, signal }) ?? fail('device.missing'),
});
