import type { CaseState } from '../../contracts/hub/applications-api.ts';
import type { ApplicationForm, CaseDesk, CaseRow, PersonalPart } from '../../contracts/hub/cases-api.ts';
import type { Me, Permission } from '../../contracts/hub/console-api.ts';
import { type FixtureContext, type FixtureState, os, refuse } from './fixture.ts';
import { APPLICATION, materialId } from './materials.ts';

/** Cases of invented applications; the first is the one whose documents `materials.ts` has. */
const COUNT = 40;
const SUPPLEMENT = '3f0c5e0a-0000-4000-8000-000000000777';
const ITEMS = ['个体工商户设立登记', '食品经营许可（新办）', '城乡居民基本养老保险参保登记'] as const;
const STATES = ['submitted', 'accepted', 'supplement', 'supplemented', 'concluded', 'refused'] as const;

export interface CaseFixture {
  /** What was asked for: `open <application>`, `reveal <application>`, and each action with what it said. */
  done: string[];
}

export function caseRoutes(
  state: FixtureState,
  allow: (context: FixtureContext, permission: Permission) => Me,
  fixture: CaseFixture,
) {
  const timeline: CaseDesk['timeline'] = [
    { kind: 'submitted', atMs: state.nowMs() - 3_650_000, reason: null, asked: [], actor: null },
  ];
  let now: CaseState = 'submitted';
  const rowOf = (i: number): CaseRow =>
    i === 0 ? { ...row(0, state.nowMs()), state: now } : row(i, state.nowMs());
  return {
    list: os.console.cases.list.handler(({ input: { filter, after }, context }) => {
      allow(context, 'cases.read');
      const from = after === undefined ? 0 : Number.parseInt(after.slice(1), 36);
      const all = Array.from({ length: state.empty ? 0 : COUNT }, (_, i) => rowOf(i)).filter(
        (c) =>
          (filter.state === undefined || c.state === filter.state) &&
          (filter.no === undefined || c.caseNo.startsWith(filter.no) || c.receiptNo === filter.no),
      );
      const next = from + state.pageSize;
      return { rows: all.slice(from, next), next: next < all.length ? `c${next.toString(36)}` : null };
    }),
    desk: os.console.cases.desk.handler(({ input: { id }, context }) => {
      allow(context, 'cases.read');
      if (id !== APPLICATION) return refuse('not.found');
      fixture.done.push(`open ${id}`);
      const first = { id, receiptNo: rowOf(0).receiptNo, atMs: state.nowMs() - 3_650_000 };
      const more = { id: SUPPLEMENT, receiptNo: 'K03-20261124-00052', atMs: state.nowMs() - 60_000 };
      return {
        case: rowOf(0),
        timeline,
        applications: now === 'supplemented' ? [first, more] : [first],
        form: form(state.nowMs()),
      };
    }),
    reveal: os.console.cases.reveal.handler(({ input: { id }, context }) => {
      allow(context, 'cases.read');
      fixture.done.push(`reveal ${id}`);
      return WHOLE;
    }),
    act: os.console.cases.act.handler(({ input: { act }, context }) => {
      const user = allow(context, 'cases.handle');
      fixture.done.push(JSON.stringify(act));
      const [kind, next] = (
        {
          accept: ['accepted', 'accepted'],
          askSupplement: ['supplementAsked', 'supplement'],
          conclude: ['concluded', 'concluded'],
          refuse: ['refused', 'refused'],
        } as const
      )[act.action];
      now = next;
      timeline.push({
        kind,
        atMs: state.nowMs(),
        actor: user.login,
        reason: act.action === 'accept' ? null : act.reason,
        asked: act.action === 'askSupplement' ? act.asked : [],
      });
      return { serverMs: state.nowMs(), state: now };
    }),
  };
}

function row(i: number, nowMs: number): CaseRow {
  return {
    applicationId: i === 0 ? APPLICATION : `3f0c5e0a-0000-4000-8000-${String(i).padStart(12, '0')}`,
    receiptNo: `K02-20261124-${String(31 - (i % 30)).padStart(5, '0')}`,
    caseNo: `WD2026${500_140 - i}`,
    itemCode: `ITEM-${String((i % 3) + 1).padStart(3, '0')}`,
    itemName: ITEMS[i % 3] ?? ITEMS[0],
    state: STATES[i % STATES.length] ?? 'submitted',
    submittedMs: nowMs - 3_650_000 - i * 1_260_000,
    changedMs: nowMs - 3_000_000 - i * 1_260_000,
    terminalId: `kiosk-0${2 + (i % 3)}`,
    proof: i % 7 === 4 ? 'typed' : i % 5 === 3 ? 'sms' : 'idCard',
    itemKnown: i !== 5,
  };
}

const answers = (masked: boolean) => [
  { label: '个体工商户名称', shown: '卫东区示例便民超市' },
  { label: '经营场所', shown: '平顶山市卫东区建设路中段示例小区 3 号楼 1 层 02 号' },
  { label: '经营范围', shown: '食品销售（仅销售预包装食品）；日用百货销售；文具用品零售' },
  { label: '资金数额（万元）', shown: '10' },
  { label: '从业人数', shown: '2' },
  { label: '经营者联系电话', shown: masked ? '100****0001' : '10000000001' },
  { label: '经营场所来源', shown: '租赁' },
];
/** A region, 999999, that does not exist. */
const WHOLE: PersonalPart = {
  idNumber: '999999195204052028',
  phone: '10000000001',
  answers: answers(false),
  delivery: {
    way: 'express',
    recipient: '演示申请人',
    phone: '10000000001',
    address: '平顶山市卫东区示例路 1 号',
    postcode: '467000',
    pickUp: true,
  },
};

const form = (nowMs: number): ApplicationForm => ({
  id: APPLICATION,
  receiptNo: row(0, nowMs).receiptNo,
  atMs: nowMs - 3_650_000,
  receivedMs: nowMs - 3_600_000,
  terminalId: 'kiosk-02',
  proof: 'idCard',
  locale: 'zh-CN',
  flow: { id: 'individual-business', version: '1.0.0' },
  name: '演示申请人',
  enterprise: null,
  personal: {
    idNumber: '999999********2028',
    phone: '100****0001',
    answers: answers(true),
    delivery: {
      way: 'express',
      recipient: '演示申请人',
      phone: '100****0001',
      address: '平顶山市卫东********',
      postcode: '467000',
      pickUp: true,
    },
  },
  materials: [
    { id: materialId(0), code: 'id-copy', title: '身份证复印件', here: true },
    { id: materialId(1), code: 'licence', title: '营业执照(副本)', here: true },
    { id: materialId(2), code: 'premises', title: '经营场所使用证明', here: false },
  ],
  supplements: null,
  joint: null,
  seal: {
    state: 'sealed',
    no: '4104030000011',
    name: '平顶山市示例商贸有限公司',
    uscc: '92410403MA0000002Q',
    atMs: nowMs - 3_660_000,
    simulated: true,
    signed: 'valid',
    covers: 'same',
  },
});
