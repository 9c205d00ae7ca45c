import type { Anonymise } from '../channel/recording.ts';
import { SETTING_ACCEPTED } from './answers.ts';
import { type HidShape, HONEYWELL, NEWLAND, readReport } from './hid-pos.ts';
import { isSame, isSuffix } from './protocol.ts';
import type { ScannerDriver } from './protocols.ts';
import { createSsiMask } from './ssi-mask.ts';

const X = 0x58;

/**
 * What the byte recorder may keep of a scanner: framing and answers as they were, every byte of a code as `X`. What we
 * send are commands only. A wedge has no bytes of its own.
 */
export const anonymiseFor =
  (driver: Exclude<ScannerDriver, 'wedge'>): Anonymise =>
  (direction) => {
    if (direction === 'out') return (chunk) => chunk;
    switch (driver) {
      case 'hidHoneywell':
        return maskReport(HONEYWELL);
      case 'hidNewland':
        return maskReport(NEWLAND);
      case 'serialHoneywell':
      case 'serialGm65':
        return createLineMask();
      case 'serialSsi':
        return createSsiMask();
    }
  };

/** Scanners leave bytes of the code before behind the data: all but the known fields is zero afterwards. */
const maskReport =
  (shape: HidShape) =>
  (report: Uint8Array): Uint8Array => {
    const clean = new Uint8Array(report.length);
    clean.set(report.subarray(0, 1));
    const part = readReport(shape, report);
    if (part === 'other' || part === 'garbled') return clean;
    for (const at of [1, shape.symbologyAt, shape.moreAt]) clean[at] = report[at] ?? 0;
    if (part.aim !== null && shape.aimAt !== null) {
      clean.set(report.subarray(shape.aimAt, shape.aimAt + 3), shape.aimAt);
    }
    const isAnswer = isSame(part.data, SETTING_ACCEPTED);
    clean.set(isAnswer ? part.data : part.data.map((byte) => (isSuffix(byte) ? byte : X)), shape.dataAt);
    return clean;
  };

/** Line ends, tabs and the known answer stay. */
function createLineMask(): (chunk: Uint8Array) => Uint8Array {
  let matched = 0;
  return (chunk) =>
    chunk.map((byte) => {
      if (byte !== SETTING_ACCEPTED[matched]) matched = 0;
      if (byte === SETTING_ACCEPTED[matched]) {
        matched = (matched + 1) % SETTING_ACCEPTED.length;
        return byte;
      }
      return isSuffix(byte) ? byte : X;
    });
}
