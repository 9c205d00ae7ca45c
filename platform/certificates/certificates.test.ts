import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { certificateReplies } from '../../contracts/hub/certificates-api.ts';
import { verifyAudit } from '../console/audit/check.ts';
import { demoIdNumber } from '../demo/cases.ts';
import { type Simulator, startCertificateLibrary } from '../simulators/certificates/simulator.ts';
import { call, tokenOf } from '../testing/client.ts';
import { type TestHub, testHub } from '../testing/hub.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { systemTimers } from '../timers.ts';
import { certificateSettings } from './settings.ts';
import { sweepCertificates } from './sweep.ts';

const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const PERSON = { name: '测试一', idNumber: demoIdNumber(1), by: 'idCard' };
const OTHER = { name: '测试二', idNumber: demoIdNumber(2), by: 'idCard' };

let hub: TestHub;
let library: Simulator;
let terminal: TestTerminal;
let token: string;
let other: string;
let now = NOON;
beforeAll(async () => {
  library = await startCertificateLibrary({ timers: systemTimers });
  hub = await testHub({ now: () => new Date(now) });
  terminal = await addTerminal(hub.context, newTerminal('kiosk-01'));
  token = await tokenOf(hub, terminal);
  other = await tokenOf(hub, await addTerminal(hub.context, newTerminal('kiosk-02', 'w2')));
});
afterAll(async () => {
  await hub.close();
  await library.close();
});
beforeEach(() => set({}));
afterEach(async () => {
  now = NOON;
  library.mode('accept');
  await hub.context.db.deleteFrom('certificate_print').execute();
});

async function set(over: object): Promise<void> {
  const value = JSON.stringify({ url: library.url, simulated: true, ...over });
  await hub.context.db
    .insertInto('setting')
    .values({ key: 'certificates', value })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value }))
    .execute();
}
/** Another time, with a token of then. */
async function at(ms: number): Promise<string> {
  now = ms;
  return tokenOf(hub, terminal);
}
const ask = (path: string, body: object, as = token) =>
  call(hub, 'POST', `/kiosk/certificates${path}`, { token: as, body });
const list = async (person: object = PERSON, materialCode: string | null = null) =>
  certificateReplies.list.parse((await ask('/list', { person, materialCode })).body);
const idOf = async (typeCode: string, person = PERSON): Promise<string> =>
  (await list(person)).rows.find((r) => r.typeCode === typeCode)?.id ?? '';
const print = (id: string, printId: string = randomUUID(), as = token) =>
  ask('/print', { person: PERSON, id, printId, purpose: 'bank' }, as);

describe('what a kiosk is told', () => {
  it('lists certificates and proofs, their numbers masked, and says that a simulator stands for the library', async () => {
    const { simulated, rows } = await list();
    expect(simulated).toBe(true);
    expect(rows.filter((r) => r.kind === 'proof').map((r) => r.name.zh)).toContain('社会保险个人参保证明');
    const card = rows.find((r) => r.typeCode === 'ID-CARD');
    expect(card).toMatchObject({
      name: { zh: '居民身份证', en: 'Resident ID card' },
      state: 'valid',
      hasCode: true,
      validUntil: '2038-03-12',
      left: { today: 3, year: 20 },
    });
    expect(card?.no).toMatch(/^9999\*{10}\d{3}[\dX]$/);
    expect(JSON.stringify(rows)).not.toContain(PERSON.idNumber);
  });

  it('gives a picture and a PDF by their bytes', async () => {
    for (const [typeCode, type, head] of [
      ['ID-CARD', 'image/png', '\x89PNG'],
      ['PROOF-SOCIAL', 'application/pdf', '%PDF'],
    ] as const) {
      const { file } = certificateReplies.file.parse(
        (await ask('/file', { person: PERSON, id: await idOf(typeCode) })).body,
      );
      expect([file.type, Buffer.from(file.base64, 'base64').toString('latin1', 0, 4)]).toEqual([type, head]);
    }
  });

  it('gives a code that is over soon, and another each time', async () => {
    const id = await idOf('ID-CARD');
    const one = certificateReplies.code.parse((await ask('/code', { person: PERSON, id })).body);
    const two = certificateReplies.code.parse((await ask('/code', { person: PERSON, id })).body);
    expect(one.ttlMs).toBe(60_000);
    expect(library.codes).toEqual(expect.arrayContaining([one.text, two.text]));
    expect(one.text).not.toBe(two.text);
  });

  it('lists for a material what may stand for it and is valid', async () => {
    await set({ materials: { idCard: ['ID-CARD', 'DRIVER'] } });
    expect((await list(PERSON, 'idCard')).rows.map((r) => r.typeCode)).toEqual(['ID-CARD']);
    expect((await list(PERSON, 'lease')).rows).toEqual([]);
  });
});

describe('who is refused', () => {
  const codeOf = async (path: string, body: object) => (await ask(path, body)).body.code;
  it('a typed person, in everything', async () => {
    const person = { ...PERSON, by: 'typed' };
    const id = await idOf('ID-CARD');
    const before = library.asked.length;
    expect(await codeOf('/list', { person, materialCode: null })).toBe('auth.required');
    expect(await codeOf('/file', { person, id })).toBe('auth.required');
    expect(await codeOf('/code', { person, id })).toBe('auth.required');
    expect(await codeOf('/print', { person, id, printId: randomUUID(), purpose: 'keep' })).toBe(
      'auth.required',
    );
    expect(library.asked).toHaveLength(before);
  });

  it('another person, who has no such certificate', async () => {
    const id = await idOf('ID-CARD');
    expect(await codeOf('/file', { person: OTHER, id })).toBe('not.found');
    expect(await codeOf('/print', { person: OTHER, id, printId: randomUUID(), purpose: 'keep' })).toBe(
      'not.found',
    );
  });

  it('whoever is no terminal', async () => {
    const reply = await call(hub, 'POST', '/kiosk/certificates/list', {
      body: { person: PERSON, materialCode: null },
    });
    expect(reply.status).toBe(401);
  });

  it('everybody, in a hall without a library or with a setting that does not fit', async () => {
    await hub.context.db.deleteFrom('setting').where('key', '=', 'certificates').execute();
    expect(await codeOf('/list', { person: PERSON, materialCode: null })).toBe('certificate.off');
    await set({ url: 'ftp://x' });
    expect(await codeOf('/list', { person: PERSON, materialCode: null })).toBe('certificate.off');
  });
});

describe('a library that does not do as agreed', () => {
  it.each([
    ['fail', 'certificate.libraryAway'],
    ['drop', 'certificate.libraryAway'],
    ['page', 'certificate.libraryAway'],
    ['flood', 'certificate.libraryAway'],
    ['other', 'certificate.libraryAway'],
    ['refuse', 'certificate.refused'],
  ] as const)('%s: %s', async (mode, code) => {
    library.mode(mode);
    expect((await ask('/list', { person: PERSON, materialCode: null })).body.code).toBe(code);
  });

  it('slow: given up in time, and nothing is counted', async () => {
    const id = await idOf('ID-CARD');
    await set({ timeoutMs: 500 });
    library.mode('slow');
    expect((await print(id)).body.code).toBe('certificate.libraryAway');
    expect(await hub.context.db.selectFrom('certificate_print').selectAll().execute()).toEqual([]);
  });

  it('a file that is none', async () => {
    const id = await idOf('ID-CARD');
    library.mode('ofd');
    expect((await ask('/file', { person: PERSON, id })).body.code).toBe('certificate.badFile');
  });

  it.each([
    ['nothing', ''],
    ['an array', '[]'],
    ['no data', '{"code":200}'],
    ['a state of its own', '{"code":200,"data":{"certificates":[{"status":"9"}]}}'],
    ['a prototype', '{"code":200,"data":{"__proto__":{"certificates":[]}}}'],
    ['a redirection', null],
  ])('%s', async (_name, body) => {
    const liar = createServer((_, response) =>
      body === null
        ? response.writeHead(302, { location: `${library.url}/certificates/query` }).end()
        : response.end(body),
    );
    await new Promise<void>((done) => liar.listen(0, '127.0.0.1', done));
    await set({ url: `http://127.0.0.1:${(liar.address() as AddressInfo).port}` });
    expect((await ask('/list', { person: PERSON, materialCode: null })).body.code).toBe(
      'certificate.libraryAway',
    );
    liar.close();
  });
});

describe('prints are counted', () => {
  it('so many a day, and again the next day', async () => {
    await set({ perDay: 2, perYear: 3 });
    const id = await idOf('ID-CARD');
    expect((await print(id)).body).toMatchObject({ no: 1, left: { today: 1, year: 2 } });
    expect((await print(id)).body).toMatchObject({ no: 2, left: { today: 0, year: 1 } });
    expect((await print(id)).body.code).toBe('certificate.dayLimit');
    expect((await list()).rows.find((r) => r.id === id)?.left).toEqual({ today: 0, year: 1 });
    const tomorrow = await at(NOON + 86_400_000);
    const again = () => print(id, randomUUID(), tomorrow);
    expect((await again()).body).toMatchObject({ no: 3, left: { today: 0, year: 0 } });
    expect((await again()).body.code).toBe('certificate.yearLimit');
    const newYear = await at(Date.parse('2027-01-01T00:00:00+08:00'));
    expect((await print(id, randomUUID(), newYear)).body).toMatchObject({ no: 1 });
  });

  it('each certificate for itself, by the limits of its type', async () => {
    await set({ limits: { 'PROOF-SOCIAL': { perDay: 1, perYear: 5 } } });
    const [card, proof] = [await idOf('ID-CARD'), await idOf('PROOF-SOCIAL')];
    expect((await print(proof)).body).toMatchObject({ no: 1, left: { today: 0, year: 4 } });
    expect((await print(proof)).body.code).toBe('certificate.dayLimit');
    expect((await print(card)).body).toMatchObject({ no: 1 });
  });

  it('the same key takes one place, and once it is over none', async () => {
    const id = await idOf('ID-CARD');
    const key = randomUUID();
    for (let i = 0; i < 3; i += 1) expect((await print(id, key)).body).toMatchObject({ no: 1 });
    const printed = await ask('/printed', { printId: key, outcome: 'printed' });
    expect(printed.status).toBe(200);
    expect((await print(id, key)).body.code).toBe('certificate.printTaken');
    expect((await print(await idOf('SOCIAL-CARD'), key)).body.code).toBe('certificate.printTaken');
    expect((await list()).rows.find((r) => r.id === id)?.left.today).toBe(2);
  });

  it('one that failed gives its place back; one that is unclear does not', async () => {
    const id = await idOf('ID-CARD');
    const [failed, unclear] = [randomUUID(), randomUUID()];
    await print(id, failed);
    await ask('/printed', { printId: failed, outcome: 'failed' });
    expect((await list()).rows.find((r) => r.id === id)?.left.today).toBe(3);
    expect((await print(id, failed)).body).toMatchObject({ no: 1 });
    await ask('/printed', { printId: failed, outcome: 'failed' });
    await print(id, unclear);
    await ask('/printed', { printId: unclear, outcome: 'unclear' });
    await ask('/printed', { printId: unclear, outcome: 'failed' });
    expect((await list()).rows.find((r) => r.id === id)?.left.today).toBe(2);
  });

  it('no two prints of a year have one number, whichever of them fails', async () => {
    const id = await idOf('ID-CARD');
    const first = randomUUID();
    expect((await print(id, first)).body.no).toBe(1);
    expect((await print(id)).body.no).toBe(2);
    await ask('/printed', { printId: first, outcome: 'failed' });
    expect((await print(id)).body).toMatchObject({ no: 3, left: { today: 1, year: 18 } });
  });

  it('another terminal can neither settle nor take over a print', async () => {
    const id = await idOf('ID-CARD');
    const key = randomUUID();
    await print(id, key);
    const settled = await ask('/printed', { printId: key, outcome: 'failed' }, other);
    expect(settled.body.code).toBe('not.found');
    expect((await print(id, key, other)).body.code).toBe('certificate.printTaken');
  });

  it('twenty at once take no more than there are', async () => {
    await set({ perDay: 4 });
    const id = await idOf('ID-CARD');
    const replies = await Promise.all(Array.from({ length: 20 }, () => print(id)));
    const granted = replies.filter((r) => r.status === 200).map((r) => r.body.no);
    expect(granted.toSorted()).toEqual([1, 2, 3, 4]);
    expect(new Set(replies.filter((r) => r.status !== 200).map((r) => r.body.code))).toEqual(
      new Set(['certificate.dayLimit']),
    );
  });

  it('one that is not valid is neither printed nor shown', async () => {
    const id = await idOf('DRIVER');
    expect((await print(id)).body.code).toBe('certificate.notNow');
    expect((await ask('/code', { person: PERSON, id })).body.code).toBe('certificate.notNow');
    expect((await ask('/file', { person: PERSON, id })).status).toBe(200);
  });

  it('what is counted goes after its time', async () => {
    await print(await idOf('ID-CARD'));
    now += 700 * 86_400_000;
    expect(await sweepCertificates(hub.context)).toBe(0);
    now += 40 * 86_400_000;
    expect(await sweepCertificates(hub.context)).toBe(1);
  });
});

it('leaves an audited trace without the person or the certificate in clear', async () => {
  const id = await idOf('ID-CARD');
  await ask('/file', { person: PERSON, id });
  await print(id);
  const rows = await hub.context.db
    .selectFrom('audit')
    .select(['action', 'target', 'detail'])
    .where('action', 'like', 'certificate.%')
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  expect(rows.map((r) => r.action)).toEqual(['certificate.print', 'certificate.file']);
  expect(rows[0]?.detail).toMatchObject({ terminal: 'kiosk-01', no: 1, purpose: 'bank', type: 'ID-CARD' });
  expect(rows[0]?.target).toBe(rows[1]?.target);
  const { dump } = await sql<{
    dump: string;
  }>`select (select string_agg(p::text, '') from certificate_print p) || (select string_agg(a::text, '') from audit a) as dump`
    .execute(hub.context.db)
    .then((r) => r.rows[0] ?? { dump: '' });
  for (const secret of [PERSON.idNumber, PERSON.name, id]) expect(dump).not.toContain(secret);
  expect(await verifyAudit(hub.context.db)).toMatchObject({ intact: true });
});

it('a setting needs no more than an address', () => {
  const { perDay, perYear, simulated } = certificateSettings.parse({ url: 'http://library' });
  expect({ perDay, perYear, simulated }).toEqual({ perDay: 3, perYear: 20, simulated: false });
  expect(certificateSettings.safeParse({ url: 'http://library', extra: 1 }).success).toBe(false);
});
