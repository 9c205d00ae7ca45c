import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { ascii, type Heard, latin1 } from './protocol.ts';
import {
  ACK,
  checksum,
  createSsiDecoder,
  hostPacket,
  NAK_RESEND,
  OPCODE,
  PACKET_GAP_MS,
  PART_GAP_MS,
} from './ssi.ts';

/** For a million runs and more. */
const FUZZ_TIMEOUT_MS = 600_000;

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const codesOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap((h) => (h.type === 'code' ? [latin1(h.bytes)] : []));
const repliesOf = (heard: readonly Heard[]): Uint8Array[] =>
  heard.flatMap((h) => (h.type === 'reply' ? [h.bytes] : []));

/** A packet of the scanner, its checksum by long-hand arithmetic. */
function packet(opcode: number, status: number, data: Uint8Array): Uint8Array {
  const body = [4 + data.length, opcode, 0, status, ...data];
  const sum = body.reduce((a, b) => a + b, 0);
  const check = 65_536 - (sum % 65_536);
  return Uint8Array.of(...body, Math.floor(check / 256) % 256, check % 256);
}
/** The same packet with the bit that says that it was sent before. */
function resent(clean: Uint8Array): Uint8Array {
  return packet(clean[1] ?? 0, (clean[3] ?? 0) | 0x01, clean.slice(4, -2));
}
const QR = 0x1c;
const decodeData = (text: string | Uint8Array, status = 0, type = QR): Uint8Array =>
  packet(0xf3, status, Uint8Array.of(type, ...(typeof text === 'string' ? ascii(text) : text)));

describe('packets of the reference', () => {
  it('are built byte by byte', () => {
    expect(hostPacket(OPCODE.startSession)).toEqual(hex('04 E4 04 00 FF 14'));
    expect(hostPacket(OPCODE.stopSession)).toEqual(hex('04 E5 04 00 FF 13'));
    expect(ACK).toEqual(hex('04 D0 04 00 FF 28'));
  });
  it('have the checksum of a captured packet', () => {
    expect(checksum(hex('09 C6 00 00 FF 01 00 9C 07'))).toBe(0xfd8e);
    expect(checksum(hex('0A C6 00 00 FF F4 F0 3E 04 FF'))).toBe(0xfb0c);
  });
});

describe('decode data', () => {
  it('is handed on, its suffix stripped, and acknowledged', () => {
    expect(createSsiDecoder().push(decodeData('JY2026\r\n'))).toEqual([
      { type: 'reply', bytes: ACK },
      { type: 'code', bytes: ascii('JY2026'), aim: ']Q' },
    ]);
  });

  it('is joined over packets, each acknowledged', () => {
    const decoder = createSsiDecoder();
    expect(decoder.push(decodeData('first,', 0x02))).toEqual([{ type: 'reply', bytes: ACK }]);
    expect(decoder.silenceMs()).toBe(PART_GAP_MS);
    expect(codesOf(decoder.push(decodeData('second', 0)))).toEqual(['first,second']);
    expect(decoder.silenceMs()).toBeNull();
  });

  it('is asked for again when its checksum is wrong, and then taken', () => {
    const decoder = createSsiDecoder();
    decoder.push(decodeData('first,', 0x02));
    const broken = decodeData('second');
    broken[7] = 0x00;
    expect(decoder.push(broken)).toEqual([
      { type: 'lost', code: 'device.garbled' },
      { type: 'reply', bytes: NAK_RESEND },
    ]);
    expect(codesOf(decoder.push(decodeData('second', 0x01)))).toEqual(['first,second']);
  });

  it('is not doubled when our acknowledgement was lost', () => {
    const decoder = createSsiDecoder();
    decoder.push(decodeData('first,', 0x02));
    expect(decoder.push(decodeData('first,', 0x03))).toEqual([{ type: 'reply', bytes: ACK }]);
    expect(codesOf(decoder.push(decodeData('second')))).toEqual(['first,second']);
    expect(decoder.push(decodeData('second', 0x01))).toEqual([{ type: 'reply', bytes: ACK }]);
  });

  it('is refused whole when nobody can tell a resent part from the next', () => {
    const decoder = createSsiDecoder();
    const same = '0'.repeat(100);
    decoder.push(decodeData(same, 0x02));
    decoder.push(decodeData(same, 0x02).with(10, 0));
    expect(codesOf(decoder.push(decodeData(same, 0x03)))).toEqual([]);
    expect(codesOf(decoder.push(decodeData('end')))).toEqual([]);
    expect(codesOf(decoder.push(decodeData('next')))).toEqual(['next']);
  });

  it('is given up when its next packet does not come', () => {
    const decoder = createSsiDecoder();
    decoder.push(decodeData('first,', 0x02));
    expect(decoder.silence()).toEqual([{ type: 'lost', code: 'code.incomplete' }]);
    expect(codesOf(decoder.push(decodeData('next')))).toEqual(['next']);
  });

  it('is asked for again after half a packet and silence, once', () => {
    const decoder = createSsiDecoder();
    decoder.push(decodeData('half').slice(0, 7));
    expect(decoder.silenceMs()).toBe(PACKET_GAP_MS);
    expect(repliesOf(decoder.silence())).toEqual([NAK_RESEND]);
    expect(decoder.silenceMs()).toBeNull();
    expect(codesOf(decoder.push(decodeData('half', 0x01)))).toEqual(['half']);
  });

  it('is found behind noise', () => {
    const decoder = createSsiDecoder();
    const heard = decoder.push(Uint8Array.of(0, 0xff, 0x55, 1, ...decodeData('found')));
    expect(codesOf(heard)).toEqual(['found']);
  });
});

it('tells answers and revision', () => {
  const decoder = createSsiDecoder();
  expect(decoder.push(packet(0xd0, 0, new Uint8Array()))).toEqual([
    { type: 'answer', accepted: true, text: null },
  ]);
  expect(decoder.push(packet(0xd1, 0, Uint8Array.of(6)))).toEqual([
    { type: 'answer', accepted: false, text: null },
  ]);
  expect(decoder.push(packet(0xa4, 0, ascii('PAABLS00-001 0 0 0')))).toEqual([
    { type: 'answer', accepted: true, text: 'PAABLS00-001 0 0 0' },
  ]);
});

describe('fuzzed', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const RUNS = { numRuns: fuzzRuns(5) };
  const content = fc
    .uint8Array({ minLength: 1, maxLength: 600 })
    .filter((b) => b.at(-1) !== 13 && b.at(-1) !== 10 && b.at(-1) !== 9);
  const packetsOf = (code: Uint8Array): Uint8Array[] => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < code.length; at += 200) parts.push(code.slice(at, at + 200));
    return parts.map((part, i) => decodeData(part, i < parts.length - 1 ? 0x02 : 0));
  };
  const join = (all: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(all));
  const chunks = (bytes: Uint8Array, size: number): Uint8Array[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));

  it('gives back codes however their packets are split or merged', () => {
    fc.assert(
      fc.property(fc.array(content, { maxLength: 4 }), fc.integer({ min: 1, max: 700 }), (codes, size) => {
        const decoder = createSsiDecoder();
        const heard = chunks(join(codes.flatMap(packetsOf)), size).flatMap((c) => decoder.push(c));
        expect(codesOf(heard)).toEqual(codes.map(latin1));
      }),
      RUNS,
    );
  });

  /** Damage that a 16-bit sum does not see is beyond any host: about one in 65,536. */
  const isUnseen = (wire: Uint8Array): boolean => {
    const length = wire[0] ?? 0;
    return checksum(wire.slice(0, length)) === (((wire[length] ?? 0) << 8) | (wire[length + 1] ?? 0));
  };

  it('never hands on a code of which a bit was turned', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(), (code, which, nth) => {
        const packets = packetsOf(code);
        const at = which % packets.length;
        const packet = packets[at] ?? new Uint8Array();
        const bit = nth % (packet.length * 8);
        packet[bit >> 3] = (packet[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        fc.pre(!isUnseen(join(packets.slice(at))));
        const decoder = createSsiDecoder();
        const heard = [...decoder.push(join(packets)), ...decoder.silence(), ...decoder.silence()];
        expect(codesOf(heard)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('hands on the right code or none when a byte is lost or doubled and the scanner sends again', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(), fc.boolean(), (code, which, nth, isDoubled) => {
        const decoder = createSsiDecoder();
        const packets = packetsOf(code);
        const got: string[] = [];
        packets.forEach((clean, i) => {
          if (i !== which % packets.length) {
            got.push(...codesOf(decoder.push(clean)));
            return;
          }
          const at = nth % clean.length;
          const dirty = Uint8Array.from(
            [...clean].toSpliced(at, isDoubled ? 0 : 1, ...clean.slice(at, at + (isDoubled ? 1 : 0))),
          );
          fc.pre(!isUnseen(dirty));
          const heard = [...decoder.push(dirty), ...decoder.silence()];
          got.push(...codesOf(heard));
          if (repliesOf(heard).some((reply) => reply === ACK)) return;
          got.push(...codesOf(decoder.push(resent(clean))));
        });
        expect([[], [latin1(code)]]).toContainEqual(got);
      }),
      RUNS,
    );
  });

  it('takes any bytes, holds little, and is empty after the silences', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (all) => {
        const decoder = createSsiDecoder();
        for (const chunk of all) decoder.push(chunk);
        decoder.silence();
        decoder.silence();
        expect(decoder.silenceMs()).toBeNull();
        const heard = decoder.push(decodeData('after'));
        expect(codesOf(heard)).toEqual(['after']);
      }),
      RUNS,
    );
  });

  it('has a bound: an endless code is told once', () => {
    const decoder = createSsiDecoder();
    const heard: Heard[] = [];
    for (let i = 0; i < 500; i++) heard.push(...decoder.push(decodeData(`${i}`.padEnd(200), 0x02)));
    expect(heard.filter((h) => h.type === 'lost')).toEqual([{ type: 'lost', code: 'code.tooLong' }]);
    expect(codesOf(decoder.push(decodeData('its end')))).toEqual([]);
    expect(codesOf(decoder.push(decodeData('next')))).toEqual(['next']);
  });
});
