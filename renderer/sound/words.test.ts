import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import words from '../../assets/sounds/words.json' with { type: 'json' };

const FOLDER = new URL('../../assets/sounds/words/', import.meta.url);
const LOCALES = ['zh-CN', 'en'] as const;
const files = readdirSync(FOLDER);

/** The text of the screens under `<file>.<key>`; undefined: that file is not part of this product. */
function textOf(id: string, locale: string): string | undefined {
  const [file = '', ...keys] = id.split('.');
  const path = new URL(`../../assets/locales/${locale}/${file}.json`, import.meta.url);
  if (!existsSync(path)) return undefined;
  let at: unknown = JSON.parse(readFileSync(path, 'utf8'));
  for (const key of keys) at = (at as Record<string, unknown> | undefined)?.[key];
  return String(at);
}

describe('words that are read aloud', () => {
  it('are the texts of the screens, word for word', () => {
    const wrong = Object.entries(words).flatMap(([id, texts]) =>
      LOCALES.filter((l) => !id.startsWith('digit.') && ![undefined, texts[l]].includes(textOf(id, l))).map(
        (l) => `${id} ${l}: ${texts[l]} is not ${textOf(id, l)}; run scripts/make-sounds.ts`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('have one recording each in both languages, and there is no other file', () => {
    const expected = Object.keys(words).flatMap((id) => LOCALES.map((l) => `${id}.${l}.mp3`));
    expect(files.toSorted()).toEqual(expected.toSorted());
  });

  it('are what sign-in, query and rating need to be used without sight', () => {
    const needed = ['signIn.titleBoth', 'signIn.withSms', 'signIn.phone', 'signIn.code', 'idCard.reading'];
    const ids = new Set(Object.keys(words));
    expect(needed.filter((key) => !ids.has(`kiosk.${key}`))).toEqual([]);
    expect(['1', '2', '3', '4', '5'].filter((level) => !ids.has(`pad.level.${level}`))).toEqual([]);
    for (const digit of '0123456789') expect(ids.has(`digit.${digit}`)).toBe(true);
    expect(['progress.number.follow', 'progress.number.label'].every((id) => ids.has(id))).toBe(true);
  });

  it('are small', () => {
    const sizes = files.map((f) => statSync(new URL(f, FOLDER)).size);
    expect(Math.min(...sizes)).toBeGreaterThan(500);
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(1_000_000);
  });
});
