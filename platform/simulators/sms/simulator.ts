import type { Timers } from '../../../contracts/clock.ts';
import { escaped } from '../http.ts';
import { serveInMoods } from '../modes.ts';

/** A simulator of a hall's SMS gateway (短信平台): takes messages, and shows them instead of sending them. */
export type Mode =
  | 'take'
  /** HTTP 503. */
  | 'fail'
  /** Takes it, but answers late (`delayMs`). */
  | 'slow'
  /** Sends to no number. */
  | 'refuse'
  /** A gateway's page instead of an answer. */
  | 'page';
export const MODES: readonly [Mode, ...Mode[]] = ['take', 'fail', 'slow', 'refuse', 'page'];

export interface SmsSimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface Message {
  mobile: string;
  sign: string;
  content: string;
}
export interface SmsSimulator {
  origin: string;
  /** The setting `sms` that sends a hub here. */
  setting: { url: string; sign: string; simulated: true };
  /** What it has taken, in order; the latest hundred. */
  messages: Message[];
  /** Digits of the latest message to a phone. */
  codeFor: (mobile: string) => string | undefined;
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

const REQUIRED: Readonly<Record<string, RegExp>> = {
  requestId: /^.{1,64}$/,
  mobile: /^1\d{10}$/,
  sign: /^.{1,40}$/,
  content: /^.{1,500}$/,
};
const KEPT = 100;

/** `POST /send {requestId, mobile, sign, content}`: the interface. `GET /` and `GET /messages`: what came. `POST /control {mode}`. */
export async function startSms(o: SmsSimulatorOptions): Promise<SmsSimulator> {
  const messages: Message[] = [];

  function take(body: Record<string, unknown>): object {
    for (const [field, form] of Object.entries(REQUIRED))
      if (typeof body[field] !== 'string' || !form.test(body[field]))
        return { code: 400, msg: `参数错误: ${field}` };
    if (server.mode() === 'refuse') return { code: 4221, msg: '号码不可达' };
    const { mobile, sign, content } = body as unknown as Message;
    messages.push({ mobile, sign, content });
    if (messages.length > KEPT) messages.shift();
    return { code: 0, msg: '成功' };
  }

  const server = await serveInMoods(
    { ...o, modes: MODES, delayMs: o.delayMs ?? 8_000, page: () => page(messages) },
    { 'POST /send': take },
    { 'GET /messages': () => messages },
  );
  return {
    origin: server.origin,
    setting: { url: `${server.origin}/send`, sign: '模拟短信', simulated: true },
    messages,
    codeFor: (mobile) => messages.findLast((m) => m.mobile === mobile)?.content.match(/\d{6}/)?.[0],
    mode: server.setMode,
    close: server.close,
  };
}

function page(messages: readonly Message[]): string {
  const rows = messages
    .toReversed()
    .map((m) => `<li>${m.mobile}: 【${escaped(m.sign)}】${escaped(m.content)}</li>`);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>模拟短信平台</title><h1>模拟短信平台</h1><ul>${rows.join('')}</ul></html>`;
}
