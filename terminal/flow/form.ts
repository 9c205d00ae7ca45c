import type { Flow, FormField, StepOf } from '../../contracts/flow.ts';
import type { FieldFault } from '../../contracts/kiosk-step.ts';
import { holds } from './conditions.ts';
import { isLocked, known } from './known.ts';
import type { FlowState, Values } from './state.ts';
import { faultOf, longest } from './validate.ts';

/** Fields that stand on one page of a form: as many as an old eye takes in at once. */
export const FIELDS_A_PAGE = 4;

type Form = StepOf<'form'>;

/** What stands in the fields: what was typed, else what is known already. A proven fact cannot be typed over. */
export function valuesOf(state: FlowState, form: Form): Values {
  const typed = typedIn(state, form);
  return Object.fromEntries(
    form.fields.map((field) => {
      const fact = known(state, field);
      const own = typed[field.id];
      return [field.id, isLocked(field, fact) ? (fact ?? '') : (own ?? fact ?? '')];
    }),
  );
}

const typedIn = ({ answers }: FlowState, form: Form): Values => {
  const answer = answers[form.id];
  return answer?.type === 'form' ? answer.values : {};
};

/** Fields that are asked with these answers, in their order. */
export function visibleFields(flow: Flow, state: FlowState, form: Form): readonly FormField[] {
  const answers = { ...state.answers, [form.id]: { type: 'form' as const, values: valuesOf(state, form) } };
  return form.fields.filter((f) => f.when === undefined || holds(flow, f.when, answers));
}

/** The fields of each page. */
export function formPages(flow: Flow, state: FlowState, form: Form): FormField[][] {
  const fields = visibleFields(flow, state, form);
  return Array.from({ length: Math.ceil(fields.length / FIELDS_A_PAGE) }, (_, n) =>
    fields.slice(n * FIELDS_A_PAGE, (n + 1) * FIELDS_A_PAGE),
  );
}

/** A field's fault; what the identity proves has none. */
export function fieldFault(state: FlowState, form: Form, field: FormField): FieldFault | null {
  if (isLocked(field, known(state, field))) return null;
  return faultOf(field, valuesOf(state, form)[field.id] ?? '', state.today);
}

/** Nothing that is asked is wrong or missing. */
export const isFilled = (flow: Flow, state: FlowState, form: Form): boolean =>
  visibleFields(flow, state, form).every((f) => fieldFault(state, form, f) === null);

/** What was typed before, with these; what is no field of the form, is locked or too long is left out. */
export function withValues(state: FlowState, form: Form, values: Values): Values {
  const fitting = form.fields.flatMap((field) => {
    const value = values[field.id];
    if (value === undefined || isLocked(field, known(state, field))) return [];
    return [...value].length <= longest(field) ? [[field.id, value] as const] : [];
  });
  return { ...typedIn(state, form), ...Object.fromEntries(fitting) };
}
