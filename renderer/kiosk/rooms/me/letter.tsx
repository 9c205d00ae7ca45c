import { Choices } from '../frame.tsx';

/** A line of a letter: its words, a heading, or what is said beside it. */
export interface LetterLine {
  as: 'words' | 'heading' | 'aside';
  text: string;
}

/** Longest piece of a text, characters: a page takes as many pieces as it has room for. */
const PIECE = 90;

/** The sentences of a text, joined and cut to pieces that a page has room for. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    let piece = '';
    for (const sentence of line.match(/[^。！？；.!?;]*[。！？；.!?;]*\s*/gu) ?? []) {
      const joined = piece + sentence;
      if ([...joined].length <= PIECE) piece = joined;
      else {
        if (piece !== '') found.push(piece);
        const chars = [...sentence];
        while (chars.length > PIECE) found.push(chars.splice(0, PIECE).join(''));
        piece = chars.join('');
      }
    }
    if (piece.trim() !== '') found.push(piece);
  }
  return found;
}

export const wordsOf = (text: string): LetterLine[] =>
  pieces(text).map((piece) => ({ as: 'words', text: piece }));

/** A text of any length, turned by buttons where it does not fit: nothing has to be dragged. */
export function Letter({ lines }: { lines: readonly LetterLine[] }) {
  const items = lines.map((line, n) => ({ ...line, n }));
  return (
    <Choices
      items={items}
      most={14}
      layout="me__letter"
      keyOf={(line) => String(line.n)}
      draw={({ as, text }) =>
        as === 'heading' ? <h2>{text}</h2> : <p className={as === 'aside' ? 'quiet' : undefined}>{text}</p>
      }
    />
  );
}
