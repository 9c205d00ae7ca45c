const ENDS = 4;
const LEAST_HIDDEN = 4;

/** What a list shows of a certificate's number: both ends, and less of a short one. */
export function maskNo(no: string): string {
  const chars = [...no];
  const ends = Math.min(ENDS, Math.max(0, Math.floor((chars.length - LEAST_HIDDEN) / 2)));
  const hidden = chars.length - 2 * ends;
  return `${chars.slice(0, ends).join('')}${'*'.repeat(hidden)}${chars.slice(ends + hidden).join('')}`;
}
