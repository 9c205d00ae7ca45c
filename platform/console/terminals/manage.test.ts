import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusMessages } from '../../context.ts';
import { secretHash } from '../../secret-hash.ts';
import { type Caller, caller } from '../testing/caller.ts';
import { emptyConsole } from '../testing/parts.ts';
import { person } from '../testing/people.ts';
import { EPOCH } from '../testing/ratings.ts';
import { type ConsoleServer, consoleServer } from '../testing/server.ts';
import { CODE_MS } from './manage.ts';
import { ONLINE_MS } from './state.ts';

let server: ConsoleServer;
let technician: Caller;

beforeAll(async () => {
  server = await consoleServer();
});
beforeEach(async () => {
  await emptyConsole(server.hub);
  await person(server.hub, { login: 'tech', role: 'technician' });
  technician = caller(server.url);
  await technician.signIn('tech');
});
afterAll(() => server.close());

const READER = {
  id: 'card',
  class: 'idCardReader',
  required: true,
  simulated: false,
  state: 'fault',
  code: 'device.garbled',
};
const enrol = (terminalId: string, windowId: string) =>
  technician.call('POST /console/terminals', { body: { terminalId, windowId } });
const revoke = (id: string) => technician.call(`POST /console/terminals/${id}/revoke`, { body: {} });

/** What the terminal's first contact does. */
const activate = (id: string) =>
  server.hub.db
    .updateTable('terminal')
    .set({ state: 'active', public_key: Buffer.alloc(32), enrolled_at: server.hub.now() })
    .where('id', '=', id)
    .execute();
const audited = (action: string) =>
  server.hub.db.selectFrom('audit').selectAll().where('action', '=', action).execute();

describe('enrolling', () => {
  it('gives a code for a day, kept as a hash alone, and audited without it', async () => {
    const { status, body } = await enrol('pad-01', 'w1');
    expect(status).toBe(200);
    expect(body.expiresInMs).toBe(CODE_MS);
    const row = await server.hub.db.selectFrom('enrolment').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual({
      terminal_id: 'pad-01',
      code_sha256: secretHash(body.code),
      expires_at: new Date(server.hub.now().getTime() + CODE_MS),
      used_at: null,
    });
    const audit = await audited('terminal.enrolCode');
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain(body.code);
  });

  it('again makes a new code in place of the old, also for another window', async () => {
    const first = (await enrol('pad-01', 'w1')).body.code;
    const second = (await enrol('pad-01', 'w2')).body.code;
    expect(second).not.toBe(first);
    const rows = await server.hub.db.selectFrom('enrolment').selectAll().execute();
    expect(rows.map((r) => r.code_sha256)).toEqual([secretHash(second)]);
    expect((await technician.call('GET /console/terminals')).body.rows).toMatchObject([
      { id: 'pad-01', windowId: 'w2', state: 'never' },
    ]);
  });

  it('is refused while a terminal is in service: itself, or another at that window', async () => {
    await enrol('pad-01', 'w1');
    await activate('pad-01');
    expect((await enrol('pad-01', 'w2')).body).toMatchObject({
      code: 'terminal.enrolment',
      data: { detail: 'terminalActive' },
    });
    expect((await enrol('pad-02', 'w1')).body).toMatchObject({
      code: 'terminal.enrolment',
      data: { detail: 'windowTaken' },
    });
    const terminals = await server.hub.db.selectFrom('terminal').select('id').execute();
    expect(terminals).toEqual([{ id: 'pad-01' }]);
    await revoke('pad-01');
    expect((await enrol('pad-02', 'w1')).status).toBe(200);
    expect((await enrol('pad-01', 'w2')).status).toBe(200);
    const again = await server.hub.db
      .selectFrom('terminal')
      .select(['state', 'public_key'])
      .where('id', '=', 'pad-01')
      .executeTakeFirst();
    expect(again).toEqual({ state: 'enrolling', public_key: null });
  });

  it('is refused at a window that there is not', async () => {
    expect((await enrol('pad-01', 'w9')).body).toMatchObject({ code: 'not.found' });
    expect((await enrol('Pad 01', 'w1')).status).toBe(400);
  });
});

describe('revoking', () => {
  it('takes effect at once, ends an open code, and is told to every process', async () => {
    await enrol('pad-01', 'w1');
    const told = new Promise<BusMessages['terminal']>((resolve) => {
      server.hub.bus.subscribe('terminal', resolve);
    });
    expect((await revoke('pad-01')).status).toBe(200);
    expect(await told).toEqual({ terminalId: 'pad-01' });
    expect((await technician.call('GET /console/terminals')).body.rows[0].state).toBe('revoked');
    expect(await server.hub.db.selectFrom('enrolment').selectAll().execute()).toEqual([]);
    expect((await revoke('pad-01')).status).toBe(200);
    expect((await revoke('pad-99')).body.code).toBe('not.found');
  });
});

describe('a counter’s token', () => {
  it('is shown once, kept as a hash, and ends the one before', async () => {
    const renew = () => technician.call('POST /console/windows/w1/counter-token', { body: {} });
    const first = (await renew()).body.token;
    const second = (await renew()).body.token;
    expect(second).not.toBe(first);
    const row = await server.hub.db
      .selectFrom('counter_token')
      .selectAll()
      .where('window_id', '=', 'w1')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ token_sha256: secretHash(second), created_by: 'tech' });
    expect(JSON.stringify(await audited('counter.token'))).not.toContain(second);
    expect((await technician.call('POST /console/windows/w9/counter-token', { body: {} })).status).toBe(404);
  });
});

describe('the list', () => {
  it('says what each terminal last said, and how long ago', async () => {
    const now = server.hub.now();
    await enrol('pad-01', 'w1');
    await activate('pad-01');
    await server.hub.db
      .updateTable('terminal')
      .set({
        last_seen_at: now,
        app: '0.1.0',
        queue_ready: 3,
        queue_dead: 1,
        oldest_ms: 4_000_000_000,
        fault: 'store.full',
        clock_offset_ms: -1500,
        devices: JSON.stringify([READER]),
      })
      .execute();
    const quarantined = {
      terminal_id: 'pad-01',
      epoch: EPOCH,
      kind: 'rating',
      sha256: Buffer.alloc(32),
      body: Buffer.alloc(1),
      reason: 'ingest.conflict',
    };
    await server.hub.db
      .insertInto('quarantine')
      .values([
        { ...quarantined, seq: 1 },
        { ...quarantined, seq: 2 },
      ])
      .execute();
    const { body } = await technician.call('GET /console/terminals');
    expect(body).toEqual({
      serverMs: now.getTime(),
      rows: [
        {
          id: 'pad-01',
          windowId: 'w1',
          windowName: { zh: '1号窗口', en: 'Window 1' },
          state: 'online',
          lastSeenMs: now.getTime(),
          app: '0.1.0',
          queueReady: 3,
          queueDead: 1,
          oldestMs: 4_000_000_000,
          fault: 'store.full',
          clockOffsetMs: -1500,
          quarantined: 2,
          devices: [READER],
        },
      ],
    });
    server.pass(ONLINE_MS);
    expect((await technician.call('GET /console/terminals')).body.rows[0].state).toBe('offline');
  });
});

describe('places', () => {
  it('names the hall, its windows in their order, and the tags in force', async () => {
    const { body } = await technician.call('GET /console/places');
    expect(body).toMatchObject({
      hall: { zh: '测试政务服务大厅', en: 'Test hall' },
      departments: [{ id: 'gs' }],
      windows: [
        { id: 'w1', no: '1', departmentId: 'gs' },
        { id: 'w2', no: '2' },
      ],
    });
    expect(body.tags).toHaveLength(5);
  });
});
