import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditFacts, canonicalJson, chainHash } from './chain.ts';

const facts: AuditFacts = {
  at: new Date('2026-03-02T08:00:00.123Z'),
  actor: 'chen',
  action: 'user.update',
  target: 'u1',
  result: 'ok',
  ip: '10.0.0.5',
  detail: { role: 'viewer', disabled: false },
};

describe('canonicalJson', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: 1, c: null } })).toBe('{"a":{"c":null,"d":1},"b":[2,1]}');
  });
  it('is the same text whatever the order of keys, and the same value again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('chainHash', () => {
  const first = chainHash(null, facts);
  it('gives the documented bytes', () => {
    expect(first.toString('hex')).toBe(
      // sha256 of {"action":"user.update","actor":"chen","at":1772438400123,"detail":{"disabled":false,"role":"viewer"},"ip":"10.0.0.5","result":"ok","target":"u1"}
      '2fac21d535a88a4dd9eafc32e7e57ea519b7bdbae1e11c8a39c9f813f1749fbf',
    );
  });
  it('does not hang on the order of the detail’s keys', () => {
    expect(chainHash(null, { ...facts, detail: { disabled: false, role: 'viewer' } })).toEqual(first);
  });
  it.each<[string, Partial<AuditFacts>]>([
    ['time', { at: new Date('2026-03-02T08:00:00.124Z') }],
    ['actor', { actor: 'wang' }],
    ['action', { action: 'user.create' }],
    ['target', { target: null }],
    ['result', { result: 'refused' }],
    ['address', { ip: null }],
    ['detail', { detail: { role: 'admin', disabled: false } }],
  ])('changes with the %s', (_name, change) => {
    expect(chainHash(null, { ...facts, ...change })).not.toEqual(first);
  });
  it('changes with the row before', () => {
    expect(chainHash(first, facts)).not.toEqual(first);
  });
});
