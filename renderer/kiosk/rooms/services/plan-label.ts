/** Width of a character in em: Chinese ones are square. */
const widthOf = (text: string): number => {
  let em = 0;
  for (const c of text) em += c.charCodeAt(0) > 0x2e7f ? 1 : 0.56;
  return em;
};

/** A label in lines of at most `most` em: English is cut between words, Chinese anywhere. */
export function linesOf(label: string, most: number): string[] {
  const pieces = label.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*/g) ?? [label];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > most) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].filter((text) => text !== '');
}
