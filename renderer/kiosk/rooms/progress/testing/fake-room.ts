import type { CaseStory, CaseSummary } from '../../../../../contracts/hub/applications-api.ts';
import type { Level } from '../../../../../contracts/levels.ts';
import type { Stage } from '../../../../../contracts/primitives.ts';
import { DEFAULT_RULES, type Reference } from '../../../../../contracts/reference.ts';
import type { Followed, KeptApplication, ReturnTo } from '../../../../../contracts/rooms/progress.ts';
import type { PadStatus, Session } from '../../../../../contracts/terminal.ts';

/** What the test lets happen. */
export interface Wishes {
  offline: boolean;
  /** The citizen has proven who they are. */
  proven: boolean;
  /** Of the case that is looked up. */
  state: CaseStory['state'];
  rated: boolean;
  /** Code with which the next question of that name is refused. */
  refuse: {
    find?: string;
    mine?: string;
    read?: string;
    begin?: string;
    rate?: string;
    finish?: string;
    video?: string;
  };
  /** What the scanner reads next. */
  code: { no: string; stage: Stage | null } | null;
  /** Names and reasons of the greatest length. */
  long: boolean;
  none: boolean;
  camera: boolean;
  /** What was recorded so far. */
  films: { type: string; bytes: number[] }[];
}

const AT = Date.parse('2026-11-24T10:05:00+08:00');
const HOUR = 3_600_000;
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const RECEIPT = 'KIOSK-01-202611241000-AB12';
const CASE = 'WD2026500001';
const words = (zh: string, en: string) => ({ zh, en });
const ok = <T>(value: T) => ({ ok: true as const, value });
const refused = (code: string) => ({ ok: false as const, code });

const TAGS = [5, 4, 3, 2, 1].flatMap((level) =>
  [
    '服务热情，主动引导',
    '一窗受理，一次办结',
    '可以先受理后补材料',
    '流程简单，不用跑多次',
    '等候时间短',
  ].map((zh, n) => ({
    code: `${level}${String(n + 1).padStart(2, '0')}`,
    zh,
    en: `Friendly and quick, number ${n + 1}`,
  })),
);
const reference: Reference = {
  version: 'v1',
  hall: { name: words('平顶山市卫东区政务服务大厅', 'Weidong Hall'), phone: '0375-12345' },
  window: {
    id: 'k01',
    no: '自助区',
    name: words('自助区', 'Kiosks'),
    department: words('政务服务中心', 'Centre'),
  },
  staff: [],
  staffOnDuty: null,
  tagSet: { version: 't1', tags: TAGS },
  rules: DEFAULT_RULES,
  slides: [],
  notices: [],
  receiptKey: 'A'.repeat(43),
};

const WAYS: Readonly<Record<CaseStory['state'], readonly CaseStory['timeline'][number]['kind'][]>> = {
  submitted: ['submitted'],
  supplement: ['submitted', 'supplementAsked'],
  supplemented: ['submitted', 'supplementAsked', 'supplemented'],
  accepted: ['submitted', 'supplementAsked', 'supplemented', 'accepted'],
  concluded: ['submitted', 'accepted', 'concluded'],
  refused: ['submitted', 'refused'],
};

/** Stands for the terminal's room of progress: answers as it does, from what the test wishes. */
export function fakeRoom(wishes: Wishes) {
  const longName = '国有建设用地使用权及房屋所有权首次登记、转移登记、变更登记（含预告登记转本登记）';
  const itemName = () => (wishes.long ? longName : '居住证申领');
  const reason = () =>
    wishes.long ? `租房合同上没有房东的签名和身份证号码，请补${'一份写全的'.repeat(20)}` : '租房合同没有签名';
  const asked = [
    { code: 'lease', title: '租房合同（签名）' },
    { code: 'owner', title: '房东身份证复印件' },
  ];
  const summary = (n: number): CaseSummary => ({
    applicationId: ID,
    receiptNo: `KIOSK-01-20261123100${n}-CD34`,
    caseNo: CASE,
    itemCode: 'WD01005',
    itemName: itemName(),
    state: n === 0 ? wishes.state : n % 2 === 0 ? 'concluded' : 'accepted',
    submittedMs: AT - n * HOUR,
    changedMs: AT - n * HOUR,
  });
  const timeline = (own: boolean): CaseStory['timeline'] =>
    WAYS[wishes.state].map((kind, n) => ({
      kind,
      atMs: AT - (5 - n) * 24 * HOUR,
      reason: own && (kind === 'supplementAsked' || kind === 'refused') ? reason() : null,
      asked: [],
    }));
  const story = (): CaseStory => {
    const base = { state: wishes.state, submittedMs: AT - 5 * 24 * HOUR, changedMs: AT };
    if (!wishes.proven) return { scope: 'public', ...base, timeline: timeline(false) };
    return {
      scope: 'own',
      ...summary(0),
      ...base,
      timeline: timeline(true),
      asked: wishes.state === 'supplement' ? asked : [],
      askedReason: wishes.state === 'supplement' ? reason() : null,
      delivery: 'window',
      collect: { windowNo: '3', name: words('公安户籍窗口', 'Household registration') },
      materials: [],
    };
  };
  const kept = (): KeptApplication => ({
    receiptNo: RECEIPT,
    itemName: wishes.proven ? words(itemName(), 'Residence permit') : null,
    atMs: AT,
    state: 'waiting',
    isSupplement: false,
  });

  let session: Session | null = null;
  let returnTo: ReturnTo | null = null;
  let revision = 0;
  const wakers = new Set<() => void>();
  const status = (): PadStatus => ({
    revision,
    terminalId: 'kiosk-01',
    panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 },
    locale: 'zh-CN',
    camera: false,
    reference,
    online: !wishes.offline,
    fault: null,
    queue: { ready: 0, dead: 0 },
    session,
  });
  function show(next: Session | null): void {
    session = next;
    revision += 1;
    for (const wake of wakers) wake();
  }
  const open = (no: string, stage: Stage): Session => ({
    id: ID,
    source: 'typed',
    state: wishes.rated ? 'alreadyRated' : no === 'WD-UNKNOWN' ? 'unknownCase' : 'rating',
    case: { caseNo: no, stage, itemCode: null, itemName: null },
    staff: null,
    meantFor: null,
    checked: !wishes.offline,
    rating: null,
    leftMs: 60_000,
    undoMs: 0,
  });

  return {
    mine: async () => {
      if (wishes.refuse.mine !== undefined) return refused(wishes.refuse.mine);
      if (wishes.none) return ok({ live: !wishes.offline, cases: [], next: null, kept: [] });
      if (wishes.offline) return ok({ live: false, cases: [], next: null, kept: [kept()] });
      return ok({ live: true, cases: [0, 1, 2, 3, 4, 5, 6].map(summary), next: null, kept: [kept()] });
    },
    find: async ({ no }: { no: string }) => {
      if (wishes.refuse.find !== undefined) return refused(wishes.refuse.find);
      if (wishes.offline && no !== RECEIPT) return refused('hub.unreachable');
      const stage: Stage = wishes.state === 'concluded' ? 2 : 1;
      const of = { no, stage, rated: wishes.rated };
      const found: Followed = wishes.offline
        ? { at: 'here', ...of, kept: kept() }
        : { at: 'hall', ...of, asOfMs: AT, story: story() };
      return ok(found);
    },
    read: async () => {
      await new Promise((done) => setTimeout(done, 100));
      const { code } = wishes;
      wishes.code = null;
      return wishes.refuse.read === undefined ? ok(code) : refused(wishes.refuse.read);
    },
    stopReading: async () => ok(null),
    leaveAt: async ({ at }: { at: ReturnTo }) => {
      returnTo = at;
      return ok(null);
    },
    resume: async () => {
      const at = returnTo;
      returnTo = null;
      return ok({ at });
    },
    offer: async () => ok({ receiptNo: wishes.rated ? null : RECEIPT }),
    camera: async () => ok(wishes.camera ? { deviceId: 'camera', match: null } : null),
    supplement: async () => ok(null),
    rate: {
      async watch() {
        return (async function* () {
          let seen = -1;
          for (;;) {
            if (seen !== revision) {
              seen = revision;
              yield status();
            } else await new Promise<void>((wake) => wakers.add(wake));
          }
        })();
      },
      begin: async ({ no, stage }: { no: string; stage: Stage }) => {
        if (wishes.refuse.begin !== undefined) return refused(wishes.refuse.begin);
        show(open(no, stage));
        return ok(null);
      },
      rate: async ({ level }: { level: Level }) => {
        if (wishes.refuse.rate !== undefined) return refused(wishes.refuse.rate);
        if (session !== null)
          show({
            ...session,
            state: 'saved',
            rating: { level, tags: [], text: '', anonymous: false },
            undoMs: 10_000,
          });
        return ok(null);
      },
      undo: async () => {
        if (session !== null) show({ ...session, state: 'undone', rating: null, undoMs: 0 });
        return ok(null);
      },
      detail: async () => ok(null),
      touch: async () => ok(null),
      photo: async () => ok(null),
      video: async ({ file }: { file: File }) => {
        if (wishes.refuse.video !== undefined) return refused(wishes.refuse.video);
        wishes.films.push({ type: file.type, bytes: [...new Uint8Array(await file.arrayBuffer())] });
        return ok(null);
      },
      detach: async () => ok(null),
      finish: async () => {
        if (wishes.refuse.finish !== undefined) return refused(wishes.refuse.finish);
        if (session?.state === 'saved') show({ ...session, state: 'thanks', leftMs: 6_000 });
        else show(null);
        return ok(null);
      },
    },
  };
}
