import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAnswer as readIdentity } from '../adapters/identity/http.ts';
import { identitySettings } from '../adapters/identity/settings.ts';
import { readAnswer as readSms } from '../adapters/sms/http.ts';
import { smsSettings } from '../adapters/sms/settings.ts';
import { PEOPLE } from '../simulators/identity/people.ts';
import { type IdentitySimulator, startIdentity } from '../simulators/identity/simulator.ts';
import { type SmsSimulator, startSms } from '../simulators/sms/simulator.ts';
import { newToken } from '../terminals/proof.ts';
import { call } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { MAX_TRIES } from './check-sms.ts';
import { CODE_MINUTES, sweepSmsCodes } from './send-sms.ts';

const [ZHANG, , FROZEN] = PEOPLE;
if (ZHANG === undefined || FROZEN === undefined) throw new Error('people');
const NOBODY = '13912345678';

let hub: TestHub;
let identity: IdentitySimulator;
let sms: SmsSimulator;
const START = Date.UTC(2026, 10, 25, 2);
let nowMs = START;
const logged: string[] = [];

/** A token that holds now: hours pass in these tests. */
const tokenOf = (n: number): string =>
  newToken(hub.context, { terminalId: n === 0 ? 'kiosk-01' : 'kiosk-02', enrolledMs: START });
const put = (key: string, value: object) =>
  hub.context.db
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((c) => c.column('key').doUpdateSet({ value: JSON.stringify(value) }))
    .execute();
const ask = (path: string, body: object, terminal = 0) =>
  call(hub, 'POST', `/kiosk/sign-in${path}`, { token: tokenOf(terminal), body });
const send = (phone: string, terminal = 0) => ask('/sms', { phone }, terminal);
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
async function sent(phone: string): Promise<{ id: string; code: string }> {
  const reply = await send(phone);
  expect(reply.body).toMatchObject({ leftMs: 300_000, againMs: 60_000 });
  return { id: reply.body.id, code: sms.codeFor(phone) ?? '' };
}

beforeAll(async () => {
  hub = await testHub({ now: () => new Date(nowMs) });
  const log = hub.context.log;
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = ((...entry: unknown[]) => logged.push(JSON.stringify(entry))) as typeof log.info;
  identity = await startIdentity({ timers: systemTimers, now: () => nowMs, delayMs: 3_000 });
  sms = await startSms({ timers: systemTimers, delayMs: 3_000 });
  await addTerminal(hub.context, newTerminal('kiosk-01', 'w1'));
  await addTerminal(hub.context, newTerminal('kiosk-02', 'w2'));
});
afterAll(async () => {
  await hub?.close();
  await identity?.close();
  await sms?.close();
});
beforeEach(async () => {
  await hub.context.db.deleteFrom('sms_code').execute();
  await put('identity', { ...identity.setting, timeoutMs: 600 });
  await put('sms', { ...sms.setting, timeoutMs: 600 });
  identity.mode('answer');
  sms.mode('take');
});

describe('which ways there are', () => {
  const ways = async () => (await call(hub, 'GET', '/kiosk/sign-in/ways', { token: tokenOf(0) })).body.ways;

  it('tells what is set up, and that a simulator stands there', async () => {
    expect(await ways()).toEqual({ qr: { simulated: true }, sms: { simulated: true } });
    await put('identity', { codeUrl: null, phoneUrl: null });
    await put('sms', { ...sms.setting, simulated: false });
    expect(await ways()).toEqual({ qr: null, sms: { simulated: false } });
  });

  it('leaves out what does not fit or is not set', async () => {
    await put('identity', { codeUrl: 'file:///etc/passwd', phoneUrl: null });
    await hub.context.db.deleteFrom('setting').where('key', '=', 'sms').execute();
    expect(await ways()).toEqual({ qr: null, sms: null });
    expect((await ask('/qr', { code: 'SFM1.whatever' })).body.code).toBe('signIn.notOffered');
    expect((await send(ZHANG.phone)).body.code).toBe('signIn.notOffered');
  });

  it('answers terminals only', async () => {
    expect((await call(hub, 'GET', '/kiosk/sign-in/ways')).status).toBe(401);
    const reply = await call(hub, 'POST', '/kiosk/sign-in/qr', { body: { code: 'SFM1.whatever' } });
    expect(reply.status).toBe(401);
  });
});

describe('by QR', () => {
  const qr = (code: string) => ask('/qr', { code });

  it('tells name and number of whoever shows a fresh code, once', async () => {
    const code = identity.codeOf(ZHANG.idNumber);
    const { name, idNumber } = ZHANG;
    expect((await qr(code)).body).toEqual({ serverMs: nowMs, person: { name, idNumber } });
    expect((await qr(code)).body.code).toBe('signIn.codeExpired');
  });

  it('refuses forged and old codes, and who may not sign in', async () => {
    const code = identity.codeOf(ZHANG.idNumber);
    const other = code.replace('SFM1.0.', 'SFM1.1.');
    for (const forged of [other, `${code}x`, 'https://evil.example/a', 'ABCDEFGH'])
      expect((await qr(forged)).body.code).toBe('signIn.codeForged');
    expect((await qr(identity.codeOf(ZHANG.idNumber, -1))).body.code).toBe('signIn.codeExpired');
    expect((await qr(identity.codeOf(FROZEN.idNumber))).body.code).toBe('signIn.refused');
    for (const none of ['', 'a b', '身份码', 'x'.repeat(1_025)])
      expect((await qr(none)).body.code).toBe('input.invalid');
  });

  it('says when the identity system cannot be asked, and takes no page for an answer', async () => {
    for (const mode of ['fail', 'slow', 'drop', 'page'] as const) {
      identity.mode(mode);
      expect([mode, (await qr(identity.codeOf(ZHANG.idNumber))).body.code]).toEqual([
        mode,
        'signIn.unavailable',
      ]);
    }
  });
});

describe('by SMS', () => {
  const check = (id: string, phone: string, code: string, terminal = 0) =>
    ask('/sms/check', { id, phone, code }, terminal);

  it('tells whose phone it is to whoever has the code, once', async () => {
    const { id, code } = await sent(ZHANG.phone);
    expect(code).toMatch(/^\d{6}$/);
    const { name, idNumber } = ZHANG;
    expect((await check(id, ZHANG.phone, code)).body).toEqual({
      serverMs: nowMs,
      person: { name, idNumber },
    });
    expect((await check(id, ZHANG.phone, code)).body.code).toBe('sms.expired');
  });

  it('proves a phone alone where the identity system knows nobody, or is not asked', async () => {
    const first = await sent(NOBODY);
    expect((await check(first.id, NOBODY, first.code)).body).toMatchObject({ person: null });
    await hub.context.db.deleteFrom('setting').where('key', '=', 'identity').execute();
    const second = await sent(ZHANG.phone);
    expect((await check(second.id, ZHANG.phone, second.code)).body).toMatchObject({ person: null });
  });

  it('keeps neither phone nor code in clear', async () => {
    const { id, code } = await sent(ZHANG.phone);
    const [row] = await hub.context.db.selectFrom('sms_code').selectAll().execute();
    const kept = JSON.stringify(row, (_, v) =>
      v?.type === 'Buffer' ? Buffer.from(v.data).toString('latin1') : v,
    );
    expect(row?.id).toBe(id);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(ZHANG.phone);
  });

  it('takes five tries, then none, not even the right one', async () => {
    const { id, code } = await sent(ZHANG.phone);
    for (let i = 1; i < MAX_TRIES; i++)
      expect((await check(id, ZHANG.phone, wrong(code))).body.code).toBe('sms.wrong');
    expect((await check(id, ZHANG.phone, wrong(code))).body.code).toBe('sms.spent');
    expect((await check(id, ZHANG.phone, code)).body.code).toBe('sms.spent');
  });

  it('counts tries that come at once', async () => {
    const { id, code } = await sent(ZHANG.phone);
    const replies = await Promise.all(Array.from({ length: 30 }, () => check(id, ZHANG.phone, wrong(code))));
    const codes = replies.map((r) => r.body.code);
    expect(codes.filter((c) => c === 'sms.wrong')).toHaveLength(MAX_TRIES - 1);
    expect(codes.filter((c) => c === 'sms.spent')).toHaveLength(30 - MAX_TRIES + 1);
  });

  it('opens once, however many ask with the right code at once', async () => {
    const { id, code } = await sent(ZHANG.phone);
    const replies = await Promise.all([1, 2, 3].map(() => check(id, ZHANG.phone, code)));
    expect(replies.filter((r) => r.status === 200)).toHaveLength(1);
  });

  it('holds for five minutes, for its phone and its terminal, and until another is sent', async () => {
    const first = await sent(ZHANG.phone);
    expect((await check(first.id, NOBODY, first.code)).body.code).toBe('sms.expired');
    expect((await check(first.id, ZHANG.phone, first.code, 1)).body.code).toBe('sms.expired');
    expect((await check(randomUUID(), ZHANG.phone, first.code)).body.code).toBe('sms.expired');
    nowMs += 60_000;
    const second = await sent(ZHANG.phone);
    expect((await check(first.id, ZHANG.phone, first.code)).body.code).toBe('sms.expired');
    nowMs += CODE_MINUTES * 60_000;
    expect((await check(second.id, ZHANG.phone, second.code)).body.code).toBe('sms.expired');
  });

  it('is not used up while the identity system is away', async () => {
    const { id, code } = await sent(ZHANG.phone);
    identity.mode('fail');
    expect((await check(id, ZHANG.phone, code)).body.code).toBe('signIn.unavailable');
    identity.mode('answer');
    expect((await check(id, ZHANG.phone, code)).body.person).toMatchObject({ name: ZHANG.name });
  });

  it('lets nobody in whom the identity system refuses', async () => {
    const { id, code } = await sent(FROZEN.phone);
    expect((await check(id, FROZEN.phone, code)).body.code).toBe('signIn.refused');
    expect((await check(id, FROZEN.phone, code)).body.code).toBe('sms.expired');
  });

  it('sends one a minute, five an hour and ten a day to a phone, from wherever', async () => {
    await sent(ZHANG.phone);
    expect((await send(ZHANG.phone, 1)).body.code).toBe('sms.tooSoon');
    for (let i = 1; i < 5; i++) {
      nowMs += 61_000;
      expect((await send(ZHANG.phone, i % 2)).status).toBe(200);
    }
    nowMs += 61_000;
    expect((await send(ZHANG.phone)).body.code).toBe('sms.tooMany');
    nowMs += 3_600_000;
    for (let i = 0; i < 5; i++) {
      expect((await send(ZHANG.phone)).status).toBe(200);
      nowMs += 61_000;
    }
    nowMs += 3_600_000;
    expect((await send(ZHANG.phone)).body.code).toBe('sms.tooMany');
    nowMs += 86_400_000;
    expect((await send(ZHANG.phone)).status).toBe(200);
  });

  it('sends so many from one terminal, whoever asks', async () => {
    await put('sms', { ...sms.setting, limits: { terminalHour: 3 } });
    for (let i = 0; i < 3; i++) expect((await send(`1390000000${i}`)).status).toBe(200);
    expect((await send('13900000003')).body.code).toBe('sms.tooMany');
    expect((await send('13900000003', 1)).status).toBe(200);
  });

  it('counts requests that come at once', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, (_, i) => send(ZHANG.phone, i % 2)));
    expect(replies.filter((r) => r.status === 200)).toHaveLength(1);
    expect(replies.filter((r) => r.body.code === 'sms.tooSoon')).toHaveLength(11);
  });

  it('says when the gateway does not send; the citizen need not wait for another try', async () => {
    sms.mode('refuse');
    expect((await send(ZHANG.phone)).body.code).toBe('sms.refused');
    sms.mode('fail');
    expect((await send(ZHANG.phone)).body.code).toBe('sms.unavailable');
    const gone = await startSms({ timers: systemTimers });
    await gone.close();
    await put('sms', gone.setting);
    expect((await send(ZHANG.phone)).body.code).toBe('sms.unavailable');
    await put('sms', sms.setting);
    sms.mode('take');
    expect((await send(ZHANG.phone)).status).toBe(200);
  });

  it('takes a message whose answer was lost for sent', async () => {
    sms.mode('slow');
    const { id, code } = await sent(ZHANG.phone);
    expect((await check(id, ZHANG.phone, code)).status).toBe(200);
  });

  it('refuses what is no phone and no code', async () => {
    for (const phone of ['1380000000', '23800000001', '138 0000 0001', ''])
      expect((await send(phone)).body.code).toBe('input.invalid');
    for (const code of ['12345', '1234567', '12345a', ''])
      expect((await check(randomUUID(), ZHANG.phone, code)).body.code).toBe('input.invalid');
  });

  it('forgets after a day', async () => {
    await sent(ZHANG.phone);
    expect(await sweepSmsCodes(hub.context)).toBe(0);
    nowMs += 86_400_001;
    expect(await sweepSmsCodes(hub.context)).toBe(1);
  });
});

it('logs no person, phone or code', () => {
  expect(logged.length).toBeGreaterThan(5);
  const all = logged.join('\n');
  for (const p of PEOPLE)
    for (const secret of [p.name, p.idNumber, p.phone]) expect(all).not.toContain(secret);
  expect(all).not.toContain('SFM1.');
  for (const { content } of sms.messages) expect(all).not.toContain(content.match(/\d{6}/)?.[0]);
});

describe('answers of upper systems', () => {
  const { answers } = identitySettings.parse({ codeUrl: null, phoneUrl: null });
  const good = JSON.stringify({ code: 0, data: { name: '张三', idNumber: '410403198506071230' } });

  it.each([
    [200, good, { ok: true }],
    [200, '{"code":"4041"}', { ok: true, value: null }],
    [404, '{"code":4041}', { ok: true, value: null }],
    [400, '{"code":4001}', { error: { code: 'forged' } }],
    [500, good, { error: { code: 'failed' } }],
    [404, good, { error: { code: 'failed' } }],
    [200, '{"code":0,"data":{"name":"","idNumber":"1"}}', { error: { code: 'failed' } }],
    [200, '{"code":7}', { error: { code: 'failed' } }],
    [200, '<html>', { error: { code: 'failed' } }],
  ])('identity: HTTP %i %s', (status, text, wanted) => {
    expect(readIdentity({ answers }, { status, text })).toMatchObject(wanted);
  });

  it.each([
    [{ status: 200, text: '{"code":0}' }, { ok: true }],
    [{ status: 200, text: '{"code":4221}' }, { error: { code: 'refused' } }],
    [{ status: 200, text: '{"code":1}' }, { error: { code: 'failed' } }],
    [{ status: 429, text: '' }, { error: { code: 'failed' } }],
    [{ status: 200, text: '<html>' }, { error: { code: 'unknown' } }],
    [{ failed: 'ECONNREFUSED' }, { error: { code: 'failed' } }],
    [{ failed: 'TimeoutError' }, { error: { code: 'unknown' } }],
  ])('SMS: %j', (given, wanted) => {
    const settings = smsSettings.parse({ url: 'http://sms.example', sign: 'x' });
    expect(readSms(settings, given)).toMatchObject(wanted);
  });
});
