import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { textOf } from './charset.ts';

/** For a million runs and more. */
const FUZZ_TIMEOUT_MS = 600_000;

describe('charset of a code', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it.each(['HTR1.JY20260001', '卫东区政务服务大厅', '㐂𠮷', ''])('UTF-8 %j', (text) => {
    expect(textOf(new TextEncoder().encode(text))).toBe(text);
  });
  it.each(['平顶山市卫东区', '办件编号:41040320260001', '㐂'])('GB18030 %j', (text) => {
    expect(textOf(iconv.encode(text, 'gb18030'))).toBe(text);
  });
  it('drops a byte-order mark', () => {
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('A');
  });
  it('is null for what is neither', () => {
    expect(textOf(Uint8Array.of(0xff, 0xff))).toBeNull();
    expect(textOf(Uint8Array.of(0xb2))).toBeNull();
  });
  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = textOf(bytes);
        expect(text === null || typeof text === 'string').toBe(true);
      }),
      { numRuns: fuzzRuns(10) },
    );
  });
});
