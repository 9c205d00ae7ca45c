import type { IdCard } from '../../contracts/id-card.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const DIGITS = '10X98765432';
const MALE = '1';
const FEMALE = '2';

/** The time zone of the hall: a card is valid through the last day there. */
export const HALL_TIME_ZONE = 'Asia/Shanghai';

/** `wallMs` → `2026-01-31` in the hall. */
export function todayAt(wallMs: number): string {
  return hallDay.format(wallMs);
}
const hallDay = new Intl.DateTimeFormat('sv-SE', { timeZone: HALL_TIME_ZONE });

/** GB 11643 (ISO 7064 MOD 11-2): the check digit of 17 digits. */
export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, n) => total + weight * Number(first17[n]), 0);
  return DIGITS[sum % 11] ?? '';
}

/**
 * Whether what the card says holds together and is valid today.
 * `idCard.checkDigit`, `idCard.mismatch` with the field's name, `idCard.expired`, `idCard.notYetValid`.
 */
export function checkCard(card: IdCard, today: string): Result<IdCard> {
  const numbers = card.kind === 'foreigner2017' ? foreigner2017Number(card) : number18(card);
  if (!numbers.ok) return numbers;
  if (card.validTo !== null && card.validTo < card.validFrom) return fail('idCard.mismatch', 'validTo');
  if (card.born > card.validFrom) return fail('idCard.mismatch', 'born');
  if (today < card.validFrom) return fail('idCard.notYetValid');
  if (card.validTo !== null && today > card.validTo) return fail('idCard.expired');
  return ok(card);
}

/**
 * First digits: citizens 1–8 by the province of 户籍, of them 81, 82 and 83 for residents from Hong Kong, Macao and
 * Taiwan; 9 for foreigners, then two digits of the place of application and three of the first nationality
 * (新版外国人永久居留身份证机读信息规则, 2023). The rest is alike: day of birth, sequence with the sex in its last digit, check digit.
 */
const STARTS = { resident: /^[1-8]/, hmtResident: /^8[123]0000/, foreigner2023: /^9/ };

function number18(card: IdCard): Result<null> {
  const { kind, number } = card;
  if (checkDigit(number.slice(0, 17)) !== number[17]) return fail('idCard.checkDigit');
  if (kind !== 'foreigner2017' && !STARTS[kind].test(number)) return fail('idCard.mismatch', 'kind');
  if (number.slice(6, 14) !== card.born.replaceAll('-', '')) return fail('idCard.mismatch', 'born');
  return sexFits(card, Number(number[16]));
}

/** [assumed] Position of the parts in a number of 2017: one public source (xiahaimoyu/credential-kit). */
const NUMBER_2017 = { born: [7, 13], sex: 13, check: 14 } as const;

/**
 * Three letters of the first nationality, four digits of the place of application, the day of birth without century, a
 * sequence digit, and a check digit like that of a passport (ICAO 9303).
 */
function foreigner2017Number(card: IdCard): Result<null> {
  const { number } = card;
  if (passportCheckDigit(number.slice(0, NUMBER_2017.check)) !== number[NUMBER_2017.check])
    return fail('idCard.checkDigit');
  const [from, to] = NUMBER_2017.born;
  if (number.slice(from, to) !== card.born.replaceAll('-', '').slice(2))
    return fail('idCard.mismatch', 'born');
  return sexFits(card, Number(number[NUMBER_2017.sex]));
}

/** ICAO 9303: weights 7 3 1, A = 10 … Z = 35, modulo 10. */
function passportCheckDigit(text: string): string {
  const sum = [...text].reduce(
    (total, char, n) => total + Number.parseInt(char, 36) * ([7, 3, 1][n % 3] ?? 0),
    0,
  );
  return String(sum % 10);
}

/** Odd for men, even for women; a sex that is unknown or not stated fits both. */
function sexFits(card: IdCard, digit: number): Result<null> {
  const fromNumber = digit % 2 === 1 ? MALE : FEMALE;
  const isStated = card.sex === MALE || card.sex === FEMALE;
  return isStated && card.sex !== fromNumber ? fail('idCard.mismatch', 'sex') : ok(null);
}
