import type { BookedRow } from '../../contracts/hub/booking-console-api.ts';

/** Rows of a matter whose number holds the text; dashes and case do not count, as they are read aloud. */
export function found(
  rows: readonly BookedRow[],
  { text, matterId }: { text: string; matterId: string | null },
): BookedRow[] {
  const wanted = plain(text);
  return rows.filter((r) => (matterId === null || r.matterId === matterId) && plain(r.no).includes(wanted));
}

const plain = (text: string): string => text.replaceAll(/[^0-9a-z]/gi, '').toUpperCase();
