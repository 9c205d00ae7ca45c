import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BLOB_CHUNK_BYTES } from '../../contracts/material.ts';
import { startHubLink } from '../hub/link.ts';
import type { TerminalStore } from '../store/store.ts';
import { refuse } from '../testing/fake-blobs.ts';
import { ENROLMENT_CODE, type FakeHub, startFakeHub } from '../testing/fake-hub.ts';
import { sampleMaterial } from '../testing/sample-material.ts';
import { seededBytes } from '../testing/seeded-bytes.ts';
import { save, type TempStore, tempStore } from '../testing/temp-store.ts';
import type { BlobProgress, HubLink, HubLinkOptions, MaterialLink } from '../types.ts';

let hub: FakeHub;
let temp: TempStore;
let store: TerminalStore;
let link: (HubLink & MaterialLink) | null;
let told: BlobProgress[];
let events: string[];

beforeEach(async () => {
  hub = await startFakeHub();
  temp = tempStore();
  store = temp.open();
  link = null;
  told = [];
  events = [];
});
afterEach(async () => {
  await link?.stop();
  temp.dispose();
  await hub.stop();
});

function connect(over: Partial<HubLinkOptions> = {}): HubLink & MaterialLink {
  const running = startHubLink({
    hubUrl: hub.url,
    terminalId: 'pad-01',
    enrolmentCode: ENROLMENT_CODE,
    app: '0.1.0',
    dir: temp.dir,
    clock: temp.time.clock,
    timers: temp.time.timers,
    random: () => 0.5,
    log: (event, data) => void events.push(`${event} ${String(data?.code ?? '')}`.trim()),
    ...over,
    store,
  });
  link = running;
  running.onProgress((p) => told.push(p));
  return running;
}

/** Moves the virtual clock until `met`, waiting for the real sockets in between. */
async function until(met: () => boolean, stepMs = 200): Promise<void> {
  for (const end = Date.now() + 20_000; !met(); ) {
    if (Date.now() > end) throw new Error(`never: ${met}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await temp.time.advance(stepMs);
  }
}

async function keep(n: number | string, size = 3_000) {
  const sample = sampleMaterial(n, seededBytes(String(n), size));
  const saved = await store.saveMaterial(sample.body, sample.blobs);
  if (!saved.ok) throw new Error(saved.error.code);
  return { ...sample, sha256: sample.body.document.sha256, seq: saved.value.seq };
}
const CHUNK = BLOB_CHUNK_BYTES;
const isCommitted = (sha256: string) => () =>
  hub.blobs.committed.has(sha256) && store.blobs.waiting().length === 0;

describe('a material on its way', () => {
  test('a small one goes by one PUT and is there for certain after the commit', async () => {
    const { sha256, bytes, body } = await keep(1);
    const running = connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(hub.blobs.seen).toEqual(['HEAD blob', 'PUT blob', 'POST commit']);
    await until(() => running.materialProgress(body.id)?.state === 'sent');
    expect(running.materialProgress(body.id)).toEqual({ acked: 3_000, total: 3_000, state: 'sent' });
  });

  test('a large one goes in chunks, and its progress is what the hub has', async () => {
    const size = 6 * CHUNK + 5;
    const { sha256, bytes, body } = await keep(1, size);
    const running = connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    const patches = hub.blobs.seen.filter((s) => s === 'PATCH upload');
    expect(hub.blobs.seen).toEqual(['HEAD blob', 'POST upload', ...patches, 'POST commit']);
    const acked = told.map((p) => p.acked);
    expect(acked).toHaveLength(patches.length + 1);
    expect(acked[0]).toBe(CHUNK);
    expect(acked).toEqual(acked.toSorted((a, b) => a - b));
    expect(acked.slice(-2)).toEqual([size, size]);
    expect(new Set(told.map((p) => p.total))).toEqual(new Set([size]));
    expect(running.materialProgress(body.id)?.acked).toBe(size);
  });

  test('what the hub has already is not sent again', async () => {
    const { sha256, bytes } = await keep(1);
    hub.blobs.committed.set(sha256, bytes);
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.bytesIn).toBeLessThan(100);
    expect(hub.blobs.seen).toEqual(['HEAD blob', 'POST commit']);
  });

  test('the commit’s answer is lost: it is asked for again, no byte is sent again (fault 5)', async () => {
    const { sha256 } = await keep(1, CHUNK + 1);
    hub.blobs.loseCommits = 2;
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.bytesIn).toBeLessThan(CHUNK + 500);
    expect(hub.blobs.seen.filter((s) => s === 'POST commit').length).toBeGreaterThan(1);
  });

  test('torn in the middle of a chunk: goes on from where the hub has it (fault 20)', async () => {
    const { sha256, bytes } = await keep(1, 3 * CHUNK);
    hub.blobs.cuts = [null, { afterBytes: 1_000_000, keeps: true }, { afterBytes: 5_000, keeps: false }];
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(hub.blobs.uploads.size).toBe(1);
    expect(hub.blobs.bytesIn - bytes.length).toBeLessThan(2 * CHUNK);
  });

  test('goes on after a restart of the terminal, by the upload that it had begun', async () => {
    const { sha256, bytes } = await keep(1, 3 * CHUNK);
    hub.blobs.intercept = (request) => {
      if (request.method !== 'PATCH' || hub.blobs.bytesIn < CHUNK) return false;
      request.destroy();
      return true;
    };
    const first = connect();
    await until(() => told.length === 1);
    const [{ uploadUrl } = { uploadUrl: null }] = store.blobs.waiting();
    expect(uploadUrl).toMatch(/^\/v1\/uploads\//);
    await first.stop();
    store = temp.reopen(store);
    hub.blobs.intercept = null;
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(hub.blobs.uploads.size).toBe(1);
    expect(hub.blobs.bytesIn).toBeLessThan(bytes.length + CHUNK);
  });

  test('an upload that has expired is begun anew (fault 21)', async () => {
    const { sha256, bytes } = await keep(1, 2 * CHUNK);
    let gone = false;
    hub.blobs.intercept = (request) => {
      if (!gone && request.method === 'PATCH' && hub.blobs.bytesIn >= CHUNK) {
        hub.blobs.uploads.clear();
        gone = true;
      }
      return false;
    };
    connect();
    await until(isCommitted(sha256));
    expect(gone).toBe(true);
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(told.map((p) => p.acked)).toContain(0);
  });

  test('a chunk that arrived twice is not sent a third time (fault 6)', async () => {
    const { sha256, bytes } = await keep(1, 3 * CHUNK);
    let patches = 0;
    hub.blobs.intercept = (request) => {
      if (request.method === 'PATCH') patches += 1;
      const [upload] = hub.blobs.uploads.values();
      // A proxy has delivered the second chunk already: ours comes too late.
      if (request.method === 'PATCH' && patches === 2 && upload !== undefined)
        upload.received = bytes.subarray(0, 2 * CHUNK);
      return false;
    };
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(hub.blobs.seen.filter((s) => s === 'HEAD upload')).toHaveLength(1);
    expect(patches).toBe(3);
  });

  test('a clock that jumps by years on the way changes nothing (faults 11, 12)', async () => {
    const { sha256 } = await keep(1, 500_000);
    connect({ uploadLimits: { bytesPerSecond: 5_000, officeHours: null } });
    await until(() => told.length > 0, 500);
    temp.time.setWall(0);
    const started = temp.time.clock.boottimeMs();
    await until(isCommitted(sha256), 500);
    expect(temp.time.clock.boottimeMs() - started).toBeLessThan(60_000);
  });

  test('bytes that came to harm on the way are sent anew', async () => {
    const { sha256, bytes } = await keep(1, CHUNK + 1);
    let harmed = false;
    hub.blobs.intercept = (request) => {
      const [upload] = hub.blobs.uploads.values();
      if (!harmed && request.url?.endsWith('/commit') && upload !== undefined) {
        upload.received = Buffer.from(upload.received).fill(0, 10, 20);
        harmed = true;
      }
      return false;
    };
    connect();
    await until(isCommitted(sha256));
    expect(harmed).toBe(true);
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
  });
});

describe('the hub refuses', () => {
  test('the token: it is renewed, and the blob goes on (fault 15)', async () => {
    const { sha256 } = await keep(1, 2 * CHUNK);
    connect();
    await until(() => told.length > 0);
    hub.tokens.clear();
    await until(isCommitted(sha256));
    expect(hub.tokens.size).toBe(1);
  });

  test('the terminal: blobs wait until that changes (fault 15)', async () => {
    const running = connect();
    await until(() => running.online());
    hub.state = 'revoked';
    const { sha256 } = await keep(1);
    running.kick();
    await until(() => running.fault() === 'revoked');
    await temp.time.advance(60_000);
    expect(hub.blobs.bytesIn).toBe(0);
    hub.state = 'active';
    await until(isCommitted(sha256), 5_000);
  });

  test('for now, with a wish when: it is not asked before (fault 16)', async () => {
    const { sha256 } = await keep(1);
    const asked: number[] = [];
    hub.blobs.intercept = (request, response) => {
      asked.push(temp.time.clock.boottimeMs());
      if (asked.length > 1) return false;
      request.resume();
      refuse(response, 503, 'busy', { 'retry-after': '120' });
      return true;
    };
    connect();
    await until(isCommitted(sha256));
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(120_000);
  });

  test('what is too long for a proxy on the way goes in smaller chunks (fault 14)', async () => {
    const { sha256, bytes } = await keep(1, 3_000_000);
    hub.blobs.maxBody = 1_000_000;
    connect();
    await until(isCommitted(sha256));
    expect(hub.blobs.committed.get(sha256)?.equals(bytes)).toBe(true);
    expect(hub.blobs.seen.filter((s) => s === 'PUT blob')).toHaveLength(1);
  });

  test('the bytes for ever: dead, and the next one goes', async () => {
    const bad = await keep('bad');
    const good = await keep('good');
    hub.blobs.judge = (sha256) => (sha256 === bad.sha256 ? { code: 'blob.infected', status: 422 } : null);
    const running = connect();
    await until(() => hub.blobs.committed.has(good.sha256) && store.dead().length > 0);
    expect(store.dead()).toEqual([{ seq: bad.seq, kind: 'material', code: 'blob.infected' }]);
    expect(running.materialProgress(bad.body.id)?.state).toBe('dead');
  });

  test('one blob with an error of its own: the others go, and it is tried again', async () => {
    const bad = await keep('bad');
    const good = await keep('good');
    let refusals = 0;
    hub.blobs.judge = (sha256) => {
      if (sha256 !== bad.sha256 || refusals >= 3) return null;
      refusals += 1;
      return { code: 'internal', status: 500 };
    };
    connect();
    await until(() => hub.blobs.committed.has(good.sha256));
    expect(hub.blobs.committed.has(bad.sha256)).toBe(false);
    await until(isCommitted(bad.sha256));
  });
});

describe('something else answers in the hub’s place (fault 17)', () => {
  test.each([
    ['a page', 200, { 'content-type': 'text/html' }],
    ['nothing', 204, {}],
    ['a redirection', 302, { location: 'http://portal.example/login' }],
    ['a page that it forbids', 403, { 'content-type': 'text/html' }],
  ])('%s is never taken for an acknowledgement', async (_, status, headers) => {
    const small = await keep('small');
    const large = await keep('large', CHUNK + 1);
    let isPortal = true;
    let answers = 0;
    hub.blobs.intercept = (request, response) => {
      if (!isPortal) return false;
      answers += 1;
      request.resume();
      response.writeHead(status, headers as Record<string, string>);
      response.end(status === 204 ? undefined : '<html>Welcome</html>');
      return true;
    };
    connect();
    await until(() => answers > 8, 2_000);
    expect(store.blobs.waiting().map((b) => b.sha256)).toEqual([small.sha256, large.sha256]);
    isPortal = false;
    await until(() => store.blobs.waiting().length === 0, 5_000);
    expect(hub.blobs.committed.size).toBe(2);
  });
});

describe('beside the ratings', () => {
  test('a blob stands back while a rating is on its way', async () => {
    const { sha256 } = await keep(1, CHUNK * 2);
    let held: (() => void) | null = null;
    let before = 0;
    hub.blobs.intercept = (request) => {
      if (request.method === 'PATCH' && held === null && store.queue().ready === 1) save(store, 'rating');
      return false;
    };
    hub.intercept = ({ path }, response) => {
      if (path !== '/ingest' || held !== null) return false;
      before = hub.blobs.bytesIn;
      held = () => response.writeHead(503).end();
      return true;
    };
    connect();
    await until(() => held !== null);
    for (let i = 0; i < 20; i += 1) await temp.time.advance(0);
    expect(hub.blobs.bytesIn - before).toBeLessThan(CHUNK);
    (held as (() => void) | null)?.();
    await until(isCommitted(sha256));
    await until(() => store.queue().ready === 0);
  });

  test('a delivery of ratings that hangs does not hold a blob for ever', async () => {
    const { sha256 } = await keep(1);
    hub.intercept = ({ path }) => path === '/ingest';
    connect();
    await until(isCommitted(sha256));
  });
});

describe('limits', () => {
  test('a speed limit is kept, and requests stay short', async () => {
    const size = 1_000_000;
    const { sha256 } = await keep(1, size);
    const started = temp.time.clock.boottimeMs();
    connect({ uploadLimits: { bytesPerSecond: 10_000, officeHours: null } });
    await until(isCommitted(sha256), 500);
    const seconds = (temp.time.clock.boottimeMs() - started) / 1_000;
    expect(size / seconds).toBeLessThan(10_500);
    expect(hub.blobs.seen.filter((s) => s === 'PATCH upload')).toHaveLength(2);
  });

  test('nothing goes within office hours that allow nothing, and all of it after them', async () => {
    // The virtual wall clock begins on 2026-01-05 at 17:00 China Standard Time.
    const { sha256 } = await keep(1);
    connect({
      uploadLimits: { bytesPerSecond: null, officeHours: { from: '08:30', to: '17:30', bytesPerSecond: 0 } },
    });
    Object.defineProperty(hub, 'serverMs', { get: () => temp.time.clock.wallMs() });
    await until(() => hub.called('/heartbeat') > 0);
    await temp.time.advance(20 * 60_000);
    expect(hub.blobs.seen).toEqual([]);
    await until(isCommitted(sha256), 60_000);
    expect(new Date(temp.time.clock.wallMs()).getUTCHours()).toBe(9);
  });
});

test('a hub that lost blobs gets them again after a reconciliation (fault 18)', async () => {
  const { sha256 } = await keep(1);
  connect();
  await until(isCommitted(sha256));
  hub.blobs.committed.clear();
  hub.blobs.staged.clear();
  await until(() => hub.blobs.committed.has(sha256), 600_000);
  expect(events).toContain('blob.again');
});

test('a blob whose bytes are damaged on the terminal goes dead, the rest goes on', async () => {
  const { writeFileSync } = await import('node:fs');
  const bad = await keep('bad');
  const good = await keep('good');
  const [row] = store.blobs.waiting();
  writeFileSync(`${temp.dir}/${row?.path}`, Buffer.alloc(3_028));
  connect();
  await until(() => hub.blobs.committed.has(good.sha256));
  expect(store.dead()).toEqual([{ seq: bad.seq, kind: 'material', code: 'blob.lost' }]);
});

test('stopping in the middle of a chunk ends at once, and leaves all to the next start', async () => {
  const { sha256 } = await keep(1, 2 * CHUNK);
  const hangs = new Promise<void>((resolve) => {
    hub.blobs.intercept = (request) => {
      if (request.method !== 'PATCH') return false;
      void once(request, 'data').then(() => resolve());
      return true;
    };
  });
  const running = connect();
  await until(() => hub.blobs.seen.includes('PATCH upload'));
  await hangs;
  await running.stop();
  expect(store.blobs.waiting()).toMatchObject([{ sha256 }]);
});
