import type { Flow } from '../../contracts/flow.ts';
import { EXPRESS_FIELDS } from './delivery.ts';
import { begin, reduce, stepAt } from './engine.ts';
import { itemsOf } from './items.ts';
import {
  formFills,
  SAMPLE_CARD,
  SAMPLE_TODAY,
  samplePages,
  sampleSealed,
  sampleSubmitted,
  sampleValue,
} from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

const STATES_AT_MOST = 20_000;
/** Pages that one step may have at most. */
const PAGES_AT_MOST = 12;

/**
 * Walks every way through a flow: each answer of each choice that something depends on, forms filled whole and barely,
 * each device working and not, the printer and the store too.
 */
export function explore(flow: Flow): {
  /** The steps that are reached, each as it first was. */
  reached: ReadonlyMap<string, FlowState>;
  /** Steps other than `done` from which nothing leads on. */
  deadEnds: string[];
  /** False: given up after `STATES_AT_MOST` states. */
  complete: boolean;
} {
  const reached = new Map<string, FlowState>();
  const deadEnds = new Set<string>();
  const seen = new Set<string>();
  const open = [begin(flow, SAMPLE_TODAY)];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(flow, state);
    if (seen.has(key)) continue;
    if (seen.size >= STATES_AT_MOST) return { reached, deadEnds: [...deadEnds], complete: false };
    seen.add(key);
    const here = state;
    if (!reached.has(here.at)) reached.set(here.at, here);
    const nexts = waysOn(flow, here)
      .map((events) => passed(flow, here, events))
      .filter((s) => s.at !== here.at);
    if (nexts.length === 0 && stepAt(flow, here).type !== 'done') deadEnds.add(here.at);
    open.push(...nexts);
  }
  return { reached, deadEnds: [...deadEnds], complete: true };
}

/** After these events, and 继续 for as long as the step has pages. */
export const passed = (flow: Flow, from: FlowState, events: readonly FlowEvent[]): FlowState =>
  passing(flow, from, events).at(-1) ?? from;

/** Every state on that way, beginning with the one after the events. */
export function passing(flow: Flow, from: FlowState, events: readonly FlowEvent[]): FlowState[] {
  let state = events.reduce((s, e) => reduce(flow, s, e), from);
  const states = [state];
  for (let n = 0; n < PAGES_AT_MOST && state.at === from.at; n += 1) {
    const next = reduce(flow, state, { type: 'next' });
    if (next === state) return states;
    state = next;
    states.push(state);
  }
  return states;
}

/** What tells two states apart for the ways that lead on from them. */
function keyOf(flow: Flow, state: FlowState): string {
  const asked = Object.values(flow.conditions).flatMap((c) => ('field' in c ? [c.field] : []));
  const answers = Object.entries(state.answers).map(([id, a]) => {
    if (a?.type === 'choice') return `${id}=${a.option}`;
    if (a?.type === 'multiChoice') return `${id}=${a.options.join('+')}`;
    if (a?.type !== 'form') return `${id}:${a?.type}`;
    return Object.entries(a.values)
      .filter(([field]) => asked.includes(`${id}.${field}`))
      .map(([field, value]) => `${id}.${field}=${value}`)
      .concat(`${id}:form`)
      .sort()
      .join();
  });
  return `${state.at}|${answers.sort().join()}`;
}

function waysOn(flow: Flow, state: FlowState): FlowEvent[][] {
  const step = stepAt(flow, state);
  switch (step.type) {
    case 'info':
    case 'checkAnswers':
      return [[]];
    case 'choice':
      return step.options.map((o) => [{ type: 'choose', option: o.id }]);
    case 'multiChoice':
      return someOf(step.options.map((o) => o.id)).map((options) => [{ type: 'chooseMany', options }]);
    case 'idCard':
      return [[{ type: 'card', card: SAMPLE_CARD }], [{ type: 'fallback' }]];
    case 'manualId':
      return [[{ type: 'typeId', name: SAMPLE_CARD.name, number: SAMPLE_CARD.number }]];
    case 'scanCode':
      return [[{ type: 'code', text: 'CODE' }], [{ type: 'fallback' }]];
    case 'scan':
      return [samplePages(step.id, step.pages[0]), [{ type: 'fallback' }]];
    case 'form':
      return formFills(flow, step).map((values) => [{ type: 'fillForm', values }]);
    case 'delivery':
      return [
        [{ type: 'deliver', way: 'window' }],
        ...(step.express ? [[{ type: 'deliver', way: 'express', values: EXPRESS_SAMPLE } as const]] : []),
      ];
    case 'sign':
      return [[{ type: 'signed', pageId: 'signature', at: 0 }]];
    case 'seal':
      return [[{ type: 'sealed', ...sampleSealed() }], [{ type: 'sealLater' }]];
    case 'submit': {
      const items = itemsOf(flow, state.answers, step);
      if (items.length === 0) return [];
      const submitted = { type: 'submitted', ...sampleSubmitted(items) } as const;
      return [
        [submitted],
        [{ type: 'submitFailed', code: 'store.full', stepId: null }, { type: 'again' }, submitted],
      ];
    }
    case 'printSlip':
      return [[{ type: 'printed' }], [{ type: 'printFailed', code: 'device.missing' }]];
    case 'done':
      return [];
  }
}

/** Every choice of at least one. */
const someOf = (options: readonly string[]): string[][] =>
  Array.from({ length: 2 ** options.length - 1 }, (_, n) =>
    options.filter((_option, bit) => ((n + 1) >> bit) % 2 === 1),
  );

export const EXPRESS_SAMPLE = Object.fromEntries(EXPRESS_FIELDS.map((f) => [f.id, sampleValue(f)]));
