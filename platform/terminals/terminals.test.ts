import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CHANNEL_PATH } from '../../contracts/hub/terminal-api.ts';
import { reference } from '../../contracts/reference.ts';
import { revokeTerminal } from '../console/terminals/manage.ts';
import { createRequest } from '../requests/create.ts';
import { call, signIn, tokenOf } from '../testing/client.ts';
import { PHOTO } from '../testing/hall.ts';
import { caseAt, type TestHub, testHub } from '../testing/hub.ts';
import { outboxRow, sampleRating } from '../testing/ratings.ts';
import {
  addTerminal,
  awaitTerminal,
  newTerminal,
  signProof,
  type TestTerminal,
} from '../testing/terminals.ts';
import { virtualTimers } from '../testing/virtual-timers.ts';
import { PING_MS } from './channel.ts';
import { NONCE_MS, TOKEN_MS } from './proof.ts';

const START = Date.UTC(2026, 10, 24, 1);
const READER = {
  id: 'card',
  class: 'idCardReader',
  required: true,
  simulated: false,
  state: 'missing',
  code: 'device.missing',
};
const EPOCH = '33333333-3333-4333-8333-333333333333';
let hub: TestHub;
let nowMs = START;
beforeEach(async () => {
  nowMs = START;
  hub = await testHub({ now: () => new Date(nowMs) });
});
afterEach(() => hub.close());

const giveCode = ({ id, windowId }: TestTerminal, code = 'CODE-1234-ABCD'): Promise<void> =>
  awaitTerminal(hub.context, { id, windowId, code }, new Date(START + 60_000));
const enrol = (t: TestTerminal, code = 'CODE-1234-ABCD', publicKey = t.publicKey) =>
  call(hub, 'POST', '/terminal/enrol', { body: { terminalId: t.id, code, publicKey } });

describe('enrolment', () => {
  test('a code binds a key once; the same call again gives the same answer', async () => {
    const pad = newTerminal();
    await giveCode(pad);
    expect((await signIn(hub, pad)).body.code).toBe('terminal.unknown');
    expect(await enrol(pad)).toEqual({ status: 200, body: { windowId: 'w1' } });
    expect((await enrol(pad)).status).toBe(200);
    expect((await enrol(pad, undefined, newTerminal().publicKey)).body.code).toBe('terminal.enrolment');
    expect((await signIn(hub, pad)).status).toBe(200);
    const audit = await hub.context.db.selectFrom('audit').select(['action', 'target']).execute();
    expect(audit).toEqual([{ action: 'terminal.enrolled', target: pad.id }]);
  });

  test('a wrong, late or unknown code is refused, all alike', async () => {
    const pad = newTerminal();
    await giveCode(pad);
    const wrong = await enrol(pad, 'CODE-0000-0000');
    const unknown = await enrol(newTerminal('pad-99'));
    nowMs += 60_000;
    const late = await enrol(pad);
    for (const reply of [wrong, unknown, late]) {
      expect(reply.status).toBe(403);
      expect(reply.body).toEqual(wrong.body);
    }
  });

  test('a second terminal of a window has to wait until the first is revoked', async () => {
    await addTerminal(hub.context, newTerminal('pad-01'));
    const second = newTerminal('pad-02');
    await giveCode(second);
    expect((await enrol(second)).body.code).toBe('terminal.enrolment');
    await revokeTerminal(hub.context, 'pad-01', { login: 'hub', ip: null });
    expect((await enrol(second)).status).toBe(200);
  });
});

describe('tokens', () => {
  test('another key, another terminal’s nonce, an old nonce give none', async () => {
    const pad = await addTerminal(hub.context);
    await addTerminal(hub.context, newTerminal('pad-02', 'w2'));
    const nonceFor = async (terminalId: string): Promise<string> =>
      (await call(hub, 'POST', '/terminal/challenge', { body: { terminalId } })).body.nonce;
    const ask = (nonce: string, signature: string) =>
      call(hub, 'POST', '/terminal/token', { body: { terminalId: pad.id, nonce, signature } });
    const nonce = await nonceFor(pad.id);
    expect((await ask(nonce, signProof({ ...newTerminal(), id: pad.id }, nonce))).body.code).toBe(
      'auth.failed',
    );
    const foreign = await nonceFor('pad-02');
    expect((await ask(foreign, signProof(pad, foreign))).body.code).toBe('auth.failed');
    nowMs += NONCE_MS;
    expect((await ask(nonce, signProof(pad, nonce))).body.code).toBe('auth.failed');
  });

  test('a token ends with its hour, with its terminal, and with its enrolment', async () => {
    const pad = await addTerminal(hub.context);
    const token = await tokenOf(hub, pad);
    const ask = () => call(hub, 'GET', '/terminal/request', { token });
    expect((await ask()).status).toBe(200);
    nowMs += TOKEN_MS;
    expect((await ask()).body.code).toBe('auth.required');
    nowMs -= 1_000;
    expect((await ask()).status).toBe(200);
    await revokeTerminal(hub.context, pad.id, { login: 'hub', ip: null });
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'terminal.revoked' } });
    await hub.context.db
      .updateTable('terminal')
      .set({ state: 'active', enrolled_at: new Date(nowMs) })
      .execute();
    expect((await ask()).body.code).toBe('auth.required');
    expect((await call(hub, 'GET', '/terminal/request', { token: `${token.slice(0, -2)}xx` })).status).toBe(
      401,
    );
  });
});

describe('a pad in service', () => {
  let pad: TestTerminal;
  let token = '';
  beforeEach(async () => {
    pad = await addTerminal(hub.context);
    token = await tokenOf(hub, pad);
  });

  test('is seen, and hears when its reference data change', async () => {
    const beat = {
      epoch: EPOCH,
      app: 'pad/1',
      queue: { ready: 3, dead: 1, oldestMs: 5_000 },
      fault: null,
      clockOffsetMs: -20,
      devices: [READER],
    };
    const first = await call(hub, 'POST', '/terminal/heartbeat', { token, body: beat });
    const got = await call(hub, 'GET', '/terminal/reference', { token });
    expect(reference.parse(got.body).version).toBe(first.body.referenceVersion);
    expect(got.body.staffOnDuty).toBe('s1');
    const row = await hub.context.db.selectFrom('terminal').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ queue_ready: 3, queue_dead: 1, oldest_ms: 5_000, clock_offset_ms: -20 });
    expect(row.devices).toEqual([READER]);
    expect(row.last_seen_at?.getTime()).toBe(nowMs);

    const changed = new Promise((r) => hub.context.bus.subscribe('reference', r));
    const duty = await call(hub, 'PUT', '/counter/on-duty', {
      token: 'counter-token-of-w1',
      body: { staffId: 's2' },
    });
    expect(duty.status).toBe(200);
    await changed;
    const second = await call(hub, 'POST', '/terminal/heartbeat', { token, body: beat });
    expect(second.body.referenceVersion).not.toBe(first.body.referenceVersion);

    // A terminal whose version knows of no devices has none that could be shown.
    const { devices: _, ...old } = beat;
    await call(hub, 'POST', '/terminal/heartbeat', { token, body: old });
    const after = await hub.context.db.selectFrom('terminal').select('devices').executeTakeFirstOrThrow();
    expect(after.devices).toEqual([]);
    const newer = { ...beat, devices: [{ ...READER, class: 'fingerprintReader' }] };
    expect((await call(hub, 'POST', '/terminal/heartbeat', { token, body: newer })).status).toBe(200);
  });

  test('fetches pictures once', async () => {
    const sha256 = createHash('sha256').update(PHOTO).digest('hex');
    const response = await fetch(`${hub.url}/v1/terminal/assets/${sha256}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await response.arrayBuffer()).equals(PHOTO)).toBe(true);
    const none = await call(hub, 'GET', `/terminal/assets/${'0'.repeat(64)}`, { token });
    expect(none.body.code).toBe('not.found');
  });

  test('sends ratings and asks what the hub holds', async () => {
    const items = [outboxRow(1, sampleRating()), outboxRow(3, '{}')];
    const sent = await call(hub, 'POST', '/terminal/ingest', { token, body: { epoch: EPOCH, items } });
    expect(sent.body.outcomes).toEqual([
      { seq: 1, outcome: 'stored' },
      { seq: 3, outcome: 'rejected', code: 'ingest.badBody' },
    ]);
    const held = await call(hub, 'POST', '/terminal/reconcile', { token, body: { epoch: EPOCH } });
    expect(held.body.ranges).toEqual([[1, 1]]);
  });

  test('checks a case before the citizen rates', async () => {
    const check = (caseNo: string) =>
      call(hub, 'POST', '/terminal/case-check', { token, body: { caseNo, stage: 2 } });
    expect((await check(caseAt(0))).body).toMatchObject({
      state: 'found',
      case: { itemName: '企业设立登记' },
    });
    expect((await check('NONE-1')).body).toMatchObject({ state: 'unknown', case: null });
    const items = [outboxRow(1, sampleRating())];
    await call(hub, 'POST', '/terminal/ingest', { token, body: { epoch: EPOCH, items } });
    expect((await check(caseAt(0))).body).toMatchObject({ state: 'alreadyRated' });
  });
});

describe('the channel', () => {
  function open(token: string): WebSocket & { next: () => Promise<string> } {
    const socket = new WebSocket(hub.url.replace('http', 'ws') + CHANNEL_PATH, {
      headers: { authorization: `Bearer ${token}` },
    });
    const got: string[] = [];
    let hear = (): void => undefined;
    socket.on('message', (data) => {
      got.push(JSON.parse(String(data)).look);
      hear();
    });
    const next = async (): Promise<string> => {
      if (got.length === 0)
        await new Promise<void>((r) => {
          hear = r;
        });
      return got.shift() ?? '';
    };
    return Object.assign(socket, { next });
  }
  const closed = (socket: WebSocket): Promise<number> => new Promise((r) => socket.once('close', r));

  test('says where to look: request, reference, token', async () => {
    const pad = await addTerminal(hub.context);
    const socket = open(await tokenOf(hub, pad));
    expect(await socket.next()).toBe('request');
    const wish = { windowId: 'w1', caseNo: caseAt(0), stage: 2 as const, source: 'api' as const };
    const request = await createRequest(hub.context, wish);
    expect(request.ok).toBe(true);
    expect(await socket.next()).toBe('request');
    await hub.context.bus.publish('reference', { windowId: null });
    expect(await socket.next()).toBe('reference');
    // Listened for before: the close may come with the last message.
    const over = closed(socket);
    await revokeTerminal(hub.context, pad.id, { login: 'hub', ip: null });
    expect(await socket.next()).toBe('token');
    expect(await over).toBe(4403);
  });

  test('a pad sees its own window only', async () => {
    const [one, two] = [newTerminal('pad-01', 'w1'), newTerminal('pad-02', 'w2')];
    for (const pad of [one, two]) await addTerminal(hub.context, pad);
    const other = open(await tokenOf(hub, two));
    expect(await other.next()).toBe('request');
    await createRequest(hub.context, { windowId: 'w1', caseNo: caseAt(0), stage: 2, source: 'api' });
    await hub.context.bus.publish('reference', { windowId: 'w2' });
    expect(await other.next()).toBe('reference');
    other.terminate();
  });

  test('a terminal that connects again takes the place of its old connection', async () => {
    const token = await tokenOf(hub, await addTerminal(hub.context));
    const first = open(token);
    await first.next();
    const second = open(token);
    expect(await closed(first)).toBe(4409);
    await second.next();
    second.terminate();
  });

  test('without a good token there is none', async () => {
    for (const [path, token, status] of [
      [CHANNEL_PATH, 'nonsense', 401],
      ['/v1/else', 'nonsense', 404],
    ] as const) {
      const socket = new WebSocket(hub.url.replace('http', 'ws') + path, {
        headers: { authorization: `Bearer ${token}` },
      });
      socket.on('error', () => undefined);
      const answered = await new Promise((r) =>
        socket.once('unexpected-response', (_q, a) => r(a.statusCode)),
      );
      expect(answered).toBe(status);
    }
  });

  test('a pad that says what is no pong is cut off', async () => {
    const socket = open(await tokenOf(hub, await addTerminal(hub.context)));
    await socket.next();
    socket.send('x'.repeat(1_000));
    expect(await closed(socket)).toBe(1009);
  });

  test('a pad that answers pings is seen by them; one that does not is cut off', async () => {
    const timers = virtualTimers();
    const own = await testHub({ timers, now: () => new Date(nowMs) });
    const token = await tokenOf(own, await addTerminal(own.context));
    const connect = (autoPong: boolean): WebSocket =>
      new WebSocket(own.url.replace('http', 'ws') + CHANNEL_PATH, {
        headers: { authorization: `Bearer ${token}` },
        autoPong,
      });
    const seen = async (): Promise<number | undefined> =>
      (
        await own.context.db.selectFrom('terminal').select('last_seen_at').executeTakeFirstOrThrow()
      ).last_seen_at?.getTime();
    const good = connect(true);
    await once(good, 'message');
    for (let i = 0; i < 3; i += 1) {
      const pinged = once(good, 'ping');
      timers.pass(PING_MS);
      await pinged;
      // What the hub answers to this comes after it has read our answer.
      const read = once(good, 'pong');
      good.ping();
      await read;
      nowMs += PING_MS;
    }
    timers.pass(PING_MS);
    await vi.waitFor(async () => expect(await seen()).toBe(nowMs));
    const dead = connect(false);
    await once(dead, 'message');
    timers.pass(PING_MS);
    const gone = closed(dead);
    timers.pass(PING_MS);
    expect(await gone).toBe(1006);
    await own.close();
  });
});
