import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import type { Timers } from '../../../contracts/clock.ts';
import { newPage } from '../../../devices/document-printer/page.ts';
import { drawCertificate } from './draw.ts';

const timers: Timers = {
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};
const pdf = (bytes: Uint8Array) => drawCertificate({ type: 'application/pdf', bytes }, timers);

async function sheets(count: number): Promise<Uint8Array> {
  const { page, bytes } = await newPage(50, 'Test');
  for (let n = 1; n <= count; n++) {
    if (n > 1) page.addPage();
    page.fontSize(40).text(`参保证明 ${n}`);
  }
  return bytes();
}

/** How much of a page is not white, 0 to 1. */
async function inkOf(jpeg: Uint8Array): Promise<number> {
  const image = await loadImage(Buffer.from(jpeg));
  const canvas = createCanvas(image.width, image.height);
  const c = canvas.getContext('2d');
  c.drawImage(image, 0, 0);
  const { data } = c.getImageData(0, 0, image.width, image.height);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) dark += 1;
  return dark / (data.length / 4);
}

/** A PDF by hand, as older systems write them. */
function handMade(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
const CONTENT = 'BT /F1 60 Tf 60 600 Td <53C24FDD8BC1660E> Tj ET';
const page = (catalog = '') =>
  handMade([
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${CONTENT.length}>>\nstream\n${CONTENT}\nendstream`,
    '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R/DW 1000>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 857/Descent -143/CapHeight 700/StemV 93/ItalicAngle 0/FontBBox[-134 -254 1001 905]>>',
  ]);

test('a PDF becomes pages of its size at 200 dpi, with what stands on them', async () => {
  const drawn = await pdf(await sheets(2));
  if (!drawn.ok) throw new Error(drawn.error.detail);
  expect(drawn.value.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
    [1654, 2339],
    [1654, 2339],
  ]);
  expect(drawn.value[0]?.widthMm).toBeCloseTo(210, 0);
  for (const { bytes } of drawn.value) expect(await inkOf(bytes)).toBeGreaterThan(0.001);
});

test('a font that is named and not there is drawn by another', async () => {
  const drawn = await pdf(page());
  if (!drawn.ok) throw new Error(drawn.error.detail);
  expect(await inkOf(drawn.value[0]?.bytes ?? new Uint8Array())).toBeGreaterThan(0.003);
});

test('what a document would do is not done, and does not come out', async () => {
  const script = '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);)>>';
  const drawn = await pdf(page(script));
  if (!drawn.ok) throw new Error(drawn.error.detail);
  expect(Buffer.from(drawn.value[0]?.bytes ?? []).includes('JavaScript')).toBe(false);
});

test.each([
  ['nothing', async () => new Uint8Array()],
  ['no PDF', async () => Buffer.from('%PDF-1.7 and nothing more')],
  ['half of one', async () => (await sheets(1)).subarray(0, 400)],
  ['too many pages', () => sheets(11)],
])('%s is refused', async (_name, make) => {
  expect(await pdf(await make())).toMatchObject({ ok: false, error: { code: 'certificate.badFile' } });
});

test('a thread that takes too long is ended', async () => {
  const impatient: Timers = {
    after(_ms, f) {
      setImmediate(f);
      return () => undefined;
    },
  };
  const drawn = await drawCertificate({ type: 'application/pdf', bytes: await sheets(1) }, impatient);
  expect(drawn).toMatchObject({ ok: false, error: { code: 'certificate.badFile' } });
});

test('a card keeps its size: 300 dpi where the picture does not say', async () => {
  const canvas = createCanvas(1_011, 638);
  canvas.getContext('2d').fillRect(0, 0, 500, 300);
  const drawn = await drawCertificate({ type: 'image/png', bytes: await canvas.encode('png') }, timers);
  if (!drawn.ok) throw new Error(drawn.error.detail);
  const [card] = drawn.value;
  expect([card?.widthPx, card?.heightPx]).toEqual([1_011, 638]);
  expect(card?.widthMm).toBeCloseTo(85.6, 1);
  expect(Buffer.from(card?.bytes.subarray(0, 3) ?? [])).toEqual(Buffer.of(0xff, 0xd8, 0xff));
});

test('a picture that is none is refused', async () => {
  const drawn = await drawCertificate(
    { type: 'image/png', bytes: Buffer.from('\x89PNG\r\n\x1a\nxx') },
    timers,
  );
  expect(drawn).toMatchObject({ ok: false, error: { code: 'certificate.badFile' } });
});
