import { describe, expect, it } from 'vitest';
import { MOST_PAGE_BYTES, toPage } from './page.ts';

/** 24-bit JPEG header by hand: density and size can be set. */
function jpeg({ width = 100, height = 100, dpi = 0 }): Uint8Array {
  const word = (n: number): number[] => [n >> 8, n & 0xff];
  const jfif = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, ...word(dpi), ...word(dpi), 0, 0];
  return Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, ...jfif],
    ...[0xff, 0xc0, 0, 17, 8, ...word(height), ...word(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
    ...[0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0],
    ...[0x12, 0x34, 0xff, 0xd9],
  ]);
}

describe('a scanned page', () => {
  it('says its own resolution', () => {
    expect(toPage(jpeg({ dpi: 200 }), 300)).toMatchObject({
      ok: true,
      value: { type: 'image/jpeg', widthPx: 100, heightPx: 100, dpi: 200 },
    });
  });

  it.each([0, 1, 72, 96, 30_000])('has the resolution that was asked for where it says %i', (dpi) => {
    expect(toPage(jpeg({ dpi }), 300)).toMatchObject({ ok: true, value: { dpi: 300 } });
  });

  it('of A4 at 600 dpi is within bounds', () => {
    expect(toPage(jpeg({ width: 4_960, height: 7_016 }), 600).ok).toBe(true);
  });

  it('that would unpack to gigabytes is refused', () => {
    expect(toPage(jpeg({ width: 65_000, height: 65_000 }), 300)).toMatchObject({
      ok: false,
      error: { code: 'scan.pageTooLarge' },
    });
  });

  it('of too many bytes is refused', () => {
    expect(toPage(new Uint8Array(MOST_PAGE_BYTES + 1), 300)).toMatchObject({
      ok: false,
      error: { code: 'scan.pageTooLarge' },
    });
  });
});
