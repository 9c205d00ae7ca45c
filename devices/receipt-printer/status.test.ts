import { describe, expect, test } from 'vitest';
import { createAnswerReader, faultOf, readChanges, readStatus, type StatusKind, WELL } from './status.ts';

/** Status bytes as Epson's TM-T88 and TM-U220 manuals define them: fixed bits 1 and 4 on, 0 and 7 off. */
const VECTORS: [kind: StatusKind, byte: number, fault: string | null, what: string][] = [
  [1, 0x12, null, 'online'],
  [1, 0x16, null, 'online, drawer connector high'],
  [1, 0x1a, 'print.offline', 'offline'],
  [2, 0x12, null, 'no cause'],
  [2, 0x16, 'print.coverOpen', 'cover open'],
  [2, 0x1a, null, 'paper fed by the button'],
  [2, 0x32, 'print.paperOut', 'printing stopped by paper end'],
  [3, 0x12, null, 'no error'],
  [3, 0x1a, 'print.cutter', 'autocutter error'],
  [3, 0x32, 'device.fault', 'unrecoverable error'],
  [3, 0x52, 'print.overheated', 'automatically recoverable error'],
  [4, 0x12, null, 'paper adequate'],
  [4, 0x1e, null, 'near end'],
  [4, 0x72, 'print.paperOut', 'paper end'],
  [4, 0x7e, 'print.paperOut', 'near end and end'],
];

describe('DLE EOT', () => {
  test.each(VECTORS)('n=%i %i is %s (%s)', (kind, byte, fault) => {
    expect(faultOf({ ...WELL, ...readStatus(kind, byte) })).toBe(fault);
  });

  test('near-end is told, and is no fault', () => {
    expect(readStatus(4, 0x1e)).toEqual({ paperLow: true, paperOut: false });
  });

  test('what a person can mend comes first', () => {
    expect(faultOf({ ...WELL, offline: true, paperOut: true, coverOpen: true })).toBe('print.coverOpen');
    expect(faultOf({ ...WELL, offline: true, paperOut: true })).toBe('print.paperOut');
  });
});

describe('automatic status back', () => {
  test.each([
    [[0x10, 0x00, 0x00, 0x00], null],
    [[0x18, 0x00, 0x00, 0x00], 'print.offline'],
    [[0x38, 0x00, 0x00, 0x00], 'print.coverOpen'],
    [[0x18, 0x08, 0x00, 0x00], 'print.cutter'],
    [[0x18, 0x20, 0x00, 0x00], 'device.fault'],
    [[0x18, 0x40, 0x00, 0x00], 'print.overheated'],
    [[0x18, 0x00, 0x0f, 0x00], 'print.paperOut'],
    [[0x14, 0x00, 0x03, 0x0f], null],
  ] as const)('%j is %s', (bytes, fault) => {
    expect(faultOf(readChanges(bytes))).toBe(fault);
  });

  test('near-end', () => {
    expect(readChanges([0x14, 0x00, 0x03, 0x0f])).toEqual({ ...WELL, paperLow: true });
  });
});

describe('telling answers apart', () => {
  const read = (...bytes: number[]) => createAnswerReader().push(Uint8Array.from(bytes));

  test('by their fixed bits, in one chunk', () => {
    expect(read(0x12, 0x10, 0x00, 0x00, 0x00, 0x03, 0x5f, 0x41, 0x42, 0x00)).toEqual([
      { type: 'status', byte: 0x12 },
      { type: 'changes', status: WELL },
      { type: 'inOrder', byte: 0x03 },
      { type: 'identity', text: 'AB' },
    ]);
  });

  test('split at every byte', () => {
    const reader = createAnswerReader();
    const bytes = [0x18, 0x00, 0x0f, 0x00, 0x5f, 0x45, 0x50, 0x00, 0x16];
    expect(bytes.flatMap((byte) => reader.push(Uint8Array.of(byte))).map((answer) => answer.type)).toEqual([
      'changes',
      'identity',
      'status',
    ]);
    expect(reader.strays()).toBe(0);
  });

  test('a status in the middle of a broken answer is read, the broken one dropped', () => {
    const reader = createAnswerReader();
    expect(reader.push(Uint8Array.of(0x10, 0x00, 0x12))).toEqual([{ type: 'status', byte: 0x12 }]);
    expect(reader.strays()).toBe(2);
  });

  test('flow control of a serial line does not count, wherever it stands', () => {
    expect(read(0x10, 0x13, 0x00, 0x11, 0x00, 0x00)).toEqual([{ type: 'changes', status: WELL }]);
  });

  test('the answer to clearing the buffer is none of ours, and text without end is given up', () => {
    expect(read(0x37, 0x25, 0x00, 0x12)).toEqual([{ type: 'status', byte: 0x12 }]);
    const reader = createAnswerReader();
    expect(reader.push(new Uint8Array(200).fill(0x41))).toHaveLength(200);
    reader.push(Uint8Array.of(0x5f, ...new Array(200).fill(0x61)));
    expect(reader.push(Uint8Array.of(0x12))).toEqual([{ type: 'status', byte: 0x12 }]);
  });
});
