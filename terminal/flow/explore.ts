import type { Flow } from '../../contracts/flow.ts';
import { begin, reduce, stepAt } from './engine.ts';
import { SAMPLE_CARD } from './fixtures.ts';
import type { FlowEvent, FlowState } from './state.ts';

const STATES_AT_MOST = 20_000;

/** Walks every way through a flow: each answer of each choice, each device working and not, the printer too. */
export function explore(flow: Flow): {
  reached: ReadonlySet<string>;
  /** Steps other than `done` from which nothing leads on. */
  deadEnds: string[];
  /** False: given up after `STATES_AT_MOST` states. */
  complete: boolean;
} {
  const reached = new Set<string>();
  const deadEnds = new Set<string>();
  const seen = new Set<string>();
  const open = [begin(flow)];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(state);
    if (seen.has(key)) continue;
    if (seen.size >= STATES_AT_MOST) return { reached, deadEnds: [...deadEnds], complete: false };
    seen.add(key);
    reached.add(state.at);
    const nexts = waysOn(flow, state)
      .map((events) => events.reduce((s, e) => reduce(flow, s, e), state as FlowState))
      .filter((s) => s.at !== state.at);
    if (nexts.length === 0 && stepAt(flow, state).type !== 'done') deadEnds.add(state.at);
    open.push(...nexts);
  }
  return { reached, deadEnds: [...deadEnds], complete: true };
}

/** What tells two states apart for the ways that lead on from them. */
function keyOf(state: FlowState): string {
  const answers = Object.entries(state.answers).map(([id, a]) =>
    a?.type === 'choice' ? `${id}=${a.option}` : `${id}:${a?.type}`,
  );
  return `${state.at}|${answers.sort().join()}`;
}

function waysOn(flow: Flow, state: FlowState): FlowEvent[][] {
  const step = stepAt(flow, state);
  const next: FlowEvent = { type: 'next' };
  switch (step.type) {
    case 'info':
    case 'checkAnswers':
      return [[next]];
    case 'choice':
      return step.options.map((o) => [{ type: 'choose', option: o.id }, next]);
    case 'idCard':
      return [[{ type: 'card', card: SAMPLE_CARD }, next], [{ type: 'fallback' }]];
    case 'manualId':
      return [[{ type: 'typeId', name: SAMPLE_CARD.name, number: SAMPLE_CARD.number }, next]];
    case 'scanCode':
      return [[{ type: 'code', text: 'CODE' }, next], [{ type: 'fallback' }]];
    case 'scan': {
      const pages = Array.from({ length: step.pages[0] }, (_, n): FlowEvent => {
        const page = { id: `${step.id}-${n}`, source: 'scanner' as const, raw: false };
        return { type: 'page', page, replaces: null };
      });
      return [[...pages, next], [{ type: 'fallback' }]];
    }
    case 'printSlip':
      return [
        [{ type: 'printed' }, next],
        [{ type: 'printFailed', code: 'device.missing' }, next],
      ];
    case 'done':
      return [];
  }
}
