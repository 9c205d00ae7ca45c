import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Question } from '../../sync/types.ts';
import { reduce } from '../flow/engine.ts';
import { statesOf } from '../flow/fixtures.ts';
import { loadFlow } from '../flow/load.ts';
import type { FlowEvent } from '../flow/state.ts';
import { createRegister, type Register } from './register.ts';
import { type KioskSessionState, openSession } from './session.ts';

const read = loadFlow(join(import.meta.dirname, '../../assets/flows/food-business-licence'));
if (!read.ok) throw new Error(read.error.detail);
const loaded = read.value;
const USCC = '91350100M000100Y43';
const FACTS = { uscc: USCC, name: '示例制造有限公司', type: null, address: null, legalPerson: null };

let session: KioskSessionState | null;
let online: boolean;
let asked: Question[];
let answer: (reply: Result<unknown>) => void;
let told: FlowEvent[];
let logged: unknown[];
let register: Register;

beforeEach(() => {
  const [fixture] = loaded.fixtures;
  const state = fixture && statesOf(loaded.flow, fixture).find((s) => s.at === 'business');
  if (state === undefined) throw new Error('no such step');
  const opened = openSession('s1', loaded, { no: 'K-1', date: '2026-01-05 09:00', terminal: 'kiosk-01' });
  session = { ...opened, flow: { ...state, answers: { ...state.answers, business: undefined } } };
  online = true;
  asked = [];
  told = [];
  logged = [];
  const link = {
    online: () => online,
    ask: (question: Question) => {
      asked.push(question);
      return new Promise((resolve) => {
        answer = resolve as typeof answer;
      });
    },
  } as unknown as Parameters<typeof createRegister>[0]['link'];
  register = createRegister({
    link,
    tell: (event) => {
      told.push(event);
      say(event);
    },
    session: () => session,
    log: (event, data) => logged.push([event, data]),
  });
});
function say(event: FlowEvent): void {
  if (session !== null) session = { ...session, flow: reduce(loaded.flow, session.flow, event) };
  register.follow();
}
const type = (uscc: string) => say({ type: 'fillForm', values: { uscc } });
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('asks once for a code, without the legal representative where the item has no need of it', async () => {
  type(USCC);
  say({ type: 'fillForm', values: { manager: '李' } });
  expect(asked).toMatchObject([
    { path: '/kiosk/enterprises/find', body: { uscc: USCC, legalPerson: false } },
  ]);
  answer(ok({ serverMs: 1, simulated: true, enterprise: FACTS }));
  await settled();
  expect(told).toEqual([{ type: 'registerSays', uscc: USCC, facts: FACTS, code: null, simulated: true }]);
  expect(session?.flow.register?.facts).toEqual(FACTS);
  expect(asked).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain(USCC);
});

it('tells why nothing came, and asks no more until another code stands there', async () => {
  type(USCC);
  answer(fail('enterprise.unknown'));
  await settled();
  expect(session?.flow.register).toMatchObject({ facts: null, code: 'enterprise.unknown' });
  say({ type: 'fillForm', values: { manager: '李' } });
  expect(asked).toHaveLength(1);
  type('91410403MA0000001Q');
  expect(asked).toHaveLength(2);
});

it('asks nobody while the hub is away', () => {
  online = false;
  type(USCC);
  expect(asked).toEqual([]);
  expect(session?.flow.register).toMatchObject({ facts: null, code: 'hub.unreachable' });
});

it('takes no answer for a code or a citizen that is gone', async () => {
  type(USCC);
  type('');
  answer(ok({ serverMs: 1, simulated: true, enterprise: FACTS }));
  await settled();
  type(USCC);
  session = null;
  register.follow();
  answer(ok({ serverMs: 1, simulated: true, enterprise: FACTS }));
  await settled();
  expect(told).toEqual([]);
});
