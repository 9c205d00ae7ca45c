import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** tsc already holds every key in the code to the locale files; this holds the files to each other and to the code. */
const root = join(import.meta.dirname, '..', '..');
type Tree = { [key: string]: string | Tree };
const read = (locale: string, app: string): Map<string, string> => {
  const file = join(root, 'assets', 'locales', locale, `${app}.json`);
  const texts = new Map<string, string>();
  const walk = (tree: Tree, prefix: string) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') texts.set(prefix + key, value);
      else walk(value, `${prefix}${key}.`);
    }
  };
  walk(JSON.parse(readFileSync(file, 'utf8')) as Tree, '');
  return texts;
};
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort();

const sources = (app: string): string => {
  const files = globSync('console/**/*.{ts,tsx}', { cwd: root }).filter(
    (f) =>
      !f.includes('.test.') &&
      !f.includes('/testing/') &&
      f.startsWith('console/counter/') === (app === 'counter'),
  );
  return files.map((f) => readFileSync(join(root, f), 'utf8')).join('\n');
};

/** Parts of the files whose keys are names of the hub, looked up by `known`. */
const LOOKED_UP = /^(error|errorDetail|fault|auditAction|localeName|stepDetail)\./;

describe.each(['console', 'counter'])('texts of %s', (app) => {
  const zh = read('zh-CN', app);
  const en = read('en', app);

  it('has the same keys in both languages, and none is empty', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const text of [...zh.values(), ...en.values()]) expect(text.trim()).not.toBe('');
  });

  it('has the same placeholders in both languages', () => {
    for (const [key, text] of zh)
      expect([key, placeholders(en.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('holds no text that the code does not use', () => {
    const code = sources(app);
    const literals = new Set([...code.matchAll(/'([\w-]+(?:\.[\w-]+)*)'/g)].map((m) => m[1] ?? ''));
    const templates = [...code.matchAll(/`([\w.-]+\.)\$\{[^}]+\}`/g)].map((m) => m[1] ?? '');
    const unused = [...zh.keys()].filter(
      (key) =>
        !literals.has(key) && !LOOKED_UP.test(key) && !templates.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});
