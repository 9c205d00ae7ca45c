import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { materialSigned, type UnsignedMaterial } from '../../contracts/material.ts';
import { fuzzRuns } from '../../devices/testing/fuzz.ts';
import { loadDeviceKey, systemTimers } from '../../sync/index.ts';
import { type About, assemble } from './assemble.ts';
import { importFile } from './import.ts';
import { signMaterial } from './sign.ts';
import type { PageInput } from './types.ts';

const AT = Date.UTC(2026, 0, 5, 9);
const ABOUT: About = { title: '租赁合同 <A&B>', code: 'lease', app: '0.1.0', atMs: AT };
const A4_200 = { width: 1_654, height: 2_339 };

/** A page with a red seal and lines of "text", noisy enough not to be a toy for JPEG. */
function drawn(width: number, height: number, format: 'jpeg' | 'png' = 'jpeg', noise = 2_000): Buffer {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext('2d');
  c.fillStyle = '#fff';
  c.fillRect(0, 0, width, height);
  for (let i = 0; i < noise; i += 1) {
    c.fillStyle = `hsl(${(i * 37) % 360} 60% ${30 + ((i * 13) % 50)}%)`;
    c.fillRect((i * 7_919) % width, (i * 104_729) % height, 9, 5);
  }
  c.fillStyle = '#d00';
  c.fillRect(width * 0.7, height * 0.8, width * 0.1, width * 0.1);
  return format === 'jpeg' ? canvas.toBuffer('image/jpeg', 95) : canvas.toBuffer('image/png');
}
const page = (bytes: Uint8Array, over: Partial<PageInput> = {}): PageInput => ({
  bytes,
  dpi: 200,
  source: 'scanner',
  device: 'scanner',
  at: AT,
  warnings: [],
  ...over,
});
async function made(pages: PageInput[], rules = {}) {
  const r = await assemble(pages, ABOUT, rules);
  if (!r.ok) throw new Error(`${r.error.code} ${r.error.detail}`);
  return r.value;
}
const options = { source: 'usb' as const, atMs: AT, timers: systemTimers() };
const has = (tool: string): boolean =>
  spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

const JARS = [
  'preflight',
  'pdfbox2',
  'xmpbox',
  'fontbox2',
  'commons-logging',
  'commons-io',
  'javax.activation',
  'jaxb-api',
].map((name) => `/usr/share/java/${name}.jar`);
/** Class path of PDFBox Preflight; null: it is not installed. */
const PREFLIGHT = has('java') && JARS.every((jar) => existsSync(jar)) ? JARS.join(':') : null;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'materials-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function saved(bytes: Uint8Array): string {
  const path = join(dir, 'document.pdf');
  writeFileSync(path, bytes);
  return path;
}

describe('pages become a document', () => {
  test('in their order, as large as they were, with every pixel as it came', async () => {
    const [first, second] = [drawn(A4_200.width, A4_200.height), drawn(A4_200.height, A4_200.width)];
    const { bytes, document, pages, steps } = await made([page(first), page(second, { dpi: 300 })]);
    expect(bytes.includes(first.subarray(20))).toBe(true);
    expect(document).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sm3: createHash('sm3').update(bytes).digest('hex'),
      size: bytes.length,
      type: 'application/pdf',
      profile: 'PDF/A-2b',
    });
    expect(pages.map((p) => [p.no, p.widthPx, p.heightPx, p.dpi])).toEqual([
      [1, 1_654, 2_339, 200],
      [2, 2_339, 1_654, 300],
    ]);
    expect(steps).toEqual([{ way: 'original', quality: null, dpi: null, bytes: bytes.length, fits: true }]);
    const looked = await importFile(bytes, options);
    if (!looked.ok || looked.value.kind !== 'document') throw new Error('not a document');
    expect(looked.value.pages.map((p) => [p.widthPx, p.heightPx])).toEqual([
      [595, 842],
      [561, 397],
    ]);
  });

  test('the same pages give the same bytes', async () => {
    const pages = [page(drawn(A4_200.width, A4_200.height))];
    expect((await made(pages)).document).toEqual((await made(pages)).document);
  });

  test('the seal keeps its colour', async () => {
    const { bytes } = await made([page(drawn(A4_200.width, A4_200.height, 'png'))]);
    expect(bytes.includes('/DeviceGray')).toBe(false);
  });

  test.skipIf(!has('qpdf'))('qpdf finds nothing wrong (needs qpdf)', async () => {
    const { bytes } = await made([
      page(drawn(A4_200.width, A4_200.height)),
      page(drawn(1_700, 2_400, 'png')),
    ]);
    const checked = spawnSync('qpdf', ['--check', saved(bytes)], { encoding: 'utf8' });
    expect(checked.status).toBe(0);
  });

  // No validator of PDF/A-2 is in any registry we reach. PDFBox Preflight holds it to the stricter PDF/A-1b.
  test.skipIf(PREFLIGHT === null)(
    'PDFBox Preflight finds all of PDF/A-1b in it but the part’s number (needs java, libpdfbox2-java, libactivation-java, libjaxb-api-java)',
    async () => {
      const pages = [
        page(drawn(A4_200.width, A4_200.height)),
        page(drawn(1_700, 2_400, 'png')),
        page(png(1_700, 2_400, deflateSync(Buffer.alloc(1_701 * 2_400)), 0)),
      ];
      const { bytes } = await made(pages);
      const args = ['-cp', PREFLIGHT ?? '', 'org.apache.pdfbox.preflight.Validator_A1b', saved(bytes)];
      const { stdout } = spawnSync('java', args, { encoding: 'utf8' });
      const findings = stdout.split('\n').filter((line) => /^\d/.test(line));
      expect(findings).toEqual(['7.11.2 : Error on MetaData, part must be 1']);
    },
    60_000,
  );

  test('says of itself that it is PDF/A-2b, with a colour profile, a title, and no markup of the title’s own', async () => {
    const { bytes } = await made([page(drawn(A4_200.width, A4_200.height))]);
    const text = bytes.toString('utf8');
    expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(text).toContain('/GTS_PDFA1');
    expect(text).toContain('租赁合同 ＜A＆B＞');
  });

  test('OCR, where a hall has it, is given every page', async () => {
    const read: number[] = [];
    const pages = [page(drawn(A4_200.width, A4_200.height)), page(drawn(A4_200.width, A4_200.height))];
    await assemble(pages, ABOUT, {}, { ocr: async ({ no }) => void read.push(no) });
    expect(read).toEqual([1, 2]);
  });

  test.each([
    ['no page', [], 'material.empty'],
    ['more pages than allowed', [1, 2, 3], 'material.tooManyPages'],
  ])('%s is refused', async (_, pages, code) => {
    const inputs = pages.map(() => page(drawn(100, 100)));
    expect(await assemble(inputs, ABOUT, { maxPages: 2 })).toMatchObject({ ok: false, error: { code } });
  });
});

describe('resolution (DA/T 31)', () => {
  test('pages under 200 dpi are refused by number, and marked when they are kept knowingly', async () => {
    const pages = [page(drawn(A4_200.width, A4_200.height)), page(drawn(1_240, 1_754), { dpi: 150 })];
    expect(await assemble(pages, ABOUT)).toMatchObject({
      ok: false,
      error: { code: 'material.lowResolution', detail: '2' },
    });
    const kept = await made(pages, { keepLowResolution: true });
    expect(kept.pages.map((p) => p.warnings)).toEqual([[], ['lowResolution']]);
  });

  test('small text may ask for 300', async () => {
    const pages = [page(drawn(A4_200.width, A4_200.height))];
    expect(await assemble(pages, ABOUT, { minDpi: 300 })).toMatchObject({ ok: false });
  });

  test('a photograph without a known size counts as a sheet of A4', async () => {
    const camera = { dpi: null, source: 'camera' } as const;
    expect((await made([page(drawn(1_700, 2_400), camera)])).pages[0]?.dpi).toBeNull();
    expect(await assemble([page(drawn(800, 1_100), camera)], ABOUT)).toMatchObject({
      ok: false,
      error: { code: 'material.lowResolution' },
    });
  });
});

describe('size', () => {
  const large = () => page(drawn(2_480, 3_508, 'jpeg', 40_000), { dpi: 300 });

  test('is brought under the limit by quality first, and every step is told', async () => {
    const whole = (await made([large()])).bytes.length;
    const told: unknown[] = [];
    const rules = { maxBytes: Math.round(whole * 0.6) };
    const r = await assemble([large()], ABOUT, rules, { onStep: (step) => told.push(step) });
    if (!r.ok) throw new Error(r.error.code);
    const { bytes, pages, steps } = r.value;
    expect(told).toEqual(steps);
    expect(bytes.length).toBeLessThanOrEqual(whole * 0.6);
    expect(steps[0]).toMatchObject({ way: 'original', fits: false, bytes: whole });
    expect(steps.at(-1)).toMatchObject({ way: 'quality', dpi: null, fits: true, bytes: bytes.length });
    expect(pages[0]).toMatchObject({ widthPx: 2_480, dpi: 300 });
  });

  test('then by resolution, never below 200 dpi, and refused when that is not enough', async () => {
    const whole = (await made([large()])).bytes.length;
    const { pages, steps } = await made([large()], { maxBytes: Math.round(whole * 0.25) });
    expect(steps.at(-1)).toMatchObject({ way: 'resolution', dpi: 200, fits: true });
    expect(pages[0]).toMatchObject({ widthPx: 1_653, heightPx: 2_339, dpi: 200 });
    expect(await assemble([large()], ABOUT, { maxBytes: 20_000 })).toMatchObject({
      ok: false,
      error: { code: 'material.tooLarge' },
    });
  });
});

describe('a file from outside', () => {
  const jpeg = drawn(400, 300);
  /** JPEG with an EXIF block: orientation, and a text as a camera would write a place. */
  const withExif = (orientation: number): Buffer => {
    const exif = Buffer.concat([
      Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0', 'latin1'),
      Buffer.of(orientation, 0, 0, 0, 0, 0, 0),
      Buffer.from('GPS 31.2304 N 121.4737 E'),
    ]);
    const head = Buffer.of(0xff, 0xe1, 0, exif.length + 2);
    return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
  };
  async function picture(bytes: Uint8Array) {
    const r = await importFile(bytes, options);
    if (!r.ok) throw new Error(`${r.error.code} ${r.error.detail}`);
    if (r.value.kind !== 'page') throw new Error('no page');
    return r.value.picture;
  }
  const refusal = async (bytes: Uint8Array) => {
    const r = await importFile(bytes, options);
    return r.ok ? 'taken' : r.error.code;
  };

  test('a photograph loses where it was taken and keeps its pixels', async () => {
    const taken = await picture(withExif(1));
    expect(Buffer.from(taken.bytes).includes('121.4737')).toBe(false);
    expect(taken).toMatchObject({ widthPx: 400, heightPx: 300 });
    expect(Buffer.from(taken.bytes).includes(jpeg.subarray(-2_000))).toBe(true);
  });

  test('one taken sideways is set upright', async () => {
    const taken = await picture(withExif(6));
    expect(taken).toMatchObject({ widthPx: 300, heightPx: 400, type: 'image/jpeg' });
    expect((await loadImage(Buffer.from(taken.bytes))).width).toBe(300);
  });

  test('what is hidden behind its end does not come along', async () => {
    const zip = zipSync({ 'evil.exe': new Uint8Array(500) });
    const taken = await picture(Buffer.concat([jpeg, zip]));
    expect(Buffer.from(taken.bytes).includes('evil.exe')).toBe(false);
    expect(await refusal(Buffer.concat([drawn(50, 50, 'png'), zip]))).toBe('material.badFile');
  });

  test('a see-through PNG is laid on white', async () => {
    const canvas = createCanvas(300, 300);
    const taken = await picture(canvas.toBuffer('image/png'));
    expect(taken.type).toBe('image/jpeg');
    const back = createCanvas(300, 300);
    back.getContext('2d').drawImage(await loadImage(Buffer.from(taken.bytes)), 0, 0);
    expect([...back.getContext('2d').getImageData(5, 5, 1, 1).data]).toEqual([255, 255, 255, 255]);
  });

  test('a PNG that would be gigabytes when decoded is not decoded', async () => {
    expect(await refusal(png(39_000, 39_000, deflateSync(Buffer.alloc(1_000))))).toBe(
      'material.tooManyPixels',
    );
  });

  test('a PNG whose data is not what its header says is a page that cannot be used, or draws what there is', async () => {
    const r = await importFile(png(300, 300, Buffer.from('nothing that inflates'), 6), options);
    expect(r.ok ? r.value.kind : r.error.code).toMatch(/^(page|material\.badFile)$/);
  });

  test.each([
    ['nothing', Buffer.of()],
    ['a zip', Buffer.from(zipSync({ 'a.txt': new Uint8Array(10) }))],
    ['a program', Buffer.from('MZ\x90\0 and so on')],
    ['HTML that says it is a PDF', Buffer.from('<html>%PDF-1.7')],
    ['half a JPEG', jpeg.subarray(0, jpeg.length / 2)],
    ['a GIF', Buffer.from('GIF89a and so on')],
    ['a PDF without an end', Buffer.from('%PDF-1.7\n1 0 obj')],
  ])('%s is refused', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('material.badFile');
  });

  async function pdf(
    options: object,
    draw: (d: PDFKit.PDFDocument) => void = () => undefined,
  ): Promise<Buffer> {
    const d = new PDFDocument({ size: 'A4', ...options });
    const parts: Buffer[] = [];
    d.on('data', (part: Buffer) => parts.push(part));
    const done = new Promise((resolve) => d.on('end', resolve));
    draw(d);
    d.text('hello');
    d.end();
    await done;
    return Buffer.concat(parts);
  }

  test('a plain PDF is a document as it is', async () => {
    const bytes = await pdf({}, (d) => d.addPage({ size: 'A5' }));
    const r = await importFile(bytes, options);
    if (!r.ok || r.value.kind !== 'document') throw new Error('not taken');
    expect(r.value.bytes).toBe(bytes);
    expect(r.value.document).toMatchObject({ size: bytes.length, type: 'application/pdf', profile: null });
    expect(r.value.pages).toHaveLength(2);
  });

  test.each([
    ['with a password', () => pdf({ userPassword: 'x' }), 'material.locked'],
    [
      'with a file in it',
      () => pdf({}, (d) => d.file(Buffer.from('x'), { name: 'x.txt' })),
      'material.active',
    ],
    [
      'with a script',
      () =>
        pdf({}, (d) =>
          Object.assign((d as unknown as { _root: { data: object } })._root.data, {
            OpenAction: { S: 'JavaScript', JS: new String('app.alert(1)') },
          }),
        ),
      'material.active',
    ],
    [
      'that is a zip too',
      async () => Buffer.concat([await pdf({}), Buffer.from(zipSync({ a: new Uint8Array(9) }))]),
      'material.badFile',
    ],
    ['cut in the middle', async () => (await pdf({})).subarray(0, 500), 'material.badFile'],
  ])('a PDF %s is refused', async (_, make, code) => {
    expect(await refusal(await make())).toBe(code);
  });

  test('a PDF of more pages or bytes than allowed is refused', async () => {
    const bytes = await pdf({}, (d) => void [1, 2, 3].map(() => d.addPage()));
    const with1 = async (rules: object) => {
      const r = await importFile(bytes, { ...options, rules });
      return r.ok ? 'taken' : r.error.code;
    };
    expect(await with1({ maxPages: 3 })).toBe('material.tooManyPages');
    expect(await with1({ maxBytes: 100 })).toBe('material.tooLarge');
  });

  test('whatever is made of a picture: taken or refused, and never more than one answer', async () => {
    const small = drawn(40, 30);
    const start = fc.constantFrom(small, drawn(40, 30, 'png'), withExif(6));
    const harm = fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(start, harm, fc.nat(), async (bytes, changes, cut) => {
        const harmed = Buffer.from(bytes);
        for (const { at, to } of changes) harmed[at % harmed.length] = to;
        const part = cut % 3 === 0 ? harmed.subarray(0, cut % harmed.length) : harmed;
        const r = await importFile(part, options);
        if (r.ok && r.value.kind === 'page') {
          expect(r.value.picture.widthPx * r.value.picture.heightPx).toBeGreaterThan(0);
        } else if (!r.ok) expect(r.error.code).toMatch(/^material\.(badFile|tooManyPixels)$/);
      }),
      { numRuns: Math.min(fuzzRuns(20), 20_000) },
    );
  });
});

describe('the signature', () => {
  const unsigned = async (): Promise<UnsignedMaterial> => {
    const { document, pages } = await made([page(drawn(A4_200.width, A4_200.height))]);
    return {
      v: 1,
      id: '00000000-0000-4000-8000-000000000001',
      terminalId: 'kiosk-01',
      applicationId: '00000000-0000-4000-8000-000000000002',
      caseNo: null,
      code: 'lease',
      title: '租赁合同',
      flow: null,
      pages,
      document,
      operator: null,
      reuse: true,
      locale: 'zh-CN',
      app: '0.1.0',
      at: AT,
    };
  };

  test('is the device key’s, over all that the contract says', async () => {
    const key = loadDeviceKey(dir);
    if (!key.ok) throw new Error(key.error.code);
    const body = signMaterial(
      { ...(await unsigned()), title: ' 租赁合同 ' },
      { alg: 'Ed25519', sign: key.value.sign },
    );
    if (!body.ok) throw new Error(body.error.detail);
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: key.value.publicKey },
      format: 'jwk',
    });
    const holds = (text: string) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(body.value.signature.value, 'base64url'));
    expect(body.value.title).toBe('租赁合同');
    expect(holds(materialSigned(body.value))).toBe(true);
    expect(holds(materialSigned({ ...body.value, reuse: false }))).toBe(false);
  });

  test('of what is no material is refused', async () => {
    const bad = { ...(await unsigned()), title: '' };
    expect(signMaterial(bad, { alg: 'Ed25519', sign: () => 'A'.repeat(86) })).toMatchObject({
      ok: false,
      error: { code: 'input.invalid', detail: 'title' },
    });
  });
});

/** Of 8 bits a sample. */
function png(width: number, height: number, data: Buffer, colour = 2): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type), body]);
    const out = Buffer.alloc(typed.length + 8);
    out.writeUInt32BE(body.length, 0);
    typed.copy(out, 4);
    out.writeUInt32BE(crc32(typed), typed.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colour, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.of()),
  ]);
}
