import { describe, expect, it } from 'vitest';
import en from '../assets/locales/en/errors.json' with { type: 'json' };
import zh from '../assets/locales/zh-CN/errors.json' with { type: 'json' };
import { ERRORS, isErrorCode } from './errors.ts';

const codes = Object.keys(ERRORS);
const languages: [string, Record<string, { citizen: string; staff: string }>][] = [
  ['zh-CN', zh],
  ['en', en],
];

describe.each(languages)('texts of the error codes in %s', (_locale, texts) => {
  it('are there for every code and for no other', () => {
    expect(Object.keys(texts).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('%s speaks to both readers', (code) => {
    expect(texts[code]?.citizen.trim()).toBeTruthy();
    expect(texts[code]?.staff.trim()).toBeTruthy();
  });
});

describe('the table of errors', () => {
  it('answers with an error of HTTP', () => {
    for (const [code, { http }] of Object.entries(ERRORS))
      expect([code, http >= 400 && http < 600]).toEqual([code, true]);
  });

  it('knows its own codes and nothing of Object', () => {
    expect(codes.every(isErrorCode)).toBe(true);
    for (const code of ['', 'toString', '__proto__', 'constructor', 'case.unknown '])
      expect(isErrorCode(code)).toBe(false);
  });
});
