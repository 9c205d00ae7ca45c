import type { Locale } from '../../contracts/primitives.ts';

/** Words of the keyboard. They belong to its keys, not to a screen, and so are kept beside them. */
const ZH = {
  keyboard: '屏幕键盘',
  candidates: '候选字词',
  backspace: '退格',
  space: '空格',
  clear: '清空',
  done: '完成',
  shift: '大写',
  toLatin: '英文',
  toPinyin: '拼音',
  symbols: '符号',
  apostrophe: '分词',
  previous: '上一页',
  next: '下一页',
  fuzzy: '模糊音',
  fuzzyHint: '平翘舌、前后鼻音、n 和 l 不分也能打出来',
  hint: '按拼音打字，可以只打每个字的声母',
  loading: '正在准备拼音词库…',
  broken: '拼音词库没有打开，可以先用英文、数字，或者重试',
  retry: '重试',
  fullText: (max: number) => `最多 ${max} 个字，已经写满`,
  fullPinyin: '先选字词，再接着打',
  offered: (words: string) => `候选：${words}`,
};

export type KeyboardTexts = typeof ZH;

const EN: KeyboardTexts = {
  keyboard: 'On-screen keyboard',
  candidates: 'Candidates',
  backspace: 'Backspace',
  space: 'Space',
  clear: 'Clear',
  done: 'Done',
  shift: 'Capitals',
  toLatin: 'ABC',
  toPinyin: '拼音',
  symbols: '?123',
  apostrophe: 'Split',
  previous: 'Previous page',
  next: 'Next page',
  fuzzy: '模糊音',
  fuzzyHint: 'Also accepts zh/z, ch/c, sh/s, n/l, ing/in, eng/en alike',
  hint: 'Type pinyin; initials alone will do',
  loading: 'Preparing the pinyin dictionary…',
  broken: 'The pinyin dictionary did not open. Use Latin letters, or try again.',
  retry: 'Try again',
  fullText: (max) => `No more than ${max} characters`,
  fullPinyin: 'Choose a candidate first',
  offered: (words) => `Candidates: ${words}`,
};

export const textsOf = (locale: Locale): KeyboardTexts => (locale === 'en' ? EN : ZH);
