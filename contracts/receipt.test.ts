import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReceipt, receiptSigned } from './receipt.ts';

/** Any UTF-16 unit: control characters and lone surrogates among them. */
const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c));
const receipt = fc.record({
  caseNo: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/),
  stage: fc.constantFrom(1 as const, 2 as const),
  signature: fc.stringMatching(/^[A-Za-z0-9_-]{86}$/),
});
const textOf = (r: { caseNo: string; stage: 1 | 2; signature: string }) =>
  `${receiptSigned(r.caseNo, r.stage)}.${r.signature}`;
const unreadable = { ok: false, error: { code: 'receipt.unreadable' } };

describe('a receipt’s text', () => {
  it('is read back as it was written, with spaces around it or not', () => {
    fc.assert(
      fc.property(receipt, fc.constantFrom('', ' ', '\r\n', '\t'), (r, space) => {
        expect(parseReceipt(`${space}${textOf(r)}${space}`)).toEqual({
          ok: true,
          value: { ...r, signed: receiptSigned(r.caseNo, r.stage) },
        });
      }),
    );
  });

  it('is refused when a character is missing or one is added', () => {
    fc.assert(
      fc.property(receipt, fc.nat(), (r, n) => {
        const text = textOf(r);
        const inSignature = text.length - 86 + (n % 86);
        expect(parseReceipt(text.slice(0, inSignature) + text.slice(inSignature + 1))).toEqual(unreadable);
        expect(parseReceipt(`${text.slice(0, inSignature)}A${text.slice(inSignature)}`)).toEqual(unreadable);
      }),
    );
  });

  it('is refused with another prefix, stage, number of parts or alphabet', () => {
    const [r] = fc.sample(receipt, { numRuns: 1, seed: 1 });
    if (r === undefined) throw new Error('no sample');
    const { caseNo, signature } = r;
    for (const text of [
      '',
      `HTR2.${caseNo}.1.${signature}`,
      `htr1.${caseNo}.1.${signature}`,
      `HTR1.${caseNo}.3.${signature}`,
      `HTR1.${caseNo}.1`,
      `HTR1.${caseNo}.1.${signature}.`,
      `HTR1..1.${signature}`,
      `HTR1.${caseNo} .1.${signature}`,
      `HTR1.${caseNo}.1.${signature.slice(1)}=`,
      `HTR1.${caseNo}.1.${signature.slice(1)}+`,
      `${'x'.repeat(201)}`,
    ])
      expect([text, parseReceipt(text)]).toEqual([text, unreadable]);
  });

  it('never throws, and reads nothing out of what a scanner may give', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: codeUnit }),
          fc.string({ unit: 'grapheme', maxLength: 400 }),
          fc.constantFrom('https://example.cn/r?x=HTR1', 'HTR1', 'HTR1...', 'WIFI:S:hall;;'),
        ),
        (text) => {
          expect(parseReceipt(text)).toEqual(unreadable);
        },
      ),
    );
  });
});
