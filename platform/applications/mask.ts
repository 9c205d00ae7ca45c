/** What a clerk reads of a number before asking to see it whole (显示): enough to tell two people apart. */

/** `410403********1234`: region and the last four of a resident's number; of anything else its ends. */
export const maskNumber = (text: string): string => keepEnds(text, /^\d{17}[\dX]$/i.test(text) ? 6 : 3, 4);

/** `138****1234` */
export const maskPhone = (text: string): string => keepEnds(text, 3, 4);

/** The first characters, which name the district; the rest is hidden. */
export const maskAddress = (text: string): string => keepEnds(text, 6, 0);

/**
 * Every run of eleven digits or more within a text: a mobile number is the shortest that tells who somebody is. Longer
 * than needed on purpose: two numbers written as one are hidden too.
 */
export const maskWithin = (text: string): string =>
  text.replaceAll(/\d{11,}[Xx]?/g, (found) => (found.length === 18 ? maskNumber(found) : maskPhone(found)));

function keepEnds(text: string, first: number, last: number): string {
  const all = [...text];
  if (all.length <= first + last) return '*'.repeat(all.length);
  const hidden = '*'.repeat(all.length - first - last);
  return all.slice(0, first).join('') + hidden + all.slice(all.length - last).join('');
}
