import type { CertificateView } from '../../../../../contracts/certificate.ts';
import type { CertificatePrinting } from '../../../../../contracts/rooms/certificates.ts';

/** What the test lets happen. */
export interface Wishes {
  /** The hub is away. */
  offline: boolean;
  /** Codes with which calls are refused. */
  refuse: { list?: string; open?: string; page?: string; code?: string; print?: string };
  /** What the printer says; null: it printed. */
  printer: string | null;
  /** Paper is on its way until the test lets it come out. */
  hold: boolean;
  /** The person has nothing in the library. */
  none: boolean;
  /** Names of the greatest length. */
  long: boolean;
  pages: number;
  /** ms for which a code works. */
  ttlMs: number;
  canPrint: boolean;
}

const ok = <T>(value: T) => ({ ok: true as const, value });
const refused = (code: string) => ({ ok: false as const, code });
const words = (zh: string, en: string) => ({ zh, en });
const row = (id: string, over: Partial<CertificateView>): CertificateView => ({
  id,
  kind: 'certificate',
  typeCode: id,
  name: words('居民身份证', 'Resident ID card'),
  no: '4104**********1230',
  issuer: '平顶山市公安局卫东分局',
  issuedOn: '2018-03-12',
  validUntil: '2038-03-12',
  state: 'valid',
  hasCode: true,
  left: { today: 3, year: 20 },
  ...over,
});
const ROWS: readonly CertificateView[] = [
  row('ID-CARD', {}),
  row('HOUSEHOLD', { name: words('居民户口簿', 'Household register'), validUntil: null }),
  row('SOCIAL-CARD', { name: words('社会保障卡', 'Social security card'), left: { today: 0, year: 4 } }),
  row('PROPERTY', {
    name: words('不动产权证书', 'Real estate certificate'),
    no: '豫(20************123号',
    validUntil: null,
    left: { today: 0, year: 0 },
  }),
  row('DRIVER', {
    name: words('机动车驾驶证', 'Driving licence'),
    state: 'expired',
    validUntil: '2020-05-20',
  }),
  row('MARRIAGE', { name: words('结婚证', 'Marriage certificate'), state: 'revoked', validUntil: null }),
  row('DISABLED', { name: words('残疾人证', 'Disability certificate') }),
  row('TEACHER', { name: words('教师资格证书', 'Teaching certificate'), validUntil: null }),
  row('NURSE', { name: words('护士执业证书', 'Nursing licence') }),
  ...(
    [
      ['PROOF-SOCIAL', '社会保险个人参保证明', 'Proof of social insurance'],
      ['PROOF-FUND', '住房公积金缴存证明', 'Proof of housing fund payments'],
      ['PROOF-MEDICAL', '基本医疗保险参保凭证', 'Proof of medical insurance'],
    ] as const
  ).map(([id, zh, en]) =>
    row(id, {
      kind: 'proof',
      name: words(zh, en),
      no: null,
      issuer: '平顶山市社会保险中心',
      issuedOn: null,
      validUntil: null,
      hasCode: false,
    }),
  ),
];
const LONG = words(
  '中华人民共和国道路危险货物运输从业人员从业资格证（含押运、装卸管理）',
  'Certificate of qualification for the transport of dangerous goods by road, escorts and loading included',
);

/** Stands for the terminal's room of certificates: answers as it does, from what the test wishes. */
export function fakeRoom(wishes: Wishes) {
  let printing: CertificatePrinting = { phase: 'none', code: null, no: null, left: null };

  async function picture(): Promise<File> {
    const canvas = new OffscreenCanvas(1_011, 638);
    const c = canvas.getContext('2d');
    if (c === null) throw new Error('no canvas');
    c.fillStyle = '#eef4fb';
    c.fillRect(0, 0, 1_011, 638);
    c.fillStyle = '#12315a';
    c.font = '60px sans-serif';
    c.fillText('居民身份证', 60, 110);
    c.fillText('张伟民', 60, 260);
    return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'page.jpg', { type: 'image/jpeg' });
  }

  return {
    list: async () => {
      if (wishes.offline) return refused('hub.unreachable');
      if (wishes.refuse.list !== undefined) return refused(wishes.refuse.list);
      const rows = wishes.none ? [] : ROWS.map((r) => (wishes.long ? { ...r, name: LONG } : r));
      return ok({ simulated: true, canPrint: wishes.canPrint, rows });
    },
    open: async () =>
      wishes.refuse.open === undefined
        ? ok({ pages: Array.from({ length: wishes.pages }, () => ({ widthPx: 1_011, heightPx: 638 })) })
        : refused(wishes.refuse.open),
    page: async () => (wishes.refuse.page === undefined ? ok(await picture()) : refused(wishes.refuse.page)),
    code: async () =>
      wishes.refuse.code === undefined
        ? ok({ text: 'SIM-ZZ:ID-CARD:0123456789abcdef01234567', ttlMs: wishes.ttlMs })
        : refused(wishes.refuse.code),
    print: async () => {
      if (wishes.refuse.print !== undefined) return refused(wishes.refuse.print);
      printing = { phase: 'printing', code: null, no: 2, left: { today: 1, year: 18 } };
      return ok(printing);
    },
    printing: async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (printing.phase === 'printing' && !wishes.hold)
        printing =
          wishes.printer === null
            ? { ...printing, phase: 'printed' }
            : { phase: 'failed', code: wishes.printer, no: 2, left: null };
      return ok(printing);
    },
  };
}
