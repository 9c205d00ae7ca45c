import { randomUUID } from 'node:crypto';
import type { CounterRequest, RequestState } from '../../contracts/hub/counter-api.ts';
import { WINDOWS } from './data.ts';
import { type FixtureContext, type FixtureState, os, refuse, takeHelp } from './fixture.ts';

export const COUNTER_TOKEN = 'fixture-counter-token-a01';
const REQUEST_MS = 60_000;
const CASES: readonly (readonly [string, 1 | 2, string, boolean])[] = [
  ['4101SC0101202611240031', 2, '内资有限责任公司设立登记', false],
  ['4101SC0107202611240029', 2, '食品经营许可证变更', false],
  ['4101SC0101202611240027', 1, '内资有限责任公司设立登记', true],
  ['4101SC0112202611240022', 2, '个体工商户注销登记', true],
  ['4101SC0101202611240018', 2, '内资有限责任公司变更登记', false],
];

/** One window's requests; `control` plays the pad. */
export function counterRoutes(state: FixtureState) {
  let pad: 'online' | 'offline' | 'none' = 'online';
  let onDuty: string | null = 's1';
  let request: CounterRequest | null = null;
  const watching = new Set<() => void>();

  const admit = (context: FixtureContext) => {
    if (context.authorization !== `Bearer ${COUNTER_TOKEN}`) refuse('auth.required');
  };
  const mine = (id: string): CounterRequest => (request?.id === id ? request : refuse('request.notFound'));
  const become = (next: RequestState) => {
    if (request)
      request = {
        ...request,
        state: next,
        leftMs: ['waiting', 'rung', 'opened'].includes(next) ? 48_000 : 0,
      };
    for (const tell of [...watching]) tell();
  };

  const router = {
    window: os.counter.window.handler(({ context }) => {
      admit(context);
      const { id, no, name } = WINDOWS[0] as (typeof WINDOWS)[number];
      const nowMs = state.nowMs();
      return {
        serverMs: nowMs,
        window: { id, no, name, department: { zh: '市场监督管理局', en: 'Market Regulation' } },
        pad: {
          state: pad,
          lastSeenMs: pad === 'none' ? null : nowMs - (pad === 'online' ? 2_000 : 1_260_000),
        },
        staff: [
          { id: 's1', no: '0312', name: '李文静' },
          { id: 's2', no: '0327', name: '王海涛' },
        ],
        staffOnDuty: onDuty,
        cases: state.empty
          ? []
          : CASES.map(([caseNo, stage, itemName, rated], i) => ({
              caseNo,
              stage,
              itemName,
              itemCode: caseNo.slice(4, 10),
              handledMs: nowMs - (i * 11 + 3) * 60_000,
              rated,
            })),
      };
    }),
    setOnDuty: os.counter.setOnDuty.handler(({ input, context }) => {
      admit(context);
      onDuty = input.staffId;
      return { serverMs: state.nowMs() };
    }),
    create: os.counter.create.handler(({ input, context }) => {
      admit(context);
      if (pad === 'none') return refuse('window.noPad');
      if (input.caseNo === 'UNKNOWN-1' && input.itemName === undefined) return refuse('case.unknown');
      const known = CASES.find(([no]) => no === input.caseNo);
      request = {
        id: randomUUID(),
        state: 'waiting',
        case: {
          caseNo: input.caseNo,
          stage: input.stage,
          itemCode: null,
          itemName: known?.[2] ?? input.itemName ?? null,
        },
        staffId: onDuty,
        createdMs: state.nowMs(),
        leftMs: REQUEST_MS,
      };
      return request;
    }),
    get: os.counter.get.handler(async ({ input, context, signal }) => {
      admit(context);
      if (mine(input.id).state === input.known)
        await new Promise<void>((resolve) => {
          const end = () => {
            clearTimeout(timer);
            watching.delete(end);
            resolve();
          };
          const timer = setTimeout(end, input.waitMs ?? 0);
          watching.add(end);
          signal?.addEventListener('abort', end, { once: true });
        });
      return mine(input.id);
    }),
    cancel: os.counter.cancel.handler(({ input, context }) => {
      admit(context);
      mine(input.id);
      become('cancelled');
      return mine(input.id);
    }),
    help: {
      open: os.counter.help.open.handler(({ context }) => {
        admit(context);
        return { serverMs: state.nowMs(), calls: state.helpCalls };
      }),
      take: os.counter.help.take.handler(({ input, context }) => {
        admit(context);
        takeHelp(state, input.id);
        return { serverMs: state.nowMs() };
      }),
    },
  };
  return {
    router,
    control: {
      become,
      setPad: (next: typeof pad) => {
        pad = next;
      },
      reset: () => {
        pad = 'online';
        onDuty = 's1';
        request = null;
      },
    },
  };
}
