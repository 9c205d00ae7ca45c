import { createHash } from 'node:crypto';

/** What the simulated library holds of whoever asks: invented, and the same each time. */
export interface SimulatedCertificate {
  certificateId: string;
  kind: 'certificate' | 'proof';
  typeCode: string;
  typeName: string;
  typeNameEn: string;
  number: string | null;
  holderCode: string;
  holderName: string;
  issuer: string;
  issueDate: string | null;
  validTo: string;
  status: '1' | '2' | '3';
  hasCode: boolean;
  /** What stands on its face, beside the holder's name. */
  face: readonly (readonly [label: string, value: string])[];
  form: 'card' | 'sheet';
}

type Kind = Pick<
  SimulatedCertificate,
  'typeCode' | 'typeName' | 'typeNameEn' | 'issuer' | 'issueDate' | 'validTo' | 'status' | 'form'
>;

const CARDS: readonly (Kind & { number: (holder: string, digits: string) => string })[] = [
  {
    typeCode: 'ID-CARD',
    typeName: '居民身份证',
    typeNameEn: 'Resident ID card',
    issuer: '平顶山市公安局卫东分局',
    issueDate: '2018-03-12',
    validTo: '2038-03-12',
    status: '1',
    form: 'card',
    number: (holder) => holder,
  },
  {
    typeCode: 'HOUSEHOLD',
    typeName: '居民户口簿',
    typeNameEn: 'Household register',
    issuer: '平顶山市公安局卫东分局',
    issueDate: '2016-09-01',
    validTo: '长期',
    status: '1',
    form: 'sheet',
    number: (_, digits) => `4104${digits.slice(0, 8)}`,
  },
  {
    typeCode: 'SOCIAL-CARD',
    typeName: '社会保障卡',
    typeNameEn: 'Social security card',
    issuer: '平顶山市人力资源和社会保障局',
    issueDate: '2020-06-18',
    validTo: '2030-06-18',
    status: '1',
    form: 'card',
    number: (holder) => holder,
  },
  {
    typeCode: 'PROPERTY',
    typeName: '不动产权证书',
    typeNameEn: 'Real estate certificate',
    issuer: '平顶山市自然资源和规划局',
    issueDate: '2021-11-05',
    validTo: '长期',
    status: '1',
    form: 'sheet',
    number: (_, digits) => `豫(2021)平顶山市不动产权第00${digits.slice(0, 5)}号`,
  },
  {
    typeCode: 'DRIVER',
    typeName: '机动车驾驶证',
    typeNameEn: 'Driving licence',
    issuer: '平顶山市公安局交通警察支队',
    issueDate: '2014-05-20',
    validTo: '2020-05-20',
    status: '2',
    form: 'card',
    number: (holder) => holder,
  },
];

const PROOFS: readonly Kind[] = [
  {
    typeCode: 'PROOF-SOCIAL',
    typeName: '社会保险个人参保证明',
    typeNameEn: 'Proof of social insurance',
    issuer: '平顶山市社会保险中心',
    issueDate: null,
    validTo: '',
    status: '1',
    form: 'sheet',
  },
  {
    typeCode: 'PROOF-FUND',
    typeName: '住房公积金缴存证明',
    typeNameEn: 'Proof of housing fund payments',
    issuer: '平顶山市住房公积金中心',
    issueDate: null,
    validTo: '',
    status: '1',
    form: 'sheet',
  },
  {
    typeCode: 'PROOF-MEDICAL',
    typeName: '基本医疗保险参保凭证',
    typeNameEn: 'Proof of medical insurance',
    issuer: '平顶山市医疗保障局',
    issueDate: null,
    validTo: '',
    status: '1',
    form: 'sheet',
  },
];

export function certificatesOf(holderCode: string, holderName: string): SimulatedCertificate[] {
  const hash = createHash('sha256').update(holderCode).digest('hex');
  const digits = BigInt(`0x${hash.slice(0, 16)}`)
    .toString()
    .padStart(20, '0');
  const holder = { holderCode, holderName };
  const cards = CARDS.map(({ number: numberOf, ...kind }): SimulatedCertificate => {
    const number = numberOf(holderCode, digits);
    return {
      ...kind,
      ...holder,
      certificateId: `1.2.156.3005.2.SIM.${kind.typeCode}.${hash.slice(0, 12)}`,
      kind: 'certificate',
      number,
      hasCode: kind.status === '1',
      face: [
        ['证照编号', number],
        ['持证人', holderName],
        ['颁发机构', kind.issuer],
        ['颁发日期', kind.issueDate ?? ''],
        ['有效期至', kind.validTo],
      ],
    };
  });
  const proofs = PROOFS.map(
    (kind): SimulatedCertificate => ({
      ...kind,
      ...holder,
      certificateId: `1.2.156.3005.2.SIM.${kind.typeCode}.${hash.slice(0, 12)}`,
      kind: 'proof',
      number: null,
      hasCode: false,
      face: [
        ['姓名', holderName],
        ['公民身份号码', holderCode],
        ['状态', '正常参保（缴存）'],
        ['起始年月', '2015 年 7 月'],
        ['出具单位', kind.issuer],
      ],
    }),
  );
  return [...cards, ...proofs];
}
