import tagSet from '../../assets/tags/national.json' with { type: 'json' };
import { PAD_PANEL } from '../../contracts/panel.ts';
import type { Reference, StaffMember } from '../../contracts/reference.ts';
import type { PadStatus, Session, SessionState } from '../../contracts/terminal.ts';

/** Statuses of an invented hall, for tests and the gallery. */

const PICTURE = { type: 'image/svg+xml', size: 1_000 } as const;
const sha = (n: number) => n.toString(16).padStart(64, '0');

export const STAFF: StaffMember = {
  id: 's-0312',
  no: '0312',
  name: '王秀英',
  title: { zh: '窗口首席代表', en: 'Lead counter officer' },
  stars: 4,
  photo: { sha256: sha(1), ...PICTURE },
};

export const REFERENCE: Reference = {
  version: 'fixture-1',
  hall: {
    name: { zh: '平顶山市卫东区政务服务大厅', en: 'Weidong District Government Service Hall' },
    phone: '0375-0000000',
  },
  window: {
    id: 'w3',
    no: '3',
    name: { zh: '社会保险登记', en: 'Social insurance registration' },
    department: { zh: '区人力资源和社会保障局', en: 'Human Resources and Social Security' },
  },
  staff: [STAFF],
  staffOnDuty: STAFF.id,
  tagSet,
  rules: {
    requestSeconds: 60,
    undoSeconds: 10,
    detailSeconds: 60,
    holdSeconds: 300,
    anonymousAllowed: true,
  },
  slides: [
    {
      id: 'one',
      title: { zh: '一窗受理,集成服务', en: 'One window for all' },
      image: { sha256: sha(2), ...PICTURE },
      seconds: 8,
    },
    {
      id: 'two',
      title: { zh: '好差评怎么评', en: 'How to rate' },
      image: { sha256: sha(3), ...PICTURE },
      seconds: 8,
    },
    {
      id: 'three',
      title: { zh: '老年人优先办理', en: 'Priority for older people' },
      image: { sha256: sha(4), ...PICTURE },
      seconds: 8,
    },
  ],
  notices: [
    {
      id: 'n1',
      title: { zh: '中秋节期间服务时间调整的通知', en: 'Opening hours during the Mid-Autumn Festival' },
      body: {
        zh: '中秋节当日大厅休息,次日照常办公。急事可拨打大厅电话预约延时服务。',
        en: 'The hall is closed on the day of the festival and open again the next day. In urgent matters call the hall for an appointment.',
      },
    },
    {
      id: 'n2',
      title: { zh: '身份证办理可网上预约,不用排队', en: 'Book your ID card appointment online' },
      body: {
        zh: '在“豫事办”预约后按时到窗口即可。',
        en: 'Book on the provincial app and come at your time.',
      },
    },
  ],
  receiptKey: 'A'.repeat(43),
};

const long = (zh: string, en: string) => ({
  zh: zh.repeat(20).slice(0, 60),
  en: en.repeat(20).slice(0, 100),
});

/** Names as long as the contract or a real hall has them. */
export const LONG_REFERENCE: Reference = {
  ...REFERENCE,
  hall: {
    ...REFERENCE.hall,
    name: long('平顶山市卫东区政务服务大厅', 'Weidong District Government Service Hall '),
  },
  window: {
    ...REFERENCE.window,
    no: 'A-103综合',
    name: long('不动产登记与交易综合受理窗口', 'Real estate registration and trading '),
  },
  staff: [
    {
      ...STAFF,
      name: '买买提·吐尔逊·阿卜杜热合曼',
      no: 'WD-2026-000000103',
      title: long('窗口首席代表', 'Chief window officer '),
      stars: 5,
    },
  ],
  notices: REFERENCE.notices.map((n) => ({ ...n, title: long(n.title.zh, n.title.en) })),
};

export const PAD_STATUS: PadStatus = {
  revision: 1,
  terminalId: 'pad-01',
  panel: PAD_PANEL,
  locale: 'zh-CN',
  camera: true,
  reference: REFERENCE,
  online: true,
  fault: null,
  queue: { ready: 0, dead: 0 },
  session: null,
};

export const SESSION: Session = {
  id: '0b9f1e5e-6a7c-4c2e-9f0a-000000000001',
  source: 'request',
  state: 'rating',
  case: {
    caseNo: 'WD-20260918-0007',
    stage: 2,
    itemCode: 'SB-011',
    itemName: '城乡居民基本养老保险参保登记',
  },
  staff: STAFF,
  meantFor: null,
  checked: true,
  rating: null,
  leftMs: 48_000,
  undoMs: 0,
};

export const LONG_SESSION: Partial<Session> = {
  staff: LONG_REFERENCE.staff[0] ?? null,
  case: {
    ...SESSION.case,
    caseNo: 'WD-20260918-0007-ABCDEFGHIJKLMNOPQRSTUVW',
    itemName: '国有建设用地使用权及房屋所有权转移登记(含继承、赠与、析产)'.repeat(3).slice(0, 100),
  },
};

export function inState(state: SessionState, over: Partial<Session> = {}): PadStatus {
  const rated = state === 'saved' || state === 'thanks';
  const session: Session = {
    ...SESSION,
    state,
    rating: rated ? { level: 4, tags: [], text: '', anonymous: false } : null,
    undoMs: state === 'saved' ? 8_000 : 0,
    ...over,
  };
  return { ...PAD_STATUS, session };
}
