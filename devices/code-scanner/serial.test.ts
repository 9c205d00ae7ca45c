import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { honeywellVersion } from './answers.ts';
import { ascii, type Heard, isSuffix, latin1, MAX_CODE_BYTES } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import { IDLE_GAP_MS, PATIENT_GAP_MS, SUFFIX_GAP_MS } from './serial.ts';

/** For a million runs and more. */
const FUZZ_TIMEOUT_MS = 600_000;

const honeywell = () => PROTOCOLS.serialHoneywell.decoder();
const gm65 = () => PROTOCOLS.serialGm65.decoder();
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const codesOf = (heard: readonly Heard[]): string[] =>
  heard.flatMap((h) => (h.type === 'code' ? [latin1(h.bytes)] : []));

describe('commands of the reference', () => {
  it.each([
    ['serialHoneywell', '16 54 0D', '16 55 0D'],
    ['serialGm65', '7E 00 08 01 00 02 01 AB CD', '7E 00 08 01 00 02 00 AB CD'],
    ['serialSsi', '04 E4 04 00 FF 14', '04 E5 04 00 FF 13'],
  ] as const)('%s', (driver, on, off) => {
    expect(PROTOCOLS[driver].on).toEqual(hex(on));
    expect(PROTOCOLS[driver].off).toEqual(hex(off));
  });
});

describe('codes with a suffix', () => {
  it.each(['\r', '\n', '\r\n', '\t'])('end with %j and a short silence', (suffix) => {
    const decoder = honeywell();
    expect(decoder.push(ascii(`JY20260001${suffix}`))).toEqual([]);
    expect(decoder.silenceMs()).toBe(SUFFIX_GAP_MS);
    expect(codesOf(decoder.silence())).toEqual(['JY20260001']);
    expect(decoder.silenceMs()).toBeNull();
  });

  it('keep the line breaks and tabs within', () => {
    const decoder = honeywell();
    decoder.push(ascii('BEGIN:VCARD\r\nFN:x\ty\r\nEND:VCARD\r\n\r'));
    expect(codesOf(decoder.silence())).toEqual(['BEGIN:VCARD\r\nFN:x\ty\r\nEND:VCARD\r\n']);
  });

  it('may come byte by byte', () => {
    const decoder = honeywell();
    for (const c of 'JY2026\r') decoder.push(ascii(c));
    expect(codesOf(decoder.silence())).toEqual(['JY2026']);
  });

  it('are nothing when there is only a suffix', () => {
    const decoder = honeywell();
    decoder.push(ascii('\r\n'));
    expect(decoder.silence()).toEqual([]);
  });
});

it('ends a code without a suffix by a longer silence', () => {
  const decoder = honeywell();
  decoder.push(ascii('JY20260001'));
  expect(decoder.silenceMs()).toBe(PATIENT_GAP_MS);
  expect(codesOf(decoder.silence())).toEqual(['JY20260001']);
  decoder.push(ascii('JY20260002'));
  expect(decoder.silenceMs()).toBe(IDLE_GAP_MS);
  expect(codesOf(decoder.silence())).toEqual(['JY20260002']);
  decoder.push(ascii('JY20260003\r'));
  decoder.silence();
  decoder.push(ascii('JY2026'));
  expect(decoder.silenceMs()).toBe(PATIENT_GAP_MS);
});

it('takes an AIM identifier that the scanner puts before the code', () => {
  const decoder = honeywell();
  decoder.push(ascii(']Q1HTR1.JY2026\r'));
  expect(decoder.silence()).toEqual([{ type: 'code', bytes: ascii('HTR1.JY2026'), aim: ']Q1' }]);
});

it('tells a Honeywell’s revision from a code', () => {
  const decoder = honeywell();
  decoder.push(ascii('Product Name: Xenon\r\nSoftware Revision: CH000064BAA\r\nREVINF\x06.'));
  const [answer] = decoder.silence();
  expect(answer).toMatchObject({ type: 'answer', accepted: true });
  expect(answer?.type === 'answer' && honeywellVersion(answer.text ?? '')).toBe('CH000064BAA');
});

describe('GM65 answers', () => {
  const accepted = hex('02 00 00 01 00 33 31');

  it('are told from codes, before and after one', () => {
    const decoder = gm65();
    const heard = decoder.push(Uint8Array.of(...accepted, ...ascii('JY1\r'), ...accepted));
    expect(heard).toEqual([
      { type: 'answer', accepted: true, text: null },
      { type: 'code', bytes: ascii('JY1'), aim: null },
      { type: 'answer', accepted: true, text: null },
    ]);
    expect(decoder.silenceMs()).toBeNull();
  });

  it('may be split anywhere', () => {
    for (let at = 1; at < accepted.length; at++) {
      const decoder = gm65();
      expect(decoder.push(accepted.slice(0, at))).toEqual([]);
      expect(decoder.push(accepted.slice(at))).toEqual([{ type: 'answer', accepted: true, text: null }]);
    }
  });
});

describe('fuzzed', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const RUNS = { numRuns: fuzzRuns(4) };
  const content = fc
    .uint8Array({ minLength: 1, maxLength: 400 })
    .filter((b) => !isSuffix(b.at(-1)) && b[0] !== 0x5d && b.at(-1) !== 0x2e && b.at(-1) !== 0x21);
  const suffix = fc.constantFrom('\r', '\n', '\r\n', '\t', '');
  const cuts = fc.array(fc.nat(), { maxLength: 10 });
  function split(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
    const edges = [0, ...at.map((n) => n % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
    return edges.slice(1).map((end, i) => bytes.slice(edges[i], end));
  }

  it('gives back a code however it is split', () => {
    fc.assert(
      fc.property(content, suffix, cuts, (code, end, at) => {
        const decoder = honeywell();
        const wire = Uint8Array.of(...code, ...ascii(end));
        const heard = split(wire, at).flatMap((chunk) => decoder.push(chunk));
        expect(heard).toEqual([]);
        expect(codesOf(decoder.silence())).toEqual([latin1(code)]);
      }),
      RUNS,
    );
  });

  it('gives back each code of a row with silences between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(content, suffix), { maxLength: 6 }), (row) => {
        const decoder = gm65();
        const heard = row.flatMap(([code, end]) => [
          ...decoder.push(Uint8Array.of(...code, ...ascii(end))),
          ...decoder.silence(),
        ]);
        expect(codesOf(heard)).toEqual(row.map(([code]) => latin1(code)));
      }),
      RUNS,
    );
  });

  it('takes any bytes, and is empty after a silence', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        for (const decoder of [honeywell(), gm65()]) {
          for (const chunk of chunks) decoder.push(chunk);
          decoder.silence();
          expect(decoder.silenceMs()).toBeNull();
        }
      }),
      RUNS,
    );
  });

  it('drops an endless stream whole, says so once, and reads the next code', () => {
    fc.assert(
      fc.property(fc.integer({ min: MAX_CODE_BYTES + 3, max: 100_000 }), content, (length, code) => {
        const decoder = honeywell();
        const heard: Heard[] = [];
        for (let sent = 0; sent < length; sent += 4_096)
          heard.push(...decoder.push(new Uint8Array(Math.min(4_096, length - sent)).fill(0x41)));
        heard.push(...decoder.silence());
        expect(heard).toEqual([{ type: 'lost', code: 'code.tooLong' }]);
        decoder.push(Uint8Array.of(...code, 13));
        expect(codesOf(decoder.silence())).toEqual([latin1(code)]);
      }),
      { numRuns: Math.ceil(RUNS.numRuns / 20) },
    );
  });
});
