/**
 * Invented people for tests and for the simulator. Names, days and sequence digits are made up; 410403 is 平顶山市卫东区.
 * The bytes are laid out here anew, from the public layouts, and not by the driver's code.
 */
export interface CardFixture {
  id: string;
  /** What a developer picks it by. */
  label: string;
  /** 256 bytes. */
  text: Uint8Array;
  /** 1024 bytes; no picture. */
  photo: Uint8Array;
  newestAddress: string | null;
  /** Up to 1024 bytes; null on a card without. */
  fingerprint: Uint8Array | null;
}

interface Fields {
  kind?: 'J' | 'I' | 'Y';
  name?: string;
  nameEn?: string;
  sex: '1' | '2';
  ethnicity?: string;
  born: string;
  address?: string;
  number: string;
  issuer?: string;
  validFrom: string;
  validTo: string;
  passNo?: string;
  nationality?: string;
}

const ISSUER = '平顶山市公安局卫东分局';

/** Offset and length in bytes of each field, by the flag of the kind. */
const PLACES: Record<string, Record<string, [number, number]>> = {
  ' ': {
    name: [0, 30],
    sex: [30, 2],
    ethnicity: [32, 4],
    born: [36, 16],
    address: [52, 70],
    number: [122, 36],
    issuer: [158, 30],
    validFrom: [188, 16],
    validTo: [204, 16],
  },
  J: {
    name: [0, 30],
    sex: [30, 2],
    born: [36, 16],
    address: [52, 70],
    number: [122, 36],
    issuer: [158, 30],
    validFrom: [188, 16],
    validTo: [204, 16],
    passNo: [220, 18],
    issues: [238, 4],
  },
  I: {
    nameEn: [0, 120],
    sex: [120, 2],
    number: [122, 30],
    nationality: [152, 6],
    name: [158, 30],
    validFrom: [188, 16],
    validTo: [204, 16],
    born: [220, 16],
    version: [236, 4],
    authority: [240, 8],
  },
  Y: {
    name: [0, 30],
    sex: [30, 2],
    issues: [32, 4],
    born: [36, 16],
    nameEn: [52, 70],
    number: [122, 36],
    validFrom: [188, 16],
    validTo: [204, 16],
    nameEnMore: [220, 22],
    nationality: [242, 6],
    formerNumber: [250, 6],
  },
};

/** 256 bytes of text as a card of this kind holds them. */
export function cardText(fields: Fields): Uint8Array {
  const kind = fields.kind ?? ' ';
  const bytes = Buffer.from(' '.repeat(128), 'utf16le');
  const values: Record<string, string | undefined> = {
    issues: '01',
    version: '01',
    authority: '1500',
    ...fields,
    ...(kind === 'Y' && { nameEn: fields.nameEn?.slice(0, 35), nameEnMore: fields.nameEn?.slice(35) }),
  };
  for (const [name, [offset, length]] of Object.entries(PLACES[kind] ?? {})) {
    const value = Buffer.from(values[name] ?? '', 'utf16le');
    if (value.length > length) throw new Error(`${name} does not fit`);
    value.copy(bytes, offset);
  }
  Buffer.from(kind, 'utf16le').copy(bytes, 248);
  return Uint8Array.from(bytes);
}

/** Bytes that look like a compressed picture and are none. */
const PHOTO = Uint8Array.from({ length: 1_024 }, (_, n) => (n * 197 + (n >> 3) * 31 + 87) & 0xff);

function fixture(id: string, label: string, fields: Fields, more: Partial<CardFixture> = {}): CardFixture {
  return { id, label, text: cardText(fields), photo: PHOTO, newestAddress: null, fingerprint: null, ...more };
}

const zhang: Fields = {
  name: '张伟民',
  sex: '1',
  ethnicity: '01',
  born: '19850607',
  address: '河南省平顶山市卫东区试验路1号院2号楼3单元4号',
  number: '410403198506071230',
  issuer: ISSUER,
  validFrom: '20200101',
  validTo: '20400101',
};

export const CARD_FIXTURES: readonly CardFixture[] = [
  fixture('resident', '居民身份证', zhang),
  fixture('longTerm', '居民身份证，长期', {
    ...zhang,
    name: '李秀兰',
    sex: '2',
    born: '19520101',
    number: '410403195201010222',
    validTo: '长期',
  }),
  fixture(
    'moved',
    '居民身份证，有最新住址和指纹',
    { ...zhang, name: '王建芬', ethnicity: '03', born: '19630815', sex: '2', number: '41040319630815102X' },
    {
      newestAddress: '河南省平顶山市卫东区迁居街88号附5号',
      fingerprint: Uint8Array.from({ length: 1_024 }, (_, n) => (n * 73 + 11) & 0xff),
    },
  ),
  fixture('rareExtensionA', '生僻字姓名：㛃', {
    ...zhang,
    name: '陈㛃',
    sex: '2',
    born: '19901224',
    number: '410403199012240043',
  }),
  fixture('rareName', '生僻字姓名：䶮', {
    ...zhang,
    name: '刘䶮',
    sex: '2',
    born: '19880808',
    number: '410403198808081186',
  }),
  fixture('rarePlane2', '生僻字姓名：𬱖 𫍯 𠅤', {
    ...zhang,
    name: '赵𬱖𫍯𠅤',
    sex: '2',
    ethnicity: '11',
    born: '19780304',
    number: '410403197803040567',
  }),
  fixture('longName', '少数民族长姓名', {
    ...zhang,
    name: '阿不都热依木·买买提明',
    ethnicity: '05',
    born: '19990909',
    number: '410403199909099072',
  }),
  fixture('child', '未成年人', {
    ...zhang,
    name: '孙小试',
    born: '20120601',
    number: '410403201206010318',
    validFrom: '20250601',
    validTo: '20300601',
  }),
  fixture('expired', '已过有效期', { ...zhang, validFrom: '20050301', validTo: '20150301' }),
  fixture('notYetValid', '尚未生效', { ...zhang, validFrom: '20990101', validTo: '21190101' }),
  fixture('wrongCheckDigit', '号码校验码不对', { ...zhang, number: '410403198506071231' }),
  fixture('wrongBirth', '出生日期与号码不符', { ...zhang, born: '19850608' }),
  fixture('hongKong', '港澳台居民居住证（香港）', {
    kind: 'J',
    name: '何試樣',
    sex: '1',
    born: '19830504',
    address: '河南省平顶山市卫东区试验路9号',
    number: '81000019830504001X',
    issuer: ISSUER,
    validFrom: '20240101',
    validTo: '20290101',
    passNo: 'H01234567',
  }),
  fixture('taiwan', '港澳台居民居住证（台湾）', {
    kind: 'J',
    name: '林試樣',
    sex: '2',
    born: '19920715',
    address: '河南省平顶山市卫东区试验路10号',
    number: '830000199207150029',
    issuer: ISSUER,
    validFrom: '20240101',
    validTo: '20290101',
    passNo: '01234567',
  }),
  fixture('foreigner2017', '外国人永久居留身份证（2017版）', {
    kind: 'I',
    nameEn: 'SPECIMEN, JOHN',
    name: '试约翰',
    sex: '1',
    nationality: 'USA',
    born: '19750312',
    number: 'USA410475031216',
    validFrom: '20220101',
    validTo: '20320101',
  }),
  fixture('foreigner2023', '外国人永久居留身份证（2023版）', {
    kind: 'Y',
    nameEn: 'VERYLONGSURNAME-SPECIMEN, ALEXANDRA MARIA',
    name: '试亚历山德拉',
    sex: '2',
    nationality: 'FRA',
    born: '19850311',
    number: '941250198503110028',
    validFrom: '20240101',
    validTo: '20340101',
  }),
];

/** The fixture of this id; throws when there is none. */
export function cardFixture(id: string): CardFixture {
  const found = CARD_FIXTURES.find((card) => card.id === id);
  if (found === undefined) throw new Error(`no such card: ${id}`);
  return found;
}
