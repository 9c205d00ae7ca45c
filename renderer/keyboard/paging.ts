/** Widths of the candidate bar, in em of its type: a Han character is one em wide. They match `keyboard.css`. */
export const CANDIDATE = { least: 2.6, padding: 1.3, gap: 0.4 } as const;

const isWide = (c: string): boolean => (c.codePointAt(0) ?? 0) > 0x2e7f;

/** Estimated width of a candidate, in em. */
export const candidateWidth = (text: string): number =>
  Math.max(
    CANDIDATE.least,
    [...text].reduce((sum, c) => sum + (isWide(c) ? 1 : 0.65), 0) + CANDIDATE.padding,
  );

/**
 * Where the pages of a candidate bar begin (翻页): each page holds as many candidates as fit, and at least one.
 *
 * @param widthEm width of the bar, in em of its type.
 * @returns indices of the first candidate of each page; empty when there is no candidate.
 */
export function pageStarts(texts: readonly string[], widthEm: number): number[] {
  const starts: number[] = [];
  let room = 0;
  texts.forEach((text, i) => {
    const needed = candidateWidth(text);
    if (starts.length === 0 || needed > room) {
      starts.push(i);
      room = widthEm;
    }
    room -= needed + CANDIDATE.gap;
  });
  return starts;
}
