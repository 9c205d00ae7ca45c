import { generateKeyPairSync, randomBytes, randomInt, sign } from 'node:crypto';
import type { Timers } from '../../../contracts/clock.ts';
import { escaped } from '../http.ts';
import { serveInMoods } from '../modes.ts';
import { drawSeal } from './draw.ts';
import { KEEPERS, type SealKeeper } from './keepers.ts';
import { SIMULATED_KEY, SIMULATED_PUBLIC_KEY } from './key.ts';

/**
 * A simulator of an e-seal platform (电子印章系统): it shows the codes that it would send to the keepers' phones, and seals
 * with a key of its own. It shares nothing with the adapter.
 */
export type Mode =
  | 'answer'
  /** HTTP 503. */
  | 'fail'
  /** Answers late (`delayMs`). */
  | 'slow'
  /** A gateway's page instead of an answer. */
  | 'page'
  /** Seals something else than was asked for. */
  | 'other'
  /** Signs with a key that nobody knows. */
  | 'forged';
export const MODES: readonly [Mode, ...Mode[]] = ['answer', 'fail', 'slow', 'page', 'other', 'forged'];

export interface SealSimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  now: () => number;
  keepers?: readonly SealKeeper[];
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface SealSimulator {
  origin: string;
  /** The setting `seals` that sends a hub here. */
  setting: { url: string; publicKeys: string[]; simulated: true };
  /** The latest code for an enterprise. */
  codeFor: (uscc: string) => string | undefined;
  /** Hashes that were sealed, in order; the latest hundred. */
  sealed: string[];
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

/** Seconds. */
const CODE_LASTS = 300;
const MAX_WRONG = 5;
const KEPT = 100;

interface Waiting {
  ticket: string;
  keeper: SealKeeper;
  title: string;
  sha256: string;
  code: string;
  untilMs: number;
  wrong: number;
}

/** `POST /seals/{request,confirm}`: the interface. `GET /`: the codes. `POST /control {mode}`. */
export async function startSeals(o: SealSimulatorOptions): Promise<SealSimulator> {
  const keepers = o.keepers ?? KEEPERS;
  const forger = generateKeyPairSync('ed25519');
  const waiting: Waiting[] = [];
  const sealed: string[] = [];

  function request({ uscc, document }: Record<string, unknown>): object {
    const { title, sha256 } = (document ?? {}) as Record<string, unknown>;
    if (typeof title !== 'string' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
      return { code: 400, msg: '参数错误: document' };
    const keeper = keepers.find((k) => k.uscc === uscc);
    if (keeper === undefined) return { code: 404, msg: '未制作电子印章' };
    if (keeper.suspended) return { code: 4031, msg: '印章已停用' };
    const one: Waiting = {
      ticket: randomBytes(18).toString('base64url'),
      keeper,
      title,
      sha256,
      code: String(randomInt(1_000_000)).padStart(6, '0'),
      untilMs: o.now() + CODE_LASTS * 1_000,
      wrong: 0,
    };
    waiting.push(one);
    if (waiting.length > KEPT) waiting.shift();
    const sentTo = `${keeper.phone.slice(0, 3)}****${keeper.phone.slice(7)}`;
    return { code: 0, msg: '成功', data: { ticket: one.ticket, sentTo, expiresIn: CODE_LASTS } };
  }

  async function confirm({ ticket, code }: Record<string, unknown>): Promise<object> {
    const at = waiting.findIndex((w) => w.ticket === ticket);
    const one = waiting[at];
    if (one === undefined || o.now() > one.untilMs || one.wrong >= MAX_WRONG)
      return { code: 4101, msg: '确认码已失效' };
    if (one.code !== code) {
      one.wrong += 1;
      return { code: 4221, msg: '确认码不正确' };
    }
    waiting.splice(at, 1);
    const { uscc, sealNo, sealName } = one.keeper;
    const sha256 = server.mode() === 'other' ? '0'.repeat(64) : one.sha256;
    const time = o.now();
    const text = `${sealNo}\n${uscc}\n${sha256}\n${time}`;
    const key = server.mode() === 'forged' ? forger.privateKey : SIMULATED_KEY;
    const value = sign(null, Buffer.from(text), key).toString('base64url');
    sealed.push(sha256);
    if (sealed.length > KEPT) sealed.shift();
    const image = (await drawSeal(sealName, sealNo)).toString('base64');
    const data = { sealNo, sealName, uscc, sha256, time, alg: 'Ed25519', value, image };
    return { code: 0, msg: '成功', data };
  }

  const server = await serveInMoods(
    { ...o, modes: MODES, delayMs: o.delayMs ?? 10_000, page: () => page(waiting, keepers) },
    { 'POST /seals/request': request, 'POST /seals/confirm': confirm },
  );
  return {
    origin: server.origin,
    setting: { url: `${server.origin}/seals`, publicKeys: [SIMULATED_PUBLIC_KEY], simulated: true },
    codeFor: (uscc) => waiting.findLast((w) => w.keeper.uscc === uscc)?.code,
    sealed,
    mode: server.setMode,
    close: server.close,
  };
}

function page(waiting: readonly Waiting[], keepers: readonly SealKeeper[]): string {
  const codes = waiting
    .toReversed()
    .map(
      (w) =>
        `<li>${w.keeper.phone}: 【模拟电子印章】${escaped(w.keeper.sealName)} 申请在“${escaped(w.title)}”上盖章，确认码 <b>${w.code}</b>。</li>`,
    );
  const seals = keepers.map(
    (k) => `<li><code>${k.uscc}</code> ${escaped(k.sealName)}${k.suspended ? '（停用）' : ''}</li>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>模拟电子印章系统</title><h1>模拟电子印章系统</h1><h2>发到手机的确认码</h2><ul>${codes.join('')}</ul>
<h2>有电子印章的企业</h2><ul>${seals.join('')}</ul></html>`;
}
