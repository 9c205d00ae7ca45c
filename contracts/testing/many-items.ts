import type { ServiceItem } from '../catalogue.ts';

/**
 * As many service items as a whole district has, from the words that such names are made of. The same number gives the
 * same items.
 */
const SUBJECTS = [
  ['食品经营', 'food trade'],
  ['食品生产', 'food production'],
  ['药品零售', 'retail of medicines'],
  ['医疗机构', 'medical institution'],
  ['公共场所卫生', 'public hygiene'],
  ['道路货物运输', 'road freight'],
  ['道路旅客运输', 'passenger transport'],
  ['机动车维修', 'vehicle repair'],
  ['建筑业企业资质', 'construction company'],
  ['房地产开发资质', 'real estate developer'],
  ['城镇污水排入排水管网', 'sewage discharge'],
  ['占用城市道路', 'use of city roads'],
  ['临时用地', 'temporary land'],
  ['建设工程规划', 'construction planning'],
  ['林木采伐', 'logging'],
  ['取水', 'water abstraction'],
  ['种子生产经营', 'seed trade'],
  ['动物防疫条件', 'animal epidemic prevention'],
  ['兽药经营', 'veterinary medicines'],
  ['农药经营', 'pesticides'],
  ['民办学校', 'private school'],
  ['教师资格', 'teacher qualification'],
  ['社会团体', 'association'],
  ['民办非企业单位', 'private non-profit'],
  ['劳务派遣经营', 'labour dispatch'],
  ['人力资源服务', 'recruitment services'],
  ['特种设备使用', 'special equipment'],
  ['危险化学品经营', 'hazardous chemicals'],
  ['烟花爆竹零售', 'fireworks retail'],
  ['印刷企业', 'printing house'],
  ['出版物零售', 'book retail'],
  ['娱乐场所', 'entertainment venue'],
  ['互联网上网服务', 'internet café'],
  ['旅行社分社', 'travel agency branch'],
  ['户外广告设施', 'outdoor advertising'],
  ['残疾人证', 'disability certificate'],
  ['老年人优待证', 'senior card'],
  ['退役军人优待证', 'veteran card'],
  ['城乡居民养老保险', 'residents’ pension'],
  ['职工基本医疗保险', 'employees’ medical insurance'],
  ['工伤保险待遇', 'work injury benefits'],
  ['生育保险待遇', 'maternity benefits'],
  ['住房公积金', 'provident fund'],
  ['不动产抵押权', 'mortgage'],
  ['居住证', 'residence permit'],
] as const;
const ACTIONS = [
  ['许可（新办）', 'first licence'],
  ['许可变更', 'change of licence'],
  ['许可延续', 'renewal of licence'],
  ['许可注销', 'cancellation of licence'],
  ['证件补办', 'replacement'],
  ['备案', 'filing'],
  ['登记', 'registration'],
  ['资格认定', 'recognition'],
  ['信息查询', 'look-up'],
  ['信息变更', 'change of data'],
  ['关系转移', 'transfer'],
  ['待遇申领', 'claim'],
] as const;
const SCOPES = [
  ['', ''],
  ['（个人）', ' (person)'],
  ['（企业）', ' (company)'],
  ['（法定代表人变更）', ' (legal representative)'],
  ['（地址变更）', ' (address)'],
  ['（告知承诺）', ' (by declaration)'],
] as const;
const DEPARTMENTS = ['gongan', 'shichang', 'renshe', 'yibao', 'weijian', 'jiaotong'] as const;

const line = (zh: string, en: string) => ({ zh, en });

/** At most 3,240 names differ; beyond that they carry a number. */
export function manyItems(count: number): ServiceItem[] {
  const all = SUBJECTS.length * ACTIONS.length * SCOPES.length;
  return Array.from({ length: count }, (_, n) => {
    const subject = SUBJECTS[n % SUBJECTS.length] ?? SUBJECTS[0];
    const action = ACTIONS[Math.floor(n / SUBJECTS.length) % ACTIONS.length] ?? ACTIONS[0];
    const scope = SCOPES[Math.floor(n / SUBJECTS.length / ACTIONS.length) % SCOPES.length] ?? SCOPES[0];
    const again = n < all ? '' : ` ${Math.floor(n / all) + 1}`;
    return item(
      n,
      `${subject[0]}${action[0]}${scope[0]}${again}`,
      `${subject[1]}: ${action[1]}${scope[1]}${again}`,
    );
  });
}

function item(n: number, zh: string, en: string): ServiceItem {
  return {
    code: `T${String(n).padStart(6, '0')}`,
    name: line(zh, en),
    departmentId: DEPARTMENTS[n % DEPARTMENTS.length] ?? 'gongan',
    kind: 'licence',
    audiences: n % 3 === 0 ? ['person', 'enterprise'] : [n % 3 === 1 ? 'person' : 'enterprise'],
    topics: [],
    zones: n % 5 === 0 ? ['province'] : [],
    keywords: [`${zh.slice(0, 4)}怎么办`, `办${zh.slice(0, 4)}`],
    legalLimit: { days: 20, working: true },
    promisedLimit: { days: n % 10, working: true },
    phone: '0375-0000000',
    complaintPhone: '0375-12345',
    fee: null,
    address: line('区政务服务大厅', 'The district’s hall'),
    hours: line('工作日 9:00-17:00', 'Working days 9:00-17:00'),
    windows: [String((n % 20) + 1)],
    conditions: [line('符合法律法规规定的条件', 'The lawful conditions are met')],
    basis: [line('《中华人民共和国行政许可法》第十二条', 'Administrative Licensing Law, article 12')],
    materials: Array.from({ length: 4 }, (_unused, m) => ({
      name: line(`申请材料${m + 1}`, `Paper ${m + 1}`),
      form: 'original' as const,
      count: 1,
      required: true,
      from: 'applicant' as const,
      note: null,
      sample: [{ label: line('名称', 'Name'), value: line('示例', 'Sample') }],
    })),
    process: [{ name: line('提交申请', 'Apply'), by: 'applicant', note: null }],
    flowId: null,
    bookable: n % 4 === 0,
  };
}
