import demo from '../../../../../assets/demo/catalogue.json' with { type: 'json' };
import type { Floor, ServiceItem, Topic } from '../../../../../contracts/catalogue.ts';
import {
  MAX_HITS,
  ROWS_A_PAGE,
  type ServiceFilter,
  type ServiceRow,
} from '../../../../../contracts/rooms/services.ts';
import { manyItems } from '../../../../../contracts/testing/many-items.ts';

/** What the test lets happen. */
export interface Wishes {
  offline: boolean;
  /** Code with which the call is refused. */
  refuse: { overview?: string; search?: string; list?: string; guide?: string; print?: string };
  /** Names and texts of the greatest length. */
  long: boolean;
}

const ok = <T>(value: T) => ({ ok: true as const, value });
const refused = (code: string) => ({ ok: false as const, code });
const words = (zh: string, en: string) => ({ zh, en });

const DEPARTMENTS = [
  ['gongan', '卫东公安分局', 'Public Security Sub-bureau'],
  ['shichang', '区市场监督管理局', 'Market Regulation'],
  ['shuiwu', '区税务局', 'Taxation'],
  ['renshe', '区人力资源和社会保障局', 'Human Resources and Social Security'],
  ['yibao', '区医疗保障局', 'Healthcare Security'],
  ['budongchan', '不动产登记中心', 'Real Estate Registration Centre'],
  ['minzheng', '区民政局', 'Civil Affairs'],
  ['weijian', '区卫生健康委员会', 'Health Commission'],
  ['ziran', '区自然资源局', 'Natural Resources'],
  ['zhujian', '区住房和城乡建设局', 'Housing and Urban-Rural Development'],
  ['jiaotong', '区交通运输局', 'Transport'],
  ['gongjijin', '住房公积金管理部', 'Housing Provident Fund'],
].map(([id = '', zh = '', en = '']) => ({ id, name: words(zh, en) }));

const LONG = words(
  '国有建设用地使用权及房屋所有权首次登记、转移登记、变更登记（含预告登记转本登记）',
  'First registration, transfer and change of a right to use state-owned construction land and of house ownership',
);
const EXAMPLE: Partial<ServiceItem> = {
  name: words('居住证申领', 'Apply for a residence permit'),
  departmentId: 'gongan',
  zones: ['province'],
  fee: { basis: words('发改价格〔2003〕2322号', 'NDRC (2003) 2322'), standard: words('每证20元', 'CNY 20') },
  windows: ['2', '14'],
  conditions: [
    words('离开户籍地在本区居住半年以上', 'You have lived here for half a year'),
    words('有合法稳定就业、住所或连续就读之一', 'You have work, a home or study here'),
  ],
  materials: ['permitForm', 'idCard', 'photo', 'housing', 'jobProof'].map((key) => ({
    ...(demo.materials as unknown as Record<string, ServiceItem['materials'][number]>)[key],
    required: key !== 'jobProof',
  })) as ServiceItem['materials'],
  process: demo.processes.licence as ServiceItem['process'],
  flowId: 'residence-permit-apply',
  bookable: true,
};

/** Stands for the terminal's room of services: answers as it does, from what the test wishes. */
export function fakeRoom(wishes: Wishes) {
  const items: ServiceItem[] = manyItems(70).map((item, n) => ({
    ...item,
    ...(n === 0 ? EXAMPLE : {}),
    ...(wishes.long ? { name: LONG, conditions: Array(12).fill(LONG), basis: Array(9).fill(LONG) } : {}),
    topics: demo.topics.filter((_, t) => t % 9 === n % 9 || n === 0).map((t) => t.id),
  }));
  const departmentOf = (id: string) => DEPARTMENTS.find((d) => d.id === id)?.name ?? words(id, id);
  const rowOf = ({ code, name, zones, flowId, departmentId }: ServiceItem): ServiceRow => ({
    code,
    name,
    zones,
    flowId,
    department: departmentOf(departmentId),
  });
  const fits = (item: ServiceItem, { departmentId, topicId, audience, zone }: ServiceFilter) =>
    (departmentId === undefined || item.departmentId === departmentId) &&
    (topicId === undefined || item.topics.includes(topicId)) &&
    (audience === undefined || item.audiences.includes(audience)) &&
    (zone === undefined || item.zones.includes(zone));
  const floors = demo.floors as Floor[];
  const terminalId = 'kiosk-01';
  const known = <T>(call: keyof Wishes['refuse'], value: () => T) => {
    const code = wishes.refuse[call];
    return code === undefined ? ok(value()) : refused(code);
  };
  return {
    overview: async () =>
      known('overview', () => ({
        asOfMs: Date.parse('2026-11-24T09:00:00+08:00'),
        count: items.length,
        departments: DEPARTMENTS.map((d) => ({ ...d, count: 12 })),
        topics: (demo.topics as Topic[]).map((t) => ({ ...t, count: 7 })),
        zones: [
          { id: 'province', count: 14 },
          { id: 'nation', count: 8 },
        ],
        floors,
        terminalId,
      })),
    search: async ({ text }: { text: string }) =>
      known('search', () => (text === 'zzz' ? [] : items.slice(0, MAX_HITS).map(rowOf))),
    list: async ({ filter, offset }: { filter: ServiceFilter; offset: number }) =>
      known('list', () => {
        const rows = items.filter((item) => fits(item, filter)).map(rowOf);
        return { total: rows.length, rows: rows.slice(offset, offset + ROWS_A_PAGE) };
      }),
    guide: async ({ code }: { code: string }) =>
      known('guide', () => {
        const item = items.find((i) => i.code === code) ?? (items[0] as ServiceItem);
        return {
          item,
          department: departmentOf(item.departmentId),
          floors: floors.filter((f) => f.windows.some((w) => item.windows.includes(w.no))),
          terminalId,
          qr: `${item.name.zh}\n办理窗口: 2号\n申请材料:\n1.居民身份证 原件×1\n2.居住证申领表 原件×1`,
        };
      }),
    print: async () => known('print', () => null),
  };
}
