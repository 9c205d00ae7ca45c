import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleApi } from '../../contracts/hub/console-api.ts';
import { minuteText } from '../lib/time.ts';
import { auditInput, readAuditQuery, writeAuditQuery } from './query.ts';

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null });
const minute = fc.integer({ min: 0, max: 4e12 }).map(minuteText);
const text = (maxLength: number) =>
  fc
    .string({ minLength: 1, maxLength, unit: 'grapheme' })
    .map((s) => s.trim())
    .filter((s) => s !== '' && s.length <= maxLength);

describe('the audit query in the address bar', () => {
  it('reads back what it writes', () => {
    const query = fc.record({
      actor: maybe(text(40)),
      action: maybe(text(60)),
      from: maybe(minute),
      to: maybe(minute),
    });
    fc.assert(
      fc.property(query, (q) => {
        expect(readAuditQuery(new URL(`http://hub/audit?${writeAuditQuery(q)}`).searchParams)).toEqual(q);
      }),
    );
  });

  it('makes an input that the hub accepts of any address', () => {
    const schema = consoleApi.audit['~orpc'].inputSchema;
    const pairs = fc.array(
      fc.tuple(fc.constantFrom('actor', 'action', 'from', 'to'), fc.string({ unit: 'binary' })),
    );
    fc.assert(
      fc.property(pairs, (p) => {
        const input = auditInput(readAuditQuery(new URLSearchParams(p)));
        expect(schema?.safeParse(input).success).toBe(true);
      }),
    );
  });
});
