import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Timers } from '../../../contracts/clock.ts';
import { escaped } from '../http.ts';
import { serveInMoods } from '../modes.ts';
import { PEOPLE, type Person } from './people.ts';

/**
 * A simulator of an upper identity system (统一身份认证): it gives out QR codes of an electronic identity (身份码), tells
 * whose they are, and whose a phone is. Codes hold for a minute and for one use. It shares nothing with the adapter.
 */
export type Mode =
  | 'answer'
  /** HTTP 503. */
  | 'fail'
  /** Answers late (`delayMs`). */
  | 'slow'
  /** Drops the line. */
  | 'drop'
  /** A gateway's page instead of an answer. */
  | 'page';
export const MODES: readonly [Mode, ...Mode[]] = ['answer', 'fail', 'slow', 'drop', 'page'];

export interface IdentitySimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  now: () => number;
  people?: readonly Person[];
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface IdentitySimulator {
  origin: string;
  /** The setting `identity` that sends a hub here. */
  setting: { codeUrl: string; phoneUrl: string; simulated: true };
  /** A fresh code of a person, as their phone would show it. */
  codeOf: (idNumber: string, holdsMs?: number) => string;
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

const HOLDS_MS = 60_000;

/** `POST /code {code}`, `POST /phone {phone}`: the interface. `GET /`: codes to show to a scanner. `POST /control {mode}`. */
export async function startIdentity(o: IdentitySimulatorOptions): Promise<IdentitySimulator> {
  const people = o.people ?? PEOPLE;
  const key = randomBytes(32);
  const used = new Set<string>();

  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  /** `SFM1.<person>.<until>.<nonce>.<signature>`: opaque to everybody else, without name or number. */
  const codeOf = (idNumber: string, holdsMs = HOLDS_MS): string => {
    const index = people.findIndex((p) => p.idNumber === idNumber);
    const until = (o.now() + holdsMs).toString(36);
    const text = `SFM1.${index}.${until}.${randomBytes(9).toString('base64url')}`;
    return `${text}.${sign(text)}`;
  };

  function byCode(code: unknown): object {
    const parts = typeof code === 'string' ? code.split('.') : [];
    const [kind, index, until, , signature = ''] = parts;
    const expected = Buffer.from(sign(parts.slice(0, 4).join('.')));
    const given = Buffer.from(signature);
    const isOurs = kind === 'SFM1' && parts.length === 5 && given.length === expected.length;
    if (!isOurs || !timingSafeEqual(given, expected)) return { code: 4001, msg: '二维码无效' };
    if (o.now() > Number.parseInt(until ?? '', 36)) return { code: 4002, msg: '二维码已过期' };
    if (used.has(signature)) return { code: 4003, msg: '二维码已使用' };
    used.add(signature);
    return known(people[Number(index)]);
  }
  function known(person: Person | undefined): object {
    if (person === undefined) return { code: 4041, msg: '未找到实名信息' };
    if (person.frozen) return { code: 4031, msg: '账号已冻结' };
    return { code: 0, msg: '成功', data: { name: person.name, idNumber: person.idNumber } };
  }

  const server = await serveInMoods(
    { ...o, modes: MODES, delayMs: o.delayMs ?? 8_000, page: () => page(people, codeOf) },
    {
      'POST /code': ({ code }) => byCode(code),
      'POST /phone': ({ phone }) => known(people.find((p) => p.phone === phone)),
    },
  );
  return {
    origin: server.origin,
    setting: { codeUrl: `${server.origin}/code`, phoneUrl: `${server.origin}/phone`, simulated: true },
    codeOf,
    mode: server.setMode,
    close: server.close,
  };
}

function page(people: readonly Person[], codeOf: (idNumber: string) => string): string {
  const rows = people.map(
    (p) =>
      `<li>${escaped(p.name)} ${p.phone}${p.frozen ? '（冻结）' : ''}<br><code>${escaped(codeOf(p.idNumber))}</code></li>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>模拟身份系统</title>
<h1>模拟身份系统</h1><p>下面的身份码一分钟内有效，只能用一次；刷新本页得到新的。</p><ul>${rows.join('')}</ul></html>`;
}
