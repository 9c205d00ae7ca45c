import type { Timers } from '../../../contracts/clock.ts';
import { escaped } from '../http.ts';
import { serveInMoods } from '../modes.ts';
import { ENTERPRISES, type SimulatedEnterprise } from './enterprises.ts';

/** A simulator of an enterprise register (企业登记库): tells of invented enterprises. It shares nothing with the adapter. */
export type Mode =
  | 'answer'
  /** HTTP 503. */
  | 'fail'
  /** Answers late (`delayMs`). */
  | 'slow'
  /** Drops the line. */
  | 'drop'
  /** A gateway's page instead of an answer. */
  | 'page'
  /** Answers about another enterprise. */
  | 'other';
export const MODES: readonly [Mode, ...Mode[]] = ['answer', 'fail', 'slow', 'drop', 'page', 'other'];

export interface RegisterSimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  enterprises?: readonly SimulatedEnterprise[];
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface RegisterSimulator {
  origin: string;
  /** The setting `enterpriseRegister` that sends a hub here. */
  setting: { url: string; simulated: true };
  /** Codes that it was asked for, in order; the latest hundred. */
  asked: string[];
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

const KEPT = 100;

/** `POST /enterprise {uscc}`: the interface. `GET /`: which enterprises there are. `POST /control {mode}`. */
export async function startRegister(o: RegisterSimulatorOptions): Promise<RegisterSimulator> {
  const enterprises = o.enterprises ?? ENTERPRISES;
  const asked: string[] = [];

  function find(uscc: unknown): object {
    if (typeof uscc !== 'string') return { code: 400, msg: '参数错误: uscc' };
    asked.push(uscc);
    if (asked.length > KEPT) asked.shift();
    const known = enterprises.find((e) => (server.mode() === 'other' ? e.uscc !== uscc : e.uscc === uscc));
    return known === undefined ? { code: 404, msg: '未查到' } : { code: 0, msg: '成功', data: known };
  }

  const server = await serveInMoods(
    { ...o, modes: MODES, delayMs: o.delayMs ?? 8_000, page: () => page(enterprises) },
    { 'POST /enterprise': ({ uscc }) => find(uscc) },
  );
  return {
    origin: server.origin,
    setting: { url: `${server.origin}/enterprise`, simulated: true },
    asked,
    mode: server.setMode,
    close: server.close,
  };
}

const STATES = { '1': '存续', '2': '吊销', '3': '注销' } as const;

function page(enterprises: readonly SimulatedEnterprise[]): string {
  const rows = enterprises.map(
    (e) => `<li><code>${e.uscc}</code> ${escaped(e.entName)}（${STATES[e.regState]}）</li>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>模拟企业登记库</title>
<h1>模拟企业登记库</h1><p>在自助机的表单里输入下面的统一社会信用代码。</p><ul>${rows.join('')}</ul></html>`;
}
