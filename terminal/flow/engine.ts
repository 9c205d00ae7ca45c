import type { Flow, FlowStep, StepOf, StepType } from '../../contracts/flow.ts';
import { deliveryOf, isDeliverable, withDelivery } from './delivery.ts';
import { isFilled, withValues } from './form.ts';
import { isWhole, moved, onPage, withAnswer, withPages, withReuse } from './pages.ts';
import { lastPage, pageOfField, turnPage } from './paging.ts';
import { type RegisterQuestion, registerQuestion, withoutStale, withRegister } from './register.ts';
import { isKept, keptAnswers } from './resume.ts';
import { mainWay, slotOf, stepAt } from './slot.ts';
import type { Answer, Answers, FlowEvent, FlowState, Phase } from './state.ts';
import { typedId } from './typed-id.ts';

export { pagesOf } from './pages.ts';
export { mainWay, slotOf, stepAt } from './slot.ts';

/**
 * The flow engine: a pure reducer over (flow, state, event). It knows kinds of steps, no item and no device; what the
 * devices shall do follows from the state (`wants`). An event that does not fit the step changes nothing.
 *
 * `today`: the day in the hall, `YYYY-MM-DD`.
 */
export function begin(flow: Flow, today: string): FlowState {
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
    today,
    identity: null,
    earlier: {},
    register: null,
    page: 0,
    told: false,
    progress: null,
    failedAt: null,
  };
}

export function reduce(flow: Flow, state: FlowState, event: FlowEvent): FlowState {
  const step = stepAt(flow, state);
  switch (event.type) {
    case 'next':
      return canNext(flow, state) ? onNext(flow, state, step) : state;
    case 'back':
      return goBack(flow, state);
    case 'fallback':
      return 'fallback' in step && state.phase !== 'scanning' ? goTo(flow, state, step.fallback) : state;
    case 'change':
      return change(flow, state, step, event.stepId, event.fieldId ?? null);
    case 'choose':
      return step.type === 'choice' && step.options.some((o) => o.id === event.option)
        ? answered(flow, state, { type: 'choice', option: event.option })
        : state;
    case 'chooseMany':
      return step.type === 'multiChoice' ? onMany(flow, state, step, event.options) : state;
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
    case 'keepPage':
      return step.type === 'scan'
        ? withPages(flow, state, (all) =>
            all.map((p) => (p.id === event.pageId && !p.kept ? { ...p, kept: true } : p)),
          )
        : state;
    case 'allowReuse':
      return step.type === 'scan' ? withReuse(flow, state, event.allow) : state;
    case 'identity':
      return state.identity === null ? identified(flow, { ...state, identity: event.identity }) : state;
    case 'earlier':
      return { ...state, earlier: event.values };
    case 'fillForm':
      return step.type === 'form'
        ? withoutStale(
            flow,
            answered(flow, state, { type: 'form', values: withValues(state, step, event.values) }),
            step,
          )
        : state;
    case 'registerSays': {
      const { type: _, ...says } = event;
      return withRegister(flow, state, says);
    }
    case 'deliver':
      return step.type === 'delivery' ? answered(flow, state, withDelivery(state, step, event)) : state;
    case 'signed':
      return step.type === 'sign'
        ? answered(flow, state, { type: 'signature', pageId: event.pageId, at: event.at })
        : state;
    case 'sealed':
      return step.type === 'seal' ? answered(flow, state, event) : state;
    case 'sealLater':
      return step.type === 'seal' ? answered(flow, state, { type: 'sealLater', way: step.otherwise }) : state;
    case 'resume':
      return resumed(flow, state, event.answers);
    case 'again':
      if (step.type === 'printSlip' && state.phase !== 'printing')
        return { ...state, phase: 'printing', code: null };
      return step.type === 'submit' && state.phase === 'failed' ? submitting(state) : state;
    case 'progress':
      return state.phase === 'submitting' ? { ...state, progress: event.progress } : state;
    case 'submitted': {
      if (step.type !== 'submit' || state.phase !== 'submitting') return state;
      // What was submitted can no longer be changed: there is no way back behind it.
      return {
        ...answered(flow, state, event),
        phase: 'waiting',
        trail: [],
      };
    }
    case 'submitFailed':
      return state.phase === 'submitting'
        ? { ...failed(state, 'failed', event.code), failedAt: event.stepId }
        : state;
    case 'printed':
      return step.type === 'printSlip'
        ? { ...answered(flow, state, { type: 'printed' }), phase: 'waiting' }
        : state;
    case 'printFailed':
      return step.type === 'printSlip' ? failed(state, 'failed', event.code) : state;
  }
}

/** What the devices, and the store, shall do in this state. */
export function wants(
  flow: Flow,
  state: FlowState,
): { idCard: boolean; code: boolean; print: boolean; submit: boolean; register: RegisterQuestion | null } {
  const step = stepAt(flow, state);
  const signedInByCard = Object.values(state.answers).some((a) => a?.type === 'idCard');
  return {
    // After a card was read the reader goes on looking, so as to tell its removal.
    idCard: step.type === 'idCard' || signedInByCard,
    code: step.type === 'scanCode' && state.answers[slotOf(flow, state)] === undefined,
    print: step.type === 'printSlip' && state.phase === 'printing',
    submit: step.type === 'submit' && state.phase === 'submitting',
    register: registerQuestion(flow, state),
  };
}

export function canNext(flow: Flow, state: FlowState): boolean {
  const step = stepAt(flow, state);
  const answer = state.answers[slotOf(flow, state)];
  switch (step.type) {
    case 'info':
    case 'checkAnswers':
    // What is wrong with a form is told when its citizen wants to go on.
    case 'form':
      return true;
    case 'delivery':
      return deliveryOf(state, step).way !== null;
    case 'done':
      return false;
    case 'scan':
      return state.phase !== 'scanning' && isComplete(flow, state, step);
    case 'printSlip':
      return state.phase !== 'printing';
    case 'submit':
      return answer?.type === 'submitted';
    default:
      return answer !== undefined && (FITTING[step.type]?.includes(answer.type) ?? true);
  }
}

/** Nothing that is at work may be left, and nothing behind an end or a submission may be reached again. */
export const canBack = (flow: Flow, state: FlowState): boolean => goBack(flow, state) !== state;

/** Answers that complete a step; `read` is that of a fallback which only tells something. */
const FITTING: Readonly<Partial<Record<StepType, readonly Answer['type'][]>>> = {
  choice: ['choice'],
  multiChoice: ['multiChoice'],
  idCard: ['idCard', 'manualId', 'identity', 'read'],
  manualId: ['manualId'],
  scanCode: ['code', 'read'],
  sign: ['signature'],
  seal: ['sealed', 'sealLater'],
  submit: ['submitted'],
};

function isComplete(flow: Flow, state: FlowState, step: FlowStep): boolean {
  const answer = state.answers[step.id === state.at ? slotOf(flow, state) : step.id];
  switch (step.type) {
    case 'form':
      return isFilled(flow, state, step);
    case 'delivery':
      return isDeliverable(flow, state, step);
    case 'scan':
      if (answer?.type === 'read') return true;
      return answer?.type === 'pages' && isWhole(step, answer.pages);
    default:
      return answer !== undefined && (FITTING[step.type]?.includes(answer.type) ?? true);
  }
}

function onNext(flow: Flow, state: FlowState, step: FlowStep): FlowState {
  switch (step.type) {
    case 'form':
    case 'delivery': {
      const turned = turnPage(flow, state, step);
      return turned.isDone ? advance(flow, turned.state) : turned.state;
    }
    case 'info':
    case 'checkAnswers':
      // Remembers that a page that only tells something was read.
      return advance(flow, answered(flow, state, { type: 'read' }));
    default:
      return advance(flow, state);
  }
}

function advance(flow: Flow, state: FlowState): FlowState {
  const step = stepAt(flow, state);
  if (step.type === 'choice') {
    const answer = state.answers[step.id];
    const end = answer?.type === 'choice' ? step.ends?.[answer.option] : undefined;
    if (end !== undefined) return goTo(flow, state, end);
  }
  const way = mainWay(flow, state.answers);
  if (state.returnTo !== null) return backToCheck(flow, state, way, state.returnTo);
  const next = after(flow, state, way, slotOf(flow, state));
  return next === undefined ? state : goTo(flow, state, next.id);
}

/** The next step of the way; a card that nobody has to lay down again is passed over. */
function after(flow: Flow, state: FlowState, way: readonly FlowStep[], slot: string): FlowStep | undefined {
  const here = flow.steps.findIndex((s) => s.id === slot);
  return way.find((s) => flow.steps.indexOf(s) > here && state.answers[s.id]?.type !== 'identity');
}

/** After a change: to whatever the change has opened and is not answered yet, else back to the check. */
function backToCheck(flow: Flow, state: FlowState, way: readonly FlowStep[], check: string): FlowState {
  const before = way.slice(
    0,
    way.findIndex((s) => s.id === check),
  );
  const open = before.find((s) => !isComplete(flow, state, s));
  return open === undefined ? { ...goTo(flow, state, check), returnTo: null } : goTo(flow, state, open.id);
}

/** From the check of the answers, or from an application that failed for one of them. */
function change(flow: Flow, state: FlowState, step: FlowStep, id: string, fieldId: string | null): FlowState {
  const way = mainWay(flow, state.answers);
  const target = way.find((s) => s.id === id && s.type !== 'done');
  const isFailed = step.type === 'submit' && state.phase === 'failed';
  if (isFailed && (target?.type === 'sign' || target?.type === 'seal')) return anew(flow, state, id);
  const check = step.type === 'checkAnswers' ? step : way.findLast((s) => s.type === 'checkAnswers');
  const isHere = step.type === 'checkAnswers' || isFailed;
  const answer = state.answers[id];
  if (
    !isHere ||
    target === undefined ||
    check === undefined ||
    flow.steps.indexOf(target) >= flow.steps.indexOf(check)
  )
    return state;
  if (answer === undefined || answer.type === 'identity') return state;
  const entered = { ...goTo(flow, state, id), returnTo: check.id };
  return fieldId === null ? entered : { ...entered, page: pageOfField(flow, entered, target, fieldId) };
}

/** A signature or a seal that cannot be used is given once more, and the way goes on from there. */
function anew(flow: Flow, state: FlowState, id: string): FlowState {
  const { [id]: _, ...answers } = state.answers;
  return goTo(flow, { ...state, answers }, id);
}

/** Who signed in need not do so again: steps that ask for the card are answered, and passed if one is on the screen. */
function identified(flow: Flow, state: FlowState): FlowState {
  const { identity } = state;
  if (identity === null) return state;
  const isAsked = (s: FlowStep) =>
    s.type === 'idCard' &&
    state.answers[s.id] === undefined &&
    // What proves nothing is worth no more than the flow's own way to type it.
    (identity.by !== 'typed' || flow.exits[s.fallback]?.type === 'manualId');
  const known = flow.steps.filter(isAsked).map((s) => [s.id, { type: 'identity' as const, identity }]);
  if (known.length === 0) return state;
  const next = { ...state, answers: { ...state.answers, ...Object.fromEntries(known) } };
  const slot = slotOf(flow, state);
  if (next.answers[slot]?.type !== 'identity') return next;
  const on = after(flow, next, mainWay(flow, next.answers), slot);
  return on === undefined ? next : enter(flow, next, on.id);
}

/** Answers of before are taken up where they still fit, and the way goes on at the first step that lacks one. */
function resumed(flow: Flow, state: FlowState, answers: Answers): FlowState {
  let at: FlowState = { ...state, answers: { ...keptAnswers(flow, answers), ...state.answers } };
  for (const _ of flow.steps) {
    const step = stepAt(flow, at);
    const answer = at.answers[step.id];
    const isEnd =
      step.type === 'choice' && answer?.type === 'choice' && step.ends?.[answer.option] !== undefined;
    const isPassed = isKept(step, answer) || (step.type === 'idCard' && answer !== undefined);
    if (!isPassed || isEnd || !isComplete(flow, at, step)) break;
    at = advance(flow, at);
  }
  return at;
}

function goTo(flow: Flow, state: FlowState, id: string): FlowState {
  return enter(flow, { ...state, trail: [...state.trail, state.at] }, id);
}

function goBack(flow: Flow, state: FlowState): FlowState {
  if (isAtWork(state) || stepAt(flow, state).type === 'done') return state;
  if (state.page > 0) return { ...state, page: state.page - 1, told: false };
  const way = new Set(mainWay(flow, state.answers).map((s) => s.id));
  const trail = [...state.trail];
  for (let id = trail.pop(); id !== undefined; id = trail.pop()) {
    // A step whose condition no longer holds, or that the visit answers, is passed over.
    if ((!way.has(id) && flow.exits[id] === undefined) || state.answers[id]?.type === 'identity') continue;
    const entered = enter(flow, { ...state, trail }, id);
    return {
      ...entered,
      page: lastPage(flow, entered, stepAt(flow, entered)),
      returnTo: id === state.returnTo ? null : state.returnTo,
    };
  }
  return state;
}

const isAtWork = ({ phase }: FlowState): boolean =>
  phase === 'scanning' || phase === 'printing' || phase === 'submitting';

function enter(flow: Flow, state: FlowState, id: string): FlowState {
  const next = { ...state, at: id, code: null, page: 0, told: false, progress: null, failedAt: null };
  const isOver = ['printed', 'submitted'].includes(state.answers[id]?.type ?? '');
  return { ...next, phase: isOver ? 'waiting' : phaseOf(stepAt(flow, next)) };
}

/** It was the reader, not the card: nothing has to be taken away. */
const ofReader = (code: string | null): boolean => code?.startsWith('device.') === true;

const BEGINS: Readonly<Partial<Record<StepType, Phase>>> = { printSlip: 'printing', submit: 'submitting' };
const phaseOf = (step: FlowStep): Phase => BEGINS[step.type] ?? 'waiting';

const submitting = (state: FlowState): FlowState => ({
  ...state,
  phase: 'submitting',
  code: null,
  progress: null,
  failedAt: null,
});

const answered = (flow: Flow, state: FlowState, answer: Answer): FlowState => ({
  ...withAnswer(state, slotOf(flow, state), answer),
  code: null,
});

const failed = (state: FlowState, phase: Phase, code: string): FlowState => ({
  ...state,
  phase,
  code,
  failures: { ...state.failures, [state.at]: (state.failures[state.at] ?? 0) + 1 },
});

/** Without any answer the step is open again. */
function onMany(
  flow: Flow,
  state: FlowState,
  step: StepOf<'multiChoice'>,
  chosen: readonly string[],
): FlowState {
  const options = step.options.map((o) => o.id).filter((id) => chosen.includes(id));
  if (options.length > 0) return answered(flow, state, { type: 'multiChoice', options });
  const { [step.id]: _, ...answers } = state.answers;
  return { ...state, answers };
}

function onTypedId(flow: Flow, state: FlowState, name: string, text: string): FlowState {
  const number = typedId(text);
  if (!number.ok) return { ...state, code: number.error.code };
  return answered(flow, state, { type: 'manualId', name, number: number.value });
}
