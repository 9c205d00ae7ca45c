import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { Upload } from 'tus-js-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { blobFolders } from './open-store.ts';
import { sweepBlobs } from './sweep.ts';
import { type Cut, type CuttingProxy, cuttingProxy } from './testing/cutting-proxy.ts';
import { samplePdf, sha256Of } from './testing/samples.ts';
import { refusalOf, sha256Metadata, type Uploader, uploaderWith, uploadId } from './testing/terminal.ts';
import { UPLOAD_TTL_MS } from './upload-rows.ts';

/** Of uploads that are cut; each takes some requests over a real line. `npm run cuts` takes ten thousand. */
const RUNS = Math.min(10_000, Number(process.env.HALL_FUZZ_RUNS ?? 40));
const CHUNK = 32 * 1024;
/** Headers of a request of tus-js-client, with its token; bytes. */
const HEADERS = 700;

let hub: TestHub;
let terminal: TestTerminal;
let token: string;
let proxy: CuttingProxy;
let laterMs = 0;
beforeAll(async () => {
  hub = await testHub({ now: () => new Date(Date.now() + laterMs) });
  terminal = await addTerminal(hub.context, newTerminal('kiosk-a', 'w1'));
  token = await tokenOf(hub, terminal);
  proxy = await cuttingProxy(hub.url);
});
afterAll(async () => {
  await proxy.close();
  await hub.close();
});

const folders = () => blobFolders(hub.dataDir);
const stored = (sha256: string): string => join(folders().root, sha256.slice(0, 2), sha256);
const me = (): Uploader => uploaderWith(hub.url, terminal.id, token);

/** Stock tus-js-client, as a browser would use it. */
async function send(
  bytes: Buffer,
  options: { url?: string; chunkSize?: number; uploadUrl?: string; sha256?: string } = {},
): Promise<{ id: string; requests: string[]; overtaken: number }> {
  const requests: string[] = [];
  // It went on so soon that what was cut off came to the hub after it had asked how far the hub is.
  let overtaken = 0;
  const { url = hub.url, chunkSize = CHUNK, uploadUrl, sha256 = sha256Of(bytes) } = options;
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${url}/v1/uploads`,
      ...(uploadUrl === undefined ? {} : { uploadUrl }),
      chunkSize,
      retryDelays: Array(30).fill(0),
      headers: { Authorization: `Bearer ${token}` },
      metadata: { sha256 },
      onBeforeRequest: (request) => void requests.push(request.getMethod()),
      onAfterResponse: (_, response) => {
        if (response.getStatus() === 409) overtaken += 1;
      },
      onError: reject,
      onSuccess: () => resolve({ id: upload.url?.split('/').at(-1) ?? '', requests, overtaken }),
    });
    upload.start();
  });
}

describe('the stock client', () => {
  test('uploads in chunks, and in one piece', async () => {
    for (const chunkSize of [CHUNK, Number.POSITIVE_INFINITY]) {
      const bytes = samplePdf(200_000, chunkSize === CHUNK ? 1 : 2);
      const { id, requests } = await send(bytes, { chunkSize });
      expect(requests.filter((m) => m === 'PATCH')).toHaveLength(
        Math.ceil(bytes.length / Math.min(chunkSize, bytes.length)),
      );
      expect((await me().commit(sha256Of(bytes), bytes.length, id)).status).toBe(200);
      expect(sha256Of(readFileSync(stored(sha256Of(bytes))))).toBe(sha256Of(bytes));
    }
  });

  test(
    'cut anywhere, any number of times: it resumes, the hash is equal, and at most a chunk is sent again for each cut',
    async () => {
      const cut = fc.record<Cut>({
        after: fc.integer({ min: 0, max: 3 * CHUNK }),
        lose: fc.constantFrom('request', 'answer'),
      });
      let seed = 100;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 200, max: 5 * CHUNK }),
          fc.array(cut, { maxLength: 6 }),
          async (size, cuts) => {
            seed += 1;
            // The hub counts the calls of a token.
            if (seed % 100 === 0) token = await tokenOf(hub, terminal);
            const bytes = samplePdf(size, seed);
            proxy.cuts.splice(0, Number.POSITIVE_INFINITY, ...cuts);
            const before = proxy.passed();
            const { id, requests, overtaken } = await send(bytes, { url: proxy.url });
            const made = cuts.length - proxy.cuts.length;
            proxy.cuts.length = 0;
            const passed = proxy.passed() - before;
            const again = (made + overtaken) * CHUNK;
            expect(passed).toBeLessThanOrEqual(size + again + requests.length * HEADERS);
            expect(
              await me()
                .commit(sha256Of(bytes), size, id)
                .then((r) => r.status),
            ).toBe(200);
            expect(sha256Of(readFileSync(stored(sha256Of(bytes))))).toBe(sha256Of(bytes));
            // A creation whose answer was lost leaves an upload that nobody goes on with, until it expires.
            await hub.context.db.deleteFrom('blob_upload').execute();
          },
        ),
        { numRuns: RUNS },
      );
    },
    300_000 + RUNS * 2_000,
  );

  test('an upload that has expired: 410, then 404 once it is swept; the client starts anew', async () => {
    const bytes = samplePdf(100_000, 3);
    const sha256 = sha256Of(bytes);
    const old = [];
    for (let n = 0; n < 2; n += 1) {
      const id = uploadId(await me().create(bytes.length, sha256Metadata(sha256)));
      await me().patch(id, 0, bytes.subarray(0, 50_000));
      old.push(id);
    }
    laterMs = UPLOAD_TTL_MS + 1_000;
    token = await tokenOf(hub, terminal);
    expect(await me().offset(old[0] ?? '')).toEqual({ status: 410 });
    expect(await refusalOf(await me().patch(old[0] ?? '', 50_000, bytes.subarray(50_000)))).toEqual([
      410,
      'blob.uploadExpired',
    ]);
    expect(await refusalOf(await me().commit(sha256, bytes.length, old[0]))).toEqual([404, 'blob.notStaged']);
    const anew = await send(bytes, { uploadUrl: `${hub.url}/v1/uploads/${old[0]}` });
    expect(old).not.toContain(anew.id);

    const report = await sweepBlobs(hub.context, folders());
    expect(report.expired).toBeGreaterThanOrEqual(2);
    expect(existsSync(join(folders().staged, old[1] ?? ''))).toBe(false);
    expect(await me().offset(old[1] ?? '')).toEqual({ status: 404 });
    const again = await send(bytes, { uploadUrl: `${hub.url}/v1/uploads/${old[1]}` });
    expect(old).not.toContain(again.id);
    expect((await me().commit(sha256, bytes.length, again.id)).status).toBe(200);
    // The other one is not needed any more; it is thrown away when it is committed.
    expect((await me().commit(sha256, bytes.length, anew.id)).status).toBe(200);
    laterMs = 0;
    token = await tokenOf(hub, terminal);
    expect(readdirSync(folders().staged)).toEqual([]);
  });

  test('“success” of tus is no acknowledgement: without a commit nothing is there', async () => {
    const bytes = samplePdf(5_000, 4);
    await send(bytes);
    expect(await me().has(sha256Of(bytes))).toBe(false);
  });
});

describe('a lost answer', () => {
  // A line of its own: connections that are kept open carry no cut.
  let line: CuttingProxy;
  beforeEach(async () => {
    line = await cuttingProxy(hub.url);
  });
  afterEach(() => line.close());

  test('of a commit: it is asked again and told the same', async () => {
    const bytes = samplePdf(30_000, 5);
    const sha256 = sha256Of(bytes);
    const { id } = await send(bytes);
    line.cuts.push({ after: 0, lose: 'answer' });
    const lossy = uploaderWith(line.url, terminal.id, token);
    const lost = await lossy.commit(sha256, bytes.length, id).catch(() => 'lost');
    expect(lost).toBe('lost');
    expect((await lossy.commit(sha256, bytes.length, id)).status).toBe(200);
  });

  test('of a PUT', async () => {
    const bytes = samplePdf(30_000, 6);
    line.cuts.push({ after: 0, lose: 'answer' }, { after: 10_000, lose: 'request' });
    const lossy = uploaderWith(line.url, terminal.id, token);
    for (let n = 0; n < 2; n += 1) expect(await lossy.put(bytes).catch(() => 'lost')).toBe('lost');
    expect((await lossy.put(bytes)).status).toBe(204);
    expect((await lossy.commit(sha256Of(bytes), bytes.length)).status).toBe(200);
  });
});

test('a PATCH whose connection hangs gives way to the next one', async () => {
  const bytes = samplePdf(100_000, 7);
  const sha256 = sha256Of(bytes);
  const id = uploadId(await me().create(bytes.length, sha256Metadata(sha256)));
  const { hostname, port } = new URL(hub.url);
  const hanging = connect({ host: hostname, port: Number(port) });
  hanging.on('error', () => undefined);
  hanging.write(
    [
      `PATCH /v1/uploads/${id} HTTP/1.1`,
      'Host: hub',
      `Authorization: Bearer ${token}`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      `Content-Length: ${bytes.length}`,
      '',
      '',
    ].join('\r\n'),
  );
  hanging.write(bytes.subarray(0, 40_000));
  // Whoever asks for the offset while it holds the upload waits for its bytes, and gets them.
  await expect.poll(() => me().offset(id), { timeout: 20_000 }).toBe(40_000);
  expect((await me().patch(id, 40_000, bytes.subarray(40_000))).status).toBe(204);
  expect((await me().commit(sha256, bytes.length, id)).status).toBe(200);
  hanging.destroy();
});

test('a long PATCH keeps its connection; one that is refused unread does not', async () => {
  const a = uploaderWith(hub.url, terminal.id, token);
  const bytes = samplePdf(3 * BLOB_CHUNK_BYTES, 91);
  const id = uploadId(await a.create(bytes.length, sha256Metadata(sha256Of(bytes))));
  const whole = await a.patch(id, 0, bytes);
  expect([whole.status, whole.headers.get('connection')]).toEqual([204, 'keep-alive']);
  const again = await a.patch(id, 0, bytes).catch(() => null);
  // Its refusal may be lost with the connection, but it is never read to its end.
  expect(again === null || (again.status === 409 && again.headers.get('connection') === 'close')).toBe(true);
});
