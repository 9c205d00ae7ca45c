import { isSame, latin1 } from './protocol.ts';

/** Tells an answer of the scanner from a code; `text` where it carries one. */
export type ReadAnswer = (
  bytes: Uint8Array,
  aim: string | null,
) => { accepted: boolean; text: string | null } | null;

const ACK = 0x06;
const NAK = 0x15;
const ENQ = 0x05;
const REVISION = 'Software Revision:';

/**
 * Honeywell's answer to a menu command: the command's name, ACK, NAK or ENQ, and `.` or `!`. On HID it has the AIM
 * identifier `]Z6`, and what was asked for comes before it as a code of its own with `]X0`.
 * Source: a public capture of a Voyager 1602g that answers `REVINF.`.
 */
export const honeywellAnswer: ReadAnswer = (bytes, aim) => {
  const status = bytes.at(-2);
  const isEnd = bytes.at(-1) === 0x2e || bytes.at(-1) === 0x21;
  if (isEnd && (status === ACK || status === NAK || status === ENQ)) {
    const text = latin1(bytes);
    return { accepted: status === ACK, text: text.includes(REVISION) ? text : null };
  }
  const isReply = aim?.startsWith(']X') === true && latin1(bytes.subarray(0, 13)) === 'Product Name:';
  return isReply ? { accepted: true, text: latin1(bytes) } : null;
};

/** The firmware's number in Honeywell's answer to `REVINF.`. */
export const honeywellVersion = (text: string): string | null =>
  /Software Revision: (?:\$Project: )?([^\s$][^\r\n$]{0,39}?)\s*(?:[\r\n$]|$)/.exec(text)?.[1] ?? null;

/** Answer of Newland's engines and of GM65 modules to a written setting: `02 00 00 01 00`, CRC `33 31`. */
export const SETTING_ACCEPTED = Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31);
export const settingAnswer: ReadAnswer = (bytes) =>
  isSame(bytes, SETTING_ACCEPTED) ? { accepted: true, text: null } : null;
