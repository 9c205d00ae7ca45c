import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Timers } from '../../../contracts/clock.ts';

/**
 * A simulator of an upper catalogue of service items (上级政务服务事项库): `POST /catalogue/version` and
 * `POST /catalogue/items` (JSON in, `{code, msg, data}` out), with the fields of the national standard. It shares nothing
 * with the hub: what it knows of the wire is written down here anew.
 */
export type Mode =
  /** Answers what it has. */
  | 'serve'
  /** HTTP 503. */
  | 'fail'
  /** Answers late (`delayMs`). */
  | 'slow'
  /** Drops the line before answering. */
  | 'drop'
  /** A gateway's page instead of an answer. */
  | 'page'
  /** Every third row lies: promises more than the law allows. */
  | 'lie'
  /** Says that it has more rows than it gives. */
  | 'short'
  /** A row twice. */
  | 'double'
  /** The listing becomes another version on the way. */
  | 'change';
export const MODES: readonly Mode[] = [
  'serve',
  'fail',
  'slow',
  'drop',
  'page',
  'lie',
  'short',
  'double',
  'change',
];

export interface SimulatorOptions {
  host?: string;
  port?: number;
  timers: Timers;
  /** In mode `slow`, ms. */
  delayMs?: number;
  /** Items at the start. */
  count?: number;
}
export type Row = Record<string, unknown> & { taskCode: string };
export interface Simulator {
  /** Address of the interface. */
  url: string;
  mode: (mode: Mode) => void;
  /** A new version with these rows. */
  publish: (rows: readonly Row[]) => void;
  rows: () => readonly Row[];
  /** Calls so far. */
  calls: () => number;
  close(): Promise<void>;
}

const MAX_BODY = 64_000;

const NOUNS = [
  '户外广告设置',
  '临时占用道路',
  '食品小作坊',
  '养老机构',
  '职业培训学校',
  '民办幼儿园',
  '农药经营',
  '出版物零售',
];
const VERBS = ['审批', '变更', '延续', '注销', '备案', '补证', '查询', '年度报告'];

/** Invented rows; `dept` is one of the upper catalogue's own codes. */
export function upperRows(count: number, dept = '410403001'): Row[] {
  return Array.from({ length: count }, (_, n) => {
    const noun = NOUNS[n % NOUNS.length];
    const verb = VERBS[Math.floor(n / NOUNS.length) % VERBS.length];
    const turn = Math.floor(n / NOUNS.length / VERBS.length);
    return {
      taskCode: `UP${String(n).padStart(6, '0')}`,
      taskName: `${noun}${verb}${turn === 0 ? '' : `（${turn}类）`}`,
      deptCode: dept,
      taskType: n % 2 === 0 ? '01' : '20',
      serveType: ['1', '2', '1,2'][n % 3],
      themeCodes: ['T01'],
      keywords: [`${noun}办理`],
      lawLimit: '20',
      lawLimitUnit: '1',
      promiseLimit: String(n % 15),
      promiseLimitUnit: '1',
      linkWay: '0375-0000001',
      superviseWay: '0375-12345',
      isFee: n % 7 === 0 ? '1' : '0',
      ...(n % 7 === 0 ? { feeBasis: '发改价格〔2016〕1号', feeStandard: '每件50元' } : {}),
      handleAddr: '卫东区政务服务大厅一楼',
      handleTime: '工作日 9:00-17:00',
      acceptConditions: ['符合法律法规规定的条件'],
      byLaw: ['《中华人民共和国行政许可法》第十二条'],
      materials: [
        { materialName: '申请表', materialForm: '1', materialNum: 1, isNeed: '1', sourceType: '10' },
        { materialName: '营业执照', materialForm: '2', materialNum: 1, isNeed: '0', sourceType: '20' },
      ],
      flow: [
        { stepName: '申请', stepBy: '1' },
        { stepName: '受理', stepBy: '2' },
        { stepName: '办结', stepBy: '2' },
      ],
      provinceHandle: n % 4 === 0 ? '1' : '0',
      crossProvince: '0',
    };
  });
}

export async function startUpperCatalogue(options: SimulatorOptions): Promise<Simulator> {
  let rows: readonly Row[] = upperRows(options.count ?? 120);
  let serial = 1;
  let mode: Mode = 'serve';
  let calls = 0;
  const version = (): string => `v${serial}`;

  function shown(): Row[] {
    if (mode === 'lie') return rows.map((row, n) => (n % 3 === 0 ? { ...row, promiseLimit: '90' } : row));
    if (mode === 'double') return [...rows.slice(0, -1), ...rows.slice(0, 1)];
    return [...rows];
  }
  function items(asked: Record<string, unknown>): unknown {
    const [page, size] = [Number(asked.pageNum), Number(asked.pageSize)];
    if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > 500)
      return { code: 400, msg: '参数错误: pageNum, pageSize' };
    if (asked.version !== version()) return { code: 409, msg: '版本已更新' };
    const all = shown();
    const slice = all.slice((page - 1) * size, page * size);
    const given = mode === 'short' ? slice.slice(0, -1) : slice;
    if (mode === 'change') serial += 1;
    return { code: 200, msg: '成功', data: { version: version(), total: all.length, rows: given } };
  }

  async function serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readJson(request);
    if (path === 'POST /control') {
      const known = MODES.find((m) => m === asked?.mode);
      if (known === undefined) return answer(response, 404, { code: 404, msg: MODES.join(' ') });
      mode = known;
      return answer(response, 200, { code: 200, msg: mode });
    }
    if (path !== 'POST /catalogue/version' && path !== 'POST /catalogue/items')
      return answer(response, 404, { code: 404, msg: path });
    calls += 1;
    if (asked === null) return answer(response, 400, { code: 400, msg: '报文不是JSON' });
    if (mode === 'fail') return answer(response, 503, { code: 503, msg: '系统繁忙' });
    if (mode === 'drop') return void response.destroy();
    if (mode === 'page')
      return void response.setHeader('content-type', 'text/html').end('<html>网关登录</html>');
    const reply = path.endsWith('/version')
      ? { code: 200, msg: '成功', data: { version: version(), total: shown().length } }
      : items(asked);
    if (mode === 'slow') options.timers.after(options.delayMs ?? 5_000, () => answer(response, 200, reply));
    else answer(response, 200, reply);
  }

  const server = createServer((request, response) => {
    serve(`${request.method} ${request.url?.split('?')[0]}`, request, response).catch(() =>
      response.destroy(),
    );
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', done);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}/catalogue`,
    mode(next) {
      mode = next;
    },
    publish(next) {
      rows = next;
      serial += 1;
    },
    rows: () => rows,
    calls: () => calls,
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
