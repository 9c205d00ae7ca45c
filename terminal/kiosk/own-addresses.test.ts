import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { HubLink, Question } from '../../sync/types.ts';
import { reduce, stepAt } from '../flow/engine.ts';
import { SAMPLE_TODAY } from '../flow/samples.ts';
import type { FlowEvent } from '../flow/state.ts';
import { createOwnAddresses } from './own-addresses.ts';
import { type KioskSessionState, openSession } from './session.ts';
import { applyFlow, leasePages, next, toLease, walked } from './testing/apply-flow.ts';

const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const SAVED = {
  id: ID,
  recipient: '李四',
  phone: '13812345678',
  address: '平顶山市卫东区示例路 1 号',
  postcode: '467000',
  first: true,
};
const TYPED = { recipient: '王五', phone: '13900000001', address: '卫东区建设路 2 号', postcode: '467001' };

let session: KioskSessionState | null;
let asked: Question[];
let answers: (path: string) => Result<unknown>;
let ids = 0;
beforeEach(() => {
  const loaded = applyFlow();
  const opened = openSession(ID, loaded, { no: 'K', date: `${SAMPLE_TODAY} 10:00`, terminal: 'k' });
  const [page] = leasePages(1);
  if (page === undefined) throw new Error('no page');
  const express: FlowEvent[] = [
    { type: 'page', page, replaces: null },
    next,
    { type: 'deliver', way: 'express' },
  ];
  session = { ...opened, flow: walked(loaded, [...toLease, ...express]) };
  asked = [];
  answers = () => ok({ serverMs: 1, rows: [SAVED] });
});

const tell = (event: FlowEvent) => {
  if (session !== null) session = { ...session, flow: reduce(session.loaded.flow, session.flow, event) };
};
const made = () =>
  createOwnAddresses({
    link: {
      ask: (async (q: Question, schema: { parse: (v: unknown) => unknown }) => {
        asked.push(structuredClone(q));
        const told = answers(q.path);
        return told.ok ? ok(schema.parse(told.value)) : told;
      }) as HubLink['ask'],
    },
    current: (id) => (session?.id === id ? ok(session) : fail('session.over')),
    tell,
    newId: () => `3f0c9a52-7c1e-4b8a-9c55-${String(++ids).padStart(12, '0')}`,
  });
const delivery = () => Object.values(session?.flow.answers ?? {}).find((a) => a?.type === 'delivery');

describe('addresses of the personal centre for a parcel', () => {
  it('are listed with their telephone masked, and fill the fields', async () => {
    const own = made();
    const listed = await own.list(ID);
    expect(listed).toMatchObject({
      value: { rows: [{ phone: '138****5678', postcode: '467000' }], full: false },
    });
    expect(own.take(ID, ID)).toEqual(ok(null));
    const { id: _, first: __, ...fields } = SAVED;
    expect(delivery()).toMatchObject({ values: fields });
    expect(own.take(ID, '3f0c9a52-7c1e-4b8a-9c55-0123456789ac')).toMatchObject({
      error: { code: 'not.found' },
    });
  });

  it('are kept as they were typed, once', async () => {
    const own = made();
    expect(await own.keep(ID)).toMatchObject({ error: { code: 'citizen.addressFaulty' } });
    expect(asked).toEqual([]);
    tell({ type: 'deliver', values: TYPED });
    expect(await own.keep(ID)).toEqual(ok(null));
    expect(await own.keep(ID)).toEqual(ok(null));
    expect(asked.map((q) => q.path)).toEqual(Array(2).fill('/kiosk/citizens/addresses/put'));
    expect(asked[0]?.body).toMatchObject({ address: TYPED, first: false });
    expect(asked[1]?.body).toEqual(asked[0]?.body);
  });

  it('are not there without the hub, for who has proven nothing, and outside of this step', async () => {
    const own = made();
    answers = () => fail('hub.unreachable');
    expect(await own.list(ID)).toMatchObject({ error: { code: 'hub.unreachable' } });
    tell({ type: 'deliver', values: TYPED });
    expect(await own.keep(ID)).toMatchObject({ error: { code: 'hub.unreachable' } });
    tell({ type: 'back' });
    if (session === null) throw new Error('no session');
    expect(stepAt(session.loaded.flow, session.flow).type).not.toBe('delivery');
    expect(await own.list(ID)).toMatchObject({ error: { code: 'session.over' } });
    tell(next);
    const answersOf = Object.entries(session.flow.answers).map(([id, a]) => [
      id,
      a?.type === 'idCard' ? { type: 'manualId', name: '张三', number: '11010519491231002X' } : a,
    ]);
    session = { ...session, flow: { ...session.flow, answers: Object.fromEntries(answersOf) } };
    expect(await own.list(ID)).toMatchObject({ error: { code: 'auth.required' } });
  });

  it('are nobody’s once the flow is over', async () => {
    const own = made();
    const listing = own.list(ID);
    own.forget();
    expect(await listing).toMatchObject({ error: { code: 'session.over' } });
    expect(own.take(ID, ID)).toMatchObject({ error: { code: 'not.found' } });
  });
});
