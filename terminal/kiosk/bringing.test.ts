import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CertificateView } from '../../contracts/certificate.ts';
import type { Person } from '../../contracts/hub/person.ts';
import { PHONE_PART_BYTES } from '../../contracts/hub/phone-api.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { HubLink, Question } from '../../sync/types.ts';
import type { FlowEvent } from '../flow/state.ts';
import { certificateSource } from '../rooms/certificates/for-material.ts';
import { askHub } from '../rooms/certificates/hub.ts';
import { createBringing } from './bringing.ts';
import { fetchParts } from './fetch-parts.ts';
import { createPhone, type Phone } from './phone.ts';
import { createReuse } from './reuse.ts';
import { type KioskSessionState, openSession } from './session.ts';
import { applyFlow, toLease, walked } from './testing/apply-flow.ts';

const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const FILE = '3f0c9a52-7c1e-4b8a-9c55-0123456789ac';
const CARD: Person = { name: '张伟民', idNumber: '410403198506071230', by: 'idCard' };
const certificate: CertificateView = {
  id: '1.2.156.3005.2.PROPERTY',
  kind: 'certificate',
  typeCode: 'PROPERTY',
  name: { zh: '不动产权证书', en: 'Real estate certificate' },
  no: null,
  issuer: '自然资源和规划局',
  issuedOn: '2021-11-05',
  validUntil: null,
  state: 'valid',
  hasCode: true,
  left: { today: 3, year: 20 },
};
const bytesOf = (size: number): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => (i * 31) % 251));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let time: VirtualTime;
let online: boolean;
let asked: Question[];
/** What the hub answers, by the end of its path. */
let answers: Record<string, (body: Record<string, unknown>) => unknown>;
let document: Buffer;
beforeEach(() => {
  time = virtualTime();
  online = true;
  asked = [];
  document = bytesOf(PHONE_PART_BYTES + 10);
  const file = () => ({
    id: FILE,
    name: 'a.pdf',
    type: 'application/pdf',
    size: document.length,
    sha256: sha256(document),
    atMs: 5,
  });
  const part = ({ offset }: Record<string, unknown>) => {
    const at = Number(offset);
    return {
      serverMs: 1,
      size: document.length,
      offset: at,
      bytes: document.subarray(at, at + PHONE_PART_BYTES).toString('base64'),
    };
  };
  answers = {
    '/kiosk/phone': () => ({ serverMs: 1, offered: true }),
    '/kiosk/phone/open': () => ({
      serverMs: 1,
      id: ID,
      url: 'https://hall.example/phone/x',
      leftMs: 900_000,
    }),
    '/kiosk/phone/list': () => ({ serverMs: 1, seen: true, coming: 0, leftMs: 800_000, files: [file()] }),
    '/kiosk/phone/part': part,
    '/kiosk/phone/remove': () => ({ serverMs: 1 }),
    '/kiosk/phone/close': () => ({ serverMs: 1 }),
    '/kiosk/applications/reusable': () => ({
      serverMs: 1,
      rows: ['lease', 'other'].map((code, i) => ({
        ...file(),
        id: i === 0 ? FILE : ID,
        applicationId: ID,
        code,
        title: '租赁合同',
        itemName: '居住证申领',
        pages: 2,
      })),
    }),
    '/kiosk/applications/reusable/part': part,
    '/kiosk/certificates/list': ({ materialCode }) => ({
      serverMs: 1,
      simulated: true,
      rows: materialCode === 'lease' ? [certificate] : [],
    }),
    '/kiosk/certificates/file': () => ({
      serverMs: 1,
      file: { type: 'application/pdf', base64: document.toString('base64') },
    }),
  };
});

const link = {
  online: () => online,
  async ask(question: Question, schema: { safeParse: (x: unknown) => { success: boolean; data?: unknown } }) {
    asked.push(question);
    const answer = answers[question.path]?.((question.body ?? {}) as Record<string, unknown>);
    if (answer === undefined) return fail('hub.unreachable');
    if (typeof answer === 'string') return fail(answer);
    const parsed = schema.safeParse(answer);
    return parsed.success ? ok(parsed.data) : fail('hub.notOurs');
  },
} as unknown as Pick<HubLink, 'ask' | 'online'>;
const pathsAsked = () => asked.map((q) => q.path.replace('/kiosk/phone', ''));

describe('a document in parts', () => {
  const wish = (over: Partial<Parameters<typeof fetchParts>[0]> = {}) => ({
    size: document.length,
    sha256: sha256(document),
    ask: async (offset: number) =>
      ok({ offset, bytes: document.subarray(offset, offset + 7).toString('base64') }),
    isOver: () => false,
    timers: time.timers,
    ...over,
  });
  beforeEach(() => {
    document = bytesOf(50);
  });

  it('comes whole', async () => {
    expect(await fetchParts(wish())).toEqual(ok(document));
  });

  it('is refused when it is not what was listed', async () => {
    expect(await fetchParts(wish({ sha256: sha256(Buffer.of(1)) }))).toMatchObject(
      fail('material.unreadable', 'hash'),
    );
  });

  it('ends, and never takes what does not fit, whatever the hub sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.record({ offset: fc.nat(60), bytes: fc.base64String({ maxLength: 100 }) })),
        async (stream) => {
          const parts = stream[Symbol.iterator]();
          const fetched = await fetchParts(
            wish({ ask: async () => ok(parts.next().value as { offset: number; bytes: string }) }),
          );
          expect(fetched.ok).toBe(false);
        },
      ),
    );
  });

  it('is asked for again a few times while the hub is not reached', async () => {
    let tries = 0;
    const ask = async (offset: number): Promise<Result<{ offset: number; bytes: string }>> => {
      tries += 1;
      if (tries < 3) return fail('hub.unreachable');
      return ok({ offset, bytes: document.subarray(offset).toString('base64') });
    };
    const fetching = fetchParts(wish({ ask }));
    await time.advance(10_000);
    expect((await fetching).ok).toBe(true);
    tries = -100;
    const lost = fetchParts(wish({ ask }));
    await time.advance(10_000);
    expect(await lost).toEqual(fail('hub.unreachable'));
    expect(tries).toBe(-97);
  });

  it('is let go when nobody waits for it', async () => {
    expect(await fetchParts(wish({ isOver: () => true }))).toEqual(fail('session.over'));
  });
});

describe('a phone', () => {
  let changes: number;
  let phone: Phone;
  beforeEach(() => {
    changes = 0;
    phone = createPhone({ link, timers: time.timers, changed: () => (changes += 1) });
  });
  const settled = () => time.advance(0);

  it('is a way where the hub says so, and says why not while the hub is away', async () => {
    expect(phone.way()).toBeNull();
    phone.refresh();
    phone.refresh();
    await settled();
    expect([phone.way(), changes, asked.length]).toEqual(['ready', 1, 1]);
    online = false;
    phone.refresh();
    expect(phone.way()).toBe('away');
    online = true;
    answers['/kiosk/phone'] = () => ({ serverMs: 1, offered: false });
    phone.refresh();
    await settled();
    expect([phone.way(), asked.length]).toEqual([null, 2]);
  });

  it('is asked for again after the hub was not reached, and not after it said no', async () => {
    answers['/kiosk/phone'] = () => undefined;
    phone.refresh();
    await settled();
    answers['/kiosk/phone'] = () => 'not.found';
    phone.refresh();
    await settled();
    phone.refresh();
    await settled();
    expect([phone.way(), asked.length]).toEqual([null, 2]);
  });

  it('sends what the kiosk reads, and is forgotten here and there', async () => {
    expect(await phone.list()).toEqual(fail('phone.over'));
    expect(await phone.open()).toEqual(ok({ url: 'https://hall.example/phone/x', leftMs: 900_000 }));
    expect(await phone.read(FILE)).toEqual(fail('not.found'));
    expect(await phone.list()).toEqual(
      ok({
        seen: true,
        coming: 0,
        leftMs: 800_000,
        files: [{ id: FILE, name: 'a.pdf', isPdf: true, bytes: document.length }],
      }),
    );
    expect(await phone.read(FILE)).toEqual(ok(document));
    expect(await phone.drop(FILE)).toEqual(ok(null));
    phone.forget();
    phone.forget();
    await settled();
    expect(pathsAsked()).toEqual(['/open', '/list', '/part', '/part', '/remove', '/close']);
    expect(await phone.read(FILE)).toEqual(fail('phone.over'));
  });

  it('whose session is forgotten while it opens is closed at the hub', async () => {
    const opening = phone.open();
    phone.forget();
    expect(await opening).toEqual(fail('session.over'));
    await settled();
    expect(pathsAsked()).toEqual(['/open', '/close']);
  });

  it('gives nothing that was asked for before it was forgotten', async () => {
    await phone.open();
    await phone.list();
    const listing = phone.list();
    const reading = phone.read(FILE);
    phone.forget();
    expect([await listing, await reading]).toEqual([fail('session.over'), fail('session.over')]);
  });
});

describe('pages over the hub', () => {
  const loaded = applyFlow();
  let session: KioskSessionState;
  let brought: [string, Result<Uint8Array>][];
  let touches: number;
  const make = () =>
    createBringing({
      phone: createPhone({ link, timers: time.timers, changed: () => {} }),
      reuse: createReuse(link, time.timers),
      certificates: certificateSource(askHub(link)),
      current: (id) => (id === session.id ? ok(session) : fail('session.over')),
      async bring(_sessionId, source, read) {
        const bytes = await read();
        brought.push([source, bytes]);
        return bytes.ok ? ok(null) : bytes;
      },
      touch: () => {
        touches += 1;
      },
    });
  const standing = (events: readonly FlowEvent[]) => {
    const open = openSession(ID, loaded, { no: 'K-1', date: '2026-01-05 09:00', terminal: 'kiosk-01' });
    session = { ...open, flow: walked(loaded, events) };
  };
  beforeEach(() => {
    brought = [];
    touches = 0;
    standing(toLease);
  });

  it('takes a file of the phone, and the hub lets go of it', async () => {
    const bringing = make();
    await bringing.openPhone(ID);
    await bringing.phoneFiles(ID);
    expect(await bringing.takePhoneFile(ID, FILE)).toEqual(ok(null));
    await time.advance(0);
    expect(brought).toEqual([['phone', ok(document)]]);
    expect(pathsAsked().at(-1)).toBe('/remove');
  });

  it('keeps the visit open when the phone does something, and not otherwise', async () => {
    const bringing = make();
    await bringing.openPhone(ID);
    await bringing.phoneFiles(ID);
    expect(touches).toBe(1);
    await bringing.phoneFiles(ID);
    await bringing.phoneFiles(ID);
    expect(touches).toBe(1);
  });

  it('offers the earlier ones of this material to who has proven who they are', async () => {
    const bringing = make();
    expect(await bringing.reusable(ID)).toEqual(
      ok([{ id: FILE, title: '租赁合同', itemName: '居住证申领', pages: 2, atMs: 5 }]),
    );
    const sent = asked.at(-1)?.body as { person: Person };
    expect(Object.keys(sent.person).sort()).toEqual(['by', 'idNumber', 'name']);
    expect(await bringing.reuse(ID, ID)).toEqual(fail('not.found'));
    expect(await bringing.reuse(ID, FILE)).toEqual(ok(null));
    expect(brought.at(-1)).toEqual(['reuse', ok(document)]);
    bringing.forget();
    expect(await bringing.reuse(ID, FILE)).toEqual(fail('not.found'));
  });

  it('takes a certificate of theirs that may stand for this material', async () => {
    const bringing = make();
    const { id, kind, name, issuer, validUntil } = certificate;
    expect(await bringing.fittingCertificates(ID)).toEqual(
      ok({ simulated: true, rows: [{ id, kind, name, issuer, validUntil }] }),
    );
    expect(asked.at(-1)?.body).toMatchObject({ materialCode: 'lease' });
    expect(await bringing.takeCertificate(ID, '1.2.OTHER')).toEqual(fail('not.found'));
    expect(await bringing.takeCertificate(ID, id)).toEqual(ok(null));
    expect(brought.at(-1)).toEqual(['certificate', ok(document)]);
  });

  it('tells why no certificate can be had', async () => {
    const bringing = make();
    answers['/kiosk/certificates/list'] = () => 'certificate.refused';
    expect(await bringing.fittingCertificates(ID)).toEqual(fail('certificate.refused'));
    online = false;
    expect(await bringing.fittingCertificates(ID)).toEqual(fail('hub.unreachable'));
    expect(await bringing.takeCertificate(ID, certificate.id)).toEqual(fail('hub.unreachable'));
  });

  it('asks nothing about who has only typed a number', async () => {
    const typed = { type: 'manualId', name: CARD.name, number: CARD.idNumber } as const;
    session = { ...session, flow: { ...session.flow, answers: { ...session.flow.answers, who: typed } } };
    const bringing = make();
    expect(await bringing.reusable(ID)).toEqual(fail('auth.required'));
    expect(await bringing.reuse(ID, FILE)).toEqual(fail('auth.required'));
    expect(await bringing.fittingCertificates(ID)).toEqual(fail('auth.required'));
    expect(await bringing.takeCertificate(ID, certificate.id)).toEqual(fail('auth.required'));
    expect(asked).toEqual([]);
  });

  it('does nothing on another step, or for another session', async () => {
    standing([]);
    const bringing = make();
    for (const id of [ID, FILE]) {
      expect(await bringing.openPhone(id)).toEqual(fail('session.over'));
      expect(await bringing.takePhoneFile(id, FILE)).toEqual(fail('session.over'));
      expect(await bringing.reusable(id)).toEqual(fail('session.over'));
      expect(await bringing.fittingCertificates(id)).toEqual(fail('session.over'));
    }
    expect(await bringing.phoneFiles(FILE)).toEqual(fail('session.over'));
    expect(bringing.closePhone(FILE)).toEqual(fail('session.over'));
    expect(asked).toEqual([]);
  });
});
