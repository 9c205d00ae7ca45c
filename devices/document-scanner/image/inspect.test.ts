import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../testing/fuzz.ts';
import { inspectImage } from './inspect.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

/** The smallest PNG, as in the W3C's test suites: 1 × 1, grey. */
const TINY_PNG = hex(`
  89504e470d0a1a0a 0000000d49484452 00000001 00000001 0800000000 3a7e9b55
  0000000a49444154 789c6360000000020001 48afa471 0000000049454e44ae426082`);

/** Markers of ITU-T T.81 put together by hand: 3 × 2 pixels, grey, 200 dpi. */
const APP0 = 'ffe0 0010 4a46494600 0101 01 00c8 00c8 00 00';
const SOF0 = 'ffc0 000b 08 0002 0003 01 01 11 00';
const SOS = 'ffda 0008 01 01 00 00 3f 00';
const jpegOf = (...parts: string[]): Uint8Array => hex(`ffd8 ${parts.join(' ')}`);
const TINY_JPEG = jpegOf(APP0, SOF0, SOS, '12 ff00 34 ffd0 56', 'ffd9');

const picture = async (type: 'jpeg' | 'png'): Promise<Uint8Array> => {
  const canvas = createCanvas(90, 70);
  const ink = canvas.getContext('2d');
  for (let n = 0; n < 60; n++) {
    ink.fillStyle = `hsl(${n * 37} 80% 50%)`;
    ink.fillRect((n * 31) % 90, (n * 17) % 70, 12, 9);
  }
  return new Uint8Array(type === 'png' ? await canvas.encode('png') : await canvas.encode('jpeg', 70));
};
const REAL_JPEG = await picture('jpeg');
const REAL_PNG = await picture('png');

describe('a picture', () => {
  it.each([
    ['JPEG by hand', TINY_JPEG, { type: 'image/jpeg', widthPx: 3, heightPx: 2, dpi: 200 }],
    ['PNG by hand', TINY_PNG, { type: 'image/png', widthPx: 1, heightPx: 1, dpi: null }],
    ['JPEG of an encoder', REAL_JPEG, { type: 'image/jpeg', widthPx: 90, heightPx: 70 }],
    ['PNG of an encoder', REAL_PNG, { type: 'image/png', widthPx: 90, heightPx: 70 }],
  ])('%s tells its size', (_name, bytes, info) => {
    const seen = inspectImage(bytes);
    expect(seen).toMatchObject({ ok: true, value: { ...info, length: bytes.length } });
  });

  it.each([
    ['dots a centimetre', 'ffe0 0010 4a46494600 0101 02 0076 0076 00 00', 300],
    ['an aspect ratio only', 'ffe0 0010 4a46494600 0101 00 0001 0001 00 00', null],
    ['another density down than across', 'ffe0 0010 4a46494600 0101 01 00c8 0064 00 00', null],
  ])('with %s has %#', (_name, app0, dpi) => {
    const seen = inspectImage(jpegOf(app0, SOF0, SOS, '12', 'ffd9'));
    expect(seen).toMatchObject({ ok: true, value: { dpi } });
  });

  it('reads pHYs of PNG', () => {
    const phys = '0000000970485973 00002e23 00002e23 01 78a53f76';
    const text = Buffer.from(TINY_PNG).toString('hex');
    const withDensity = hex(text.replace('3a7e9b55', `3a7e9b55${phys.replaceAll(' ', '')}`));
    expect(inspectImage(withDensity)).toMatchObject({ ok: true, value: { dpi: 300 } });
  });

  it('may have several scans, fill bytes and restart markers', () => {
    const progressive = jpegOf(
      SOF0.replace('ffc0', 'ffc2'),
      SOS,
      '12 ffd7 ff00',
      'ffff ffc4 0005 00ffd9',
      SOS,
      'ab',
      'ffd9',
    );
    expect(inspectImage(progressive)).toMatchObject({ ok: true, value: { length: progressive.length } });
  });

  it('may be followed by padding, which is not part of it', () => {
    const padded = Uint8Array.from([...TINY_JPEG, 0, 0, 0x0d, 0x0a]);
    expect(inspectImage(padded)).toMatchObject({ ok: true, value: { length: TINY_JPEG.length } });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a PDF', new TextEncoder().encode('%PDF-1.7\n')],
    [
      'a JPEG of height 0, told after its data',
      jpegOf('ffc0 000b 08 0000 0003 01 01 11 00', SOS, '12', 'ffd9'),
    ],
    ['a JPEG without a frame', jpegOf(APP0, SOS, '12', 'ffd9')],
    ['a JPEG with two frames', jpegOf(SOF0, SOF0, SOS, '12', 'ffd9')],
    ['a JPEG without data', jpegOf(SOF0, 'ffd9')],
    ['a segment of length 0', jpegOf('ffe0 0000', SOF0, SOS, '12', 'ffd9')],
    ['a segment longer than the file', jpegOf('ffe0 ffff', SOF0)],
    ['two pages in one', Uint8Array.from([...TINY_JPEG, ...TINY_JPEG])],
    ['two PNG pages in one', Uint8Array.from([...TINY_PNG, ...TINY_PNG])],
  ])('that is %s is refused', (_name, bytes) => {
    expect(inspectImage(bytes)).toMatchObject({ ok: false, error: { code: 'scan.badImage' } });
  });
});

describe('whatever the bytes', () => {
  const numRuns = { numRuns: runs() };
  const pictures = fc.constantFrom(TINY_JPEG, TINY_PNG, REAL_JPEG, REAL_PNG);

  it('a picture that is cut off is refused', () => {
    const cut = pictures.chain((bytes) =>
      fc.nat({ max: bytes.length - 1 }).map((length) => bytes.subarray(0, length)),
    );
    fc.assert(
      fc.property(cut, (bytes) => {
        expect(inspectImage(bytes).ok).toBe(false);
      }),
      numRuns,
    );
  });

  it('a PNG with a flipped bit is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: REAL_PNG.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const flipped = REAL_PNG.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));
        expect(inspectImage(flipped).ok).toBe(false);
      }),
      numRuns,
    );
  });

  it('a JPEG with flipped bits gives a size within its bounds or is refused', () => {
    const flips = fc.array(fc.tuple(fc.nat({ max: REAL_JPEG.length - 1 }), fc.nat({ max: 7 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(flips, (all) => {
        const flipped = Uint8Array.from(REAL_JPEG);
        for (const [at, bit] of all) flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        sane(flipped);
      }),
      numRuns,
    );
  });

  it('bytes that are no picture are refused or have a sane answer', () => {
    const start = fc.constantFrom([], [0xff, 0xd8, 0xff], [...TINY_PNG.subarray(0, 8)], [...TINY_JPEG]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) =>
        sane(Uint8Array.from([...head, ...tail])),
      ),
      numRuns,
    );
  });

  it('markers in any order end', () => {
    const part = fc.constantFrom(
      'ffd8',
      'ffd9',
      'ffff',
      'ff',
      'ffda',
      SOS,
      SOF0,
      APP0,
      'ff00',
      'ffd3',
      '0000',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) =>
        sane(hex(`ffd8ff${parts.join('').replaceAll(' ', '')}`)),
      ),
      numRuns,
    );
  });

  it('two pictures joined are never taken for one', () => {
    fc.assert(
      fc.property(pictures, pictures, (a, b) => {
        const seen = inspectImage(Uint8Array.from([...a, ...b]));
        // A PNG after a JPEG is padding to it: the page itself is whole.
        if (seen.ok) expect(seen.value.length).toBe(a.length);
      }),
      { numRuns: Math.min(200, runs()) },
    );
  });

  function sane(bytes: Uint8Array): void {
    const seen = inspectImage(bytes);
    if (!seen.ok) expect(seen.error.code).toBe('scan.badImage');
    else {
      const { widthPx, heightPx, length } = seen.value;
      expect(widthPx > 0 && heightPx > 0 && length <= bytes.length).toBe(true);
    }
  }
});
