import type { FormField } from '../../contracts/flow.ts';
import { addDays } from '../../contracts/hall-time.ts';
import type { FieldFault } from '../../contracts/kiosk-step.ts';
import { typedId } from './typed-id.ts';

/** What a field needs to be checked. */
export type FieldRule = Pick<FormField, 'kind' | 'required' | 'options' | 'min' | 'max'>;

/** Longest text of each kind unless the field says less, code points. */
const LONGEST: Readonly<Record<FormField['kind'], number>> = {
  text: 100,
  longText: 300,
  number: 15,
  date: 10,
  phone: 11,
  idNumber: 18,
  uscc: 18,
  postcode: 6,
  choice: 40,
};

/** Of any text of a form, code points. */
export const LONGEST_TEXT = 500;

export const longest = ({ kind, max }: Pick<FieldRule, 'kind' | 'max'>): number =>
  (kind === 'text' || kind === 'longText') && max !== undefined ? max : LONGEST[kind];

/** What is kept of what was typed: blanks around it go; numbers lose their full width and the blanks within. */
export function normalised(kind: FormField['kind'], raw: string): string {
  if (kind === 'text') return raw.trim().replaceAll(/\s+/g, ' ');
  if (kind === 'longText' || kind === 'choice') return raw.trim();
  const plain = raw.normalize('NFKC').replaceAll(/\s/g, '');
  return kind === 'idNumber' || kind === 'uscc' ? plain.toUpperCase() : plain;
}

/** What is wrong with a field's text; null: nothing. `today`: `YYYY-MM-DD` in the hall. */
export function faultOf(field: FieldRule, raw: string, today: string): FieldFault | null {
  const value = normalised(field.kind, raw);
  if (value === '') return field.required ? fault('required') : null;
  if ([...value].length > longest(field)) return fault('tooLong', longest(field));
  switch (field.kind) {
    case 'text':
    case 'longText':
      return textFault(field, value);
    case 'number':
      return numberFault(field, value);
    case 'date':
      return dateFault(field, value, today);
    case 'phone':
      // 工信部《电信网编号计划》: 11 digits, the second one 3 to 9.
      return /^1[3-9]\d{9}$/.test(value) ? null : fault('phone');
    case 'idNumber':
      return typedId(value).ok ? null : fault('idNumber');
    case 'uscc':
      return isUscc(value) ? null : fault('uscc');
    case 'postcode':
      return /^\d{6}$/.test(value) ? null : fault('postcode');
    case 'choice':
      return field.options?.some((o) => o.id === value) === true ? null : fault('choice');
  }
}

function fault(code: FieldFault['code'], limit: string | number | null = null): FieldFault {
  return { code, limit: limit === null ? null : String(limit) };
}

/** A line break is the only control character that a long text has. */
const CONTROL = { text: /\p{Cc}/u, longText: /[^\P{Cc}\n]/u } as const;

function textFault({ kind, min }: FieldRule, value: string): FieldFault | null {
  if (CONTROL[kind === 'longText' ? 'longText' : 'text'].test(value)) return fault('characters');
  return min !== undefined && [...value].length < min ? fault('tooShort', min) : null;
}

function numberFault({ min, max }: FieldRule, value: string): FieldFault | null {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(value)) return fault('number');
  if (min !== undefined && Number(value) < min) return fault('tooSmall', min);
  return max !== undefined && Number(value) > max ? fault('tooLarge', max) : null;
}

function dateFault({ min, max }: FieldRule, value: string, today: string): FieldFault | null {
  if (!isDay(value)) return fault('date');
  const [first, last] = [dayLimit(today, min), dayLimit(today, max)];
  if (first !== null && value < first) return fault('tooEarly', first);
  return last !== null && value > last ? fault('tooLate', last) : null;
}

/** The day so many days after another; null: no limit. */
export const dayLimit = (today: string, days: number | undefined): string | null =>
  days === undefined ? null : addDays(today, days);

/** A day of the calendar, `YYYY-MM-DD`, from 1800 on. */
export function isDay(text: string): boolean {
  if (!/^(1[89]|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** GB 32100-2015, 4.2: no I, O, S, V, Z. */
const USCC_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** 统一社会信用代码: its shape and the check character of its first 17 signs. */
export const isUscc = (text: string): boolean =>
  USCC_SHAPE.test(text) && usccCheck(text.slice(0, 17)) === text[17];

/** GB 32100-2015, annex A: weights 3^i modulo 31, the complement to 31. */
export function usccCheck(first17: string): string {
  const base = USCC_SIGNS.length;
  let [sum, weight] = [0, 1];
  for (const sign of first17) {
    sum += USCC_SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % base;
  }
  return USCC_SIGNS[(base - (sum % base)) % base] ?? '';
}
