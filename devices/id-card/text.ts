import type { IdCard } from '../../contracts/id-card.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { ETHNICITIES } from './ethnicities.ts';

/**
 * The 256 bytes of text on a card (机读文字信息): UTF-16LE in fields of fixed place, padded with spaces.
 * Sources: the public layouts of the readers' makers for 居民身份证, 港澳台居民居住证 (2018), 外国人永久居留身份证 of
 * 2017 and the 机读信息规则 of 2023. Offsets and lengths are in bytes.
 */
export const TEXT_BYTES = 256;
type Place = readonly [offset: number, length: number];
/** Blank, `J`, `I` or `Y`. */
const KIND: Place = [248, 2];

const RESIDENT = {
  name: [0, 30],
  sex: [30, 2],
  ethnicity: [32, 4],
  born: [36, 16],
  address: [52, 70],
  number: [122, 36],
  issuer: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
} as const;
const HMT_RESIDENT = { ...RESIDENT, passNo: [220, 18] } as const;
const FOREIGNER_2017 = {
  nameEn: [0, 120],
  sex: [120, 2],
  number: [122, 30],
  nationality: [152, 6],
  name: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
  born: [220, 16],
} as const;
const FOREIGNER_2023 = {
  name: [0, 30],
  sex: [30, 2],
  born: [36, 16],
  nameEn: [52, 70],
  number: [122, 36],
  validFrom: [188, 16],
  validTo: [204, 16],
  nameEnMore: [220, 22],
  nationality: [242, 6],
} as const;

/** 长期: without end. */
const FOR_EVER = '长期';
/**
 * Han of every plane, 〇, the dots of transliterated names, and the private-use area that stands for rare characters on
 * cards from before GB 18030-2005 [assumed: which dots are in use].
 */
const CHINESE_NAME = /^[\p{Script=Han}\u{20000}-\u{3fffd}\p{Co}·•・．]+$/u;
/** A Hong Kong, Macao or Taiwan resident may have no Chinese name [assumed]. */
const LATIN_NAME = /^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ ,.'’-]*$/;
/** No control characters; rare characters as in names. */
const PRINTABLE = /^[\P{C}\p{Co}\u{20000}-\u{3fffd}]*$/u;

const decoder = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

/**
 * Reads the text of a card; nothing is checked but that each field has the form that it must have.
 * `idCard.unreadable` with the field's name, or `idCard.unknownKind`.
 */
export function decodeText(bytes: Uint8Array): Result<IdCard> {
  if (bytes.length !== TEXT_BYTES) return fail('idCard.unreadable', `${bytes.length} bytes of text`);
  const text = decode(bytes, [0, TEXT_BYTES]);
  if (text === null) return fail('idCard.unreadable', 'lone surrogate');
  const kind = decode(bytes, KIND);
  switch (kind?.trimEnd()) {
    case '':
    case '\0':
      return resident(bytes);
    case 'J':
      return hmtResident(bytes);
    case 'I':
      return foreigner2017(bytes);
    case 'Y':
      return foreigner2023(bytes);
    default:
      return fail('idCard.unknownKind');
  }
}

/** The newest address (最新住址); null when it is no text. Where the card holds several, the last one counts [assumed]. */
export function decodeAddress(bytes: Uint8Array): string | null {
  const [, length] = RESIDENT.address;
  let newest = '';
  for (let at = 0; at < bytes.length; at += length) {
    const address = field(bytes, [at, Math.min(length, bytes.length - at)]);
    if (address === null || !PRINTABLE.test(address)) return null;
    if (address !== '') newest = address;
  }
  return newest;
}

function resident(bytes: Uint8Array): Result<IdCard> {
  const raw = fieldsOf(bytes, RESIDENT);
  if (raw === null) return fail('idCard.unreadable', 'lone surrogate');
  if (!CHINESE_NAME.test(raw.name)) return unreadable('name');
  if (ETHNICITIES[raw.ethnicity] === undefined) return unreadable('ethnicity');
  return withCommon('resident', raw, {
    name: raw.name,
    ethnicity: raw.ethnicity,
    address: raw.address,
    issuer: raw.issuer,
  });
}

function hmtResident(bytes: Uint8Array): Result<IdCard> {
  const raw = fieldsOf(bytes, HMT_RESIDENT);
  if (raw === null) return fail('idCard.unreadable', 'lone surrogate');
  if (!CHINESE_NAME.test(raw.name) && !LATIN_NAME.test(raw.name)) return unreadable('name');
  if (!/^[A-Z0-9]{1,9}$/.test(raw.passNo)) return unreadable('passNo');
  return withCommon('hmtResident', raw, {
    name: raw.name,
    address: raw.address,
    issuer: raw.issuer,
    passNo: raw.passNo,
  });
}

function foreigner2017(bytes: Uint8Array): Result<IdCard> {
  const raw = fieldsOf(bytes, FOREIGNER_2017);
  if (raw === null) return fail('idCard.unreadable', 'lone surrogate');
  return foreigner('foreigner2017', raw, raw.nameEn);
}

function foreigner2023(bytes: Uint8Array): Result<IdCard> {
  const raw = fieldsOf(bytes, FOREIGNER_2023);
  const head = decode(bytes, FOREIGNER_2023.nameEn);
  if (raw === null || head === null) return fail('idCard.unreadable', 'lone surrogate');
  const nameEn = raw.nameEnMore === '' ? raw.nameEn : head + raw.nameEnMore;
  return foreigner('foreigner2023', raw, nameEn);
}

type ForeignerFields = CommonFields & { name: string; nationality: string };
function foreigner(
  kind: 'foreigner2017' | 'foreigner2023',
  raw: ForeignerFields,
  nameEn: string,
): Result<IdCard> {
  if (raw.name !== '' && !CHINESE_NAME.test(raw.name)) return unreadable('name');
  if (!LATIN_NAME.test(nameEn)) return unreadable('nameEn');
  if (!/^[A-Z]{3}$/.test(raw.nationality)) return unreadable('nationality');
  return withCommon(kind, raw, { name: raw.name, nameEn, nationality: raw.nationality });
}

interface CommonFields {
  sex: string;
  born: string;
  number: string;
  validFrom: string;
  validTo: string;
}
function withCommon(kind: IdCard['kind'], raw: CommonFields, own: Partial<IdCard>): Result<IdCard> {
  const { sex, number } = raw;
  if (sex !== '0' && sex !== '1' && sex !== '2' && sex !== '9') return unreadable('sex');
  if (!(kind === 'foreigner2017' ? /^[A-Z]{3}\d{12}$/ : /^\d{17}[\dX]$/).test(number))
    return unreadable('number');
  const born = dayOf(raw.born);
  if (born === null) return unreadable('born');
  const validFrom = dayOf(raw.validFrom);
  if (validFrom === null) return unreadable('validFrom');
  const validTo = raw.validTo === FOR_EVER ? null : dayOf(raw.validTo);
  if (validTo === null && raw.validTo !== FOR_EVER) return unreadable('validTo');
  const { address = '', issuer = '' } = own;
  if (!PRINTABLE.test(address)) return unreadable('address');
  if (!PRINTABLE.test(issuer)) return unreadable('issuer');
  return ok({
    kind,
    name: '',
    nameEn: '',
    sex,
    ethnicity: null,
    nationality: null,
    born,
    number,
    validFrom,
    validTo,
    passNo: null,
    ...own,
    address,
    issuer,
  });
}

const unreadable = (name: keyof IdCard): Result<never> => fail('idCard.unreadable', name);

/** `20260131` → `2026-01-31`; null when there is no such day. */
function dayOf(digits: string): string | null {
  if (!/^\d{8}$/.test(digits)) return null;
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

/** All fields of a layout without their padding; null when one is cut within a surrogate pair. */
function fieldsOf<L extends Record<string, Place>>(
  bytes: Uint8Array,
  layout: L,
): Record<keyof L, string> | null {
  const fields: Record<string, string> = {};
  for (const [name, place] of Object.entries(layout)) {
    const value = field(bytes, place);
    if (value === null) return null;
    fields[name] = value;
  }
  return fields as Record<keyof L, string>;
}

const field = (bytes: Uint8Array, place: Place): string | null =>
  decode(bytes, place)?.replace(/[ \0]+$/, '') ?? null;

/** Null for a lone surrogate and for half a unit. */
function decode(bytes: Uint8Array, [offset, length]: Place): string | null {
  try {
    return decoder.decode(bytes.subarray(offset, offset + length));
  } catch {
    return null;
  }
}
