import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../assets/locales/en/pad.json' with { type: 'json' };
import zh from '../assets/locales/zh-CN/pad.json' with { type: 'json' };
import { isErrorCode } from '../contracts/errors.ts';
import { TEXTS } from './i18n.ts';

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path + key}.`)],
    ),
  );
const texts = { zh: flat(zh), en: flat(en) };
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

/** The pad's own sources, without tests and fixtures. */
const sources = globSync('{*.ts,*.tsx,{pad,design}/**/*.{ts,tsx}}', { cwd: import.meta.dirname })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');

describe('the pad’s texts', () => {
  test('are the same in both languages, with the same placeholders', () => {
    expect([...texts.en.keys()].sort()).toEqual([...texts.zh.keys()].sort());
    for (const [key, text] of texts.zh) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(texts.en.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  test('are all used, and every one that is used is there', () => {
    const unused = [...texts.zh.keys()].filter((key) => !sources.includes(`'${key}'`));
    expect(unused).toEqual([]);
    const used = [...sources.matchAll(/\bt\('([^']+)'/g)].map((m) => m[1] ?? '');
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((key) => !texts.zh.has(key))).toEqual([]);
  });

  test('take values and know the hall’s names in both languages', () => {
    expect(TEXTS['zh-CN'].t('window.no', { no: 'A3' })).toBe('A3号窗口');
    expect(TEXTS.en.t('window.no', { no: 'A3' })).toBe('Window A3');
    expect(TEXTS.en.name({ zh: '甲', en: 'A' })).toBe('A');
  });

  test('a code that is not known is told as an internal error, never as a code', () => {
    const code = 'no.such';
    expect(isErrorCode(code)).toBe(false);
    expect(TEXTS.en.error(code)).toBe(TEXTS.en.error('internal'));
    expect(TEXTS['zh-CN'].error('undo.late')).not.toBe('');
  });
});
