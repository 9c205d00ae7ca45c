/** Digits and capitals without those that are read for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight letters of a uuid's random bits, `7K3M-Q2XD`: for numbers that terminal and hub make of the same id. */
export function idLetters(id: string): string {
  const bits = BigInt(`0x${id.slice(0, 8)}${id.slice(-2)}`);
  const letters = Array.from({ length: 8 }, (_, i) => ALPHABET[Number((bits >> BigInt(35 - 5 * i)) & 31n)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
