import { createHash, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealReplies } from '../../contracts/hub/seals-api.ts';
import type { Seal } from '../../contracts/seal.ts';
import { isSealSigned, sealSigned } from '../adapters/seals/wire.ts';
import { type TestKiosk, testKiosk } from '../applications/testing/desk.ts';
import { demoIdNumber } from '../demo/cases.ts';
import { KEEPERS } from '../simulators/seals/keepers.ts';
import { SIMULATED_KEY, SIMULATED_PUBLIC_KEY } from '../simulators/seals/key.ts';
import { type SealSimulator, startSeals } from '../simulators/seals/simulator.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { sealStanding } from './verify.ts';

const [MAKER, , SUSPENDED] = KEEPERS;
if (MAKER === undefined || SUSPENDED === undefined) throw new Error('keepers');
const MAKER_USCC = MAKER.uscc;
const NOBODY = '91410403MA0000009X';
const SHA = createHash('sha256').update('form').digest('hex');
const PERSON = { name: '测试一', idNumber: demoIdNumber(1), by: 'idCard' };

let hub: TestHub;
let seals: SealSimulator;
let kiosk: TestKiosk;
let terminal: TestTerminal;
let token: string;
let now = Date.parse('2026-11-25T10:00:00+08:00');
const logged: string[] = [];
beforeAll(async () => {
  seals = await startSeals({ timers: systemTimers, now: () => now, delayMs: 5_000 });
  hub = await testHub({ now: () => new Date(now) });
  const { log } = hub.context;
  for (const level of ['info', 'warn', 'error'] as const)
    log[level] = ((...entry: unknown[]) => logged.push(JSON.stringify(entry))) as typeof log.info;
  terminal = await addTerminal(hub.context, newTerminal('kiosk-01'));
  token = await tokenOf(hub, terminal);
  kiosk = testKiosk(hub.context, terminal);
});
afterAll(async () => {
  await hub?.close();
  await seals?.close();
});
/** Each test has ten minutes of its own. */
beforeEach(async () => {
  now += 900_000;
  token = await tokenOf(hub, terminal);
  await set({});
});
afterEach(() => seals.mode('answer'));

async function set(over: object): Promise<void> {
  const value = JSON.stringify({ ...seals.setting, ...over });
  await hub.context.db
    .insertInto('setting')
    .values({ key: 'seals', value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}
const ask = (path: string, body: object) => call(hub, 'POST', `/kiosk/seals${path}`, { token, body });
const request = (uscc: string = MAKER_USCC, person: object = PERSON) =>
  ask('/request', { person, uscc, sha256: SHA, title: '食品经营许可' });
const confirm = (ticket: string, code: string, over: object = {}) =>
  ask('/confirm', { person: PERSON, uscc: MAKER.uscc, sha256: SHA, ticket, code, ...over });
async function sent(): Promise<{ ticket: string; code: string }> {
  const { ticket } = sealReplies.request.parse((await request()).body);
  return { ticket, code: seals.codeFor(MAKER_USCC) ?? '' };
}
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a seal', () => {
  it('is given for the code that went to the enterprise’s phone, and holds', async () => {
    const reply = await request();
    expect(reply.body).toMatchObject({ sentTo: '139****0101', leftMs: 300_000, simulated: true });
    const { ticket } = sealReplies.request.parse(reply.body);
    const given = sealReplies.confirm.parse((await confirm(ticket, seals.codeFor(MAKER.uscc) ?? '')).body);
    expect(given.seal).toMatchObject({
      no: MAKER.sealNo,
      name: MAKER.sealName,
      uscc: MAKER.uscc,
      sha256: SHA,
      at: now,
      simulated: true,
    });
    expect(isSealSigned(given.seal, [SIMULATED_PUBLIC_KEY])).toBe(true);
    expect(isSealSigned({ ...given.seal, at: now + 1 }, [SIMULATED_PUBLIC_KEY])).toBe(false);
    expect(Buffer.from(given.picture, 'base64').toString('latin1', 1, 4)).toBe('PNG');
    const audits = await hub.context.db
      .selectFrom('audit')
      .select(['action', 'target', 'result'])
      .where('action', 'like', 'seal.%')
      .orderBy('id')
      .execute();
    expect(audits.slice(-2)).toEqual([
      { action: 'seal.request', target: MAKER.uscc, result: 'ok' },
      { action: 'seal.confirm', target: MAKER.uscc, result: 'ok' },
    ]);
  });

  it('is not given for a wrong code, an old one, a used one, or one that was wrong too often', async () => {
    const first = await sent();
    expect((await confirm(first.ticket, wrong(first.code))).body.code).toBe('seal.wrongCode');
    expect((await confirm(first.ticket, first.code)).status).toBe(200);
    expect((await confirm(first.ticket, first.code)).body.code).toBe('seal.expired');
    const second = await sent();
    for (let n = 0; n < 5; n += 1) await confirm(second.ticket, wrong(second.code));
    expect((await confirm(second.ticket, second.code)).body.code).toBe('seal.expired');
    const third = await sent();
    now += 301_000;
    token = await tokenOf(hub, terminal);
    expect((await confirm(third.ticket, third.code)).body.code).toBe('seal.expired');
  });

  it('is refused where there is none, or it is suspended', async () => {
    expect((await request(NOBODY)).body.code).toBe('seal.none');
    expect((await request(SUSPENDED.uscc)).body.code).toBe('seal.suspended');
  });

  it('is not asked for by who has only typed a number, and rings nobody’s phone', async () => {
    const before = seals.codeFor(SUSPENDED.uscc);
    expect((await request(MAKER.uscc, { ...PERSON, by: 'typed' })).body.code).toBe('auth.required');
    expect(seals.codeFor(SUSPENDED.uscc)).toBe(before);
    const reply = await call(hub, 'POST', '/kiosk/seals/request', { body: {} });
    expect(reply.status).toBe(401);
  });

  it('is not asked for without end: a phone rings a few times, and later again', async () => {
    for (let n = 0; n < 5; n += 1) expect((await request()).status).toBe(200);
    expect((await request()).body.code).toBe('seal.tooSoon');
    now += 601_000;
    token = await tokenOf(hub, terminal);
    expect((await request()).status).toBe(200);
  });

  it('on another form, or for another enterprise, than was asked for is none', async () => {
    const one = await sent();
    expect((await confirm(one.ticket, one.code, { sha256: '1'.repeat(64) })).body.code).toBe(
      'seal.platformAway',
    );
    const two = await sent();
    expect((await confirm(two.ticket, two.code, { uscc: SUSPENDED.uscc })).body.code).toBe(
      'seal.platformAway',
    );
  });
});

describe('a platform that does not do as agreed', () => {
  it.each([['fail'], ['page']] as const)('%s: away', async (mode) => {
    seals.mode(mode);
    expect((await request()).body.code).toBe('seal.platformAway');
  });

  it.each([['other'], ['forged']] as const)('%s: its seal is not given on', async (mode) => {
    const { ticket, code } = await sent();
    seals.mode(mode);
    expect((await confirm(ticket, code)).body.code).toBe('seal.platformAway');
    expect(logged.join()).not.toContain(code);
  });

  it('slow: given up in time; not set, or set to what is none: off', async () => {
    await set({ timeoutMs: 500 });
    seals.mode('slow');
    expect((await request()).body.code).toBe('seal.platformAway');
    await set({ publicKeys: ['short'] });
    expect((await request()).body.code).toBe('seal.off');
    await hub.context.db.deleteFrom('setting').where('key', '=', 'seals').execute();
    expect((await request()).body.code).toBe('seal.off');
  });
});

describe('what the console is told of an application', () => {
  const sealOn = (sha256: string, over: Partial<Seal> = {}): Seal => {
    const facts = { no: MAKER.sealNo, uscc: MAKER.uscc, sha256, at: now };
    const value = sign(null, Buffer.from(sealSigned(facts)), SIMULATED_KEY).toString('base64url');
    return { ...facts, name: MAKER.sealName, alg: 'Ed25519', value, simulated: true, ...over };
  };
  const enterprise = { uscc: MAKER.uscc, name: MAKER.sealName };
  const standing = async (seal: Seal, id: string) => {
    const applicant = {
      name: '测试',
      idNumber: demoIdNumber(1),
      by: 'idCard',
      phone: null,
      enterprise,
    } as const;
    return sealStanding(hub.context, { id, seal: { state: 'sealed', seal }, applicant });
  };

  it('is whether the seal is signed, and whether the form that came is the one', async () => {
    const { body } = await kiosk.bring();
    expect(await standing(sealOn(SHA), body.id)).toMatchObject({ signed: 'valid', covers: 'missing' });
    const { bytes } = await kiosk.bringMaterial(body.id, { code: 'applicationForm' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await standing(sealOn(sha256), body.id)).toMatchObject({
      state: 'sealed',
      no: MAKER.sealNo,
      signed: 'valid',
      covers: 'same',
      simulated: true,
    });
    expect(await standing(sealOn(SHA), body.id)).toMatchObject({ signed: 'valid', covers: 'other' });
    const other = await standing(sealOn(sha256, { uscc: SUSPENDED.uscc }), body.id);
    expect(other).toMatchObject({ signed: 'invalid' });
    await set({ publicKeys: ['A'.repeat(43)] });
    expect(await standing(sealOn(sha256), body.id)).toMatchObject({ signed: 'invalid' });
    await hub.context.db.deleteFrom('setting').where('key', '=', 'seals').execute();
    expect(await standing(sealOn(sha256), body.id)).toMatchObject({ signed: 'unknown' });
  });

  it('is that it is to come, where it was left for later', async () => {
    const { body } = await kiosk.bring();
    const later = { state: 'later', way: 'afterwards' } as const;
    expect(await sealStanding(hub.context, { ...body, seal: later })).toEqual(later);
    expect(await sealStanding(hub.context, body)).toBeNull();
  });
});
