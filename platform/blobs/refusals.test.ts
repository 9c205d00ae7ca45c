import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_BLOB_BYTES } from '../../contracts/material.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { findBlob } from './rows.ts';
import { samplePdf, samplePng, sha256Of } from './testing/samples.ts';
import {
  refusalOf,
  sha256Metadata,
  type Uploader,
  uploader,
  uploaderWith,
  uploadId,
  uploadWhole,
} from './testing/terminal.ts';
import { QUOTA, reserveUpload } from './upload-rows.ts';

let hub: TestHub;
let a: Uploader;
let b: Uploader;
beforeAll(async () => {
  hub = await testHub();
  a = await uploader(hub, 'kiosk-a', 'w1');
  b = await uploader(hub, 'kiosk-b', 'w2');
});
afterAll(() => hub.close());

const blobsDir = (): string => join(hub.dataDir, 'blobs');
const stored = (sha256: string): string => join(blobsDir(), sha256.slice(0, 2), sha256);
const staged = (): string[] => readdirSync(join(blobsDir(), 'staged'));
const quarantined = (): string[] => readdirSync(join(blobsDir(), 'quarantine'));
const audits = async (
  action: string,
): Promise<{ target: string | null; detail: Record<string, unknown> }[]> =>
  hub.context.db
    .selectFrom('audit')
    .select(['target', 'detail'])
    .where('action', '=', action)
    .orderBy('id')
    .execute();

describe('what is wrong with the bytes', () => {
  /** The audit row of a refusal with this code, of this hash. */
  const audited = async (sha256: string, code: string) =>
    (await audits('blob.refused')).filter((r) => r.target === sha256 && r.detail.code === code);

  test('a wrong hash by PUT is refused, quarantined and audited', async () => {
    const before = quarantined().length;
    const bytes = samplePdf(1_000, 41);
    const other = sha256Of(Buffer.from('other'));
    expect(await refusalOf(await a.put(bytes, other))).toEqual([422, 'blob.badHash']);
    expect(quarantined()).toHaveLength(before + 1);
    const [row] = await audited(other, 'blob.badHash');
    expect(row?.detail).toMatchObject({
      terminal: 'kiosk-a',
      size: 1_000,
      hash: sha256Of(bytes),
      kept: true,
    });
    expect(readFileSync(join(blobsDir(), 'quarantine', String(row?.detail.quarantine)))).toEqual(bytes);
    expect(staged()).toEqual([]);
    expect(await refusalOf(await a.commit(other, 1_000))).toEqual([404, 'blob.notStaged']);
  });

  test('a wrong hash by tus is refused at the commit; the upload is over', async () => {
    const bytes = samplePdf(1_000, 42);
    const other = sha256Of(Buffer.from('other by tus'));
    const id = uploadId(await a.create(bytes.length, sha256Metadata(other)));
    await a.patch(id, 0, bytes);
    expect(await refusalOf(await a.commit(other, bytes.length, id))).toEqual([422, 'blob.badHash']);
    expect(await audited(other, 'blob.badHash')).toHaveLength(1);
    expect(await a.offset(id)).toEqual({ status: 404 });
    expect(staged()).toEqual([]);
  });

  test('the same refusal asked for many times at once is told many times and audited once', async () => {
    const bytes = samplePdf(300_000, 46);
    const other = sha256Of(Buffer.from('refused at once'));
    const id = uploadId(await a.create(bytes.length, sha256Metadata(other)));
    await a.patch(id, 0, bytes);
    const answers = await Promise.all(Array.from({ length: 6 }, () => a.commit(other, bytes.length, id)));
    for (const answer of answers) expect([404, 422]).toContain(answer.status);
    expect(answers.some((r) => r.status === 422)).toBe(true);
    expect(await audited(other, 'blob.badHash')).toHaveLength(1);
    expect(staged()).toEqual([]);
  });

  test('an upload cannot be committed under another hash than it was made for', async () => {
    const bytes = samplePdf(1_000, 43);
    const id = await uploadWhole(a, bytes);
    const other = sha256Of(Buffer.from('yet another'));
    expect(await refusalOf(await a.commit(other, bytes.length, id))).toEqual([422, 'blob.badHash']);
    expect((await a.commit(sha256Of(bytes), bytes.length, id)).status).toBe(200);
  });

  test('a wrong length', async () => {
    const bytes = samplePdf(1_000, 44);
    const sha256 = sha256Of(bytes);
    await a.put(bytes);
    expect(await refusalOf(await a.commit(sha256, 999))).toEqual([422, 'blob.badLength']);
    expect(await audited(sha256, 'blob.badLength')).toHaveLength(1);
    await a.put(bytes);
    expect((await a.commit(sha256, 1_000)).status).toBe(200);
    expect(await refusalOf(await a.commit(sha256, 999))).toEqual([422, 'blob.badLength']);
  });

  test('no bytes', async () => {
    expect(await refusalOf(await a.put(Buffer.alloc(0)))).toEqual([422, 'blob.empty']);
    expect(await refusalOf(await a.create(0, sha256Metadata(sha256Of(Buffer.alloc(0)))))).toEqual([
      422,
      'blob.empty',
    ]);
  });

  test('too many bytes', async () => {
    expect((await a.create(MAX_BLOB_BYTES + 1, sha256Metadata('ab'.repeat(32)))).status).toBe(413);
    const id = uploadId(await a.create(10, sha256Metadata('ab'.repeat(32))));
    expect((await a.patch(id, 0, Buffer.alloc(11))).status).toBe(413);
    expect(await a.offset(id)).toBe(0);
  });

  test.each([
    ['a zip bomb', Buffer.from('504b0304140000000800', 'hex'), 'blob.badType'],
    ['a page of HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'blob.badType'],
    ['a PDF behind something else', Buffer.concat([Buffer.from('GIF89a'), samplePdf()]), 'blob.badType'],
    ['a picture of four thousand million pixels', samplePng(65_000, 65_000, 10), 'blob.tooManyPixels'],
  ])('%s', async (_, bytes, code) => {
    const sha256 = sha256Of(bytes);
    await a.put(bytes);
    expect(await refusalOf(await a.commit(sha256, bytes.length))).toEqual([422, code]);
    expect(await audited(sha256, code)).toHaveLength(1);
    expect(await a.has(sha256)).toBe(false);
    expect(existsSync(stored(sha256))).toBe(false);
  });

  test('something odd is taken, marked and audited', async () => {
    const bytes = Buffer.concat([samplePng(), Buffer.from('<script>'), samplePdf(300, 45)]);
    const sha256 = sha256Of(bytes);
    await a.put(bytes);
    expect((await a.commit(sha256, bytes.length)).status).toBe(200);
    expect((await findBlob(hub.context, sha256))?.suspicious).toEqual(['polyglot', 'trailingData']);
    const rows = (await audits('blob.suspicious')).filter((r) => r.target === sha256);
    expect(rows[0]?.detail).toEqual({ terminal: 'kiosk-a', found: 'polyglot trailingData' });
  });
});

describe('tricks', () => {
  test.each([
    ['no metadata', ''],
    ['a path', sha256Metadata('../../../../etc/passwd')],
    ['a path after the hash', sha256Metadata(`${'ab'.repeat(32)}/../x`)],
    ['capital letters', sha256Metadata('AB'.repeat(32))],
    ['a NUL', sha256Metadata(`${'ab'.repeat(31)}a\0`)],
    [
      'a file name too',
      `${sha256Metadata('ab'.repeat(32))},filename ${Buffer.from('../x').toString('base64')}`,
    ],
    ['a key of the prototype', `${sha256Metadata('ab'.repeat(32))},__proto__ eA==`],
    ['no value', 'sha256'],
  ])('in metadata: %s', async (_, metadata) => {
    const before = (await audits('blob.refused')).length;
    const refused = await a.create(1_000, metadata);
    expect([400, 422]).toContain(refused.status);
    if (refused.status === 422) {
      expect((await refusalOf(refused))[1]).toBe('blob.badMetadata');
      expect((await audits('blob.refused')).length).toBe(before + 1);
    }
    expect(staged().filter((name) => !/^[0-9a-f]{32}(\.offset)?$/.test(name))).toEqual([]);
  });

  test.each([
    '/v1/uploads/..%2f..%2fhub.key',
    '/v1/uploads/%2e%2e',
    `/v1/uploads/${'a'.repeat(400)}`,
    '/v1/uploads/%00',
    '/v1/uploads/a.offset',
  ])('in an upload’s address: %s', async (path) => {
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const answer = await a.send(method, path, {
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
        ...(method === 'PATCH' ? { body: 'x' } : {}),
      });
      expect([400, 404]).toContain(answer.status);
    }
  });

  test.each(['..%2f..%2fhub.key', 'AB'.repeat(32), 'a'.repeat(63)])(
    'in a blob’s address: %s',
    async (name) => {
      expect((await a.send('HEAD', `/v1/blobs/${name}`)).status).toBe(400);
      expect((await a.send('PUT', `/v1/blobs/${name}`, { body: 'x' })).status).toBe(400);
      expect((await a.commit(name, 1)).status).toBe(400);
    },
  );

  test('a chunk at a wrong offset changes nothing', async () => {
    const id = uploadId(await a.create(100, sha256Metadata('cd'.repeat(32))));
    await a.patch(id, 0, Buffer.alloc(10));
    for (const at of [0, 5, 11, 100]) expect((await a.patch(id, at, Buffer.alloc(5))).status).toBe(409);
    expect(await a.offset(id)).toBe(10);
  });

  test('bytes of no declared length are no PUT', async () => {
    const body = new ReadableStream({
      start(c) {
        c.enqueue(Buffer.from('x'));
        c.close();
      },
    });
    const init = { body, duplex: 'half' } as RequestInit;
    expect((await a.send('PUT', `/v1/blobs/${'ab'.repeat(32)}`, init)).status).toBe(400);
  });

  test.each([{}, { size: 0 }, { size: 1.5 }, { size: 1, upload: '../x' }, { size: 1, more: 1 }, [], null])(
    'a commit that says %j',
    async (body) => {
      const answer = await a.send('POST', `/v1/blobs/${'ab'.repeat(32)}/commit`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(await refusalOf(answer)).toEqual([400, 'input.invalid']);
    },
  );
});

describe('who may', () => {
  test('nobody without a token, and nobody with another’s upload', async () => {
    const bytes = samplePdf(2_000, 51);
    const id = await uploadWhole(a, bytes);
    const nobody = uploaderWith(hub.url, 'nobody', 'not-a-token');
    for (const answer of [
      await nobody.put(bytes),
      await nobody.commit(sha256Of(bytes), bytes.length, id),
      await nobody.create(10, sha256Metadata('ab'.repeat(32))),
      await nobody.patch(id, 0, bytes),
    ])
      expect(await refusalOf(answer)).toEqual([401, 'auth.required']);
    expect((await nobody.send('HEAD', `/v1/blobs/${sha256Of(bytes)}`)).status).toBe(401);
    expect(await nobody.offset(id)).toEqual({ status: 401 });

    expect(await b.offset(id)).toEqual({ status: 404 });
    expect((await b.patch(id, bytes.length, Buffer.alloc(0))).status).toBe(404);
    const ended = await b.send('DELETE', `/v1/uploads/${id}`, { headers: { 'tus-resumable': '1.0.0' } });
    expect(ended.status).toBe(404);
    // What another has staged is not its own to commit: the hash alone buys nothing.
    expect(await refusalOf(await b.commit(sha256Of(bytes), bytes.length, id))).toEqual([
      404,
      'blob.notStaged',
    ]);
    expect(await refusalOf(await b.commit(sha256Of(bytes), bytes.length))).toEqual([404, 'blob.notStaged']);
    expect((await a.commit(sha256Of(bytes), bytes.length, id)).status).toBe(200);
  });

  test('a terminal that was revoked is told so', async () => {
    await hub.context.db
      .updateTable('terminal')
      .set({ state: 'revoked' })
      .where('id', '=', 'kiosk-b')
      .execute();
    expect(await refusalOf(await b.put(samplePdf()))).toEqual([403, 'terminal.revoked']);
    await hub.context.db
      .updateTable('terminal')
      .set({ state: 'active' })
      .where('id', '=', 'kiosk-b')
      .execute();
  });
});

describe('bounds of one terminal', () => {
  test('staged bytes are counted as declared; a PUT of the same blob once', async () => {
    const wish = { terminalId: 'kiosk-q', kind: 'tus', sha256: 'ab'.repeat(32), size: 600 } as const;
    const quota = { bytes: 1_000, uploads: 10 };
    expect((await reserveUpload(hub.context, wish, quota)).ok).toBe(true);
    expect(await reserveUpload(hub.context, wish, quota)).toMatchObject({ error: { code: 'blob.quota' } });
    const put = { ...wish, kind: 'put', size: 400 } as const;
    const [first, again] = [
      await reserveUpload(hub.context, put, quota),
      await reserveUpload(hub.context, put, quota),
    ];
    expect(first.ok && again.ok && first.value.id === again.value.id).toBe(true);
    expect((await reserveUpload(hub.context, { ...put, terminalId: 'kiosk-r' }, quota)).ok).toBe(true);
  });

  test('so are uploads, also of requests at once', async () => {
    const quota = { bytes: 1e9, uploads: 5 };
    const wishes = Array.from({ length: 20 }, (_, i) =>
      reserveUpload(
        hub.context,
        { terminalId: 'kiosk-s', kind: i % 2 ? 'put' : 'tus', sha256: sha256Of(Buffer.of(i)), size: 1 },
        quota,
      ),
    );
    expect((await Promise.all(wishes)).filter((r) => r.ok)).toHaveLength(5);
  });

  test('over HTTP: 429 with a time to come back', async () => {
    await hub.context.db
      .insertInto('blob_upload')
      .values({
        id: 'f'.repeat(32),
        terminal_id: 'kiosk-a',
        kind: 'tus',
        sha256: Buffer.alloc(32),
        size: QUOTA.bytes,
        created_at: new Date(),
        expires_at: new Date(Date.now() + 60_000),
      })
      .execute();
    const refused = await a.put(samplePdf(1_000, 61));
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await refusalOf(refused)).toEqual([429, 'blob.quota']);
    await hub.context.db.deleteFrom('blob_upload').where('id', '=', 'f'.repeat(32)).execute();
  });
});

test('too many calls of one terminal in a minute', async () => {
  const path = `/v1/blobs/${'ab'.repeat(32)}`;
  let last = 0;
  for (let n = 0; n <= 600 && last !== 429; n += 1) last = (await b.send('HEAD', path)).status;
  expect(last).toBe(429);
  expect((await a.send('HEAD', path)).status).toBe(404);
});
