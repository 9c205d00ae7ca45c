import type { Me, Permission } from '../../contracts/hub/console-api.ts';
import type { PetitionRow } from '../../contracts/hub/petitions-api.ts';
import type { PetitionState } from '../../contracts/petition.ts';
import { type FixtureContext, type FixtureState, os, refuse } from './fixture.ts';

/** Invented petitions; the first one is open and wants an answer. */
const COUNT = 30;
const KINDS = ['consult', 'complain', 'suggest', 'correct'] as const;
const STATES = ['received', 'answered', 'noted'] as const;
const TEXT = '办理居住证需要带哪些材料？上次来窗口说还差一份，能不能一次说清楚？';
export const petitionId = (i: number): string => `5e0c5e0a-0000-4000-8000-${String(i).padStart(12, '0')}`;

export interface PetitionFixture {
  /** What was asked for: `open <id>`, `reveal <id>`, `answer <id> <text>`, `note <id>`. */
  done: string[];
}

export function petitionRoutes(
  state: FixtureState,
  allow: (context: FixtureContext, permission: Permission) => Me,
  fixture: PetitionFixture,
) {
  const ended = new Map<number, { state: PetitionState; answer: string | null; by: string }>();
  const row = (i: number): PetitionRow => {
    const usual = i < 2 ? 'received' : (STATES[i % 3] ?? 'received');
    const now = ended.get(i)?.state ?? usual;
    return {
      id: petitionId(i),
      no: `ZX1124-7K3M-Q2${String(i).padStart(2, '0')}`,
      kind: KINDS[i % 4] ?? 'consult',
      state: now,
      wantsAnswer: i !== 1,
      caseNo: i % 5 === 3 ? 'WD2026500140' : null,
      windowId: i % 5 === 0 ? 'a01' : null,
      terminalId: 'kiosk-02',
      proof: i % 7 === 2 ? null : i % 7 === 4 ? 'typed' : 'idCard',
      atMs: state.nowMs() - (i + 1) * 3_600_000,
      closedMs: now === 'received' ? null : state.nowMs() - i * 1_800_000,
    };
  };
  const indexOf = (id: string): number => {
    const i = Number(id.slice(-12));
    return id === petitionId(i) && i < COUNT ? i : refuse('not.found');
  };
  const end = (i: number, how: { state: PetitionState; answer: string | null; by: string }) => {
    if (row(i).state !== 'received') return refuse('petition.notNow');
    ended.set(i, how);
    return { serverMs: state.nowMs(), state: how.state };
  };
  return {
    list: os.console.petitions.list.handler(({ input: { filter, after }, context }) => {
      allow(context, 'petitions.read');
      const from = after === undefined ? 0 : Number.parseInt(after.slice(1), 36);
      const all = Array.from({ length: state.empty ? 0 : COUNT }, (_, i) => row(i));
      const found = all.filter(
        (p) =>
          (filter.kind === undefined || p.kind === filter.kind) &&
          (filter.state === undefined || p.state === filter.state) &&
          (filter.no === undefined || p.no.startsWith(filter.no.toUpperCase())),
      );
      const next = from + state.pageSize;
      return {
        rows: found.slice(from, next),
        next: next < found.length ? `c${next.toString(36)}` : null,
        open: all.filter((p) => p.state === 'received').length,
      };
    }),
    story: os.console.petitions.story.handler(({ input: { id }, context }) => {
      allow(context, 'petitions.read');
      const i = indexOf(id);
      fixture.done.push(`open ${i}`);
      const of = row(i);
      return {
        row: of,
        text: TEXT,
        name: of.proof === null ? null : '演****',
        phone: '100****0001',
        locale: 'zh-CN' as const,
        receivedMs: of.atMs + 1_000,
        answer: of.state === 'answered' ? (ended.get(i)?.answer ?? '请带身份证和居住证明。') : null,
        closedBy: of.state === 'received' ? null : (ended.get(i)?.by ?? 'clerk'),
      };
    }),
    reveal: os.console.petitions.reveal.handler(({ input: { id }, context }) => {
      allow(context, 'petitions.handle');
      fixture.done.push(`reveal ${indexOf(id)}`);
      return { name: '演示提交人', phone: '10000000001' };
    }),
    answer: os.console.petitions.answer.handler(({ input: { id, text }, context }) => {
      const { login } = allow(context, 'petitions.handle');
      fixture.done.push(`answer ${indexOf(id)} ${text}`);
      return end(indexOf(id), { state: 'answered', answer: text, by: login });
    }),
    note: os.console.petitions.note.handler(({ input: { id }, context }) => {
      const { login } = allow(context, 'petitions.handle');
      fixture.done.push(`note ${indexOf(id)}`);
      return end(indexOf(id), { state: 'noted', answer: null, by: login });
    }),
  };
}
