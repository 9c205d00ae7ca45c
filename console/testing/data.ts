import type { DeviceClass, DeviceState, DeviceSummary } from '../../contracts/devices.ts';
import type { RatingFilter, RatingRow, RatingStory, TerminalRow } from '../../contracts/hub/console-api.ts';
import { LEVELS, type Level } from '../../contracts/rating.ts';

/**
 * A hall as large as one likes, made from numbers: rating `i` is always the same rating, so a million of them need no
 * memory. 0 is the newest at the start; those that arrive later are -1, -2 …
 */

const text2 = (zh: string, en: string) => ({ zh, en });
export const HALL = text2('郑东新区政务服务中心', 'Zhengdong Government Service Centre');
export const DEPARTMENTS = [
  { id: 'mkt', name: text2('市场监督管理局', 'Market Regulation') },
  { id: 'hrss', name: text2('人力资源和社会保障局', 'Human Resources and Social Security') },
  { id: 'psb', name: text2('公安分局', 'Public Security') },
  { id: 'tax', name: text2('税务局', 'Taxation') },
];
export const WINDOWS = [
  { id: 'a01', no: 'A01', name: text2('企业开办', 'Company registration'), departmentId: 'mkt' },
  { id: 'a02', no: 'A02', name: text2('许可变更', 'Licence changes'), departmentId: 'mkt' },
  { id: 'b01', no: 'B01', name: text2('社保登记', 'Social insurance'), departmentId: 'hrss' },
  { id: 'b02', no: 'B02', name: text2('就业创业', 'Employment'), departmentId: 'hrss' },
  { id: 'c01', no: 'C01', name: text2('户籍业务', 'Household registration'), departmentId: 'psb' },
  { id: 'd01', no: 'D01', name: text2('综合办税', 'Tax affairs'), departmentId: 'tax' },
];
export const TAGS: { code: string; zh: string; en: string }[] = [
  { code: '510', zh: '一窗受理一次办结', en: 'One window, done at once' },
  { code: '512', zh: '不用提交证明', en: 'No certificates needed' },
  { code: '517', zh: '服务热情效率高', en: 'Warm and efficient' },
  { code: '410', zh: '可以在线预约办理', en: 'Online booking' },
  { code: '413', zh: '服务态度较好', en: 'Friendly' },
  { code: '309', zh: '在承诺的时间内办结', en: 'Done within the promised time' },
  { code: '314', zh: '服务态度一般', en: 'Fair service' },
  { code: '210', zh: '同样内容的证明材料被要求多次提交', en: 'Same certificate asked for repeatedly' },
  { code: '213', zh: '窗口人员业务不熟练', en: 'Staff unfamiliar with the matter' },
  { code: '113', zh: '多头跑窗口和部门', en: 'Sent from window to window' },
  { code: '115', zh: '服务态度差效率低', en: 'Rude and slow' },
];
const ITEMS: readonly (readonly [string, string])[] = [
  ['SC0101', '内资有限责任公司设立登记'],
  ['SC0107', '食品经营许可证变更'],
  ['RS0203', '企业职工基本养老保险参保登记'],
  ['RS0219', '一次性创业补贴申领'],
  ['GA0302', '新生儿出生登记'],
  ['SW0410', '增值税一般纳税人登记'],
];
const STAFF = ['李文静', '王海涛', '赵敏', '陈志远', '刘晓燕', '孙建国'];

/** A number in [0, 1) that depends on `i` and `salt` alone. */
function chance(i: number, salt: number): number {
  let h = Math.imul(i ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
const pick = <T>(from: readonly T[], i: number, salt: number): T =>
  from[Math.floor(chance(i, salt) * from.length)] as T;
const hex = (i: number, salt: number, digits: number): string =>
  Array.from({ length: digits }, (_, d) => Math.floor(chance(i, salt * 100 + d) * 16).toString(16)).join('');

export const idOf = (i: number): string =>
  `${(i + 0x1000).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
export const indexOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) - 0x1000;

const levelOf = (i: number): Level => {
  const c = chance(i, 1);
  return LEVELS[[0.71, 0.88, 0.95, 0.985, 1].findIndex((edge) => c < edge)] ?? 5;
};

export function rating(i: number, startMs: number): RatingRow {
  const atMs = i < 0 ? startMs - i * 50 : startMs - i * 37_000 - Math.floor(chance(i, 2) * 30_000) - 4_000;
  const level = levelOf(i);
  const place = Math.floor(chance(i, 3) * WINDOWS.length);
  const window = WINDOWS[place] as (typeof WINDOWS)[number];
  const [itemCode, itemName] = ITEMS[place] as readonly [string, string];
  const tags = TAGS.filter((t) => t.code.startsWith(String(level)) && chance(i, Number(t.code)) < 0.6);
  const late = chance(i, 4);
  return {
    id: idOf(i),
    atMs,
    receivedMs: atMs + 900 + Math.floor(chance(i, 5) * 4_000),
    level,
    tags: tags.map((t) => t.code),
    hasText: chance(i, 6) < (level <= 2 ? 0.7 : 0.08),
    case: {
      caseNo: `4101${itemCode}2026${String(11_24_000_000 - i).padStart(8, '0')}`,
      stage: chance(i, 7) < 0.8 ? 2 : 1,
      itemCode,
      itemName,
    },
    windowId: window.id,
    windowName: text2(`${window.no} ${window.name.zh}`, `${window.no} ${window.name.en}`),
    departmentId: window.departmentId,
    departmentName: (DEPARTMENTS.find((d) => d.id === window.departmentId) as (typeof DEPARTMENTS)[number])
      .name,
    staffName: chance(i, 8) < 0.95 ? (STAFF[place] ?? null) : null,
    terminalId: `pad-${String(place + 1).padStart(2, '0')}`,
    source: chance(i, 9) < 0.86 ? 'request' : chance(i, 10) < 0.7 ? 'scanned' : 'typed',
    status: late < 0.94 ? 'counted' : late < 0.965 ? 'duplicate' : late < 0.985 ? 'unchecked' : 'unknownCase',
    relay:
      late >= 0.94
        ? 'notRelayed'
        : i < 6
          ? 'waiting'
          : pick(['relayed', 'relayed', 'relayed', 'refused'], i, 11),
  };
}

export function story(i: number, startMs: number, mayReadText: boolean): RatingStory {
  const row = rating(i, startMs);
  const offline = chance(i, 12) < 0.15;
  const at = row.atMs;
  const steps: RatingStory['steps'] = [];
  if (row.source === 'request')
    steps.push(
      { what: 'requested', atMs: at - 21_400, detail: 'page' },
      { what: 'rung', atMs: at - 21_260, detail: null },
      { what: 'opened', atMs: at - 20_980, detail: null },
    );
  steps.push(
    { what: 'saved', atMs: at, detail: null },
    { what: 'received', atMs: row.receivedMs, detail: null },
  );
  if (i % 5 === 2) steps.push({ what: 'duplicateDelivery', atMs: row.receivedMs + 1_800, detail: null });
  if (i % 7 === 3) steps.push({ what: 'relayFailed', atMs: row.receivedMs + 60_000, detail: 'HTTP 503' });
  if (row.relay === 'relayed') steps.push({ what: 'relayed', atMs: row.receivedMs + 125_000, detail: null });
  if (row.relay === 'refused')
    steps.push({
      what: 'relayRefused',
      atMs: row.receivedMs + 125_000,
      detail: 'code 1: 该办件已评价，无需重复评价',
    });
  const text = '材料交了三次都说不对，每次说的不一样，最后还是自己上网查的。希望一次说清楚要哪些材料。';
  return {
    row,
    text: row.hasText && mayReadText ? text : null,
    anonymous: chance(i, 13) < 0.3,
    locale: 'zh-CN',
    elder: chance(i, 14) < 0.1,
    channel: 4,
    clock: offline ? 'wall' : 'anchor',
    uncertaintyMs: offline ? 300_000 : 18,
    epoch: '7f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    seq: 48_213 - i,
    bodySha256: hex(i, 15, 64),
    duplicateOf: row.status === 'duplicate' ? idOf(i + 1) : null,
    photos: 0,
    videos: 0,
    steps,
  };
}

/** Does a row pass the filter? As the hub does it: whole ids, a case number from its beginning. */
export function passes(row: RatingRow, f: RatingFilter): boolean {
  return (
    (f.fromMs === undefined || row.atMs >= f.fromMs) &&
    (f.toMs === undefined || row.atMs <= f.toMs) &&
    (f.levels === undefined || f.levels.length === 0 || f.levels.includes(row.level)) &&
    (f.departmentId === undefined || row.departmentId === f.departmentId) &&
    (f.windowId === undefined || row.windowId === f.windowId) &&
    (f.terminalId === undefined || row.terminalId === f.terminalId) &&
    (f.status === undefined || row.status === f.status) &&
    (f.relay === undefined || row.relay === f.relay) &&
    (f.caseNo === undefined || row.case.caseNo.startsWith(f.caseNo))
  );
}

const device = (id: string, type: DeviceClass, state: DeviceState): DeviceSummary => ({
  id,
  class: type,
  required: true,
  simulated: false,
  state,
  code: state === 'missing' ? 'device.missing' : null,
});

export function terminals(nowMs: number): TerminalRow[] {
  const quiet = {
    state: 'online',
    lastSeenMs: nowMs - 2_000,
    app: '0.1.0',
    queueReady: 0,
    queueDead: 0,
    oldestMs: 0,
    fault: null,
    clockOffsetMs: 14,
    quarantined: 0,
    devices: [],
  } satisfies Partial<TerminalRow>;
  const special: Partial<TerminalRow>[] = [
    {},
    {
      queueReady: 3,
      oldestMs: 8_000,
      devices: [device('card', 'idCardReader', 'missing'), device('slip', 'receiptPrinter', 'ok')],
    },
    { state: 'offline', lastSeenMs: nowMs - 3 * 86_400_000, queueReady: 412, oldestMs: 3 * 86_400_000 },
    { fault: 'store.full', queueReady: 27, oldestMs: 5_400_000 },
    { queueDead: 2, quarantined: 1, clockOffsetMs: -184_000 },
    { state: 'never', lastSeenMs: null, app: null, clockOffsetMs: null },
    { state: 'revoked', lastSeenMs: nowMs - 40 * 86_400_000 },
  ];
  return special.map((change, i) => {
    const window = WINDOWS[i % WINDOWS.length] as (typeof WINDOWS)[number];
    return {
      id: `pad-${String(i + 1).padStart(2, '0')}`,
      windowId: window.id,
      windowName: text2(`${window.no} ${window.name.zh}`, `${window.no} ${window.name.en}`),
      ...quiet,
      ...change,
    };
  });
}
