import units from '../../assets/sounds/units.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { dayUnits, decimalUnits, numberUnits, spelledUnits, timeUnits, type UnitId } from './numerals.ts';

/** A part of a text: words as they stand there, or units that are said in their place. */
export type Piece = { words: string } | { units: UnitId[]; spelled: boolean };

/** How something in a text is read, where it matches; null: it is none after all. */
interface Rule {
  /** Sticky. */
  pattern: RegExp;
  read: (match: RegExpExecArray, text: string) => { units: UnitId[]; spelled: boolean } | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** What is counted: two of them are 两, not 二. */
const MEASURES = '个位件条张份次部项种间座台页';
/** From so many digits on a number is a code and is spelled. */
const CODE_DIGITS = 5;

const said = (found: UnitId[]) => ({ units: found, spelled: false });
const spelled = (code: string) => ({ units: spelledUnits(code), spelled: true });
const isMonth = (month: number): boolean => month >= 1 && month <= 12;
const isDay = (day: number): boolean => day >= 1 && day <= 31;

function day(year: string | undefined, month: number, date: string | undefined, locale: Locale) {
  if (!isMonth(month) || (date !== undefined && !isDay(Number(date)))) return null;
  const found = { year: year === undefined ? null : Number(year), month, day: null as number | null };
  if (date !== undefined) found.day = Number(date);
  return said(dayUnits(found, locale));
}

const rulesOf = (locale: Locale): readonly Rule[] => [
  {
    pattern: /(\d{4})-(\d{2})-(\d{2})(?![\dA-Za-z-])/y,
    read: ([, year, month, date]) => day(year, Number(month), date, locale),
  },
  ...(locale === 'en'
    ? [
        {
          pattern:
            /(\d{1,2}) (Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?: (\d{4}))?(?![\dA-Za-z])/y,
          read: ([, date, name = '', year]: RegExpExecArray) =>
            day(year, MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1, date, locale),
        },
      ]
    : [
        {
          pattern: /(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?/y,
          read: ([, year, month, date]: RegExpExecArray) =>
            year === undefined && date === undefined ? null : day(year, Number(month), date, locale),
        },
      ]),
  {
    pattern: /(\d{1,2}):(\d{2})(?![\d:])/y,
    read: ([, hour, minute]) =>
      Number(hour) < 24 && Number(minute) < 60 ? said(timeUnits(Number(hour), Number(minute), locale)) : null,
  },
  // The rest of a masked name.
  {
    pattern: /[*＊]+(?![\dA-Za-z*＊])/y,
    read: (match, text) => {
      const before = text.slice(0, match.index).at(-1) ?? '';
      if (!/\p{L}/u.test(before)) return null;
      return said(locale === 'en' ? ['someone'] : [...match[0]].map(() => 'someone'));
    },
  },
  {
    pattern: /[A-Z0-9*＊]+(?:-[A-Z0-9*＊]+)*(?![a-z])/y,
    read: ([code]) => {
      const digits = code.replaceAll(/\D/g, '').length;
      if (digits === 0) return /[*＊]/.test(code) ? spelled(code) : null;
      const isCode = /[A-Z*＊-]/.test(code) || digits >= CODE_DIGITS || /^0\d/.test(code);
      return isCode ? spelled(code) : null;
    },
  },
  {
    pattern: /(\d{1,3}(?:,\d{3})+|\d{1,4})(?:\.(\d+))?/y,
    read: (match, text) => {
      const whole = (match[1] ?? '').replaceAll(',', '');
      if (match[2] !== undefined) return said(decimalUnits(whole, match[2], locale));
      const value = Number(whole);
      if (value >= 100_000_000) return spelled(whole);
      const next = text.slice(match.index + match[0].length).trimStart();
      const isOrdinal = text.slice(0, match.index).trimEnd().endsWith('第');
      const isPair =
        locale !== 'en' && value === 2 && !isOrdinal && next !== '' && MEASURES.includes(next.charAt(0));
      return said(isPair ? ['pair'] : numberUnits(value, locale));
    },
  },
];
const RULES: Readonly<Record<Locale, readonly Rule[]>> = { 'zh-CN': rulesOf('zh-CN'), en: rulesOf('en') };

/** A text in the parts that it is said in: numbers, dates, times, codes and masked names apart from words. */
export function piecesOf(text: string, locale: Locale): Piece[] {
  // One letter alone, as it is typed.
  if (/^\s*[A-Za-z-]\s*$/.test(text)) return [spelled(text)];
  const pieces: Piece[] = [];
  let words = '';
  let at = 0;
  while (at < text.length) {
    const found = matchAt(text, at, locale);
    if (found === null) {
      words += text.charAt(at);
      at += 1;
      continue;
    }
    if (words.trim() !== '') pieces.push({ words });
    words = '';
    pieces.push(found.piece);
    at = found.end;
  }
  if (words.trim() !== '') pieces.push({ words });
  return pieces;
}

function matchAt(text: string, at: number, locale: Locale): { piece: Piece; end: number } | null {
  const c = text.charAt(at);
  if (!/[\dA-Z*＊]/.test(c)) return null;
  // In the middle of a word nothing begins.
  if (/[A-Z]/.test(c) && /[A-Za-z]/.test(text.charAt(at - 1))) return null;
  for (const { pattern, read } of RULES[locale]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const piece = match === null ? null : read(match, text);
    if (match !== null && piece !== null) return { piece, end: at + match[0].length };
  }
  return null;
}

const UNITS: Readonly<Record<string, Partial<Record<Locale, string>>>> = units;

/** Units as they are written for a synthesizer. */
export const unitWords = (ids: readonly UnitId[], locale: Locale): string =>
  ids.map((id) => UNITS[id]?.[locale] ?? UNITS[id]?.en ?? '').join(locale === 'en' ? ' ' : '');
