/** Longest code that is kept, bytes. The largest QR code holds 7,089 digits (ISO/IEC 18004). */
export const MAX_CODE_BYTES = 8_192;

/** What a scanner's bytes mean. */
export type Heard =
  /** One whole code, without its suffix. `aim`: AIM identifier, or its first two characters where the scanner gives a vendor's symbology only. */
  | { type: 'code'; bytes: Uint8Array; aim: string | null }
  /** An answer to a command; `text` where it carries one (a revision). */
  | { type: 'answer'; accepted: boolean; text: string | null }
  /** What was half there is dropped. */
  | { type: 'lost'; code: LostCode }
  /** What the protocol owes the scanner at once. */
  | { type: 'reply'; bytes: Uint8Array };

export type LostCode = 'device.garbled' | 'code.tooLong' | 'code.incomplete';

/** Turns chunks into codes; holds at most one code that is not whole yet. */
export interface Decoder {
  push(chunk: Uint8Array): Heard[];
  /** How long a silence ends what is half there, ms; null when nothing is. */
  silenceMs(): number | null;
  /** The wire was silent for `silenceMs()`. */
  silence(): Heard[];
}

/** One family of scanners: its wire and its commands. On HID every byte string is one report, report id first. */
export interface ScannerProtocol {
  source: 'hid' | 'serial';
  decoder(): Decoder;
  /** Feature report that is sent first after opening. */
  feature: Uint8Array | null;
  /** Commands that are sent after opening. */
  setup: readonly Uint8Array[];
  on: Uint8Array;
  off: Uint8Array;
  /** The scanner answers `setup`, `on` and `off`. */
  answers: boolean;
  /** Asks for the firmware; always answered. */
  revision: Uint8Array | null;
  /** The firmware's version in such an answer. */
  version(text: string): string | null;
}

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
export const isSuffix = (byte: number | undefined): boolean => byte === CR || byte === LF || byte === TAB;

/** Takes one suffix (后缀) away: CR, LF, CR LF or TAB. */
export function stripSuffix(bytes: Uint8Array): Uint8Array {
  if (!isSuffix(bytes.at(-1))) return bytes;
  return bytes.subarray(0, bytes.at(-1) === LF && bytes.at(-2) === CR ? -2 : -1);
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
