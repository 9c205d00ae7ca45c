import { codePoints, MAX_TEXT } from '../../contracts/levels.ts';

/** Free text as the service accepts it: no control character but the line feed, no lone surrogate, 150 characters. */
export function fitText(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .toWellFormed();
  return codePoints(clean) <= MAX_TEXT ? clean : [...clean].slice(0, MAX_TEXT).join('');
}
