import { createHash } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceSummary } from '../../contracts/devices.ts';
import type { Asset } from '../../contracts/reference.ts';
import type { TerminalStore } from '../store/store.ts';
import { ENROLMENT_CODE, type FakeHub, refuseWith, startFakeHub } from '../testing/fake-hub.ts';
import { sampleReference, uuidOf } from '../testing/sample.ts';
import { save, type TempStore, tempStore } from '../testing/temp-store.ts';
import type { HubLink, HubLinkOptions } from '../types.ts';
import { CROWD_ROWS, POLL_MS, startHubLink } from './link.ts';

let temp: TempStore;
let store: TerminalStore;
let hub: FakeHub;
let links: HubLink[];
let random: number;
const log = vi.fn();

beforeEach(async () => {
  temp = tempStore();
  store = temp.open();
  hub = await startFakeHub();
  links = [];
  random = 0.5;
  log.mockClear();
});
afterEach(async () => {
  for (const link of links) await link.stop();
  await hub.stop();
  temp.dispose();
});

function start(over: Partial<Omit<HubLinkOptions, 'store'>> = {}): HubLink {
  const link = startHubLink({
    hubUrl: hub.url,
    terminalId: 'pad-01',
    enrolmentCode: ENROLMENT_CODE,
    app: '0.1.0',
    store,
    dir: temp.dir,
    clock: temp.time.clock,
    timers: temp.time.timers,
    random: () => random,
    log,
    ...over,
  });
  links.push(link);
  return link;
}
/** Network and answers take real time; the waits of the product stand still, or run `stepMs` at each look. */
async function until(holds: () => boolean, stepMs = 0): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); ) {
    if (Date.now() > end) throw new Error(`never: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
    if (stepMs > 0) await temp.time.advance(stepMs);
  }
}
const logged = (event: string): boolean => log.mock.calls.some(([name]) => name === event);
async function started(): Promise<HubLink> {
  const link = start();
  await until(() => link.online() && hub.called('/reconcile') > 0 && store.reference() !== null);
  await until(() => hub.channels.size === 1, 50);
  await quiet();
  return link;
}
/** Whatever was set off by now has reached the hub and come back. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== hub.seen.length; ) {
    before = hub.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const request = (n: number, leftMs = 60_000) => ({
  id: uuidOf(`request ${n}`),
  windowId: 'w03',
  windowName: '社保窗口',
  staffId: null,
  case: { caseNo: `WD-${n}`, stage: 2 as const, itemCode: null, itemName: null },
  leftMs,
});

describe('becoming known', () => {
  test('enrols once with the code, then proves its key', async () => {
    const first = await started();
    expect(hub.called('/enrol')).toBe(1);
    await first.stop();
    const second = start({ enrolmentCode: undefined });
    await until(() => second.online());
    expect(hub.called('/enrol')).toBe(1);
  });

  test('without a code it waits, says so, and goes on when the hub knows it', async () => {
    const link = start({ enrolmentCode: undefined });
    await until(() => link.fault() === 'notEnrolled');
    expect(link.online()).toBe(true);
    await link.stop();
    const again = await started();
    expect(again.fault()).toBeNull();
  });

  test('a device key that others may read is not used', async () => {
    await (await started()).stop();
    chmodSync(join(temp.dir, 'device.key'), 0o644);
    const link = start();
    expect(link.fault()).toBe('notEnrolled');
    expect(link.online()).toBe(false);
    expect(await link.checkCase('WD-1', 2)).toMatchObject({ ok: false });
  });

  test('a token that the hub no longer takes is renewed and the call made again', async () => {
    const link = await started();
    hub.tokens.clear();
    save(store, 1);
    link.kick();
    await until(() => store.queue().ready === 0);
    expect(hub.called('/token')).toBe(3);
    expect(hub.ids()).toEqual([uuidOf(1)]);
  });

  test('a token is renewed ahead of its end', async () => {
    hub.tokenMs = 120_000;
    await started();
    const before = hub.called('/token');
    const beats = hub.heartbeats.length;
    await until(() => hub.heartbeats.length > beats, 1_000);
    expect(hub.called('/token')).toBe(before);
    await until(() => hub.called('/token') === before + 1, 1_000);
    expect(temp.time.clock.boottimeMs()).toBeLessThan(120_000);
  });

  test('revoked, it stops sending and goes on when it is reinstated', async () => {
    const link = await started();
    hub.state = 'revoked';
    save(store, 1);
    link.kick();
    await until(() => link.fault() === 'revoked');
    await quiet();
    expect(hub.ids()).toEqual([]);
    hub.state = 'active';
    await until(() => link.fault() === null, 1_000);
    await until(() => store.queue().ready === 0);
    expect(hub.ids()).toEqual([uuidOf(1)]);
  });
});

describe('sending', () => {
  test('a held rating goes when it is released, and not before', async () => {
    const link = await started();
    save(store, 'held', 60_000);
    save(store, 'free');
    link.kick();
    await until(() => hub.inbox.size === 1);
    expect(hub.ids()).toEqual([uuidOf('free')]);
    store.release(uuidOf('held'));
    link.kick();
    await until(() => store.queue().ready === 0);
    expect(hub.ids()).toEqual([uuidOf('free'), uuidOf('held')]);
  });

  test('an answer that is lost costs nothing: the same rows come again and are known', async () => {
    const link = await started();
    let lost = 0;
    hub.intercept = (seen, response) => {
      if (seen.path !== '/ingest' || lost > 0) return false;
      lost += 1;
      const { epoch, items } = seen.body as { epoch: string; items: { seq: number }[] };
      for (const item of items) hub.inbox.set(`${epoch}|${item.seq}`, item as never);
      response.destroy();
      return true;
    };
    save(store, 1);
    link.kick();
    await until(() => logged('outbox.wait'));
    expect(store.queue().ready).toBe(1);
    await until(() => store.queue().ready === 0, 100);
    expect(hub.ids()).toEqual([uuidOf(1)]);
    expect(store.dead()).toEqual([]);
  });

  test('a hub that is busy is left alone for as long as it asks', async () => {
    const link = await started();
    let refusals = 0;
    hub.intercept = (seen, response) => {
      if (seen.path !== '/ingest' || refusals > 0) return false;
      refusals += 1;
      refuseWith(response, 'busy', { 'retry-after': '20' });
      return true;
    };
    save(store, 1);
    link.kick();
    await until(() => logged('outbox.wait'));
    await temp.time.advance(19_000);
    link.kick();
    await quiet();
    expect(hub.inbox.size).toBe(0);
    await until(() => hub.inbox.size === 1, 500);
  });

  test.each([
    ['a page', (r: import('node:http').ServerResponse) => void r.end('<html>Please sign in</html>')],
    ['other JSON', (r: import('node:http').ServerResponse) => void r.end('{"ok":true}')],
    [
      'a redirection',
      (r: import('node:http').ServerResponse) => void r.writeHead(302, { location: '/' }).end(),
    ],
    ['nothing', (r: import('node:http').ServerResponse) => void r.destroy()],
  ])('a captive portal that answers %s acknowledges nothing', async (_, portal) => {
    const link = await started();
    hub.intercept = (_seen, response) => {
      portal(response);
      return true;
    };
    save(store, 1);
    link.kick();
    await until(() => !link.online());
    expect(store.queue().ready).toBe(1);
    hub.intercept = null;
    await until(() => store.queue().ready === 0, 1_000);
    expect(link.online()).toBe(true);
    expect(hub.ids()).toEqual([uuidOf(1)]);
  });

  test('a single call that fails does not make the hub count as gone', async () => {
    const link = await started();
    const states: boolean[] = [];
    link.onChange(() => states.push(link.online()));
    hub.intercept = (seen, response) => {
      if (seen.path !== '/case-check') return false;
      response.destroy();
      return true;
    };
    const beats = hub.heartbeats.length;
    expect(await link.checkCase('WD-1', 2)).toMatchObject({ ok: false, error: { code: 'hub.unreachable' } });
    await until(() => hub.heartbeats.length > beats);
    expect(states).not.toContain(false);
  });

  test('with many rows waiting, terminals that return at once spread over a minute', async () => {
    for (let n = 0; n <= CROWD_ROWS; n += 1) save(store, n);
    const link = start();
    await until(() => hub.called('/reconcile') > 0);
    await quiet();
    await temp.time.advance(29_000);
    link.kick();
    await quiet();
    expect(hub.inbox.size).toBe(0);
    await until(() => store.queue().ready === 0, 500);
    expect(hub.inbox.size).toBe(CROWD_ROWS + 1);
  });

  test('what the hub holds is asked before the first row is sent, and what it lost is sent again', async () => {
    save(store, 1);
    save(store, 2);
    store.settle([
      { seq: 1, outcome: 'stored' },
      { seq: 2, outcome: 'stored' },
    ]);
    await started();
    await until(() => hub.inbox.size === 2);
    const paths = hub.seen.map((s) => s.path);
    expect(paths.indexOf('/reconcile')).toBeLessThan(paths.indexOf('/ingest'));
  });

  test('as long as that answer is lost nothing is sent, and it is asked for again', async () => {
    hub.intercept = (seen, response) => {
      if (seen.path !== '/reconcile') return false;
      response.destroy();
      return true;
    };
    save(store, 1);
    const link = start();
    await until(() => hub.called('/reconcile') === 3, 100);
    link.kick();
    await quiet();
    expect(hub.called('/ingest')).toBe(0);
    expect(link.online()).toBe(true);
    hub.intercept = null;
    await until(() => store.queue().ready === 0, 100);
  });

  test('a hub that refuses to reconcile does not keep ratings from being sent', async () => {
    hub.intercept = (seen, response) => {
      if (seen.path !== '/reconcile') return false;
      refuseWith(response, 'internal');
      return true;
    };
    save(store, 1);
    start();
    await until(() => store.queue().ready === 0);
  });

  test('a conflict makes it ask what the hub holds', async () => {
    const link = await started();
    await temp.time.advance(11 * 60_000);
    await quiet();
    const before = hub.called('/reconcile');
    hub.judge = ({ seq }) => ({ seq, outcome: 'conflict' });
    save(store, 1);
    link.kick();
    await until(() => hub.called('/reconcile') === before + 1);
    expect(store.dead()).toMatchObject([{ code: 'ingest.conflict' }]);
  });

  test('a database restored from a backup sends nothing under numbers that were given out before', async () => {
    const { epoch } = store;
    save(store, 'new-1');
    const other = { seq: 7, kind: 'rating', sha256: 'f'.repeat(64), body: '{"id":"old"}' } as never;
    hub.inbox.set(`${epoch}|1`, other);
    hub.inbox.set(`${epoch}|7`, other);
    start();
    await until(() => store.queue().ready === 0);
    expect(store.epoch).not.toBe(epoch);
    expect(store.dead()).toEqual([]);
    expect(hub.inbox.get(`${store.epoch}|1`)?.body).toContain(uuidOf('new-1'));
  });

  test('tells the hub how it stands, and its clock from the answer', async () => {
    temp.time.setWall(1_779_999_990_000);
    save(store, 'held', 600_000);
    await started();
    expect(hub.heartbeats[0]?.devices).toBeUndefined();
    await until(() => hub.heartbeats.length >= 2, 1_000);
    expect(hub.heartbeats.at(-1)).toMatchObject({ app: '0.1.0', epoch: store.epoch, fault: null });
    expect(hub.heartbeats.at(-1)?.queue).toMatchObject({ ready: 1, dead: 0 });
    expect(hub.heartbeats.at(-1)?.clockOffsetMs).toBeCloseTo(10_000, -3);
    store.release(uuidOf('held'));
    expect(store.nextBatch(0).items[0]?.at.clock).toBe('anchor');
  });

  test('tells the hub how its devices are at that moment', async () => {
    const card = { id: 'card', class: 'idCardReader', required: true, simulated: false } as const;
    let devices: DeviceSummary[] = [{ ...card, state: 'missing', code: 'device.missing' }];
    start({ devices: () => devices });
    await until(() => hub.heartbeats.length === 1);
    expect(hub.heartbeats[0]?.devices).toEqual(devices);
    devices = [{ ...card, state: 'ok', code: null }];
    await until(() => hub.heartbeats.length >= 2, 1_000);
    expect(hub.heartbeats.at(-1)?.devices).toEqual(devices);
  });
});

describe('requests of the counter', () => {
  test('are seen as soon as the hub says so, count down, and end', async () => {
    const link = await started();
    const onChange = vi.fn();
    link.onChange(onChange);
    hub.request = request(1);
    hub.look('request');
    await until(() => link.request() !== null);
    expect(link.request()).toEqual(request(1));
    await temp.time.advance(20_000);
    expect(link.request()?.leftMs).toBe(40_000);
    onChange.mockClear();
    await temp.time.advance(40_000);
    expect(link.request()).toBeNull();
    expect(onChange).toHaveBeenCalled();
  });

  test('are gone when the counter cancels', async () => {
    const link = await started();
    hub.request = request(1);
    hub.look('request');
    await until(() => link.request() !== null);
    hub.request = null;
    hub.look('request');
    await until(() => link.request() === null);
  });

  test('are polled for while the channel is down', async () => {
    const link = await started();
    hub.refusesChannels = true;
    for (const ws of hub.channels) ws.terminate();
    await until(() => hub.channels.size === 0);
    await quiet();
    hub.request = request(2);
    const asked = temp.time.clock.boottimeMs();
    await until(() => link.request()?.id === request(2).id, 100);
    expect(hub.channels.size).toBe(0);
    expect(temp.time.clock.boottimeMs() - asked).toBeLessThan(2 * POLL_MS);
  });

  test('a hub that does not take the token at the channel gets a new one', async () => {
    await started();
    const tokens = hub.called('/token');
    hub.tokens.clear();
    for (const ws of hub.channels) ws.terminate();
    await until(() => hub.called('/token') === tokens + 1);
    await until(() => hub.channels.size === 1, 100);
  });

  test('a channel that falls silent is given up and opened anew', async () => {
    await started();
    const before = hub.connections;
    await until(() => hub.channels.size === 0, 1_000);
    await until(() => hub.connections === before + 1, 100);
  });

  test('what became of them is told in order, after an outage too', async () => {
    const link = await started();
    hub.intercept = (seen, response) => {
      if (!seen.path.startsWith('/requests/')) return false;
      response.destroy();
      return true;
    };
    link.progress(uuidOf('r'), 'rung');
    link.progress(uuidOf('r'), 'opened');
    await quiet();
    hub.intercept = null;
    await until(() => hub.progress.length === 2, 100);
    expect(hub.progress.map((p) => p.state)).toEqual(['rung', 'opened']);
  });
});

describe('reference data', () => {
  const bytes = Buffer.from('a picture');
  const asset: Asset = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type: 'image/png',
    size: bytes.length,
  };

  test('comes with its pictures, or not at all', async () => {
    const link = await started();
    hub.reference = sampleReference('v2', [asset]);
    hub.assets.set(asset.sha256, Buffer.from('other'));
    hub.look('reference');
    await until(() => logged('reference.failed'));
    expect(store.reference()?.version).toBe('v1');
    hub.assets.set(asset.sha256, bytes);
    await until(() => store.reference()?.version === 'v2', 100);
    expect(store.asset(asset.sha256)?.bytes).toEqual(bytes);
    expect(link.online()).toBe(true);
  });

  test('that is no good is refused whole, the last good one stays, and the hub is not taken for gone', async () => {
    const link = await started();
    hub.reference = { ...sampleReference('v2'), rules: { requestSeconds: -1 } };
    hub.look('reference');
    await until(() => logged('reference.failed'));
    await quiet();
    expect(store.reference()?.version).toBe('v1');
    expect(link.online()).toBe(true);
  });
});

test('after stop nothing runs and nothing is logged that names a person', async () => {
  const link = await started();
  save(store, 1);
  link.kick();
  await link.stop();
  const before = hub.seen.length;
  await temp.time.advance(200_000);
  await quiet();
  expect(hub.seen.length).toBe(before);
  const lines = JSON.stringify(log.mock.calls);
  expect(lines).not.toContain('WD-1');
  expect(lines).not.toContain('token-');
  expect(lines).not.toContain(ENROLMENT_CODE);
});
