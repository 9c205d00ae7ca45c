import { describe, expect, it } from 'vitest';
import { checkErrors, checkLanguages, checkUse } from './texts-check.ts';

const app = (zh: object, en: object, code = '', dynamic: string[] = []) => ({
  name: 'pad.json',
  locales: { 'zh-CN': zh as never, en: en as never },
  code,
  dynamic,
});

describe('languages of a locale file', () => {
  it('pass when keys and placeholders agree', () => {
    expect(checkLanguages(app({ a: { b: '第{{n}}个' } }, { a: { b: 'No. {{ n }}' } }))).toEqual([]);
  });

  it('fail by a missing key on either side, an empty text, another placeholder', () => {
    expect(checkLanguages(app({ a: '甲', b: '乙{{n}}', c: '丙' }, { b: 'B {{m}}', c: ' ', d: 'D' }))).toEqual(
      [
        'en/pad.json: c is empty',
        'en/pad.json: a is missing',
        'en/pad.json: b has {{m}}, zh-CN has {{n}}',
        'zh-CN/pad.json: d is missing',
      ],
    );
  });
});

describe('use of texts', () => {
  const zh = { level: { '5': '非常满意' }, home: '首页', fault: { full: '满' } };

  it('passes for literal, template and declared keys', () => {
    const code = ["const KEY = 'home';", 't(`level.$', '{n}`)'].join('');
    expect(checkUse(app(zh, zh, code, ['fault.']))).toEqual([]);
  });

  it('fails for a key that is not there, a text that nobody shows and a prefix of nothing', () => {
    expect(checkUse(app(zh, zh, "t('home'); t('gone')", ['fault.', 'old.']))).toEqual([
      "pad.json: no text for t('gone')",
      'pad.json: no text begins with old., which is declared as dynamic',
      'pad.json: level.5 is not used',
    ]);
  });
});

describe('texts of the error codes', () => {
  it('fail by a missing reader, a missing code and a code of nobody', () => {
    const en = { busy: { citizen: 'Busy', staff: 'Busy' }, gone: { citizen: 'Gone', staff: 'Gone' } };
    expect(checkErrors({ en }, ['busy', 'internal'])).toEqual([
      'en/errors.json: internal has no text for citizen',
      'en/errors.json: internal has no text for staff',
      'en/errors.json: gone is no code of contracts/errors.ts',
    ]);
  });
});
