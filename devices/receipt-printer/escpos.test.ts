import { encode as qrCode } from 'uqr';
import { describe, expect, test } from 'vitest';
import type { SlipRow, SlipTextRow } from '../../contracts/slip-layout.ts';
import { bitmapOf } from './bitmap.ts';
import { type DrawText, encodeRows, isDrawn } from './escpos.ts';

const OPTIONS = { dots: 576, chinese: 'gb18030', cutter: true } as const;
const textRow = (text: string, style: Partial<SlipTextRow> = {}): SlipTextRow => ({
  type: 'text',
  text,
  align: 'left',
  size: 1,
  bold: false,
  ...style,
});
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
/** The one row's part, without what begins and ends the slip. */
const rowHex = (row: SlipRow, draw: DrawText | null = null): string =>
  hex(encodeRows([row], OPTIONS, draw)[1]);

describe('bytes as the command manuals have them', () => {
  test('a slip begins with ESC @, FS &, ESC R 0, and ends with feed and cut, or with a feed to the tear bar', () => {
    const parts = encodeRows([], OPTIONS, null);
    expect(parts.map(hex)).toEqual(['1b40' + '1c26' + '1b5200', '1d564200']);
    expect(hex(encodeRows([], { ...OPTIONS, cutter: false }, null)[1])).toBe('1b6406');
  });

  test('text: alignment, bold, size, GB18030, line feed', () => {
    expect(rowHex(textRow('A'))).toBe('1b6100' + '1b4500' + '1d2100' + '41' + '0a');
    expect(rowHex(textRow('中', { align: 'centre', bold: true, size: 2 }))).toBe(
      '1b6101' + '1b4501' + '1d2111' + 'd6d0' + '0a',
    );
    expect(rowHex(textRow('①', { align: 'right', size: 3 }))).toBe(
      '1b6102' + '1b4500' + '1d2122' + 'a2d9' + '0a',
    );
  });

  test('QR by GS ( k: model 2, module, level M, store, print', () => {
    expect(rowHex({ type: 'qr', text: 'AB', align: 'centre' })).toBe(
      '1d21000a' +
        '1b6101' +
        '1d286b040031413200' +
        '1d286b0300314308' +
        '1d286b0300314531' +
        '1d286b05003150304142' +
        '1d286b0300315130' +
        '0a',
    );
  });

  test('the module shrinks until the code fits the paper', () => {
    const text = '长'.repeat(400);
    const encoded = rowHex({ type: 'qr', text, align: 'left' });
    const module = Number.parseInt(/1d286b03003143(..)/.exec(encoded)?.[1] ?? '', 16);
    const { size } = qrCode([...new TextEncoder().encode(text)], { ecc: 'M', border: 0 });
    expect(module).toBeGreaterThanOrEqual(2);
    expect(size * module).toBeLessThanOrEqual(576);
  });

  test('raster by GS v 0, in bands, without the white at the right', () => {
    const draw: DrawText = () => bitmapOf(576, 130, (x, y) => x === 9 && y === 129);
    const encoded = rowHex(textRow('𬱖'), draw);
    const bands = `1d7630000200${'80'}00${'0000'.repeat(128)}1d763000020002000000${'0040'}`;
    expect(encoded).toBe(`1b6100${bands}`);
  });
});

describe('what the printer’s font is trusted with', () => {
  test.each(['中文，。“”（）', '①℃㎡￥—·é', 'ABC $ ~ \\', '龥', ''])('%s goes as text', (text) => {
    expect(isDrawn(textRow(text), 'gb18030')).toBe(false);
  });

  test.each(['㛃', '䶮', '𬱖', '𫍯', '𠅤', '€', '\ue000', 'e\u0301', '葛\u{e0100}', '\ufffd', 'ж́'])(
    '%s is drawn',
    (text) => {
      expect(isDrawn(textRow(`姓名 ${text}`), 'gb18030')).toBe(true);
    },
  );

  test('a printer without Chinese gets all of it drawn, and plain ASCII as text', () => {
    expect(isDrawn(textRow('中'), 'raster')).toBe(true);
    expect(isDrawn(textRow('A-1'), 'raster')).toBe(false);
  });
});

describe('dots and data that look like commands', () => {
  test.each([0x04, 0x05, 0x14])('10 %i never stands in a raster', (second) => {
    const draw: DrawText = () => ({
      width: 576,
      height: 1,
      bits: Uint8Array.of(0x10, second, 1, ...new Array(69).fill(0)),
    });
    const encoded = rowHex(textRow('𬱖'), draw);
    expect(encoded).toContain(`30${second.toString(16).padStart(2, '0')}01`);
    expect(encoded).not.toContain(`10${second.toString(16).padStart(2, '0')}01`);
  });

  test('a QR whose data holds DLE is drawn', () => {
    const encoded = rowHex({ type: 'qr', text: 'a\u0010\u0004\u0001', align: 'centre' });
    expect(encoded).toContain('1d763000');
    expect(encoded).not.toContain('1d286b');
  });
});
