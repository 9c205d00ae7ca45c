import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Timers } from '../../../contracts/clock.ts';

/**
 * A simulator of a province's 好差评 system. It speaks the wire of the published Zhejiang interface `offlinereport`
 * (POST, JSON in, `{code, msg}` out) and answers a case that was rated before as the Guangdong interface does. It
 * shares nothing with the relay: what it knows of the record is written down here anew.
 */
export type Mode =
  /** Takes what fits, tells of duplicates. */
  | 'accept'
  /** HTTP 503. */
  | 'fail'
  /** Takes it, but answers late (`delayMs`). */
  | 'slow'
  /** Refuses every record for its content. */
  | 'refuse'
  /** Takes it and drops the line before answering. */
  | 'drop'
  /** A gateway's page instead of an answer. */
  | 'page';
export const MODES: readonly Mode[] = ['accept', 'fail', 'slow', 'refuse', 'drop', 'page'];

export interface SimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  /** In mode `slow`, ms. */
  delayMs?: number;
}
export interface Simulator {
  /** Address of the interface. */
  url: string;
  /** What it has taken, in order. */
  taken: Record<string, string>[];
  mode: (mode: Mode) => void;
  close(): Promise<void>;
}

const REQUIRED: Readonly<Record<string, RegExp>> = {
  areaCode: /^.+$/,
  deptCode: /^[0-9A-Z]{18}$/,
  projectNo: /^.+$/,
  proStatus: /^[123]$/,
  userProp: /^[12]$/,
  pf: /^[1-7]$/,
  satisfaction: /^[1-5]$/,
  evalDetail: /^(\d{3}(,\d{3})*)?$/,
  assessTime: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  assessNumber: /^[12]$/,
  dataSource: /^\d{3}$/,
};
const MAX_BODY = 64_000;

/** `POST /offlinereport` is the interface; `POST /control {mode}` tells it how to behave; `GET /taken` shows. */
export async function startProvince(options: SimulatorOptions): Promise<Simulator> {
  const taken: Record<string, string>[] = [];
  const rated = new Set<string>();
  let mode: Mode = 'accept';

  function take(record: Record<string, unknown>): { code: number; msg: string } {
    for (const [field, form] of Object.entries(REQUIRED))
      if (typeof record[field] !== 'string' || !form.test(record[field]))
        return { code: 400, msg: `参数错误: ${field}` };
    if (mode === 'refuse') return { code: 422, msg: '数据不予接收' };
    const key = `${record.projectNo} ${record.proStatus} ${record.assessNumber}`;
    if (rated.has(key)) return { code: 1, msg: '该办件已评价,无需重复评价' };
    rated.add(key);
    taken.push(record as Record<string, string>);
    return { code: 200, msg: '成功' };
  }

  async function report(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (mode === 'fail') return answer(response, 503, { code: 503, msg: '系统繁忙' });
    const record = await readJson(request);
    if (record === null) return answer(response, 400, { code: 400, msg: '报文不是JSON' });
    const reply = take(record);
    if (mode === 'drop') response.destroy();
    else if (mode === 'page') response.setHeader('content-type', 'text/html').end('<html>网关登录</html>');
    else if (mode === 'slow')
      options.timers.after(options.delayMs ?? 5_000, () => answer(response, 200, reply));
    else answer(response, 200, reply);
  }

  const server = createServer((request, response) => {
    const path = `${request.method} ${request.url?.split('?')[0]}`;
    const serve = async (): Promise<void> => {
      if (path === 'POST /offlinereport') return report(request, response);
      if (path === 'GET /taken') return answer(response, 200, taken);
      const wanted = path === 'POST /control' ? (await readJson(request))?.mode : undefined;
      const known = MODES.find((m) => m === wanted);
      if (known === undefined) return answer(response, 404, { code: 404, msg: MODES.join(' ') });
      mode = known;
      answer(response, 200, { code: 200, msg: mode });
    };
    serve().catch(() => response.destroy());
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', done);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}/offlinereport`,
    taken,
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
