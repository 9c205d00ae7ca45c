/** Report descriptors of the virtual devices (Device Class Definition for HID 1.11; HID POS usage tables 1.02). */

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

/** Usage page 0x8C, usage 2 (bar code scanner); all fields of 8 bits, 0 to 255. */
const scanner = (reports: string): Uint8Array =>
  bytes(`05 8C 09 02 A1 01 15 00 26 FF 00 75 08 ${reports} C0`);
const INPUT_2 = '85 02 09 12 95 3F 81 02';

/** Input report 2 and output report 0xFD of 63 bytes, feature report 254 of one. */
export const HONEYWELL = scanner(`${INPUT_2} 85 FD 09 11 95 3F 91 02 85 FE 09 10 95 01 B1 02`);
/** Input report 2 and output report 4 of 63 bytes. */
export const NEWLAND = scanner(`${INPUT_2} 85 04 09 11 95 3F 91 02`);
/** Vendor page; input and output of 64 bytes without a number. */
export const ID_READER = bytes(
  '06 00 FF 09 01 A1 01 15 00 26 FF 00 75 08 95 40 09 01 81 02 95 40 09 02 91 02 C0',
);
