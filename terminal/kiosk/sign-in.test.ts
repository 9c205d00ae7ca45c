import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../contracts/result.ts';
import type { Identity } from '../../contracts/visit.ts';
import { SAMPLE_CARD } from '../flow/samples.ts';
import { openSignIn, type SignIn, type SignInEvent } from './sign-in.ts';
import { createAsking } from './sign-in-asking.ts';
import { signInView } from './sign-in-view.ts';
import { openVisit, step, type VisitEvent, type VisitState } from './visit.ts';

const PERSON = { name: '张伟民', idNumber: '410403198506071230' };
const OTHER = { name: '李秀英', idNumber: '410403195203154529' };
const PHONE = '13800000001';
const CODE = 'SFM1.0.abc.def.ghi';
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const guest = (): VisitState => openVisit('v', 'zh-CN', 0);

/** A sign-in over a hub that answers when the test says so. */
function bench(from = guest()) {
  let visit: VisitState | null = from;
  const questions: { path: string; body: unknown; answer: (reply: Result<unknown>) => Promise<void> }[] = [];
  const logged: unknown[] = [];
  let changes = 0;
  const apply = (event: VisitEvent): void => {
    if (visit === null) return;
    const before = visit;
    visit = step(visit, event, 1_000);
    if (visit !== null) asking.follow(before, visit);
  };
  const asking = createAsking({
    link: {
      ask: (({ path, body }: { path: string; body?: unknown }) =>
        new Promise((resolve) => {
          questions.push({
            path,
            body,
            answer: async (reply) => {
              resolve(reply);
              await Promise.resolve().then(() => undefined);
            },
          });
        })) as never,
    },
    visit: () => visit,
    apply,
    changed: () => {
      changes += 1;
    },
    log: (event, data) => logged.push([event, data]),
  });
  apply({ type: 'signIn' });
  const ok = (value: object): Result<unknown> => ({ ok: true, value: { serverMs: 1, ...value } });
  const last = () => {
    const question = questions.at(-1);
    if (question === undefined) throw new Error('nothing was asked');
    return question;
  };
  return {
    asking,
    apply,
    questions,
    last,
    ok,
    logged,
    changes: () => changes,
    end: () => {
      visit = null;
    },
    place: (): SignIn => {
      if (visit?.place.kind !== 'signIn') throw new Error(`at ${visit?.place.kind}`);
      return visit.place;
    },
    identity: (): Identity | null => visit?.identity ?? null,
    at: () => visit?.place.kind,
  };
}
const refused = (code: string): Result<unknown> => ({ ok: false, error: { code } });

let b: ReturnType<typeof bench>;
beforeEach(() => {
  b = bench();
});

describe('ways', () => {
  const WAYS = { qr: { simulated: true }, sms: null };

  it('are asked for when the page comes, and kept', async () => {
    expect(b.questions.map((q) => q.path)).toEqual(['/kiosk/sign-in/ways']);
    b.asking.hubChanged();
    expect(b.questions).toHaveLength(1);
    await b.last().answer(b.ok({ ways: WAYS }));
    expect([b.asking.ways(), b.changes()]).toEqual([WAYS, 1]);
    b.asking.hubChanged();
    expect(b.questions).toHaveLength(1);
  });

  it('are asked for again once the hub is back', async () => {
    await b.last().answer(refused('hub.unreachable'));
    b.asking.hubChanged();
    expect([b.questions.length, b.asking.ways()]).toEqual([2, null]);
  });

  it.each([
    [null, true, true, 'waiting'],
    [null, false, true, 'offline'],
    [WAYS, true, true, 'ready'],
    [WAYS, true, false, 'missing'],
    [WAYS, false, true, 'offline'],
    [{ qr: null, sms: null }, false, true, 'notOffered'],
  ] as const)('%j, online %s, scanner %s: QR is %s', (ways, online, scanner, wanted) => {
    const has = (device: string) => device === 'idCardReader' || scanner;
    const view = signInView(openSignIn({ kind: 'home' }), { has, ways, online }, 0);
    expect(view).toMatchObject({ qr: { way: wanted }, simulated: ways?.qr != null });
  });
});

describe('by QR', () => {
  it('signs in whoever the hub names, and keeps no code', async () => {
    b.asking.scanned(` ${CODE}\r\n`);
    expect(b.last()).toMatchObject({ path: '/kiosk/sign-in/qr', body: { code: CODE } });
    expect(JSON.stringify(b.place())).not.toContain(CODE);
    await b.last().answer(b.ok({ person: PERSON }));
    expect(b.identity()).toEqual({ ...PERSON, by: 'qr', address: null, phone: null });
    expect(b.at()).toBe('home');
    expect(JSON.stringify(b.logged)).not.toMatch(/SFM1|张伟民|4104/);
  });

  it('says why a code was refused, and looks for another', async () => {
    b.asking.scanned(CODE);
    await b.last().answer(refused('signIn.codeExpired'));
    expect(b.place().qr).toEqual({ asked: null, code: 'signIn.codeExpired' });
    b.asking.scanned(CODE);
    expect(b.place().qr).toMatchObject({ asked: 2, code: null });
  });

  it.each([null, '', '身份码', 'https://x.example/a b', 'x'.repeat(1_025)])(
    'asks nobody about %j',
    (text) => {
      const before = b.questions.length;
      b.asking.scanned(text);
      expect(b.place().qr.code).toBe('signIn.codeForged');
      expect(b.questions).toHaveLength(before);
    },
  );

  it('asks about one code at a time', () => {
    b.asking.scanned(CODE);
    b.asking.scanned('another.code');
    expect(b.questions).toHaveLength(2);
  });

  it('gives way to the card that is read meanwhile', async () => {
    b.asking.scanned(CODE);
    const question = b.last();
    b.apply({ type: 'card', event: { type: 'card', card: SAMPLE_CARD, photo: null, readMs: 1 } });
    expect(b.identity()?.by).toBe('idCard');
    await question.answer(b.ok({ person: OTHER }));
    expect(b.identity()).toMatchObject({ by: 'idCard', idNumber: SAMPLE_CARD.number });
  });

  it('hears no answer that comes to a page of later', async () => {
    b.asking.scanned(CODE);
    const question = b.last();
    b.apply({ type: 'cancelSignIn' });
    b.apply({ type: 'signIn' });
    await question.answer(b.ok({ person: PERSON }));
    expect([b.identity(), b.at()]).toEqual([null, 'signIn']);
  });

  it('signs nobody in after the visit', async () => {
    b.asking.scanned(CODE);
    const question = b.last();
    b.end();
    await question.answer(b.ok({ person: PERSON }));
    expect(b.identity()).toBeNull();
  });

  it('takes nobody else for who was there before', async () => {
    const typed: Identity = { ...OTHER, by: 'typed', address: null, phone: null };
    b = bench({ ...guest(), identity: typed });
    b.asking.scanned(CODE);
    await b.last().answer(b.ok({ person: PERSON }));
    expect(b.place().qr.code).toBe('visit.otherPerson');
    expect(b.identity()).toEqual(typed);
  });
});

describe('by SMS', () => {
  const send = async () => {
    expect(b.asking.sendSms('v', PHONE).ok).toBe(true);
    await b.last().answer(b.ok({ id: ID, leftMs: 300_000, againMs: 60_000 }));
  };

  it('sends a code, checks it, and signs in whose phone it is', async () => {
    expect(b.asking.sendSms('v', PHONE)).toEqual({ ok: true, value: null });
    expect(b.place().sms.phase).toBe('sending');
    await b.last().answer(b.ok({ id: ID, leftMs: 300_000, againMs: 60_000 }));
    expect(b.place().sms).toMatchObject({ phase: 'code', sent: { id: ID, until: 301_000, againAt: 61_000 } });
    const view = signInView(b.place(), { has: () => true, ways: null, online: true }, 11_000);
    expect(view).toMatchObject({ sms: { phone: '138****0001', leftMs: 290_000, againMs: 50_000 } });
    expect(b.asking.checkSms('v', '123456').ok).toBe(true);
    expect(b.last().body).toEqual({ id: ID, phone: PHONE, code: '123456' });
    await b.last().answer(b.ok({ person: PERSON }));
    expect(b.identity()).toEqual({ ...PERSON, by: 'sms', address: null, phone: PHONE });
  });

  it('proves the phone alone where it is nobody’s; the name that is typed goes with it', async () => {
    await send();
    b.asking.checkSms('v', '123456');
    await b.last().answer(b.ok({ person: null }));
    expect(b.place()).toMatchObject({ phone: PHONE, sms: { phase: 'phone', phone: '' } });
    b.apply({ type: 'typed', identity: { ...PERSON, by: 'typed', address: null, phone: null } });
    expect(b.identity()).toMatchObject({ by: 'typed', phone: PHONE });
  });

  it('stays at the code that can be tried again, and goes back where it cannot', async () => {
    await send();
    for (const [code, phase] of [
      ['sms.wrong', 'code'],
      ['hub.unreachable', 'code'],
      ['signIn.unavailable', 'code'],
      ['sms.spent', 'phone'],
    ]) {
      expect(b.asking.checkSms('v', '123456').ok).toBe(true);
      await b.last().answer(refused(code ?? ''));
      expect(b.place().sms).toMatchObject({ phase, code, asked: null });
    }
    expect(b.asking.checkSms('v', '123456')).toMatchObject({ error: { code: 'session.over' } });
  });

  it('keeps the code that is there when another cannot be sent yet', async () => {
    await send();
    b.asking.sendSms('v', PHONE);
    await b.last().answer(refused('sms.tooSoon'));
    expect(b.place().sms).toMatchObject({ phase: 'code', code: 'sms.tooSoon', sent: { id: ID } });
  });

  it('refuses what is no phone or code without asking, and one question at a time', async () => {
    expect(b.asking.sendSms('v', '123')).toMatchObject({ error: { code: 'sms.badPhone' } });
    expect(b.asking.sendSms('other', PHONE)).toMatchObject({ error: { code: 'session.over' } });
    await send();
    expect(b.asking.checkSms('v', '12')).toMatchObject({ error: { code: 'sms.wrong' } });
    b.asking.checkSms('v', '123456');
    expect(b.asking.checkSms('v', '123456')).toMatchObject({ error: { code: 'busy' } });
    expect(b.asking.sendSms('v', PHONE)).toMatchObject({ error: { code: 'busy' } });
  });

  it('forgets number and code for another number, whatever is under way', async () => {
    await send();
    b.asking.checkSms('v', '123456');
    const question = b.last();
    b.apply({ type: 'smsAnew' });
    await question.answer(b.ok({ person: PERSON }));
    expect(b.identity()).toBeNull();
    expect(JSON.stringify(b.place())).not.toContain(PHONE);
  });

  it('says at the phone whose number it is not', async () => {
    b = bench({ ...guest(), identity: { ...OTHER, by: 'typed', address: null, phone: null } });
    await send();
    b.asking.checkSms('v', '123456');
    await b.last().answer(b.ok({ person: PERSON }));
    expect(b.place().sms).toMatchObject({ phase: 'phone', code: 'visit.otherPerson' });
  });
});

it('lets whoever has proven themselves not sign in again', () => {
  for (const by of ['idCard', 'qr', 'sms'] as const) {
    const v = { ...guest(), identity: { ...PERSON, by, address: null, phone: null } };
    expect(step(v, { type: 'signIn' }, 0)).toBe(v);
  }
});

it('signs in by an answer to the open question alone, in whatever order events come', () => {
  const n = fc.integer({ min: 1, max: 4 });
  const event: fc.Arbitrary<SignInEvent> = fc.oneof(
    fc.record({ type: fc.constant('qrAsked' as const), n }),
    fc.record({ type: fc.constant('qrKnown' as const), n, person: fc.constant(PERSON) }),
    fc.record({ type: fc.constant('qrRefused' as const), n, code: fc.constant('signIn.codeForged') }),
    fc.record({ type: fc.constant('smsAsked' as const), n, phone: fc.constant(PHONE) }),
    fc.record({
      type: fc.constant('smsSent' as const),
      n,
      id: fc.constant(ID),
      leftMs: fc.constant(5),
      againMs: fc.constant(1),
    }),
    fc.record({ type: fc.constant('smsChecking' as const), n }),
    fc.record({ type: fc.constant('smsKnown' as const), n, person: fc.constant(PERSON) }),
    fc.record({ type: fc.constant('smsRefused' as const), n, code: fc.constant('sms.wrong') }),
    fc.constant({ type: 'smsAnew' as const }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let v = step(guest(), { type: 'signIn' }, 0);
      for (const e of events) {
        if (v?.place.kind !== 'signIn') break;
        const { qr, sms } = v.place;
        const next: VisitState | null = step(v, e, 0);
        if (next !== null && next.identity !== null) {
          expect(e.type === 'qrKnown' ? qr.asked === e.n : e.type === 'smsKnown' && sms.asked === e.n).toBe(
            true,
          );
          expect(next.place.kind).toBe('home');
        }
        v = next;
      }
    }),
  );
});
