import { CODE, loginData, openData, type Packet, parsePacket } from '../../../contracts/pad-websocket.ts';

/**
 * One session of the published pad protocol, as a pure state machine. `acceptor`: a counter system has connected to
 * us, logs in and drives our pads. `caller`: we have connected to a counter system as a pad would, and it drives us.
 */
export type Role = 'acceptor' | 'caller';

/** [assumed] `state` of an answer; no public source names its values. */
export const STATE = { failed: 0, ok: 1 } as const;

export const HEARTBEAT_MS = 60_000;
/** Two heartbeats and a half without a word, and the line is dead. */
export const SILENCE_MS = 150_000;
export const LOGIN_MS = 15_000;
/** Unusable packets in a row before the other side is given up. */
const MAX_BAD = 20;

export interface Login {
  workNo: string;
  key: string;
}
export interface Session {
  role: Role;
  phase: 'new' | 'checking' | 'open' | 'closed';
  startedMs: number;
  heardMs: number;
  beatMs: number;
  bad: number;
  /** An evaluation is being asked for at the pad. */
  opening: boolean;
}

export type Input =
  | { type: 'connected'; login: Login }
  | { type: 'frame'; text: string }
  | { type: 'loginChecked'; ok: boolean }
  /** Code of the failure, or null when the pad rings. */
  | { type: 'opened'; failure: string | null }
  | { type: 'tick' };

export type Effect =
  | { type: 'send'; packet: Packet }
  | { type: 'checkLogin'; login: Login }
  | { type: 'open'; url: string }
  | { type: 'close'; why: 'silent' | 'loginRefused' | 'noLogin' | 'badPackets' };

export const newSession = (role: Role, nowMs: number): Session => ({
  role,
  phase: 'new',
  startedMs: nowMs,
  heardMs: nowMs,
  beatMs: nowMs,
  bad: 0,
  opening: false,
});

type Step = [Session, Effect[]];

export function step(s: Session, input: Input, nowMs: number): Step {
  if (s.phase === 'closed') return [s, []];
  switch (input.type) {
    case 'connected':
      return [s, [send(CODE.login, undefined, { work_no: input.login.workNo, key: input.login.key })]];
    case 'frame':
      return onFrame({ ...s, heardMs: nowMs }, input.text, nowMs);
    case 'loginChecked':
      return onLoginChecked(s, input.ok);
    case 'opened':
      return [
        { ...s, opening: false },
        [
          send(
            CODE.openEvaluation,
            input.failure === null ? STATE.ok : STATE.failed,
            null,
            input.failure ?? 'ok',
          ),
        ],
      ];
    case 'tick':
      return onTick(s, nowMs);
  }
}

function onFrame(s: Session, text: string, nowMs: number): Step {
  const parsed = parsePacket(text);
  if (!parsed.ok) return bad(s, parsed.error.detail ?? parsed.error.code);
  const packet = parsed.value;
  switch (packet.code) {
    case CODE.heartbeat:
      return s.role === 'acceptor' ? [s, [send(CODE.heartbeat, STATE.ok, nowMs)]] : [s, []];
    case CODE.login:
      return s.role === 'acceptor' ? onLogin(s, packet) : onLoginAnswer(s, packet);
    case CODE.openEvaluation:
      return onOpen(s, packet);
    // Answers to what we sent; an answer to an answer would never end.
    case CODE.badPacket:
    case CODE.unknownCommand:
      return bad(s, null);
    default:
      return [s, [send(CODE.unknownCommand, STATE.failed, null, 'unknown command')]];
  }
}

function onLogin(s: Session, packet: Packet): Step {
  const login = loginData.safeParse(packet.data);
  if (!login.success) return bad(s, 'data');
  if (s.phase === 'checking') return bad(s, 'login is being checked');
  const { work_no, key } = login.data;
  return [
    { ...s, phase: 'checking', startedMs: s.heardMs, bad: 0 },
    [{ type: 'checkLogin', login: { workNo: work_no, key } }],
  ];
}

function onLoginChecked(s: Session, isGood: boolean): Step {
  if (isGood) return [{ ...s, phase: 'open' }, [send(CODE.login, STATE.ok, null, 'ok')]];
  const refused = send(CODE.login, STATE.failed, null, 'login refused');
  return [{ ...s, phase: 'closed' }, [refused, { type: 'close', why: 'loginRefused' }]];
}

/** An answer without a state, or with any but `failed`, lets us in. */
function onLoginAnswer(s: Session, packet: Packet): Step {
  if (packet.state === STATE.failed)
    return [{ ...s, phase: 'closed' }, [{ type: 'close', why: 'loginRefused' }]];
  return [{ ...s, phase: 'open', bad: 0 }, []];
}

function onOpen(s: Session, packet: Packet): Step {
  if (s.phase !== 'open') return bad(s, 'log in first');
  const data = openData.safeParse(packet.data);
  if (!data.success) return bad(s, 'data.url');
  if (s.opening) return [s, [send(CODE.openEvaluation, STATE.failed, null, 'busy')]];
  return [{ ...s, opening: true, bad: 0 }, [{ type: 'open', url: data.data.url }]];
}

function onTick(s: Session, nowMs: number): Step {
  if (nowMs - s.heardMs >= SILENCE_MS) return [{ ...s, phase: 'closed' }, [{ type: 'close', why: 'silent' }]];
  if (s.phase !== 'open')
    return nowMs - s.startedMs >= LOGIN_MS
      ? [{ ...s, phase: 'closed' }, [{ type: 'close', why: 'noLogin' }]]
      : [s, []];
  if (s.role === 'caller' && nowMs - s.beatMs >= HEARTBEAT_MS)
    return [{ ...s, beatMs: nowMs }, [send(CODE.heartbeat, undefined, nowMs)]];
  return [s, []];
}

/** `why` null: nothing is answered. */
function bad(s: Session, why: string | null): Step {
  const counted = { ...s, bad: s.bad + 1 };
  const answer =
    why === null ? [] : [send(CODE.badPacket, STATE.failed, null, `bad packet: ${why}`.slice(0, 200))];
  if (counted.bad < MAX_BAD) return [counted, answer];
  return [{ ...counted, phase: 'closed' }, [...answer, { type: 'close', why: 'badPackets' }]];
}

const send = (code: number, state: number | undefined, data: unknown, msg?: string): Effect => ({
  type: 'send',
  packet: {
    code,
    ...(state === undefined ? {} : { state }),
    ...(msg === undefined ? {} : { msg }),
    ...(data === null ? {} : { data }),
  },
});
