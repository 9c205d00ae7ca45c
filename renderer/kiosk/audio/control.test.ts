import { describe, expect, it } from 'vitest';
import { kioskTexts } from '../texts.ts';
import { type Control, controlWords, typedWords } from './control.ts';

const zh = kioskTexts('zh-CN').t;
const en = kioskTexts('en').t;
const PLAIN: Control = {
  role: 'button',
  name: '',
  value: null,
  isChosen: null,
  isExpanded: null,
  isUnavailable: false,
  position: null,
};

describe('a control is told by name, role, state and value', () => {
  it.each<[Partial<Control>, string, string]>([
    [{ name: '继续' }, '继续，按钮', '继续, button'],
    [{ name: '继续', isUnavailable: true }, '继续，按钮，不可用', '继续, button, not available'],
    [{ role: 'field', name: '手机号码', value: '' }, '手机号码，输入框，空', '手机号码, text field, empty'],
    [
      { role: 'field', name: '手机号码', value: '138' },
      '手机号码，输入框，已输入，138',
      '手机号码, text field, entered, 138',
    ],
    [{ role: 'field', name: '口令', value: null }, '口令，输入框', '口令, text field'],
    [
      { role: 'option', name: '自有', isChosen: true, position: { n: 1, of: 2 } },
      '自有，单选，已选中，第 1 个，共 2 个',
      '自有, option, selected, 1 of 2',
    ],
    [
      { role: 'tick', name: '匿名', isChosen: false },
      '匿名，复选框，未选中',
      '匿名, check box, not selected',
    ],
    [{ role: 'switch', name: '语音', isChosen: true }, '语音，开关，已打开', '语音, switch, on'],
    [{ name: '更多', isExpanded: false }, '更多，按钮，已收起', '更多, button, collapsed'],
    [{ name: ' ' }, '按钮', 'button'],
  ])('%#', (wish, inZh, inEn) => {
    expect(controlWords({ ...PLAIN, ...wish }, zh).join('，')).toBe(inZh);
    expect(controlWords({ ...PLAIN, ...wish }, en).join(', ')).toBe(inEn);
  });
});

describe('typing is told', () => {
  it.each([
    ['', '1', ['1']],
    ['1', '13', ['3']],
    ['张', '张伟民', ['伟民']],
    ['138', '13', ['8', '已删除']],
    ['138', '', ['已清空']],
    ['138', '999', ['999']],
    ['138', '138', []],
  ])('%s → %s', (before, after, said) => {
    expect(typedWords(before, after, zh)).toEqual(said);
  });
});
