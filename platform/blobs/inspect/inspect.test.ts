import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { sampleWebm } from '../../../contracts/testing/sample-webm.ts';
import { MAX_VIDEO_BYTES } from '../../../contracts/video.ts';
import { noise, samplePdf, samplePng } from '../testing/samples.ts';
import { bytesOfBuffer } from './bytes.ts';
import { inspectBytes } from './inspect.ts';

const look = (bytes: Buffer) => inspectBytes(bytesOfBuffer(bytes));
const oddOf = async (bytes: Buffer): Promise<string[] | string> => {
  const found = await look(bytes);
  return found.ok ? found.value.suspicious : found.error.code;
};

const canvas = createCanvas(40, 30);
canvas.getContext('2d').fillRect(5, 5, 20, 10);
const jpeg = Buffer.from(canvas.toBuffer('image/jpeg'));
const png = Buffer.from(canvas.toBuffer('image/png'));

/** A PDF as its author's library makes it. */
async function realPdf(build: (doc: PDFKit.PDFDocument) => void = () => undefined): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4' });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  doc.image(jpeg, 10, 10);
  build(doc);
  doc.end();
  await new Promise((ended) => doc.once('end', ended));
  return Buffer.concat(parts);
}
const pdf = (...body: (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...body.map((b) => Buffer.from(b as string)),
    Buffer.from('\n%%EOF\n'),
  ]);
const objectStream = (content: string, packed: Buffer = deflateSync(Buffer.from(content))): Buffer =>
  Buffer.concat([
    Buffer.from(
      `5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\n'),
  ]);

describe('the type is what the bytes say', () => {
  test.each([
    ['application/pdf', samplePdf()],
    ['image/jpeg', jpeg],
    ['image/png', png],
    ['image/png', samplePng()],
  ])('%s', async (type, bytes) => {
    expect(await look(bytes)).toEqual({ ok: true, value: { type, suspicious: [] } });
  });
  test('of a document of a library too', async () => {
    expect(await look(await realPdf())).toEqual({
      ok: true,
      value: { type: 'application/pdf', suspicious: [] },
    });
  });
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a zip', Buffer.from('504b0304', 'hex')],
    ['a GIF', Buffer.from('GIF89a')],
    ['half a signature', Buffer.from('%PDF')],
    ['a PDF that begins later', Buffer.concat([Buffer.from('\n'), samplePdf()])],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('no other is taken: %s', async (_, bytes) => {
    expect(await oddOf(bytes)).toBe('blob.badType');
  });
});

describe('short films', () => {
  test('as a browser records them', async () => {
    expect(await look(sampleWebm())).toEqual({ ok: true, value: { type: 'video/webm', suspicious: [] } });
  });
  test.each([
    ['with sound', sampleWebm({ sound: true })],
    ['without pictures', sampleWebm({ width: 0 })],
    ['of another kind', sampleWebm({ docType: 'matroska' })],
    ['longer than the hall takes', Buffer.concat([sampleWebm(), Buffer.alloc(MAX_VIDEO_BYTES)])],
  ])('no other is taken: %s', async (_, bytes) => {
    expect(await oddOf(bytes)).toBe('blob.badType');
  });
  test('what was put behind one, one that is cut off, and one too large to be shown', async () => {
    const film = sampleWebm();
    expect(await oddOf(Buffer.concat([film, Buffer.of(0)]))).toEqual(['trailingData']);
    expect(await oddOf(film.subarray(0, film.length - 2))).toEqual(['broken']);
    expect(await oddOf(sampleWebm({ width: 40_001 }))).toBe('blob.tooManyPixels');
  });
});

describe('pictures', () => {
  test.each([
    ['JPEG', jpeg],
    ['PNG', png],
  ])('bytes behind the end of a %s', async (_, bytes) => {
    expect(await oddOf(Buffer.concat([bytes, Buffer.of(0)]))).toEqual(['trailingData']);
    const zip = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
    expect(await oddOf(Buffer.concat([bytes, zip]))).toEqual(['polyglot', 'trailingData']);
    expect(await oddOf(bytes.subarray(0, bytes.length - 3))).toEqual(['broken']);
  });
  test('a PDF hidden in a comment of a JPEG', async () => {
    const comment = Buffer.concat([Buffer.from('fffe0010', 'hex'), Buffer.from('%PDF-1.7 xxxxx')]);
    expect(await oddOf(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]))).toEqual([
      'polyglot',
    ]);
  });
  test('a thumbnail inside of a JPEG is not its end', async () => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(jpeg.length + 2);
    const segment = Buffer.concat([Buffer.from('ffe1', 'hex'), length, jpeg]);
    expect(await oddOf(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]))).toEqual([]);
  });
  test.each([
    [40_000, 5_000, []],
    [14_000, 14_200, []],
    [14_143, 14_143, 'blob.tooManyPixels'],
    [40_001, 1, 'blob.tooManyPixels'],
    [4_294_967_295, 4_294_967_295, 'blob.tooManyPixels'],
  ])('a PNG of %d × %d pixels', async (width, height, expected) => {
    expect(await oddOf(samplePng(width, height, 1))).toEqual(expected);
  });
  test('a bomb that is also cut off is a bomb', async () => {
    expect(await oddOf(samplePng(60_000, 60_000, 1).subarray(0, 60))).toBe('blob.tooManyPixels');
    const huge = Buffer.from(jpeg);
    const frame = huge.indexOf(Buffer.from('ffc0', 'hex'));
    huge.writeUInt16BE(65_000, frame + 5);
    huge.writeUInt16BE(65_000, frame + 7);
    expect(await oddOf(huge)).toBe('blob.tooManyPixels');
    expect(await oddOf(huge.subarray(0, frame + 20))).toBe('blob.tooManyPixels');
  });
});

describe('PDFs that would do more than show', () => {
  test.each<[string, string | Buffer, string[]]>([
    ['nothing odd', '<< /Type /Catalog /Pages 2 0 R >>', []],
    ['a script', '<< /S /JavaScript /JS (app.alert(1)) >>', ['javascript']],
    ['an escaped name', '<< /S /J#61va#53cript /JS (x) >>', ['javascript']],
    [
      'a name all escaped',
      `<< /S /${[...'Launch'].map((c) => `#${c.charCodeAt(0).toString(16)}`).join('')} >>`,
      ['launch'],
    ],
    ['a program', '<< /S /Launch /F (cmd.exe) >>', ['launch']],
    ['an attachment', '<< /Names << /EmbeddedFiles 7 0 R >> >>', ['embeddedFile']],
    ['encryption', 'trailer << /Encrypt 9 0 R >>', ['encrypted']],
    ['names that only begin so', '<< /Launcher 1 /JavaScripts 2 /Encryption 3 >>', []],
    ['a huge picture', '<< /Subtype /Image /Width 60000 /BitsPerComponent 8 /Height 60000 >>', ['hugeImage']],
    ['a page of A3 at 600 dpi', '<< /Subtype /Image /Width 7016 /Height 9921 >>', []],
    ['a script in an object stream', objectStream('1 0 << /S /JavaScript >>'), ['javascript']],
    ['an object stream that bursts', objectStream('', deflateSync(Buffer.alloc(40_000_000))), ['unchecked']],
    ['an object stream that is none', objectStream('', noise(500)), ['unchecked']],
    ['an object stream without an end', '<< /Type /ObjStm >>\nstream\nxxxx', ['unchecked']],
  ])('%s', async (_, body, odd) => {
    expect(await oddOf(pdf(body))).toEqual(odd);
  });

  test('anywhere in a long document, also across the reader’s windows', async () => {
    const needle = Buffer.from('<</S/JavaScript>>');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), async (at) => {
        const bytes = pdf(noise(at, 5), needle, noise(200_000 - at, 6));
        expect(await oddOf(bytes)).toEqual(['javascript']);
      }),
      { numRuns: 60, examples: [[65_500], [65_520], [65_527], [65_536], [131_060]] },
    );
  });

  test('what a library writes', async () => {
    const attached = await realPdf((doc) => doc.file(Buffer.from('hello'), { name: 'x.txt' }));
    expect(await oddOf(attached)).toEqual(['embeddedFile']);
  });

  test('bytes behind the end', async () => {
    expect(await oddOf(Buffer.concat([samplePdf(), Buffer.from('<html>')]))).toEqual(['trailingData']);
    expect(await oddOf(Buffer.from('%PDF-1.7\nno end'))).toEqual(['trailingData']);
    expect(await oddOf(Buffer.concat([samplePdf(), Buffer.from('\r\n\n\0\0')]))).toEqual([]);
  });
});

test('no bytes make it fail, hang or see more than there is', async () => {
  const whole = [jpeg, png, samplePdf(400), pdf(objectStream('1 0 << >>'))];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
      fc.nat(),
      fc.uint8Array({ maxLength: 300 }),
      async (base, flips, cut, tail) => {
        const bytes: Buffer = Buffer.concat([base.subarray(0, base.length - (cut % base.length)), tail]);
        for (const [at, value] of flips) bytes[at % Math.max(1, bytes.length)] = value;
        const found = await look(bytes);
        expect(found.ok || ['blob.badType', 'blob.tooManyPixels'].includes(found.error.code)).toBe(true);
      },
    ),
    { numRuns: Number(process.env.HALL_FUZZ_RUNS ?? 3_000) },
  );
});
