import { pinyin } from 'pinyin-pro';

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
const DIGITS = '零一二三四五六七八九';

/**
 * Chinese as the voice `cmn-latn-pinyin` reads it: pinyin with tone numbers (5 the neutral tone), the syllables of a word
 * together, pauses kept, digits as words. The voice `cmn` reads Han characters by English rules where espeak-ng lacks its
 * extended dictionary, as it does in Debian.
 */
export function spokenPinyin(written: string): string {
  const text = written.replaceAll(/\d/g, (d) => DIGITS.charAt(Number(d)));
  const readings = pinyin(text, { toneType: 'num', type: 'array' });
  let at = 0;
  const words: string[] = [];
  for (const { segment } of WORDS.segment(text)) {
    const from = at;
    at += [...segment].length;
    words.push(readings.slice(from, at).join('').replaceAll('0', '5'));
  }
  return words
    .join(' ')
    .replaceAll(/[，。：、；,;:]/g, ',')
    .replaceAll(/[？！?!“”"‘’（）()《》·]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',')
    .trim();
}
