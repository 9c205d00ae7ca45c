import type { FieldFill, Flow, StepOf } from '../../contracts/flow.ts';
import { valuesOf, visibleFields } from './form.ts';
import { stepAt } from './slot.ts';
import type { FlowState, RegisterSays } from './state.ts';
import { faultOf, normalised } from './validate.ts';

/** A question to the enterprise register (企业登记库). */
export interface RegisterQuestion {
  uscc: string;
  /** Some field wants the legal representative (法定代表人). */
  legalPerson: boolean;
}

export const isOfEnterprise = (fill: FieldFill | undefined): boolean =>
  fill?.startsWith('enterprise.') === true;

const fillsOf = (flow: Flow): readonly FieldFill[] =>
  flow.steps.flatMap((s) => (s.type === 'form' ? s.fields.flatMap(({ fill }) => fill ?? []) : []));

/** The code that stands in this form, whole and right; null: none does. */
export function usccIn(flow: Flow, state: FlowState, form: StepOf<'form'>): string | null {
  const values = valuesOf(state, form);
  for (const field of visibleFields(flow, state, form)) {
    const value = values[field.id] ?? '';
    if (field.kind === 'uscc' && value !== '' && faultOf(field, value, state.today) === null)
      return normalised('uscc', value);
  }
  return null;
}

/** What is to be asked for the form on the screen; null: nothing, or it has been answered. */
export function registerQuestion(flow: Flow, state: FlowState): RegisterQuestion | null {
  const step = stepAt(flow, state);
  if (step.type !== 'form') return null;
  const fills = fillsOf(flow);
  if (!fills.some(isOfEnterprise)) return null;
  const uscc = usccIn(flow, state, step);
  if (uscc === null || state.register?.uscc === uscc) return null;
  return { uscc, legalPerson: fills.includes('enterprise.legalPerson') };
}

/** Counts only for the code that stands in the form on the screen: what was checked already changes no more. */
export function withRegister(flow: Flow, state: FlowState, says: RegisterSays): FlowState {
  const step = stepAt(flow, state);
  const isAsked = step.type === 'form' && usccIn(flow, state, step) === says.uscc;
  return isAsked ? { ...state, register: says } : state;
}

/** Another code than that of before: what was said of that one is forgotten. */
export function withoutStale(flow: Flow, state: FlowState, form: StepOf<'form'>): FlowState {
  if (state.register === null || !form.fields.some((f) => f.kind === 'uscc')) return state;
  return usccIn(flow, state, form) === state.register.uscc ? state : { ...state, register: null };
}
