import { latin1 } from './protocol.ts';

/**
 * AIM identifiers (ISO/IEC 15424): `]`, a letter for the symbology, a modifier. `]Q` QR · `]C` Code 128 · `]A` Code 39 ·
 * `]E` EAN/UPC · `]d` DataMatrix · `]L` PDF417. A vendor's own symbology code gives no modifier: two characters then.
 */
const AIM = /^\][A-IK-UXZdehz][0-9A-Za-z]$/;

/** The identifier where these three bytes are one, else null. */
export function aimOf(three: Uint8Array): string | null {
  const text = latin1(three);
  return three.length === 3 && AIM.test(text) ? text : null;
}

/** A scanner that is set to send the AIM identifier puts it before the code's bytes. */
export function splitAim(bytes: Uint8Array): { aim: string | null; bytes: Uint8Array } {
  const aim = aimOf(bytes.subarray(0, 3));
  return aim === null ? { aim, bytes } : { aim, bytes: bytes.subarray(3) };
}

type Table = ReadonlyMap<number, string>;
const table = (entries: Record<string, readonly number[]>): Table =>
  new Map(Object.entries(entries).flatMap(([aim, codes]) => codes.map((code) => [code, aim] as const)));
const letters = (text: string): number[] => [...text].map((c) => c.charCodeAt(0));

/** Honeywell code ids, as its user guides list them ("Symbology Charts"). */
export const HONEYWELL_SYMBOLOGY: Table = table({
  ']Q': letters('s'),
  ']C': letters('jI'),
  ']A': letters('b'),
  ']E': letters('dDcE'),
  ']d': letters('w'),
  ']L': letters('rR'),
  ']z': letters('z'),
  ']h': letters('H'),
  ']I': letters('e'),
  ']F': letters('a'),
  ']G': letters('i'),
  ']e': letters('y{}'),
  ']U': letters('x'),
});

/** Code types of Zebra's Simple Serial Interface, as its programmer's guide lists them. */
export const SSI_SYMBOLOGY: Table = table({
  ']Q': [0x1c],
  ']C': [0x03, 0x0f],
  ']A': [0x01, 0x13],
  ']E': [0x08, 0x09, 0x0a, 0x0b, 0x10, 0x48, 0x49, 0x4a, 0x4b, 0x50, 0x88, 0x89, 0x8a, 0x8b, 0x90],
  ']d': [0x1b],
  ']L': [0x11, 0x1a],
  ']I': [0x06],
  ']F': [0x02],
  ']G': [0x07],
});
