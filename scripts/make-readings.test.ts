import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeReadings, OUT } from './make-readings.ts';

it('makes the readings that are committed from the dictionary that is committed', () => {
  const dictionary = readFileSync(new URL('../assets/generated/pinyin.txt', import.meta.url), 'utf8');
  expect(makeReadings(dictionary) === readFileSync(OUT, 'utf8')).toBe(true);
});

it('keeps the usual reading of a character first, and the words that read it otherwise', () => {
  const made = JSON.parse(
    makeReadings(
      '# words\nhang\t行40\nxing\t行30\nyin\t银20\nyin hang\t银行30\nyin xing\t银杏40\nxing ren\t行人25\nren\t人10\n',
    ),
  );
  expect(made.usual).toMatchObject({ xing: '行', yin: '银' });
  expect(made.others).toEqual({ hang: '行' });
  expect(made.words.银行).toBe('yin hang');
  expect(made.words.行人).toBeUndefined();
});
