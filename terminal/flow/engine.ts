import type { Flow, FlowStep, StepOf, StepType } from '../../contracts/flow.ts';
import { holds } from './conditions.ts';
import type { Answer, FlowEvent, FlowState, PageRef, Phase } from './state.ts';
import { typedId } from './typed-id.ts';

/**
 * The flow engine: a pure reducer over (flow, state, event). It knows kinds of steps, no item and no device; what the
 * devices shall do follows from the state (`wants`). An event that does not fit the step changes nothing.
 */
export function begin(flow: Flow): FlowState {
  const first = mainWay(flow, {})[0];
  if (first === undefined) throw new Error(`flow ${flow.id} has no first step`);
  return {
    at: first.id,
    trail: [],
    answers: {},
    phase: phaseOf(first),
    code: null,
    failures: {},
    returnTo: null,
  };
}

export function reduce(flow: Flow, state: FlowState, event: FlowEvent): FlowState {
  const step = stepAt(flow, state);
  switch (event.type) {
    case 'next':
      return canNext(flow, state) ? advance(flow, passed(flow, state, step)) : state;
    case 'back':
      return goBack(flow, state);
    case 'fallback':
      return 'fallback' in step && state.phase !== 'scanning' ? goTo(flow, state, step.fallback) : state;
    case 'change':
      return change(flow, state, step, event.stepId);
    case 'choose':
      return step.type === 'choice' && step.options.some((o) => o.id === event.option)
        ? answered(flow, state, { type: 'choice', option: event.option })
        : state;
    case 'typeId':
      return step.type === 'manualId' ? onTypedId(flow, state, event.name, event.number) : state;
    case 'cardFound':
      return step.type === 'idCard' ? { ...state, phase: 'reading', code: null } : state;
    case 'card':
      return step.type === 'idCard'
        ? { ...answered(flow, state, { type: 'idCard', card: event.card }), phase: 'waiting' }
        : state;
    case 'cardRefused':
      return step.type === 'idCard'
        ? failed(state, ofReader(event.code) ? 'waiting' : 'takeAway', event.code)
        : state;
    case 'readerBack':
      return step.type === 'idCard' && ofReader(state.code)
        ? { ...state, phase: 'waiting', code: null }
        : state;
    case 'cardRemoved':
      return step.type === 'idCard' ? { ...state, phase: 'waiting' } : state;
    case 'code':
      return step.type === 'scanCode' ? answered(flow, state, { type: 'code', text: event.text }) : state;
    case 'scanStarted':
      return step.type === 'scan' ? { ...state, phase: 'scanning', code: null } : state;
    case 'scanEnded':
      if (step.type !== 'scan' || state.phase !== 'scanning') return state;
      return event.code === null ? { ...state, phase: 'waiting' } : failed(state, 'waiting', event.code);
    case 'page':
      return step.type === 'scan' ? onPage(flow, state, step, event.page, event.replaces) : state;
    case 'removePage':
      return step.type === 'scan'
        ? withPages(flow, state, (all) => all.filter((p) => p.id !== event.pageId))
        : state;
    case 'movePage':
      return step.type === 'scan'
        ? withPages(flow, state, (all) => moved(all, event.pageId, event.to))
        : state;
    case 'again':
      return step.type === 'printSlip' && state.phase !== 'printing'
        ? { ...state, phase: 'printing', code: null }
        : state;
    case 'printed':
      return step.type === 'printSlip'
        ? { ...answered(flow, state, { type: 'printed' }), phase: 'waiting' }
        : state;
    case 'printFailed':
      return step.type === 'printSlip' ? failed(state, 'failed', event.code) : state;
  }
}

/** What the devices shall do in this state. */
export function wants(flow: Flow, state: FlowState): { idCard: boolean; code: boolean; print: boolean } {
  const step = stepAt(flow, state);
  const signedInByCard = Object.values(state.answers).some((a) => a?.type === 'idCard');
  return {
    // After a card was read the reader goes on looking, so as to tell its removal.
    idCard: step.type === 'idCard' || signedInByCard,
    code: step.type === 'scanCode' && state.answers[slotOf(flow, state)] === undefined,
    print: step.type === 'printSlip' && state.phase === 'printing',
  };
}

/** The step of the main way, or the exit, that is on the screen. */
export function stepAt(flow: Flow, state: Pick<FlowState, 'at'>): FlowStep {
  const step = flow.steps.find((s) => s.id === state.at) ?? flow.exits[state.at];
  if (step === undefined) throw new Error(`flow ${flow.id} has no step ${state.at}`);
  return step;
}

/** Steps of the main way whose conditions hold. */
export const mainWay = (flow: Flow, answers: FlowState['answers']): readonly FlowStep[] =>
  flow.steps.filter((s) => s.when === undefined || holds(flow, s.when, answers));

/** The step of the main way that an exit stands for: answers given at the exit are that step's answers. */
export function slotOf(flow: Flow, state: Pick<FlowState, 'at' | 'trail'>): string {
  const isMain = (id: string) => flow.steps.some((s) => s.id === id);
  return isMain(state.at) ? state.at : (state.trail.findLast(isMain) ?? state.at);
}

export function canNext(flow: Flow, state: FlowState): boolean {
  const step = stepAt(flow, state);
  const answer = state.answers[slotOf(flow, state)];
  switch (step.type) {
    case 'info':
    case 'checkAnswers':
      return true;
    case 'done':
      return false;
    case 'scan':
      return state.phase !== 'scanning' && isComplete(step, answer);
    case 'printSlip':
      return state.phase !== 'printing';
    default:
      return isComplete(step, answer);
  }
}

/** Answers that complete a step; `read` is that of a fallback which only tells something. */
const FITTING: Readonly<Partial<Record<StepType, readonly Answer['type'][]>>> = {
  choice: ['choice'],
  idCard: ['idCard', 'manualId', 'read'],
  manualId: ['manualId'],
  scanCode: ['code', 'read'],
};

function isComplete(step: FlowStep, answer: Answer | undefined): boolean {
  if (step.type !== 'scan')
    return answer !== undefined && (FITTING[step.type]?.includes(answer.type) ?? true);
  if (answer?.type === 'read') return true;
  if (answer?.type !== 'pages') return false;
  const [least, most] = step.pages;
  return answer.pages.length >= least && answer.pages.length <= most && answer.pages.every((p) => !p.raw);
}

/** Remembers that a page that only tells something was read. */
function passed(flow: Flow, state: FlowState, step: FlowStep): FlowState {
  if (step.type !== 'info' && step.type !== 'checkAnswers') return state;
  return answered(flow, state, { type: 'read' });
}

function advance(flow: Flow, state: FlowState): FlowState {
  const step = stepAt(flow, state);
  if (step.type === 'choice') {
    const answer = state.answers[step.id];
    const exit = answer?.type === 'choice' ? step.ends?.[answer.option] : undefined;
    if (exit !== undefined) return goTo(flow, state, exit);
  }
  const way = mainWay(flow, state.answers);
  if (state.returnTo !== null) return backToCheck(flow, state, way, state.returnTo);
  const slot = slotOf(flow, state);
  const here = flow.steps.findIndex((s) => s.id === slot);
  const next = way.find((s) => flow.steps.indexOf(s) > here);
  return next === undefined ? state : goTo(flow, state, next.id);
}

/** After a change: to whatever the change has opened and is not answered yet, else back to the check. */
function backToCheck(flow: Flow, state: FlowState, way: readonly FlowStep[], check: string): FlowState {
  const before = way.slice(
    0,
    way.findIndex((s) => s.id === check),
  );
  const open = before.find((s) => !isComplete(s, state.answers[s.id]));
  return open === undefined ? { ...goTo(flow, state, check), returnTo: null } : goTo(flow, state, open.id);
}

function change(flow: Flow, state: FlowState, step: FlowStep, id: string): FlowState {
  const known = mainWay(flow, state.answers).some((s) => s.id === id && s.type !== 'done');
  if (step.type !== 'checkAnswers' || !known || state.answers[id] === undefined) return state;
  return { ...goTo(flow, state, id), returnTo: step.id };
}

function goTo(flow: Flow, state: FlowState, id: string): FlowState {
  return enter(flow, { ...state, trail: [...state.trail, state.at] }, id);
}

function goBack(flow: Flow, state: FlowState): FlowState {
  if (state.phase === 'scanning' || state.phase === 'printing' || stepAt(flow, state).type === 'done')
    return state;
  const way = new Set(mainWay(flow, state.answers).map((s) => s.id));
  const trail = [...state.trail];
  for (let id = trail.pop(); id !== undefined; id = trail.pop()) {
    // A step whose condition no longer holds is passed over.
    if (!way.has(id) && flow.exits[id] === undefined) continue;
    return {
      ...enter(flow, { ...state, trail }, id),
      returnTo: id === state.returnTo ? null : state.returnTo,
    };
  }
  return state;
}

function enter(flow: Flow, state: FlowState, id: string): FlowState {
  const next = { ...state, at: id, code: null };
  const step = stepAt(flow, next);
  const isPrinted = state.answers[id]?.type === 'printed';
  return { ...next, phase: isPrinted ? 'waiting' : phaseOf(step) };
}

/** It was the reader, not the card: nothing has to be taken away. */
const ofReader = (code: string | null): boolean => code?.startsWith('device.') === true;

const phaseOf = (step: FlowStep): Phase => (step.type === 'printSlip' ? 'printing' : 'waiting');

const answered = (flow: Flow, state: FlowState, answer: Answer): FlowState => ({
  ...state,
  code: null,
  answers: { ...state.answers, [slotOf(flow, state)]: answer },
});

const failed = (state: FlowState, phase: Phase, code: string): FlowState => ({
  ...state,
  phase,
  code,
  failures: { ...state.failures, [state.at]: (state.failures[state.at] ?? 0) + 1 },
});

function onTypedId(flow: Flow, state: FlowState, name: string, text: string): FlowState {
  const number = typedId(text);
  if (!number.ok) return { ...state, code: number.error.code };
  return answered(flow, state, { type: 'manualId', name, number: number.value });
}

export const pagesOf = (state: FlowState, slot: string): readonly PageRef[] => {
  const answer = state.answers[slot];
  return answer?.type === 'pages' ? answer.pages : [];
};

function onPage(
  flow: Flow,
  state: FlowState,
  step: StepOf<'scan'>,
  page: PageRef,
  replaces: string | null,
): FlowState {
  const pages = pagesOf(state, slotOf(flow, state));
  if (replaces !== null) {
    if (!pages.some((p) => p.id === replaces)) return state;
    return withPages(flow, state, (all) => all.map((p) => (p.id === replaces ? page : p)));
  }
  if (pages.length >= step.pages[1]) return state;
  return withPages(flow, state, (all) => [...all, page]);
}

const withPages = (
  flow: Flow,
  state: FlowState,
  change: (pages: readonly PageRef[]) => readonly PageRef[],
): FlowState => ({
  ...answered(flow, state, { type: 'pages', pages: change(pagesOf(state, slotOf(flow, state))) }),
  code: state.code,
});

function moved(pages: readonly PageRef[], id: string, to: number): readonly PageRef[] {
  const page = pages.find((p) => p.id === id);
  if (page === undefined) return pages;
  const others = pages.filter((p) => p.id !== id);
  return [...others.slice(0, to), page, ...others.slice(to)];
}
