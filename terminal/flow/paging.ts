import type { Flow, FlowStep, FormField, StepOf } from '../../contracts/flow.ts';
import { deliveryOf, EXPRESS_FIELDS, expressFault } from './delivery.ts';
import { fieldFault, formPages, isFilled, valuesOf } from './form.ts';
import { withAnswer } from './pages.ts';
import type { FlowState } from './state.ts';

/** What 继续 does within a step of several pages; `isDone`: the step has been passed. */
interface Turned {
  state: FlowState;
  isDone: boolean;
}

export const turnPage = (flow: Flow, state: FlowState, step: StepOf<'form'> | StepOf<'delivery'>): Turned =>
  step.type === 'form' ? turnForm(flow, state, step) : turnDelivery(flow, state, step);

/** To the next page of the form, to what is wrong with it, or on. */
function turnForm(flow: Flow, before: FlowState, form: StepOf<'form'>): Turned {
  const isWrong = (fields: readonly FormField[]) => fields.some((f) => fieldFault(before, form, f) !== null);
  const pages = formPages(flow, before, form);
  const page = Math.min(before.page, Math.max(0, pages.length - 1));
  if (isWrong(pages[page] ?? [])) return { state: { ...before, page, told: true }, isDone: false };
  const state = seen(before, form);
  const isChanged = state.returnTo !== null && isFilled(flow, state, form);
  if (page + 1 < pages.length && !isChanged)
    return { state: { ...state, page: page + 1, told: false }, isDone: false };
  const wrong = pages.findIndex(isWrong);
  return wrong < 0
    ? { state, isDone: true }
    : { state: { ...state, page: wrong, told: true }, isDone: false };
}

/** What was known beforehand has been seen now, and is the citizen's own answer. */
function seen(state: FlowState, form: StepOf<'form'>): FlowState {
  const values = valuesOf(state, form);
  const typed = state.answers[form.id];
  const isSame =
    typed?.type === 'form' && form.fields.every(({ id }) => (typed.values[id] ?? '') === values[id]);
  return isSame ? state : withAnswer(state, form.id, { type: 'form', values });
}

/** First which way, then for a parcel where to. */
function turnDelivery(flow: Flow, state: FlowState, step: StepOf<'delivery'>): Turned {
  if (deliveryOf(state, step).way === 'window') return { state, isDone: true };
  if (state.page === 0) return { state: { ...state, page: 1, told: false }, isDone: false };
  const isWrong = EXPRESS_FIELDS.some((f) => expressFault(flow, state, step, f) !== null);
  return isWrong ? { state: { ...state, told: true }, isDone: false } : { state, isDone: true };
}

/** Back into a form or a delivery is back to its last page. */
export function lastPage(flow: Flow, state: FlowState, step: FlowStep): number {
  if (step.type === 'form') return Math.max(0, formPages(flow, state, step).length - 1);
  return step.type === 'delivery' && deliveryOf(state, step).way === 'express' ? 1 : 0;
}

/** The page that a field stands on. */
export function pageOfField(flow: Flow, state: FlowState, step: FlowStep, fieldId: string): number {
  if (step.type === 'form')
    return Math.max(
      0,
      formPages(flow, state, step).findIndex((page) => page.some((f) => f.id === fieldId)),
    );
  return lastPage(flow, state, step);
}
