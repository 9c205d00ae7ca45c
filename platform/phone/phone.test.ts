import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  MAX_PHONE_BYTES,
  MAX_PHONE_FILES,
  PHONE_PART_BYTES,
  PHONE_SESSION_MS,
  phoneHello,
  phoneSent,
} from '../../contracts/hub/phone-api.ts';
import { sampleWebm } from '../../contracts/testing/sample-webm.ts';
import { noise, samplePng } from '../blobs/testing/samples.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { bytesOfParts, keepParts } from './parts.ts';
import { sweepPhone } from './sessions.ts';

const PUBLIC = 'https://hall.example/';
const NEVER = '00000000-0000-4000-8000-000000000000';
let hub: TestHub;
let kiosk = '';
let other = '';
let nowMs = Date.UTC(2026, 10, 24, 4);
beforeAll(async () => {
  hub = await testHub({ now: () => new Date(nowMs), config: { publicUrl: PUBLIC } });
  kiosk = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-a', 'w1')));
  other = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-b', 'w2')));
});
afterAll(() => hub.close());

const canvas = createCanvas(60, 40);
canvas.getContext('2d').fillRect(5, 5, 20, 10);
const JPEG = Buffer.from(canvas.toBuffer('image/jpeg'));
const PNG = Buffer.from(canvas.toBuffer('image/png'));
const pdf = (body: string): Buffer => Buffer.from(`%PDF-1.7\n${body}\n%%EOF\n`);
async function realPdf(): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4' });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  doc.image(JPEG, 10, 10);
  doc.end();
  await new Promise((ended) => doc.once('end', ended));
  return Buffer.concat(parts);
}
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const ask = (what: string, body: object = {}, token = kiosk) =>
  call(hub, 'POST', `/kiosk/phone/${what}`, { token, body });
async function open(token = kiosk): Promise<{ id: string; token: string; url: string }> {
  const { body } = await ask('open', {}, token);
  return { id: body.id, url: body.url, token: String(body.url).split('/').at(-1) ?? '' };
}
async function send(token: string, bytes: Buffer, name = 'a.jpg', headers: Record<string, string> = {}) {
  const response = await fetch(`${hub.url}/v1/phone/${token}/files`, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'x-file-name': encodeURIComponent(name), 'content-type': 'image/jpeg', ...headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const hello = async (token: string) => {
  const response = await fetch(`${hub.url}/v1/phone/${token}/hello`, { method: 'POST' });
  return { status: response.status, body: await response.json() };
};
async function fetchFile(id: string, file: { id: string; size: number }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let offset = 0; offset < file.size; offset += PHONE_PART_BYTES) {
    const { body } = await ask('part', { id, fileId: file.id, offset });
    expect(body).toMatchObject({ size: file.size, offset });
    parts.push(Buffer.from(body.bytes, 'base64'));
  }
  return Buffer.concat(parts);
}
const rows = async () => {
  const count = async (table: 'phone_session' | 'phone_file' | 'phone_part') =>
    Number(
      (
        await hub.context.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<string>().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return [await count('phone_session'), await count('phone_file'), await count('phone_part')];
};

describe('a file from a phone', () => {
  test('reaches the kiosk that showed the code, whole, and goes when it is taken', async () => {
    const session = await open();
    expect(session.url).toMatch(/^https:\/\/hall\.example\/phone\/[A-Za-z0-9_-]{32}$/);
    expect((await ask('list', { id: session.id })).body).toMatchObject({
      seen: false,
      coming: 0,
      leftMs: PHONE_SESSION_MS,
      files: [],
    });
    expect(phoneHello.parse((await hello(session.token)).body)).toEqual({
      leftMs: PHONE_SESSION_MS,
      free: MAX_PHONE_FILES,
    });
    // Three parts: a picture with much behind its end, as phones write them.
    const film = Buffer.concat([JPEG, noise(2 * PHONE_PART_BYTES + 77, 3)]);
    const document = await realPdf();
    expect(phoneSent.parse((await send(session.token, film, '身份证 正面.jpg')).body)).toEqual({ free: 9 });
    nowMs += 1;
    expect((await send(session.token, document, 'C:\\papers\\lease.pdf')).status).toBe(200);
    nowMs += 1;
    expect((await send(session.token, PNG, '\u202egnp.exe')).status).toBe(200);
    const { body } = await ask('list', { id: session.id });
    expect(body).toMatchObject({ seen: true, coming: 0 });
    expect(body.files.map((f: { name: string; type: string }) => [f.name, f.type])).toEqual([
      ['身份证 正面.jpg', 'image/jpeg'],
      ['lease.pdf', 'application/pdf'],
      ['gnp.exe', 'image/png'],
    ]);
    for (const [i, bytes] of [film, document, PNG].entries()) {
      expect(body.files[i]).toMatchObject({ size: bytes.length, sha256: sha256(bytes) });
      expect((await fetchFile(session.id, body.files[i])).equals(bytes)).toBe(true);
    }
    const [first] = body.files;
    expect((await ask('remove', { id: session.id, fileId: first.id })).status).toBe(200);
    expect((await ask('remove', { id: session.id, fileId: first.id })).status).toBe(200);
    expect((await ask('part', { id: session.id, fileId: first.id, offset: 0 })).body.code).toBe('not.found');
    expect((await ask('list', { id: session.id })).body.files).toHaveLength(2);
    expect((await ask('close', { id: session.id })).status).toBe(200);
    expect(await rows()).toEqual([0, 0, 0]);
  });

  test('lies sealed in the database, its name too', async () => {
    const session = await open();
    await send(session.token, JPEG, '张伟民.jpg');
    const part = await hub.context.db.selectFrom('phone_part').select('bytes').executeTakeFirstOrThrow();
    const file = await hub.context.db.selectFrom('phone_file').select('name').executeTakeFirstOrThrow();
    const row = await hub.context.db
      .selectFrom('phone_session')
      .select('token_sha256')
      .executeTakeFirstOrThrow();
    expect(part.bytes.includes(JPEG.subarray(0, 32))).toBe(false);
    expect(file.name.includes(Buffer.from('张伟民'))).toBe(false);
    expect(row.token_sha256.includes(Buffer.from(session.token))).toBe(false);
    await ask('close', { id: session.id });
  });
});

describe('what is no picture and no quiet document', () => {
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'material.badFile'],
    ['a page of HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'material.badFile'],
    ['a program called a picture', Buffer.from('MZ\x90\0'), 'material.badFile'],
    ['a GIF', Buffer.from('GIF89a'), 'material.badFile'],
    ['a film', sampleWebm(), 'material.badFile'],
    ['half a picture', JPEG.subarray(0, JPEG.length - 40), 'material.badFile'],
    [
      'a picture that is a zip too',
      Buffer.concat([JPEG, Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]),
      'material.badFile',
    ],
    ['a PDF with a script', pdf('<< /S /JavaScript /JS (app.alert(1)) >>'), 'material.active'],
    ['a PDF with an escaped script', pdf('<< /S /J#61va#53cript >>'), 'material.active'],
    ['a PDF that starts a program', pdf('<< /S /Launch >>'), 'material.active'],
    ['a PDF with an attachment', pdf('<< /Names << /EmbeddedFiles 7 0 R >> >>'), 'material.active'],
    ['a PDF with a password', pdf('trailer << /Encrypt 9 0 R >>'), 'material.locked'],
    ['a PDF with a page behind it', Buffer.concat([pdf(''), Buffer.from('<html>')]), 'material.badFile'],
    ['a picture of many pixels', samplePng(60_000, 60_000, 1), 'material.tooManyPixels'],
  ])('%s is refused and leaves nothing', async (_, bytes, code) => {
    const session = await open();
    const { body } = await send(session.token, bytes);
    expect(body.code).toBe(code);
    expect((await rows()).slice(1)).toEqual([0, 0]);
    await ask('close', { id: session.id });
  });

  test('too large, as it says or as it turns out to be', async () => {
    const session = await open();
    const large = Buffer.alloc(MAX_PHONE_BYTES + 1);
    JPEG.copy(large);
    const said = await send(session.token, large).catch(() => null);
    // The connection may end before the whole of it was sent.
    if (said !== null) expect(said.body.code).toBe('input.tooLarge');
    const stream = new ReadableStream({
      start(controller) {
        for (let at = 0; at < large.length; at += 1_000_000)
          controller.enqueue(new Uint8Array(large.subarray(at, at + 1_000_000)));
        controller.close();
      },
    });
    const answer = await fetch(`${hub.url}/v1/phone/${session.token}/files`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    if (answer !== null) expect(answer.status).toBe(413);
    await expect.poll(async () => (await rows()).slice(1)).toEqual([0, 0]);
    await ask('close', { id: session.id });
  });
});

describe('who may do what', () => {
  test('only a terminal opens, and only the one that opened knows the session', async () => {
    expect((await call(hub, 'POST', '/kiosk/phone/open', { body: {} })).body.code).toBe('auth.required');
    const session = await open();
    await send(session.token, JPEG);
    const [file] = (await ask('list', { id: session.id })).body.files;
    for (const [what, body] of [
      ['list', { id: session.id }],
      ['part', { id: session.id, fileId: file.id, offset: 0 }],
      ['remove', { id: session.id, fileId: file.id }],
    ] as const)
      expect((await ask(what, body, other)).body.code).toBe('phone.over');
    await ask('close', { id: session.id }, other);
    const mine = await open(other);
    expect((await ask('part', { id: mine.id, fileId: file.id, offset: 0 }, other)).body.code).toBe(
      'not.found',
    );
    await ask('remove', { id: mine.id, fileId: file.id }, other);
    expect((await ask('list', { id: session.id })).body.files).toHaveLength(1);
    await ask('close', { id: session.id });
    await ask('close', { id: mine.id }, other);
  });

  test('no other token than the one that was shown', async () => {
    const session = await open();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
          fc.nat(31).map((at) => {
            const sign = session.token[at] === 'A' ? 'B' : 'A';
            return session.token.slice(0, at) + sign + session.token.slice(at + 1);
          }),
        ),
        async (token) => {
          fc.pre(token !== session.token);
          const { status, body } = await hello(token);
          expect([status, body.code]).toEqual([410, 'phone.over']);
        },
      ),
      { numRuns: 40 },
    );
    expect((await send('x'.repeat(32), JPEG)).body.code).toBe('phone.over');
    expect((await rows()).slice(1)).toEqual([0, 0]);
    await ask('close', { id: session.id });
  });

  test('a new code ends the old one with its files', async () => {
    const first = await open();
    await send(first.token, JPEG);
    const second = await open();
    expect((await hello(first.token)).body.code).toBe('phone.over');
    expect((await ask('list', { id: first.id })).body.code).toBe('phone.over');
    expect(await rows()).toEqual([1, 0, 0]);
    await ask('close', { id: second.id });
    const many = await Promise.all(Array.from({ length: 6 }, () => ask('open')));
    expect(many.map((m) => m.status)).toEqual(Array(6).fill(200));
    expect((await rows())[0]).toBe(1);
  });

  test('time is up after a quarter of an hour, and the sweep leaves nothing', async () => {
    const session = await open();
    await send(session.token, JPEG);
    const [file] = (await ask('list', { id: session.id })).body.files;
    nowMs += PHONE_SESSION_MS - 1;
    expect((await hello(session.token)).body).toEqual({ leftMs: 1, free: 9 });
    expect(await sweepPhone(hub.context)).toBe(0);
    nowMs += 1;
    expect((await hello(session.token)).body.code).toBe('phone.over');
    expect((await send(session.token, JPEG)).body.code).toBe('phone.over');
    expect((await ask('list', { id: session.id })).body.code).toBe('phone.over');
    expect((await ask('part', { id: session.id, fileId: file.id, offset: 0 })).body.code).toBe('phone.over');
    expect(await sweepPhone(hub.context)).toBe(1);
    expect(await rows()).toEqual([0, 0, 0]);
  });

  test('ten files and no more, however many come at once', async () => {
    const session = await open();
    const sent = await Promise.all(
      Array.from({ length: MAX_PHONE_FILES + 4 }, (_, i) => send(session.token, JPEG, `${i}.jpg`)),
    );
    expect(sent.filter((s) => s.status === 200)).toHaveLength(MAX_PHONE_FILES);
    expect(sent.filter((s) => s.body.code === 'phone.full')).toHaveLength(4);
    expect((await hello(session.token)).body.free).toBe(0);
    await ask('close', { id: session.id });
  });

  test.each([
    { id: NEVER, fileId: NEVER, offset: 1 },
    { id: NEVER, fileId: 'x', offset: 0 },
    { id: NEVER, fileId: NEVER, offset: -PHONE_PART_BYTES },
    { id: NEVER, fileId: NEVER, offset: 0, more: 1 },
  ])('a question that is none: %j', async (body) => {
    expect((await ask('part', body)).body.code).toBe('input.invalid');
  });

  test('behind the end of a file is nothing', async () => {
    const session = await open();
    await send(session.token, JPEG);
    const [file] = (await ask('list', { id: session.id })).body.files;
    const { body } = await ask('part', { id: session.id, fileId: file.id, offset: PHONE_PART_BYTES });
    expect(body.code).toBe('input.invalid');
    await ask('close', { id: session.id });
  });
});

describe('the way to the phone', () => {
  test('is offered where the hub knows its public address alone', async () => {
    expect((await call(hub, 'GET', '/kiosk/phone', { token: kiosk })).body.offered).toBe(true);
    const plain = await testHub();
    try {
      const token = await tokenOf(plain, await addTerminal(plain.context, newTerminal('kiosk-a', 'w1')));
      expect((await call(plain, 'GET', '/kiosk/phone', { token })).body.offered).toBe(false);
      const { status, body } = await call(plain, 'POST', '/kiosk/phone/open', { token, body: {} });
      expect([status, body.code]).toEqual([409, 'phone.notOffered']);
    } finally {
      await plain.close();
    }
  });

  test('leads to a page that runs nothing but its own files, and to none for a hub without it', async () => {
    expect((await fetch(`${hub.url}/phone/${'x'.repeat(32)}`)).status).toBe(404);
    const webRoot = join(hub.dataDir, 'built');
    mkdirSync(join(webRoot, 'phone', 'assets'), { recursive: true });
    writeFileSync(join(webRoot, 'phone', 'index.html'), '<!doctype html><title>phone</title>');
    writeFileSync(join(webRoot, 'phone', 'assets', 'a.js'), '1');
    const built = await testHub({ webRoot });
    try {
      const page = await fetch(`${built.url}/phone/${'x'.repeat(32)}`);
      expect(await page.text()).toContain('<title>phone</title>');
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect((await fetch(`${built.url}/phone/assets/a.js`)).status).toBe(200);
      expect((await fetch(`${built.url}/phone/assets/..%2f..%2f..%2fhub.key`)).status).toBe(404);
    } finally {
      await built.close();
    }
  });

  test('is closed to whoever asks too often', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 320 && !statuses.has(429); i += 1) statuses.add((await hello('y'.repeat(32))).status);
    expect([...statuses]).toContain(429);
  });
});

test('a body comes back as it was, however it is cut', async () => {
  const session = await open();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 * PHONE_PART_BYTES }),
      fc.integer({ min: 1_000, max: 900_000 }),
      fc.array(fc.nat(3 * PHONE_PART_BYTES), { maxLength: 5 }),
      async (size, chunk, places) => {
        const id = hub.context.newId();
        await hub.context.db
          .insertInto('phone_file')
          .values({
            id,
            session_id: session.id,
            name: Buffer.of(1),
            begun_at: new Date(nowMs),
            type: null,
            size: null,
            sha256: null,
            came_at: null,
          })
          .execute();
        const bytes = noise(size, size);
        async function* body() {
          for (let at = 0; at < size; at += chunk) yield bytes.subarray(at, at + chunk);
        }
        const kept = await keepParts(hub.context, id, body());
        expect(kept.ok && kept.value.size).toBe(size);
        const reader = bytesOfParts(hub.context, id, size);
        for (const at of [0, ...places]) {
          const found = await reader.read(at, 70_000);
          expect(found.equals(bytes.subarray(at, at + 70_000))).toBe(true);
        }
        await hub.context.db.deleteFrom('phone_file').where('id', '=', id).execute();
      },
    ),
    {
      numRuns: 8,
      examples: [
        [PHONE_PART_BYTES, 65_536, []],
        [2 * PHONE_PART_BYTES + 1, 65_537, []],
      ],
    },
  );
});
