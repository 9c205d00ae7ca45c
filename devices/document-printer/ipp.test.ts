import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { decodeResponse, encodeRequest, GROUP, OPERATION } from './ipp.ts';

const RUNS = fuzzRuns(3);
const TIMEOUT_MS = 60_000 + RUNS * 20;
/** Bytes from hex and, after a colon, plain text, as RFC 8010 lists its examples. */
const bytes = (...parts: string[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (part.startsWith(':') ? Buffer.from(part.slice(1)) : Buffer.from(part, 'hex'))),
    ),
  );

/** RFC 8010 A.1, Print-Job request, as far as this codec's syntaxes go. */
const REQUEST = bytes(
  '0101 0002 00000001'.replaceAll(' ', ''),
  '01',
  '470012',
  ':attributes-charset',
  '0005',
  ':utf-8',
  '48001b',
  ':attributes-natural-language',
  '0005',
  ':en-us',
  '45000b',
  ':printer-uri',
  '002c',
  ':ipp://printer.example.com/ipp/print/pinetree',
  '420008',
  ':job-name',
  '0006',
  ':foobar',
  '220016',
  ':ipp-attribute-fidelity',
  '000101',
  '02',
  '210006',
  ':copies',
  '000400000014',
  '440005',
  ':sides',
  '0013',
  ':two-sided-long-edge',
  '03',
);

/** RFC 8010 A.2, Print-Job response (successful). */
const RESPONSE = bytes(
  '0101000000000001',
  '01',
  '470012',
  ':attributes-charset',
  '0005',
  ':utf-8',
  '48001b',
  ':attributes-natural-language',
  '0005',
  ':en-us',
  '41000e',
  ':status-message',
  '000d',
  ':successful-ok',
  '02',
  '210006',
  ':job-id',
  '000400000093',
  '450007',
  ':job-uri',
  '0030',
  ':ipp://printer.example.com/ipp/print/pinetree/147',
  '230009',
  ':job-state',
  '000400000003',
  '03',
);

describe('the examples of RFC 8010', () => {
  test('A.1: a Print-Job request', () => {
    const encoded = encodeRequest({
      operation: OPERATION.printJob,
      requestId: 1,
      groups: [
        {
          group: 'operation',
          attributes: [
            { name: 'attributes-charset', tag: 'charset', values: ['utf-8'] },
            { name: 'attributes-natural-language', tag: 'naturalLanguage', values: ['en-us'] },
            { name: 'printer-uri', tag: 'uri', values: ['ipp://printer.example.com/ipp/print/pinetree'] },
            { name: 'job-name', tag: 'name', values: ['foobar'] },
            { name: 'ipp-attribute-fidelity', tag: 'boolean', values: [true] },
          ],
        },
        {
          group: 'job',
          attributes: [
            { name: 'copies', tag: 'integer', values: [20] },
            { name: 'sides', tag: 'keyword', values: ['two-sided-long-edge'] },
          ],
        },
      ],
    });
    expect(Buffer.from(encoded).toString('hex')).toBe(Buffer.from(REQUEST).toString('hex'));
  });

  test('A.2: its response', () => {
    const decoded = decodeResponse(RESPONSE);
    expect(decoded).toMatchObject({ ok: true, value: { status: 0, requestId: 1 } });
    const job = decoded.ok ? decoded.value.groups.find(({ group }) => group === GROUP.job) : undefined;
    expect(job?.attributes.get('job-id')).toEqual([147]);
    expect(job?.attributes.get('job-state')).toEqual([3]);
    expect(job?.attributes.get('job-uri')).toEqual(['ipp://printer.example.com/ipp/print/pinetree/147']);
  });

  test('several values of one attribute', () => {
    const decoded = decodeResponse(
      bytes(
        '0200000000000002',
        '04',
        '440015',
        ':printer-state-reasons',
        '0011',
        ':media-empty-error',
        '440000',
        '0010',
        ':cover-open-error',
        '220019',
        ':printer-is-accepting-jobs',
        '000100',
        '03',
      ),
    );
    const printer = decoded.ok ? decoded.value.groups[0]?.attributes : undefined;
    expect(printer?.get('printer-state-reasons')).toEqual(['media-empty-error', 'cover-open-error']);
    expect(printer?.get('printer-is-accepting-jobs')).toEqual([false]);
  });
});

describe('bad input', () => {
  test('a response cut anywhere is refused', () => {
    for (let length = 0; length < RESPONSE.length; length++)
      expect(decodeResponse(RESPONSE.subarray(0, length)).ok).toBe(false);
  });

  test(
    'any bytes are refused or read, never a crash',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (any) => {
          decodeResponse(any);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'flipped, doubled and lost bytes in a response',
    () => {
      const change = fc.record({
        at: fc.nat(RESPONSE.length - 1),
        by: fc.integer({ min: 1, max: 255 }),
        how: fc.constantFrom('flip', 'double', 'lose'),
      });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
          let all = [...RESPONSE];
          for (const { at, by, how } of changes)
            all = all.flatMap((byte, n) => {
              if (n !== at) return [byte];
              if (how === 'flip') return [byte ^ by];
              return how === 'double' ? [byte, byte] : [];
            });
          decodeResponse(Uint8Array.from(all));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'what is encoded comes back',
    () => {
      const attribute = fc.oneof(
        fc.record({
          tag: fc.constant('integer' as const),
          values: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({
          tag: fc.constant('boolean' as const),
          values: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({
          tag: fc.constant('keyword' as const),
          values: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
        }),
      );
      fc.assert(
        fc.property(
          fc.array(attribute, { maxLength: 5 }),
          fc.integer({ min: 1, max: 0x7fffffff }),
          (all, requestId) => {
            const attributes = all.map((a, n) => ({ ...a, name: `a${n}` }));
            const decoded = decodeResponse(
              encodeRequest({
                operation: OPERATION.getJobs,
                requestId,
                groups: [{ group: 'job', attributes }],
              }),
            );
            expect(decoded).toMatchObject({ ok: true, value: { requestId } });
            const read = decoded.ok ? decoded.value.groups[0]?.attributes : undefined;
            for (const { name, values } of attributes) expect(read?.get(name)).toEqual(values);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
