import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CannotStart } from '../cannot-start.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { parseClamavUrl, scanStream } from './clamd.ts';
import { readBlob } from './read.ts';
import { findBlob } from './rows.ts';
import { scanBlobs } from './scan.ts';
import { type ClamdLike, clamdLike, EICAR, noClamd, startClamd } from './testing/clamd.ts';
import { noise, samplePdf, sha256Of } from './testing/samples.ts';
import { refusalOf, type Uploader, uploader } from './testing/terminal.ts';

/** Nobody listens there. */
const NOBODY = { host: '127.0.0.1', port: 9 };
const sick = (seed: number): Buffer => Buffer.concat([samplePdf(500, seed), EICAR, Buffer.from('\n%%EOF\n')]);

let clamd: ClamdLike | undefined;
afterEach(async () => {
  await clamd?.close();
  clamd = undefined;
});
/** Finds the test file, as ClamAV says it. */
const finding = async (most?: number): Promise<ClamdLike> => {
  const answer = (c: Buffer) => (c.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK');
  clamd = await clamdLike(answer, most === undefined ? {} : { most });
  return clamd;
};

describe('the wire of clamd', () => {
  test('content arrives whole, and the verdict is understood', async () => {
    const { address, seen } = await finding();
    const large = noise(3_000_000, 2);
    expect(await scanStream(address, Readable.from([large.subarray(0, 5), large.subarray(5)]))).toEqual({
      ok: true,
      value: null,
    });
    expect(await scanStream(address, Readable.from([noise(10), EICAR]))).toEqual({
      ok: true,
      value: 'Eicar-Test-Signature',
    });
    expect(seen[0]?.equals(large)).toBe(true);
  });

  test('its size limit, told in the middle', async () => {
    const { address } = await finding(100_000);
    expect(await scanStream(address, Readable.from([noise(5_000_000)]))).toMatchObject({
      error: { code: 'refused', detail: 'INSTREAM size limit exceeded. ERROR' },
    });
  });

  test.each([
    ['ends the connection', 'hang up' as const],
    ['says nothing', null],
  ])('a clamd that %s is unreachable', async (_, answer) => {
    clamd = await clamdLike(() => answer);
    expect(await scanStream(clamd.address, Readable.from([noise(100)]), 300)).toMatchObject({
      error: { code: 'unreachable' },
    });
  });

  test('nobody there; something else there; an endless answer', async () => {
    expect(await scanStream(NOBODY, Readable.from([noise(100)]))).toMatchObject({
      error: { code: 'unreachable' },
    });
    clamd = await clamdLike(() => 'HTTP/1.1 400 Bad Request');
    expect(await scanStream(clamd.address, Readable.from([noise(100)]))).toMatchObject({
      error: { code: 'refused' },
    });
    await clamd.close();
    clamd = await clamdLike(() => 'x'.repeat(100_000));
    expect(await scanStream(clamd.address, Readable.from([noise(100)]))).toMatchObject({
      error: { code: 'unreachable' },
    });
  });

  test('content that breaks off is no verdict', async () => {
    const { address } = await finding();
    const broken = Readable.from(
      (async function* () {
        yield noise(10);
        throw new Error('the disk');
      })(),
    );
    expect(await scanStream(address, broken)).toMatchObject({ error: { code: 'unreachable' } });
  });

  test.each([
    ['tcp://127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
    ['tcp://[::1]:3310', { host: '::1', port: 3310 }],
    ['unix:/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
    ['unix:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ])('CLAMAV_URL=%s', (text, address) => {
    expect(parseClamavUrl(text)).toEqual(address);
  });
  test.each(['tcp://host', 'unix:relative', 'http://host:1', ''])('CLAMAV_URL=%j is refused', (text) => {
    expect(() => parseClamavUrl(text)).toThrow(CannotStart);
  });
});

describe('blobs and the scanner', () => {
  let hub: TestHub;
  let a: Uploader;
  let laterMs = 0;
  beforeAll(async () => {
    hub = await testHub({ now: () => new Date(Date.now() + laterMs) });
    a = await uploader(hub, 'kiosk-a', 'w1');
  });
  afterAll(() => hub.close());
  const bring = async (bytes: Buffer): Promise<string> => {
    const sha256 = sha256Of(bytes);
    await a.put(bytes);
    expect((await a.commit(sha256, bytes.length)).status).toBe(200);
    return sha256;
  };
  const scanOf = async (sha256: string) => (await findBlob(hub.context, sha256))?.scan;

  test('infected: never given out, never taken again, audited; clean: said so', async () => {
    const { address } = await finding();
    const [good, bad] = [await bring(samplePdf(700, 1)), await bring(sick(2))];
    expect((await readBlob(hub.context, bad)).ok).toBe(true);
    const messages: string[] = [];
    const stop = hub.context.bus.subscribe('blob', ({ sha256 }) => messages.push(sha256));
    expect(await scanBlobs(hub.context, address)).toEqual({
      clean: 1,
      infected: 1,
      postponed: 0,
      unreachable: false,
    });
    await expect.poll(() => messages).toEqual([bad]);
    stop();
    expect([await scanOf(good), await scanOf(bad)]).toEqual(['clean', 'infected']);
    expect(await readBlob(hub.context, bad)).toMatchObject({ error: { code: 'blob.infected' } });
    expect((await readBlob(hub.context, good)).ok).toBe(true);
    expect(await a.has(bad)).toBe(false);
    await a.put(sick(2));
    expect(await refusalOf(await a.commit(bad, sick(2).length))).toEqual([422, 'blob.infected']);
    const row = await hub.context.db
      .selectFrom('audit')
      .select(['target', 'detail'])
      .where('action', '=', 'blob.infected')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ target: bad, detail: { finding: 'Eicar-Test-Signature' } });
  });

  test('out of reach: unscanned, still readable, tried in every run', async () => {
    const sha256 = await bring(samplePdf(700, 3));
    for (let n = 0; n < 2; n += 1)
      expect(await scanBlobs(hub.context, NOBODY)).toMatchObject({ clean: 0, unreachable: true });
    expect(await scanOf(sha256)).toBe('unscanned');
    expect((await readBlob(hub.context, sha256)).ok).toBe(true);
    const { address } = await finding();
    expect(await scanBlobs(hub.context, address)).toMatchObject({ clean: 1 });
  });

  test('content that the scanner refuses waits longer each time, and stops no other', async () => {
    const large = await bring(samplePdf(300_000, 4));
    const small = await bring(samplePdf(700, 5));
    const { address } = await finding(100_000);
    expect(await scanBlobs(hub.context, address)).toMatchObject({ clean: 1, postponed: 1 });
    expect(await scanOf(small)).toBe('clean');
    expect(await scanBlobs(hub.context, address)).toMatchObject({ clean: 0, postponed: 0 });
    laterMs = 61_000;
    expect(await scanBlobs(hub.context, address)).toMatchObject({ postponed: 1 });
    laterMs += 61_000;
    expect(await scanBlobs(hub.context, address)).toMatchObject({ postponed: 0 });
    laterMs = 24 * 3_600_000;
    await clamd?.close();
    expect(await scanBlobs(hub.context, (await finding()).address)).toMatchObject({ clean: 1 });
    expect(await scanOf(large)).toBe('clean');
    laterMs = 0;
  });

  test('bytes that are gone are no verdict', async () => {
    const sha256 = await bring(samplePdf(700, 6));
    await hub.context.blobs.remove(sha256);
    const { address } = await finding();
    expect(await scanBlobs(hub.context, address)).toMatchObject({ clean: 0, postponed: 1 });
    expect(await scanOf(sha256)).toBe('unscanned');
  });

  test('a hub with CLAMAV_URL shows each blob to it soon after its commit', async () => {
    const { address } = await finding();
    const clamavUrl = `tcp://${address.host}:${address.port}`;
    const scanning = await testHub({ config: { clamavUrl }, jobs: true });
    const me = await uploader(scanning, 'kiosk-b', 'w1');
    const bytes = sick(10);
    await me.put(bytes);
    await me.commit(sha256Of(bytes), bytes.length);
    await expect
      .poll(async () => (await findBlob(scanning.context, sha256Of(bytes)))?.state, { timeout: 20_000 })
      .toBe('quarantined');
    await scanning.close();
  });

  const why = noClamd();
  if (why !== null) process.stderr.write(`The real ClamAV was not tested: ${why}\n`);
  test.skipIf(why !== null)('the real ClamAV', async () => {
    const real = await startClamd();
    try {
      const address = { path: real.path };
      const [good, bad] = [await bring(samplePdf(900_000, 7)), await bring(sick(8))];
      const large = await bring(samplePdf(3_000_000, 9));
      expect(await scanBlobs(hub.context, address)).toEqual({
        clean: 1,
        infected: 1,
        postponed: 1,
        unreachable: false,
      });
      expect([await scanOf(good), await scanOf(bad), await scanOf(large)]).toEqual([
        'clean',
        'infected',
        'unscanned',
      ]);
    } finally {
      await real.close();
    }
  });
});
