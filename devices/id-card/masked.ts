import type { IdCard } from '../../contracts/id-card.ts';

const NUMBER_ENDS = 4;

/** What a log or a screen may show of a card: `张*三`, `4104**********1234`. */
export function masked(card: Pick<IdCard, 'name' | 'nameEn' | 'number'>): { name: string; number: string } {
  return { name: maskName(card.name === '' ? card.nameEn : card.name), number: maskNumber(card.number) };
}

/** The first character and, of three or more, the last one stay. */
export function maskName(name: string): string {
  const chars = [...name];
  if (chars.length < 2) return '*'.repeat(chars.length);
  const last = chars.length > 2 ? chars.at(-1) : '*';
  return `${chars[0]}${'*'.repeat(Math.max(0, chars.length - 2))}${last}`;
}

function maskNumber(number: string): string {
  const hidden = Math.max(0, number.length - 2 * NUMBER_ENDS);
  return number.slice(0, NUMBER_ENDS) + '*'.repeat(hidden) + number.slice(NUMBER_ENDS + hidden);
}
