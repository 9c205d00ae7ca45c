import { describe, expect, it } from 'vitest';
import { type CallHeaders, isOwnCall } from './csrf.ts';

const call = (changes: Partial<CallHeaders>): CallHeaders => ({
  method: 'POST',
  mark: '1',
  origin: 'http://10.0.0.5:7400',
  host: '10.0.0.5:7400',
  ...changes,
});

describe('without a public address', () => {
  it.each<[string, Partial<CallHeaders>, boolean]>([
    ['own origin', {}, true],
    ['no mark', { mark: undefined }, false],
    ['another mark', { mark: 'yes' }, false],
    ['another host', { origin: 'http://evil.example' }, false],
    ['another port', { origin: 'http://10.0.0.5:7401' }, false],
    ['own name as a prefix', { origin: 'http://10.0.0.5:7400.evil.example' }, false],
    ['opaque origin', { origin: 'null' }, false],
    ['no origin at a change', { origin: undefined }, false],
    ['no origin at a GET', { origin: undefined, method: 'GET' }, true],
    ['foreign origin at a GET', { origin: 'http://evil.example', method: 'GET' }, false],
    ['no origin and no mark at a GET', { origin: undefined, mark: undefined, method: 'GET' }, false],
    ['no host', { host: undefined }, false],
    ['host in capitals', { origin: 'http://hub.example', host: 'HUB.example' }, true],
    ['another scheme', { origin: 'ftp://10.0.0.5:7400' }, false],
  ])('%s', (_name, changes, expected) => {
    expect(isOwnCall(call(changes), undefined)).toBe(expected);
  });
});

describe('with a public address', () => {
  const publicUrl = 'https://hall.example/';
  it('takes that origin whatever the host behind the proxy', () => {
    expect(isOwnCall(call({ origin: 'https://hall.example', host: 'hub:7400' }), publicUrl)).toBe(true);
  });
  it('takes no other, not even the host it was called by', () => {
    expect(isOwnCall(call({ origin: 'http://hub:7400', host: 'hub:7400' }), publicUrl)).toBe(false);
    expect(isOwnCall(call({ origin: 'http://hall.example', host: 'hub:7400' }), publicUrl)).toBe(false);
  });
});
