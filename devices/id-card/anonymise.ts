import type { DevicePort } from '../../contracts/devices.ts';
import type { Anonymise } from '../channel/recording.ts';
import { LONGEST_LEN, PREAMBLE, SHORTEST_LEN } from './codec.ts';
import { SAM_ID_BYTES } from './sam-id.ts';

/** Nobody's card: 128 UTF-16 units in the places of a 居民身份证. */
const NOBODY = Buffer.from(
  [
    '某某某'.padEnd(15),
    '1',
    '01',
    '19850607',
    '某地址'.padEnd(35),
    '410403198506071230',
    '某机关'.padEnd(15),
    '20200101',
    '20400101',
    ''.padEnd(18),
  ].join(''),
  'utf16le',
);
const PHOTO_BYTES = 1_024;
/** Lengths of text and photo, before them. */
const READ_HEAD = [0x01, 0x00, 0x04, 0x00];
const SHORTEST_READ = READ_HEAD.length + NOBODY.length + PHOTO_BYTES;
const SHORTEST_ADDRESS = 70;

/**
 * For the byte recorder: every card that is read becomes nobody's, without photo, fingerprints, newest address and card
 * serials; LEN stays, and a checksum is right or wrong as it was. What stands outside frames becomes zeros, so where bytes
 * were lost the next frame may be blanked with them. Commands hold nothing personal and stay.
 */
export const anonymiseFor =
  (port: DevicePort['type']): Anonymise =>
  (direction) => {
    if (direction === 'out') return (chunk) => chunk;
    const clean = createCleaner();
    if (port !== 'hid') return (chunk) => chunk.map(clean);
    return (report) => report.map((byte, n) => (n === 0 ? byte : clean(byte)));
  };

/** Byte by byte, from the opening of the channel on. */
function createCleaner(): (byte: number) => number {
  let matched = 0;
  let at = 0;
  let len = 0;
  let xorIn = 0;
  let xorOut = 0;

  function preamble(byte: number): number {
    if (byte === PREAMBLE[matched]) matched++;
    else if (byte === PREAMBLE[0]) matched = matched === 3 ? 3 : 1;
    else matched = 0;
    [at, len, xorIn, xorOut] = [0, 0, 0, 0];
    return matched > 0 ? byte : 0;
  }

  /** `at` counts from LEN on. */
  function inFrame(byte: number): number {
    const place = at - 2;
    if (at < 2) len = (len << 8) | byte;
    const isLast = at >= 2 && place === len - 1;
    const out = isLast ? xorOut ^ xorIn ^ byte : place < 3 ? byte : replaced(byte, place - 3, len - 4);
    xorIn ^= byte;
    xorOut ^= out;
    at++;
    if (isLast || (at === 2 && (len < SHORTEST_LEN || len > LONGEST_LEN))) matched = 0;
    return out;
  }

  return (byte) => (matched === PREAMBLE.length ? inFrame(byte) : preamble(byte));
}

/** What stands for a byte of a reply's data. */
function replaced(byte: number, at: number, length: number): number {
  if (length === SAM_ID_BYTES) return byte;
  if (length < SHORTEST_ADDRESS) return 0;
  if (length < SHORTEST_READ) return at % 2 === 0 ? 0x20 : 0x00;
  const fingerprint = length - SHORTEST_READ - 2;
  const head = fingerprint < 0 ? READ_HEAD : [...READ_HEAD, fingerprint >> 8, fingerprint & 0xff];
  return head[at] ?? NOBODY[at - head.length] ?? 0;
}
