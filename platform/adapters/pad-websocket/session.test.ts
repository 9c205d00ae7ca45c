import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE, type Packet } from '../../../contracts/pad-websocket.ts';
import {
  type Effect,
  HEARTBEAT_MS,
  type Input,
  newSession,
  type Session,
  SILENCE_MS,
  STATE,
  step,
} from './session.ts';

const frame = (packet: unknown): Input => ({ type: 'frame', text: JSON.stringify(packet) });
const LOGIN = frame({ code: CODE.login, data: { work_no: 'A001', key: 'k' } });
const OPEN = frame({ code: CODE.openEvaluation, data: { url: 'http://e?projNo=1' } });

/** Feeds inputs one after the other at one moment. */
function run(session: Session, inputs: Input[], nowMs = 0): [Session, Effect[]] {
  const all: Effect[] = [];
  let s = session;
  for (const input of inputs) {
    const [next, effects] = step(s, input, nowMs);
    s = next;
    all.push(...effects);
  }
  return [s, all];
}
const sent = (effects: Effect[]): Packet[] => effects.flatMap((e) => (e.type === 'send' ? [e.packet] : []));
const loggedIn = (): Session =>
  run(newSession('acceptor', 0), [LOGIN, { type: 'loginChecked', ok: true }])[0];

describe('a counter system that connects', () => {
  test('logs in, beats and opens an evaluation', () => {
    const [s, effects] = run(newSession('acceptor', 0), [LOGIN]);
    expect(effects).toEqual([{ type: 'checkLogin', login: { workNo: 'A001', key: 'k' } }]);
    const [, after] = run(s, [
      { type: 'loginChecked', ok: true },
      frame({ code: CODE.heartbeat, data: 1 }),
      OPEN,
      { type: 'opened', failure: null },
    ]);
    expect(after.find((e) => e.type === 'open')).toEqual({ type: 'open', url: 'http://e?projNo=1' });
    expect(sent(after).map((p) => [p.code, p.state])).toEqual([
      [CODE.login, STATE.ok],
      [CODE.heartbeat, STATE.ok],
      [CODE.openEvaluation, STATE.ok],
    ]);
  });

  test('is turned away when its key is wrong', () => {
    const [s, effects] = run(newSession('acceptor', 0), [LOGIN, { type: 'loginChecked', ok: false }]);
    expect(s.phase).toBe('closed');
    expect(sent(effects)).toMatchObject([{ code: CODE.login, state: STATE.failed }]);
    expect(effects.at(-1)).toEqual({ type: 'close', why: 'loginRefused' });
  });

  test('opens nothing before it has logged in', () => {
    const [, effects] = run(newSession('acceptor', 0), [OPEN, LOGIN, OPEN]);
    expect(effects.some((e) => e.type === 'open')).toBe(false);
    expect(sent(effects).map((p) => p.code)).toEqual([CODE.badPacket, CODE.badPacket]);
  });

  test('is told of failures by their code', () => {
    const [, effects] = run(loggedIn(), [OPEN, OPEN, { type: 'opened', failure: 'case.alreadyRated' }]);
    expect(sent(effects)).toMatchObject([
      { code: CODE.openEvaluation, state: STATE.failed, msg: 'busy' },
      { code: CODE.openEvaluation, state: STATE.failed, msg: 'case.alreadyRated' },
    ]);
  });

  test('gets 40002 for a bad packet and 50000 for an unknown command, and no answer to an answer', () => {
    const bad = [
      '',
      '{',
      'null',
      '[]',
      '{"code":"x"}',
      '{"code":50100,"data":{}}',
      '{"code":40001,"data":1}',
    ];
    const [, effects] = run(
      loggedIn(),
      bad.map((text) => ({ type: 'frame', text })),
    );
    expect(sent(effects).map((p) => p.code)).toEqual(bad.map(() => CODE.badPacket));
    expect(sent(run(loggedIn(), [frame({ code: 12345 })])[1])).toMatchObject([{ code: CODE.unknownCommand }]);
    expect(
      run(loggedIn(), [frame({ code: CODE.badPacket }), frame({ code: CODE.unknownCommand })])[1],
    ).toEqual([]);
  });

  test('is given up when it is silent, when it never logs in, and when it talks nonsense', () => {
    expect(step(loggedIn(), { type: 'tick' }, SILENCE_MS - 1)[1]).toEqual([]);
    expect(step(loggedIn(), { type: 'tick' }, SILENCE_MS)[1]).toEqual([{ type: 'close', why: 'silent' }]);
    expect(step(newSession('acceptor', 0), { type: 'tick' }, 20_000)[1]).toEqual([
      { type: 'close', why: 'noLogin' },
    ]);
    const nonsense = Array.from({ length: 30 }, (): Input => ({ type: 'frame', text: '?' }));
    expect(run(loggedIn(), nonsense)[1].at(-1)).toEqual({ type: 'close', why: 'badPackets' });
  });
});

describe('a counter system that is called', () => {
  const open = (): Session =>
    run(newSession('caller', 0), [
      { type: 'connected', login: { workNo: 'A001', key: 'k' } },
      frame({ code: CODE.login, state: STATE.ok }),
    ])[0];

  test('is logged in to, and hears a heartbeat every minute', () => {
    const [, effects] = run(newSession('caller', 0), [
      { type: 'connected', login: { workNo: 'A001', key: 'k' } },
    ]);
    expect(sent(effects)).toEqual([{ code: CODE.login, data: { work_no: 'A001', key: 'k' } }]);
    expect(step(open(), { type: 'tick' }, HEARTBEAT_MS - 1)[1]).toEqual([]);
    const [s, beat] = step(open(), { type: 'tick' }, HEARTBEAT_MS);
    expect(sent(beat)).toEqual([{ code: CODE.heartbeat, data: HEARTBEAT_MS }]);
    expect(step(s, { type: 'tick' }, HEARTBEAT_MS + 1)[1]).toEqual([]);
    expect(step(s, frame({ code: CODE.heartbeat, state: 1 }), HEARTBEAT_MS + 2)[1]).toEqual([]);
  });

  test('opens evaluations as text or as object', () => {
    for (const data of ['http://e?projNo=1', { url: 'http://e?projNo=1' }])
      expect(run(open(), [frame({ code: CODE.openEvaluation, data })])[1]).toEqual([
        { type: 'open', url: 'http://e?projNo=1' },
      ]);
  });

  test('that refuses the login is left', () => {
    const [, effects] = run(newSession('caller', 0), [frame({ code: CODE.login, state: STATE.failed })]);
    expect(effects).toEqual([{ type: 'close', why: 'loginRefused' }]);
  });
});

test('whatever comes, in any order: it ends once, sends well-formed packets, and opens only after a login', () => {
  const code = fc.constantFrom(...Object.values(CODE), 1, -1);
  const input = fc.oneof<fc.Arbitrary<Input>[]>(
    fc.string().map((text): Input => ({ type: 'frame', text })),
    fc.record({ code, state: fc.integer(), data: fc.anything() }).map(frame),
    fc.constantFrom<Input>(LOGIN, OPEN, { type: 'tick' }, { type: 'opened', failure: null }),
    fc.boolean().map((ok): Input => ({ type: 'loginChecked', ok })),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('acceptor' as const, 'caller' as const),
      fc.array(fc.tuple(input, fc.integer({ min: 0, max: 100_000 })), { maxLength: 60 }),
      (role, inputs) => {
        let s = newSession(role, 0);
        let nowMs = 0;
        let closes = 0;
        for (const [next, passed] of inputs) {
          nowMs += passed;
          const was = s;
          const [now, effects] = step(s, next, nowMs);
          s = now;
          closes += effects.filter((e) => e.type === 'close').length;
          if (was.phase === 'closed') expect(effects).toEqual([]);
          if (effects.some((e) => e.type === 'open')) expect(was.phase).toBe('open');
          for (const packet of sent(effects))
            expect(JSON.parse(JSON.stringify(packet)).code).toBeTypeOf('number');
        }
        expect(closes).toBe(s.phase === 'closed' ? 1 : 0);
      },
    ),
  );
});
