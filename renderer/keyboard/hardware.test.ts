import { describe, expect, it } from 'vitest';
import { start } from './composition.ts';
import { actionOf, type Stroke } from './hardware.ts';

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});
const idle = start('', 'pinyin');
const composing = { ...idle, pinyin: 'fu' };
const page = [
  { text: '副', consumed: 2 },
  { text: '府', consumed: 2 },
];

describe('strokes of a hardware keyboard', () => {
  it('write, pick, turn pages and end', () => {
    expect(actionOf(stroke('f'), idle, [], false)).toEqual({ type: 'text', text: 'f' });
    expect(actionOf(stroke('2'), composing, page, false)).toEqual({ type: 'pick', candidate: page[1] });
    expect(actionOf(stroke('2'), idle, [], false)).toEqual({ type: 'text', text: '2' });
    expect(actionOf(stroke('9'), composing, page, false)).toBeNull();
    expect(actionOf(stroke('PageDown'), composing, page, false)).toEqual({ type: 'page', by: 1 });
    expect(actionOf(stroke('Enter'), composing, page, false)).toEqual({ type: 'literal' });
    expect(actionOf(stroke('Enter'), idle, [], false)).toEqual({ type: 'done' });
    expect(actionOf(stroke(','), idle, [], false)).toEqual({ type: 'text', text: '，' });
    expect(actionOf(stroke(','), start('', 'latin'), [], false)).toEqual({ type: 'text', text: ',' });
    expect(actionOf(stroke('𬱖'), idle, [], false)).toEqual({ type: 'text', text: '𬱖' });
  });

  it('of a case number are digits, capitals and hyphen', () => {
    const c = start('', 'case');
    expect(actionOf(stroke('j'), c, [], false)).toEqual({ type: 'text', text: 'J' });
    expect(actionOf(stroke('-'), c, [], false)).toEqual({ type: 'text', text: '-' });
    expect(actionOf(stroke('，'), c, [], false)).toBeNull();
  });

  it('are left alone where they are not the keyboard’s', () => {
    for (const key of ['Tab', 'Escape', 'ArrowLeft', 'F5', 'Shift', 'Process'])
      expect(actionOf(stroke(key), composing, page, false)).toBeNull();
    for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }])
      expect(actionOf(stroke('f', held), idle, [], false)).toBeNull();
    expect(actionOf(stroke(' '), idle, [], true)).toBeNull();
    expect(actionOf(stroke('Enter'), idle, [], true)).toBeNull();
  });
});
