import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Timers } from '../../../contracts/clock.ts';
import { draw } from './draw.ts';
import { certificatesOf, type SimulatedCertificate } from './people.ts';

/**
 * A simulator of an e-certificate library (电子证照库): POST with JSON in, `{code, msg, data}` out. It knows invented
 * certificates of whoever is asked for, and shares nothing with the hub's adapter.
 */
export type Mode =
  | 'accept'
  /** HTTP 503. */
  | 'fail'
  /** Answers late (`delayMs`). */
  | 'slow'
  /** Refuses the use of every certificate. */
  | 'refuse'
  /** Drops the line before answering. */
  | 'drop'
  /** A gateway's page instead of an answer. */
  | 'page'
  /** An answer that does not end. */
  | 'flood'
  /** Answers about somebody else. */
  | 'other'
  /** Nobody has anything. */
  | 'none'
  /** Files that are none (an OFD, as libraries have them too). */
  | 'ofd';
export const MODES: readonly Mode[] = [
  'accept',
  'fail',
  'slow',
  'refuse',
  'drop',
  'page',
  'flood',
  'other',
  'none',
  'ofd',
];

export interface SimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface Simulator {
  /** Address under which the interface lies. */
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Codes that were given out. */
  codes: string[];
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

const MAX_BODY = 16_000;
const MAX_ASKED = 10_000;
const FLOOD = 'x'.repeat(64 * 1024);
/** Seconds. */
const CODE_LASTS = 60;

/** `POST /certificates/{query,file,code}` is the interface; `POST /control {mode}` tells it how to behave. */
export async function startCertificateLibrary(options: SimulatorOptions): Promise<Simulator> {
  const asked: string[] = [];
  const codes: string[] = [];
  let mode: Mode = 'accept';

  async function reply(path: string, wish: Record<string, unknown>): Promise<object> {
    const { holderType, holderCode, holderName, certificateId } = wish;
    if (holderType !== '111' || typeof holderCode !== 'string' || typeof holderName !== 'string')
      return { code: 400, msg: '持证主体有误' };
    if (mode === 'refuse') return { code: 403, msg: '未授权用证' };
    const held = mode === 'none' ? [] : certificatesOf(holderCode, holderName).map((c) => turned(c));
    if (path === '/certificates/query')
      return {
        code: 200,
        msg: '成功',
        data: { certificates: held.map(({ face: _, form: __, ...c }) => c) },
      };
    const one = held.find((c) => c.certificateId === certificateId);
    if (one === undefined) return { code: 404, msg: '证照不存在' };
    const of = { certificateId, holderCode: one.holderCode };
    if (path === '/certificates/file') {
      const bytes = mode === 'ofd' ? Buffer.from('PK\u0003\u0004 OFD.xml') : await draw(one);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { code: 200, msg: '成功', data: { ...of, content: bytes.toString('base64'), sha256 } };
    }
    if (!one.hasCode || one.status !== '1') return { code: 409, msg: '证照无效' };
    const text = `SIM-ZZ:${one.typeCode}:${randomBytes(12).toString('hex')}`;
    codes.push(text);
    return { code: 200, msg: '成功', data: { ...of, text, expiresIn: CODE_LASTS } };
  }

  const turned = (c: SimulatedCertificate): SimulatedCertificate =>
    mode === 'other' ? { ...c, holderCode: '410403199001010014' } : c;

  async function serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (asked.length < MAX_ASKED) asked.push(path);
    if (mode === 'fail') return answer(response, 503, { code: 503, msg: '系统繁忙' });
    const wish = await readJson(request);
    if (wish === null) return answer(response, 400, { code: 400, msg: '报文不是JSON' });
    if (mode === 'drop') return void response.destroy();
    if (mode === 'page')
      return void response.setHeader('content-type', 'text/html').end('<html>网关登录</html>');
    if (mode === 'flood') return flood(response);
    const body = await reply(path, wish);
    if (mode === 'slow') options.timers.after(options.delayMs ?? 30_000, () => answer(response, 200, body));
    else answer(response, 200, body);
  }

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const run = async (): Promise<void> => {
      if (request.method === 'POST' && path.startsWith('/certificates/'))
        return serve(path, request, response);
      const wanted =
        request.method === 'POST' && path === '/control' ? (await readJson(request))?.mode : undefined;
      const known = MODES.find((m) => m === wanted);
      if (known === undefined) return answer(response, 404, { code: 404, msg: MODES.join(' ') });
      mode = known;
      answer(response, 200, { code: 200, msg: mode });
    };
    run().catch(() => response.destroy());
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', done);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    asked,
    codes,
    mode(next) {
      mode = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** As fast as it is read, until the reader goes. */
function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const pour = (): void => {
    while (!response.destroyed && response.write(FLOOD));
  };
  response.on('drain', pour);
  pour();
}

/** null for what is no JSON object or too long. */
async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_BODY) return null;
  }
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
