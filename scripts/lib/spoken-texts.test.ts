import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../contracts/errors.ts';
import { type SpokenTexts, spokenTexts } from './spoken-texts.ts';

const SOUNDS = join(import.meta.dirname, '../../assets/sounds');
const listed = (file: string): SpokenTexts => JSON.parse(readFileSync(join(SOUNDS, file), 'utf8'));
const filesOf = (texts: SpokenTexts): string[] =>
  Object.entries(texts).flatMap(([id, byLocale]) => Object.keys(byLocale).map((l) => `${id}.${l}.mp3`));

describe('words that are read aloud', () => {
  it('are the texts of the screens, word for word: if not, run scripts/make-sounds.ts', () => {
    expect(listed('words.json')).toEqual(spokenTexts());
  });

  it.each(['words', 'units'])('have one recording each, and there is no other file: %s', (folder) => {
    expect(readdirSync(join(SOUNDS, folder)).toSorted()).toEqual(
      filesOf(listed(`${folder}.json`)).toSorted(),
    );
  });

  it('hold every text that a citizen is told of an error, in both languages', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const recorded = new Set(Object.values(spokenTexts()).map((texts) => texts[locale]));
      const errors = JSON.parse(
        readFileSync(join(SOUNDS, `../locales/${locale}/errors.json`), 'utf8'),
      ) as Record<string, { citizen: string }>;
      const missing = Object.keys(ERRORS).filter((code) => !recorded.has(errors[code]?.citizen));
      expect(missing).toEqual([]);
    }
  });

  it('hold the parts of a text around its values', () => {
    const texts = Object.values(spokenTexts()).map((t) => t['zh-CN']);
    expect(['第', '页，共', '页'].filter((part) => !texts.includes(part))).toEqual([]);
  });

  it('are no more than the package bears', () => {
    const sizes = ['words', 'units'].flatMap((folder) =>
      readdirSync(join(SOUNDS, folder)).map((f) => statSync(join(SOUNDS, folder, f)).size),
    );
    expect(Math.min(...sizes)).toBeGreaterThan(400);
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(12_000_000);
  });
});
