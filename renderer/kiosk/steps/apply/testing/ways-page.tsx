/** A scan step in the whole kiosk, over a service that only tests have: `ways.html#lang=en&width=1080&height=1920`. */
import '../../../styles.ts';
import { createRoot } from 'react-dom/client';
import type { KioskStatus } from '../../../../../contracts/kiosk.ts';
import type { PageView, StepView } from '../../../../../contracts/kiosk-step.ts';
import type {
  EarlierMaterial,
  FittingCertificates,
  PhoneFiles,
} from '../../../../../contracts/kiosk-ways.ts';
import type { Link, LinkState } from '../../../../client.ts';
import type { Terminal } from '../../../../connectors.ts';
import { pageEnvironment } from '../../../../environment.ts';
import { KioskApp } from '../../../app.tsx';

/** The kiosk at a scan step with every way to a page; what the service answers is what the test wishes. */
interface Wishes {
  /** Code with which a question is refused, by its name. */
  refuse: Record<string, string>;
  files: PhoneFiles['files'];
  seen: boolean;
  coming: number;
  earlier: EarlierMaterial[];
  certificates: FittingCertificates;
}
declare global {
  interface Window {
    wishes: Wishes;
    called: string[];
    /** Changes the step as the service would. */
    stand: (change: Partial<Scan>) => void;
  }
}
type Scan = Extract<StepView, { type: 'scan' }>;

const asked = new URLSearchParams(location.hash.slice(1));
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const words = (zh: string, en: string) => ({ zh, en });
window.called = [];
window.wishes = {
  refuse: {},
  files: [],
  seen: false,
  coming: 0,
  earlier: [
    {
      id: ID,
      title: asked.get('lang') === 'en' ? 'Tenancy contract' : '房屋租赁合同',
      itemName: asked.get('lang') === 'en' ? 'Residence permit' : '居住证申领',
      pages: 3,
      atMs: Date.parse('2026-03-05T02:00:00Z'),
    },
  ],
  certificates: {
    simulated: true,
    rows: [
      {
        id: '1.2.156.3005.2.SIM.PROPERTY',
        kind: 'certificate',
        name: words('不动产权证书', 'Real estate certificate'),
        issuer: '平顶山市自然资源和规划局',
        validUntil: null,
      },
      {
        id: '1.2.156.3005.2.SIM.PROOF-FUND',
        kind: 'proof',
        name: words('住房公积金缴存证明', 'Proof of housing fund payments'),
        issuer: '平顶山市住房公积金中心',
        validUntil: null,
      },
    ],
  },
};

let step: Scan = {
  type: 'scan',
  id: 'lease',
  title: words('扫描租赁合同', 'Scan the tenancy contract'),
  hint: words('每一页都要，签字盖章页不能少', 'Every page, with signatures and seals'),
  code: null,
  failures: 0,
  phase: 'ready',
  pages: [],
  least: 1,
  most: 10,
  ways: {
    flatbed: true,
    feeder: true,
    camera: { deviceId: 'cam', match: null },
    usb: true,
    phone: 'ready',
    reuse: true,
    certificate: 'ready',
  },
  mayReuse: false,
  job: { colour: 'colour', dpi: 300 },
};
const pdfPage: PageView = {
  id: ID,
  source: 'phone',
  raw: false,
  sheets: 2,
  isPdf: true,
  warnings: [],
  kept: false,
};

const status = (): KioskStatus => ({
  revision: 1,
  terminalId: 'kiosk-01',
  panel: {
    widthPx: Number(asked.get('width') ?? 1080),
    heightPx: Number(asked.get('height') ?? 1920),
    diagonalInch: 21.5,
  },
  locale: asked.get('lang') === 'en' ? 'en' : 'zh-CN',
  online: step.ways.phone === 'ready',
  simulated: false,
  cameras: [],
  hall: {
    name: words('平顶山市卫东区政务服务大厅', 'Weidong District Government Service Hall'),
    phone: '0375-12345',
  },
  flows: [],
  cardLeft: false,
  speaks: false,
  boardVersion: null,
  visit: {
    id: ID,
    identity: { name: '张*民', number: '4104**********1230', by: 'idCard' },
    place: {
      kind: 'flow',
      session: {
        id: ID,
        flow: { id: 'residence-permit-apply', version: '1', title: words('居住证申领', 'Residence permit') },
        step,
        canBack: true,
        canNext: step.pages.length > 0,
        progress: { at: 4, of: 9 },
        keepsDrafts: true,
        draft: null,
      },
    },
    drafts: [],
    submittedDrafts: [],
    hallDrafts: { state: 'none', keepDays: null },
    ending: null,
  },
});
const live = (): LinkState<KioskStatus> => ({
  phase: 'live',
  status: status(),
  receivedAt: performance.now(),
});
const listeners = new Set<() => void>();
let state = live();
window.stand = (change) => {
  step = { ...step, ...change };
  state = live();
  for (const listener of listeners) listener();
};

const answers: Record<string, (input: { fileId?: string; allow?: boolean }) => unknown> = {
  openPhone: () => ({ url: `https://hall.example.gov.cn/phone/${'aB3-_x9Q'.repeat(4)}`, leftMs: 900_000 }),
  phoneFiles: (): PhoneFiles => {
    const { seen, coming, files } = window.wishes;
    return { seen, coming, leftMs: 840_000, files };
  },
  takePhoneFile: ({ fileId }) => {
    window.wishes.files = window.wishes.files.filter((f) => f.id !== fileId);
    window.stand({ pages: [...step.pages, { ...pdfPage, id: fileId ?? ID, isPdf: true }] });
    return null;
  },
  dropPhoneFile: ({ fileId }) => {
    window.wishes.files = window.wishes.files.filter((f) => f.id !== fileId);
    return null;
  },
  reusable: () => window.wishes.earlier,
  reuse: () => {
    window.stand({ pages: [{ ...pdfPage, source: 'reuse' }] });
    return null;
  },
  fittingCertificates: () => window.wishes.certificates,
  takeCertificate: () => {
    window.stand({ pages: [{ ...pdfPage, source: 'certificate' }] });
    return null;
  },
  allowReuse: ({ allow }) => {
    window.stand({ mayReuse: allow === true });
    return null;
  },
};
const answering = new Proxy(answers, {
  get: (known, call: string) => async (input: { fileId?: string }) => {
    window.called.push(call);
    const code = window.wishes.refuse[call];
    if (code !== undefined) return { ok: false, code };
    return { ok: true, value: known[call]?.(input) ?? null };
  },
});
const terminal = { kiosk: answering, shell: answering, devices: answering, rooms: {} } as unknown as Terminal;
const line = { terminal, gone: new AbortController().signal, giveUp: () => undefined };
const link: Link<KioskStatus> = {
  state: () => state,
  line: () => line,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  send: (intention) => intention(terminal),
  asset: async () => null,
  stop: () => listeners.clear(),
};

const root = document.getElementById('root');
if (root === null) throw new Error('ways.html lacks #root');
createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
