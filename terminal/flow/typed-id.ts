import { fail, ok, type Result } from '../../contracts/result.ts';
import { checkDigit } from '../../devices/id-card/check.ts';

/** A 公民身份号码 as a person types it: full width and small letters are forgiven. `idCard.typed`: it cannot be one. */
export function typedId(text: string): Result<string> {
  const number = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  const isWellFormed = /^[1-9]\d{16}[\dX]$/.test(number) && isDay(number.slice(6, 14));
  return isWellFormed && checkDigit(number.slice(0, 17)) === number[17] ? ok(number) : fail('idCard.typed');
}

function isDay(yyyymmdd: string): boolean {
  const iso = `${yyyymmdd.slice(0, 4)}-${yyyymmdd.slice(4, 6)}-${yyyymmdd.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
