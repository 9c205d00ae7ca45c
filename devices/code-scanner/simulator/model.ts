/** What becomes of a code on the wire: one bit turned, the last byte missing (HID: the report cut short), noise before it. */
export type Garble = 'flip' | 'truncate' | 'noise';

export interface ScanOptions {
  /** AIM identifier, where the family sends one. Default `]Q1`. */
  aim?: string;
  /** In how many packets the code goes at least (HID, SSI). */
  packets?: number;
  /** Serial: what ends the code. Default CR. */
  suffix?: '\r' | '\n' | '\r\n' | '\t' | '';
}

/** How one family behaves. Its bytes are built here, apart from the driver's codecs. */
export interface ScannerModel {
  /** Bytes of the terminal; on HID one output report. */
  receive(bytes: Uint8Array): void;
  /** A feature report of the terminal; false: the device does not take it. */
  feature(report: Uint8Array): boolean;
  scan(code: Uint8Array, options: ScanOptions, garble: Garble | null): void;
  isLit(): boolean;
  /** Powered up anew. */
  restart(): void;
}

const NOISE = Uint8Array.of(0x00, 0xff, 0x55, 0x01);

export function garbled(bytes: Uint8Array, how: Garble | null): Uint8Array {
  if (how === 'truncate') return bytes.slice(0, -1);
  if (how === 'noise') return Uint8Array.of(...NOISE, ...bytes);
  const copy = Uint8Array.from(bytes);
  const middle = Math.floor(copy.length / 2);
  if (how === 'flip') copy[middle] = (copy[middle] ?? 0) ^ 0x01;
  return copy;
}

/** Cuts into `packets` parts or more, none longer than `most`. */
export function cut(code: Uint8Array, packets: number, most: number): Uint8Array[] {
  const size = Math.max(1, Math.min(most, Math.ceil(code.length / Math.max(1, packets))));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < code.length; at += size) parts.push(code.slice(at, at + size));
  return parts;
}

/** Whether a command stands at the end of what has come so far. */
export const endsWith = (heard: readonly number[], command: readonly number[]): boolean =>
  heard.length >= command.length && command.every((b, i) => heard[heard.length - command.length + i] === b);
