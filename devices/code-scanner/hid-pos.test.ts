import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { honeywellAnswer, honeywellVersion, settingAnswer } from './answers.ts';
import { createHidDecoder, type HidShape, HONEYWELL, NEWLAND, outputReport, PART_GAP_MS } from './hid-pos.ts';
import { ascii, type Heard, latin1, MAX_CODE_BYTES } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';

/** For a million runs and more. */
const FUZZ_TIMEOUT_MS = 600_000;

const honeywell = () => createHidDecoder(HONEYWELL, honeywellAnswer);
const newland = () => createHidDecoder(NEWLAND, settingAnswer);
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const textsOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap((h) => (h.type === 'code' ? [latin1(h.bytes)] : []));

/** A report by the reference's offsets, written out by hand. */
function report(shape: HidShape, data: Uint8Array, more: number, aim = ']Q1', symbology = 0x73): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes[0] = 2;
  bytes[1] = data.length;
  if (shape === HONEYWELL) bytes.set(ascii(aim), 2);
  bytes.set(data, shape === HONEYWELL ? 5 : 2);
  bytes[shape === HONEYWELL ? 61 : 62] = symbology;
  bytes[63] = more;
  return bytes;
}

describe('Honeywell shape', () => {
  /** The example of Access-IS's product manuals (LSR118, appendix B.1.1): an IATA sample boarding pass of 60 bytes. */
  const first = hex(
    '02 38 5D5130' +
      Buffer.from('M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  ')
        .toString('hex')
        .padEnd(112, '2e') +
      '73 00 01',
  );

  it('reads a code of one report', () => {
    const bytes = report(HONEYWELL, ascii('HTR1.JY20260001'), 0);
    expect(honeywell().push(bytes)).toEqual([{ type: 'code', bytes: ascii('HTR1.JY20260001'), aim: ']Q1' }]);
  });

  it('joins the published example of two reports', () => {
    const decoder = honeywell();
    expect(first).toHaveLength(64);
    expect(decoder.push(first)).toEqual([]);
    expect(decoder.silenceMs()).toBe(PART_GAP_MS);
    const [code] = decoder.push(report(HONEYWELL, ascii('0000'), 0, ']Q0'));
    expect(code).toMatchObject({ type: 'code', aim: ']Q0' });
    expect(textsOf(code === undefined ? [] : [code])[0]).toMatch(/^M1GATHERGOOD\/MICHAEL .*0000$/);
    expect(textsOf(code === undefined ? [] : [code])[0]).toHaveLength(60);
    expect(decoder.silenceMs()).toBeNull();
  });

  /** Last reports of a Voyager 1602g's answer to `REVINF.`, as captured (public). */
  it('tells the scanner’s answers from codes', () => {
    const end = hex(`02 08 5D5A36 524556494E46062E ${'00'.repeat(48)} 36 00 00`);
    expect(honeywell().push(end)).toEqual([{ type: 'answer', accepted: true, text: null }]);
    const refused = hex(`02 08 5D5A36 524556494E46152E ${'00'.repeat(48)} 36 00 00`);
    expect(honeywell().push(refused)).toEqual([{ type: 'answer', accepted: false, text: null }]);

    const decoder = honeywell();
    const part = 'Product Name: Voyager 1602g\r\nBoot Revision: : 8992\r\nSoft';
    expect(part).toHaveLength(56);
    expect(decoder.push(report(HONEYWELL, ascii(part), 1, ']X0', 0x3f))).toEqual([]);
    const rest = 'ware Revision: $Project: 16345 \r\nChecksum: N/A\r\n';
    const [answer] = decoder.push(report(HONEYWELL, ascii(rest), 0, ']X0', 0x3f));
    expect(answer).toMatchObject({ type: 'answer', accepted: true });
    expect(answer?.type === 'answer' && honeywellVersion(answer.text ?? '')).toBe('16345');
  });

  it('takes the vendor’s symbology where the AIM identifier is blank', () => {
    const code = honeywell().push(report(HONEYWELL, ascii('4006381333931'), 0, '\0\0\0', 0x64));
    expect(code).toMatchObject([{ aim: ']E' }]);
    expect(honeywell().push(report(HONEYWELL, ascii('1'), 0, '\0\0\0', 0x00))).toMatchObject([{ aim: null }]);
  });
});

describe('Newland shape', () => {
  it('reads data from byte 2 and joins by bit 0 of byte 63', () => {
    const decoder = newland();
    const long = ascii('x'.repeat(56));
    expect(decoder.push(report(NEWLAND, long, 1, '', 33))).toEqual([]);
    expect(textsOf(decoder.push(report(NEWLAND, ascii('end'), 0, '', 33)))).toEqual([`${'x'.repeat(56)}end`]);
    // The other bits of byte 63 are not ours.
    expect(textsOf(newland().push(report(NEWLAND, ascii('abc'), 0xfe, '', 33)))).toEqual(['abc']);
  });

  /** Newland, "How to send and acquire data in HID POS" (FM30). */
  it('knows the published answer and commands', () => {
    expect(newland().push(hex(`02 07 02 00 00 01 00 33 31 ${'00'.repeat(55)}`))).toEqual([
      { type: 'answer', accepted: true, text: null },
    ]);
    expect(PROTOCOLS.hidNewland.on).toEqual(hex(`04 09 7E 00 08 01 00 02 01 02 DA ${'00'.repeat(53)}`));
    expect(PROTOCOLS.hidNewland.off).toEqual(hex(`04 09 7E 00 08 01 00 02 02 32 B9 ${'00'.repeat(53)}`));
  });

  it('takes an AIM identifier that the scanner puts before the code', () => {
    expect(newland().push(report(NEWLAND, ascii(']C0ABC-1'), 0, '', 2))).toEqual([
      { type: 'code', bytes: ascii('ABC-1'), aim: ']C0' },
    ]);
  });
});

describe('what is not whole', () => {
  const full = ascii('A'.repeat(56));

  it('is refused: a report too short, a length too great', () => {
    expect(honeywell().push(report(HONEYWELL, ascii('abc'), 0).slice(0, 63))).toEqual([
      { type: 'lost', code: 'device.garbled' },
    ]);
    const bad = report(HONEYWELL, ascii('abc'), 0);
    bad[1] = 57;
    expect(honeywell().push(bad)).toEqual([{ type: 'lost', code: 'device.garbled' }]);
    expect(honeywell().push(Uint8Array.of(7, 1, 2))).toEqual([]);
  });

  it('takes the rest of its code with it', () => {
    const decoder = honeywell();
    decoder.push(report(HONEYWELL, full, 1));
    expect(decoder.push(report(HONEYWELL, full, 1).slice(0, 40))).toMatchObject([{ code: 'device.garbled' }]);
    expect(decoder.push(report(HONEYWELL, ascii('end'), 0))).toEqual([]);
    expect(textsOf(decoder.push(report(HONEYWELL, ascii('next'), 0)))).toEqual(['next']);
  });

  it('is given up after a silence, and when another code begins', () => {
    const decoder = honeywell();
    decoder.push(report(HONEYWELL, full, 1));
    expect(decoder.silence()).toEqual([{ type: 'lost', code: 'code.incomplete' }]);
    expect(decoder.silence()).toEqual([]);
    decoder.push(report(HONEYWELL, full, 1));
    expect(decoder.push(report(HONEYWELL, ascii('B'), 0, ']C0', 0x6a))).toEqual([
      { type: 'lost', code: 'code.incomplete' },
      { type: 'code', bytes: ascii('B'), aim: ']C0' },
    ]);
  });

  it('has a bound: an endless code is told once, and its end is no code', () => {
    const decoder = honeywell();
    const heard: Heard[] = [];
    for (let i = 0; i < 2_000; i++) heard.push(...decoder.push(report(HONEYWELL, full, 1)));
    expect(heard).toEqual([{ type: 'lost', code: 'code.tooLong' }]);
    expect(decoder.push(report(HONEYWELL, ascii('end'), 0))).toEqual([]);
    expect(textsOf(decoder.push(report(HONEYWELL, ascii('next'), 0)))).toEqual(['next']);
  });
});

it('makes output reports of 64 bytes', () => {
  expect(outputReport(0xfd, hex('16 54 0D'))).toEqual(hex(`FD 03 16 54 0D ${'00'.repeat(59)}`));
});

describe.each([
  ['Honeywell', HONEYWELL, honeywell],
  ['Newland', NEWLAND, newland],
] as const)('%s, fuzzed', { timeout: FUZZ_TIMEOUT_MS }, (_, shape, decoderOf) => {
  const RUNS = { numRuns: fuzzRuns(8) };
  const content = fc.uint8Array({ minLength: 1, maxLength: 300 }).filter((b) => {
    const last = b.at(-1) ?? 0;
    const isAnswer = last === 0x2e || last === 0x21 || b[0] === 2;
    return !isAnswer && last !== 13 && last !== 10 && last !== 9 && b[0] !== 0x5d;
  });
  const reportsOf = (code: Uint8Array): Uint8Array[] => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < code.length; at += 56) parts.push(code.slice(at, at + 56));
    return parts.map((part, i) => report(shape, part, i < parts.length - 1 ? 1 : 0));
  };

  it('gives back every code, one after the other', () => {
    fc.assert(
      fc.property(fc.array(content, { maxLength: 5 }), (codes) => {
        const decoder = decoderOf();
        const heard = codes.flatMap((code) => reportsOf(code).flatMap((r) => decoder.push(r)));
        expect(heard.map((h) => (h.type === 'code' ? [...h.bytes] : h))).toEqual(codes.map((c) => [...c]));
      }),
      RUNS,
    );
  });

  it('never joins across a report that was cut short', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.integer({ min: 1, max: 63 }), (code, which, length) => {
        const reports = reportsOf(code);
        const decoder = decoderOf();
        const heard = reports.flatMap((r, i) =>
          decoder.push(i === which % reports.length ? r.slice(0, length) : r),
        );
        expect(textsOf(heard)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('takes any reports at all, and holds no more than one code', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ minLength: 63, maxLength: 63 }).map((b) => Uint8Array.of(2, ...b)),
      fc
        .record({ data: fc.uint8Array({ maxLength: 56 }), more: fc.nat({ max: 255 }) })
        .map((r) => report(shape, r.data, r.more)),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (reports) => {
        const decoder = decoderOf();
        for (const r of reports)
          for (const h of decoder.push(r))
            if (h.type === 'code') expect(h.bytes.length).toBeLessThanOrEqual(MAX_CODE_BYTES);
        decoder.silence();
        expect(decoder.silenceMs()).toBeNull();
      }),
      RUNS,
    );
  });
});
