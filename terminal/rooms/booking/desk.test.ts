import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  type BookingBody,
  type BookingRules,
  type BookingView,
  bookingBody,
  bookingNoOf,
} from '../../../contracts/booking.ts';
import type { TerminalConfig } from '../../../contracts/config.ts';
import { msAt } from '../../../contracts/hall-time.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { bookingOutcome, ticketOutcome } from '../../../contracts/rooms/booking.ts';
import { type Slip, slip as slipShape } from '../../../contracts/slip.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import type { Question } from '../../../sync/types.ts';
import type { RoomTools } from '../types.ts';
import { createBookingDesk } from './desk.ts';
import { wantedOf } from './seats.ts';

/** Tuesday, 10:00 in the hall. */
const NOW = msAt('2026-11-24', 600);
const WISH = { matterId: 'idcard', day: '2026-11-26', minute: 540 };
const words = (zh: string, en: string) => ({ zh, en });
const OPEN = [{ weekdays: [1, 2, 3, 4, 5], from: 540, to: 720 }];
const RULES: BookingRules = {
  daysAhead: 7,
  leadMinutes: 30,
  maxOpen: 3,
  mark: 'K',
  matters: [
    {
      id: 'idcard',
      departmentId: 'gongan',
      department: words('公安分局', 'Public security'),
      itemCode: null,
      name: words('身份证', 'ID card'),
      place: words('1号窗口', 'Window 1'),
      opening: OPEN,
      slotMinutes: 30,
      capacity: 2,
    },
  ],
  exceptions: [{ day: '2026-11-27', matterId: null, opensAs: null, reason: words('放假', 'Holiday') }],
  queues: [
    { id: 'qa', letter: 'A', name: words('户籍', 'Household'), place: words('1号', '1'), opening: OPEN },
  ],
};
const CARD: Identity = {
  name: '张伟民',
  idNumber: '410403198506071230',
  by: 'idCard',
  address: null,
  phone: null,
};
const VISIT = '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11';

type Told = Result<unknown>;

/** A room whose hub answers what the test says; by default what a good hub would. */
function room(start: { identity?: Identity | null; online?: boolean; rules?: boolean } = {}) {
  const time = virtualTime(NOW);
  const documents = new Map<string, string>();
  const saved: BookingBody[] = [];
  const asked: Question[] = [];
  const printed: Slip[] = [];
  const logged: unknown[] = [];
  let ids = 0;
  let onEnd: (visitId: string) => void = () => {};
  let visit: Visit | null = {
    id: VISIT,
    identity: start.identity === undefined ? CARD : start.identity,
    locale: 'zh-CN',
  };
  const world = {
    online: start.online ?? true,
    /** By path; null: the default. */
    answer: (_: Question): Told | null => null,
    saveFails: null as string | null,
    meanwhile: () => {},
  };
  const bookingFor = (body: { id: string; day: string; minute: number }): BookingView => ({
    id: body.id,
    no: bookingNoOf(body.id, body.day),
    matterId: 'idcard',
    matter: words('身份证', 'ID card'),
    department: words('公安分局', 'Public security'),
    place: words('1号窗口', 'Window 1'),
    day: body.day,
    minute: body.minute,
    endMinute: body.minute + 30,
    state: 'confirmed',
    reason: null,
    offered: [],
    mayCancel: true,
  });
  const usual = ({ path, body }: Question): Told => {
    const serverMs = NOW;
    const wish = body as { id: string; day: string; minute: number };
    if (path.endsWith('/rules')) return ok({ serverMs, rules: RULES });
    if (path.endsWith('/bookings')) return ok({ serverMs, booking: bookingFor(wish) });
    if (path.endsWith('/list'))
      return ok({ serverMs, rows: [bookingFor({ id: VISIT, day: WISH.day, minute: 540 })] });
    if (path.endsWith('/cancel'))
      return ok({
        serverMs,
        booking: { ...bookingFor({ ...wish, day: WISH.day, minute: 540 }), state: 'cancelled' },
      });
    if (path.endsWith('/tickets')) {
      const ticket = { id: wish.id, label: 'A012', queueId: 'qa', name: words('户籍', 'Household') };
      return ok({
        serverMs,
        ticket: { ...ticket, place: words('1号', '1'), day: WISH.day, takenMs: NOW, ahead: 4 },
      });
    }
    return fail('hub.unreachable');
  };
  const tools: RoomTools = {
    config: { terminalId: 'kiosk-01', role: 'kiosk' } as TerminalConfig,
    store: {
      saveRecord(_kind, body) {
        if (world.saveFails !== null) return fail(world.saveFails);
        saved.push(bookingBody.parse(body));
        return ok({ seq: saved.length });
      },
      record: () => null,
      putDocument(name, text) {
        documents.set(name, text);
        return ok(null);
      },
      document: (name) => documents.get(name) ?? null,
      removeDocument: (name) => void documents.delete(name),
      forgetDocuments: () => undefined,
      reference: () => null,
    },
    link: {
      online: () => world.online,
      kick: () => undefined,
      async ask<T extends z.ZodType>(question: Question, schema: T) {
        asked.push(question);
        const told = world.answer(question) ?? usual(question);
        world.meanwhile();
        return told.ok ? ok(schema.parse(told.value) as z.infer<T>) : told;
      },
    },
    visits: {
      get: (id) => (visit?.id === id ? visit : null),
      onEnd(listener) {
        onEnd = listener;
        return () => undefined;
      },
    },
    print: async (slip) => {
      printed.push(slipShape.parse(slip));
      return ok(null);
    },
    clock: time.clock,
    timers: time.timers,
    newId: () => `3f0c9a52-7c1e-4b8a-9c55-${String(++ids).padStart(12, '0')}`,
    app: 'test/1',
    log: (event, data) => logged.push({ event, ...data }),
  };
  if (start.rules ?? true) documents.set('booking.rules', JSON.stringify({ offsetMs: 0, rules: RULES }));
  const desk = createBookingDesk(tools);
  return {
    desk,
    world,
    time,
    saved,
    asked,
    printed,
    logged,
    documents,
    paths: () => asked.map((q) => q.path.replace('/kiosk/bookings', '')),
    end() {
      visit = null;
      onEnd(VISIT);
    },
    become(identity: Identity) {
      if (visit !== null) visit = { ...visit, identity };
    },
    /** The desk of the same terminal, started anew. */
    again: () => createBookingDesk(tools),
  };
}
const idOf = (question: Question | undefined): string | undefined =>
  (question?.body as { id?: string } | undefined)?.id;
const codeOf = (r: Result<unknown>) => (r.ok ? 'ok' : r.error.code);

describe('booking at a kiosk', () => {
  it('books what was chosen, and prints its number', async () => {
    const r = room();
    expect(await r.desk.choose(VISIT, WISH)).toMatchObject({ value: { state: 'chosen', endMinute: 570 } });
    const made = await r.desk.book(VISIT, '13800000000');
    if (!made.ok) throw new Error(made.error.code);
    const { booking, slip } = bookingOutcome.parse(made.value);
    expect(JSON.stringify(slip)).toContain(booking.no);
    expect(JSON.stringify(slip)).toContain('张*民');
    expect(JSON.stringify(slip)).not.toContain('张伟民');
    expect(r.asked.at(-1)?.body).toMatchObject({ ...WISH, phone: '13800000000', person: { by: 'idCard' } });
    expect(await r.desk.print(VISIT, booking.id)).toEqual(ok(null));
    expect(r.printed).toEqual([slip]);
  });

  it('asks again under the same id while it is unclear, and so books once', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    r.world.answer = () => fail('hub.unreachable');
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('hub.unreachable');
    expect(await r.desk.offer(VISIT)).toMatchObject({ value: { draft: { state: 'unclear' } } });
    r.world.answer = () => null;
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('ok');
    const ids = r.asked.filter((q) => q.path === '/kiosk/bookings').map((q) => (q.body as { id: string }).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('leaves a request under that id too, so that the hub knows them as one', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    r.world.answer = () => fail('hub.notOurs');
    await r.desk.book(VISIT, null);
    const asked = idOf(r.asked.at(-1));
    expect(await r.desk.request(VISIT, null)).toMatchObject({
      value: { booking: { id: asked, state: 'requested' } },
    });
    expect(r.saved).toMatchObject([{ type: 'request', id: asked, ...WISH }]);
  });

  it('is chosen anew after a refusal, under another id', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    r.world.answer = (q) => (q.path === '/kiosk/bookings' ? fail('booking.full') : null);
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('booking.full');
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('booking.notNow');
    r.world.answer = () => null;
    await r.desk.choose(VISIT, { ...WISH, minute: 570 });
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('ok');
    const ids = r.asked.filter((q) => q.path === '/kiosk/bookings').map((q) => (q.body as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
  });

  it('outlasts a sign-in: a guest chooses, signs in and books', async () => {
    const r = room({ identity: null });
    await r.desk.choose(VISIT, WISH);
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('auth.required');
    r.become(CARD);
    expect(await r.desk.offer(VISIT)).toMatchObject({ value: { draft: { ...WISH, state: 'chosen' } } });
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('ok');
  });

  it('chooses only what the rules offer', async () => {
    const r = room();
    expect(codeOf(await r.desk.choose(VISIT, { ...WISH, day: '2026-11-27' }))).toBe('booking.closed');
    expect(codeOf(await r.desk.choose(VISIT, { ...WISH, minute: 545 }))).toBe('booking.closed');
    expect(codeOf(await r.desk.choose(VISIT, { ...WISH, matterId: 'x' }))).toBe('booking.unknownMatter');
  });
});

describe('from the guide of an item', () => {
  const own = (code: string, departmentId: string) => wantedOf(rules, { code, departmentId });
  const [all] = RULES.matters;
  if (all === undefined) throw new Error('no matter');
  const one = { ...all, id: 'hukou', itemCode: 'WD01003' };
  const other = { ...one, id: 'company', departmentId: 'shichang', itemCode: 'WD02001' };
  const rules = { matters: [one, all, other] };

  it('its own matter is chosen, else that of all its department does, else its department', () => {
    expect(own('WD01003', 'gongan')).toMatchObject({ matter: { id: 'hukou' }, departmentId: 'gongan' });
    expect(own('WD01009', 'gongan')).toMatchObject({ matter: { id: 'idcard' } });
    expect(own('WD02009', 'shichang')).toEqual({ matter: null, departmentId: 'shichang' });
    expect(own('WD03001', 'shuiwu')).toEqual({ matter: null, departmentId: null });
  });

  it('it is told once the room is entered, until it was gone to; a choice of before gives way', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    await r.desk.want(VISIT, { code: 'WD01001', departmentId: 'gongan' });
    const offer = await r.desk.offer(VISIT);
    expect(offer).toMatchObject({ value: { draft: null, wanted: { matter: { id: 'idcard' } } } });
    await r.desk.want(VISIT, null);
    expect(await r.desk.offer(VISIT)).toMatchObject({ value: { wanted: null } });
  });
});

describe('without the hub', () => {
  it('offers by the kept rules, and takes a request without asking', async () => {
    const r = room({ online: false });
    expect(await r.desk.offer(VISIT)).toMatchObject({
      value: { live: false, departments: [{ id: 'gongan' }] },
    });
    const days = await r.desk.days(VISIT, 'idcard');
    expect(days).toMatchObject({ value: { live: false } });
    expect(days.ok && days.value.days[3]).toEqual({
      day: '2026-11-27',
      slots: 0,
      free: null,
      exception: words('放假', 'Holiday'),
    });
    expect(await r.desk.slots(VISIT, 'idcard', WISH.day)).toMatchObject({
      value: { live: false, slots: [{ minute: 540, free: null }, {}, {}, {}, {}, {}] },
    });
    await r.desk.choose(VISIT, WISH);
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('hub.unreachable');
    expect(await r.desk.offer(VISIT)).toMatchObject({ value: { draft: { state: 'chosen' } } });
    const left = await r.desk.request(VISIT, null);
    expect(left).toMatchObject({ value: { booking: { state: 'requested' } } });
    expect(JSON.stringify(left)).toContain('还没有约上');
    expect(r.asked).toEqual([]);
    expect(r.saved).toMatchObject([{ person: { idNumber: CARD.idNumber }, at: NOW, terminalId: 'kiosk-01' }]);
  });

  it('says so when a request cannot be kept, and keeps the choice', async () => {
    const r = room({ online: false });
    await r.desk.choose(VISIT, WISH);
    r.world.saveFails = 'store.full';
    expect(codeOf(await r.desk.request(VISIT, null))).toBe('store.full');
    r.world.saveFails = null;
    expect(codeOf(await r.desk.request(VISIT, null))).toBe('ok');
  });

  it('has nothing to offer where the hub was never heard', async () => {
    const r = room({ online: false, rules: false });
    expect(codeOf(await r.desk.offer(VISIT))).toBe('booking.noRules');
    expect(codeOf(await r.desk.queues(VISIT))).toBe('booking.noRules');
    expect(codeOf(await r.desk.takeTicket(VISIT, 'qa'))).toBe('booking.noRules');
  });

  it('takes rules that it cannot read as never heard', async () => {
    const r = room({ online: false });
    r.documents.set('booking.rules', '{"rules":1}');
    expect(codeOf(await r.again().offer(VISIT))).toBe('booking.noRules');
    expect(r.logged).toContainEqual({ event: 'booking.rulesUnreadable' });
  });

  it('keeps the rules once, however often they are heard the same', async () => {
    const r = room({ rules: false });
    await r.desk.offer(VISIT);
    const first = r.documents.get('booking.rules');
    r.time.setWall(NOW - 40);
    await r.desk.offer(VISIT);
    expect(r.documents.get('booking.rules')).toBe(first);
    r.time.setWall(NOW - 60_000);
    await r.desk.offer(VISIT);
    expect(r.documents.get('booking.rules')).not.toBe(first);
  });

  it('hears the rules by itself once the hub is there', async () => {
    const r = room({ online: false, rules: false });
    await r.time.advance(30_000);
    expect(r.paths()).toEqual([]);
    r.world.online = true;
    await r.time.advance(31 * 60_000);
    expect(r.paths()).toEqual(['/rules']);
    r.world.online = false;
    expect(await r.desk.offer(VISIT)).toMatchObject({ value: { live: false } });
  });
});

describe('my bookings', () => {
  it('are read and cancelled by who has proven who they are', async () => {
    const r = room();
    expect(await r.desk.list(VISIT)).toMatchObject({ value: { rows: [{ id: VISIT }] } });
    expect(codeOf(await r.desk.slip(VISIT, VISIT))).toBe('ok');
    expect(await r.desk.cancel(VISIT, VISIT)).toMatchObject({ value: { state: 'cancelled' } });
  });

  it('are neither asked for by a guest nor for a typed number, which may book', async () => {
    for (const identity of [null, { ...CARD, by: 'typed' as const }]) {
      const r = room({ identity });
      expect(codeOf(await r.desk.list(VISIT))).toBe('auth.required');
      expect(codeOf(await r.desk.cancel(VISIT, VISIT))).toBe('auth.required');
      expect(r.asked).toEqual([]);
    }
    const r = room({ identity: { ...CARD, by: 'typed' } });
    await r.desk.choose(VISIT, WISH);
    expect(codeOf(await r.desk.book(VISIT, null))).toBe('ok');
  });
});

describe('tickets', () => {
  it('come from the hub, one of a line a visit', async () => {
    const r = room({ identity: null });
    const first = await r.desk.takeTicket(VISIT, 'qa');
    expect(first).toMatchObject({ value: { confirmed: true, ticket: { label: 'A012', ahead: 4 } } });
    expect(await r.desk.takeTicket(VISIT, 'qa')).toEqual(first);
    expect(r.paths()).toEqual(['/tickets']);
  });

  it('come from the terminal’s own range without the hub, in order, with its mark, and are told later', async () => {
    const r = room({ online: false });
    const labels: string[] = [];
    for (const desk of [r.desk, r.again(), r.again()]) {
      const given = await desk.takeTicket(VISIT, 'qa');
      if (!given.ok) throw new Error(given.error.code);
      const { ticket, confirmed, slip } = ticketOutcome.parse(given.value);
      expect(confirmed).toBe(false);
      expect(JSON.stringify(slip)).toContain('以大厅屏幕显示为准');
      labels.push(ticket.label);
    }
    expect(labels).toEqual(['A-K001', 'A-K002', 'A-K003']);
    expect(r.saved).toMatchObject([
      { type: 'ticket', label: 'A-K001', day: '2026-11-24', number: 1 },
      { number: 2 },
      { number: 3 },
    ]);
    r.time.setWall(msAt('2026-11-25', 600));
    expect(await r.again().takeTicket(VISIT, 'qa')).toMatchObject({ value: { ticket: { label: 'A-K001' } } });
  });

  it('keep the id of a number that the hub may have given', async () => {
    const r = room();
    r.world.answer = (q) => (q.path.endsWith('/tickets') ? fail('hub.unreachable') : null);
    expect(await r.desk.takeTicket(VISIT, 'qa')).toMatchObject({ value: { confirmed: false } });
    expect(r.saved[0]?.id).toBe(idOf(r.asked[0]));
  });

  it('are not given out of hours, and never a number twice when the row could not be kept', async () => {
    const r = room({ online: false });
    r.world.saveFails = 'store.fault';
    expect(codeOf(await r.desk.takeTicket(VISIT, 'qa'))).toBe('store.fault');
    r.world.saveFails = null;
    expect(await r.desk.takeTicket(VISIT, 'qa')).toMatchObject({ value: { ticket: { label: 'A-K002' } } });
    r.time.setWall(msAt('2026-11-24', 13 * 60));
    expect(codeOf(await r.again().takeTicket(VISIT, 'qa'))).toBe('ticket.closed');
    expect(codeOf(await r.again().takeTicket(VISIT, 'qx'))).toBe('ticket.unknownQueue');
  });
});

describe('a visit', () => {
  it('that is over, or another one, is answered nothing', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    r.end();
    for (const answer of [
      await r.desk.offer(VISIT),
      await r.desk.book(VISIT, null),
      await r.desk.request(VISIT, null),
      await r.desk.list(VISIT),
      await r.desk.takeTicket(VISIT, 'qa'),
    ])
      expect(codeOf(answer)).toBe('session.over');
    expect(r.saved).toEqual([]);
  });

  it('that ends while the hub is asked leaves nothing of it', async () => {
    const r = room();
    r.world.meanwhile = r.end;
    expect(codeOf(await r.desk.list(VISIT))).toBe('session.over');
  });

  it('leaves no trace of the person in the log', async () => {
    const r = room();
    await r.desk.choose(VISIT, WISH);
    await r.desk.book(VISIT, '13800000000');
    await r.desk.takeTicket(VISIT, 'qa');
    const text = JSON.stringify(r.logged);
    for (const secret of [CARD.name, CARD.idNumber, '13800000000', 'YY1126'])
      expect(text).not.toContain(secret);
    expect(r.logged).toHaveLength(2);
  });
});
