import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Question } from '../../sync/types.ts';
import { statesOf } from '../flow/fixtures.ts';
import { loadFlow } from '../flow/load.ts';
import { sampleSealed } from '../flow/samples.ts';
import type { FlowEvent, FlowState } from '../flow/state.ts';
import type { Made } from './make-material.ts';
import { createSealing, type Sealing } from './sealing.ts';
import { type KioskSessionState, openSession } from './session.ts';
import { signaturePicture } from './testing/apply-flow.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/food-business-licence'));
if (!read.ok) throw new Error(read.error.detail);
const loaded = read.value;
const { seal } = sampleSealed();
const ID = 's1';

const atSeal: FlowState = (() => {
  const fixture = loaded.fixtures.find((f) => f.name.startsWith('a restaurant'));
  const state = fixture && statesOf(loaded.flow, fixture).find((s) => s.at === 'seal');
  if (state === undefined) throw new Error('no such way');
  return { ...state, answers: { ...state.answers, seal: undefined } };
})();

let session: KioskSessionState;
let online: boolean;
let asked: Question[];
let answers: Record<string, () => Result<unknown> | Promise<Result<unknown>>>;
let kept: FlowEvent[];
let sealing: Sealing;
beforeEach(() => {
  const opened = openSession(ID, loaded, { no: 'K-1', date: '2026-01-05 09:00', terminal: 'kiosk-01' });
  session = { ...opened, flow: atSeal };
  online = true;
  asked = [];
  kept = [];
  const picture = signaturePicture().toString('base64');
  answers = {
    '/kiosk/seals/request': () =>
      ok({ serverMs: 1, ticket: 'ticket-01', sentTo: '139****0101', leftMs: 300_000, simulated: true }),
    '/kiosk/seals/confirm': () => ok({ serverMs: 1, seal, picture }),
  };
  const link = {
    online: () => online,
    ask: async (question: Question) => {
      asked.push(question);
      return answers[question.path]?.() ?? fail('hub.unreachable');
    },
  } as unknown as Parameters<typeof createSealing>[0]['link'];
  sealing = createSealing({
    link,
    current: (id) => (id === session.id ? ok(session) : fail('session.over')),
    locale: () => 'zh-CN',
    form: async () => ok({ document: { sha256: seal.sha256 } } as Made),
    keep: (_id, _picture, eventOf) => {
      kept.push(eventOf('page-1'));
      return ok(null);
    },
    log: () => {},
  });
});

it('asks for the seal of the enterprise on the form as it is, and sets it', async () => {
  expect(await sealing.request(ID)).toEqual(ok({ sentTo: '139****0101', leftMs: 300_000, simulated: true }));
  expect(asked[0]?.body).toMatchObject({
    uscc: seal.uscc,
    sha256: seal.sha256,
    title: '食品经营许可（新办）',
  });
  const { person } = (asked[0]?.body ?? {}) as { person?: object };
  expect(Object.keys(person ?? {}).sort()).toEqual(['by', 'idNumber', 'name']);
  expect(await sealing.confirm(ID, '123456')).toEqual(ok(null));
  expect(asked[1]?.body).toMatchObject({ ticket: 'ticket-01', code: '123456', sha256: seal.sha256 });
  expect(kept).toEqual([{ type: 'sealed', seal, pageId: 'page-1', locale: 'zh-CN' }]);
  expect(await sealing.confirm(ID, '123456')).toEqual(fail('seal.expired'));
});

it('lets a wrong code be typed again', async () => {
  await sealing.request(ID);
  const right = answers['/kiosk/seals/confirm'];
  answers['/kiosk/seals/confirm'] = () => fail('seal.wrongCode');
  expect(await sealing.confirm(ID, '000000')).toEqual(fail('seal.wrongCode'));
  if (right !== undefined) answers['/kiosk/seals/confirm'] = right;
  expect(await sealing.confirm(ID, '123456')).toEqual(ok(null));
});

it('asks nobody without a line, for who has proven nothing, or at another step', async () => {
  expect(await sealing.confirm(ID, '123456')).toEqual(fail('seal.expired'));
  online = false;
  expect(await sealing.request(ID)).toEqual(fail('hub.unreachable'));
  online = true;
  const typed = { type: 'manualId', name: '示例', number: '11010519491231002X' } as const;
  session = { ...session, flow: { ...atSeal, answers: { ...atSeal.answers, who: typed } } };
  expect(await sealing.request(ID)).toEqual(fail('auth.required'));
  session = { ...session, flow: { ...atSeal, at: 'sign' } };
  expect(await sealing.request(ID)).toEqual(fail('session.over'));
  expect(await sealing.request('other')).toEqual(fail('session.over'));
  expect(asked).toEqual([]);
});

it('sets no seal for a citizen who has gone on, or one that is no picture', async () => {
  await sealing.request(ID);
  const given = answers['/kiosk/seals/confirm'];
  answers['/kiosk/seals/confirm'] = async () => {
    const reply = await given?.();
    session = { ...session, flow: { ...atSeal, at: 'sign' } };
    return reply ?? fail('busy');
  };
  expect(await sealing.confirm(ID, '123456')).toEqual(fail('session.over'));
  session = { ...session, flow: atSeal };
  await sealing.request(ID);
  answers['/kiosk/seals/confirm'] = () => ok({ serverMs: 1, seal, picture: 'bm90aGluZw==' });
  expect(await sealing.confirm(ID, '123456')).toEqual(fail('seal.platformAway'));
  sealing.forget();
  expect(await sealing.confirm(ID, '123456')).toEqual(fail('seal.expired'));
  expect(kept).toEqual([]);
});
