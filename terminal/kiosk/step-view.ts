import type { Flow, FormField, StepOf } from '../../contracts/flow.ts';
import type { FieldFault, FieldView, PageView, PageWarning, StepView } from '../../contracts/kiosk-step.ts';
import { pageWarning } from '../../contracts/kiosk-step.ts';
import type { MaterialProgress } from '../../sync/types.ts';
import { deliveryOf, EXPRESS_FIELDS, expressFault, expressValues } from '../flow/delivery.ts';
import { formWords } from '../flow/fields.ts';
import { fieldFault, formPages, valuesOf } from '../flow/form.ts';
import { isLocked, known } from '../flow/known.ts';
import { registerQuestion, usccIn } from '../flow/register.ts';
import type { FlowState, PageRef, Submitted } from '../flow/state.ts';
import { dayLimit, longest } from '../flow/validate.ts';

/** The steps of an application as the screens draw them. */

type View<T extends StepView['type']> = Omit<
  Extract<StepView, { type: T }>,
  'id' | 'title' | 'hint' | 'type'
>;

export function formView(flow: Flow, state: FlowState, form: StepOf<'form'>): View<'form'> {
  const pages = formPages(flow, state, form);
  const at = Math.min(state.page, Math.max(0, pages.length - 1));
  const values = valuesOf(state, form);
  return {
    page: { at: at + 1, of: Math.max(1, pages.length) },
    register: registerView(flow, state, form),
    fields: (pages[at] ?? []).map((field) => {
      const fact = isLocked(field, known(state, field));
      const value = values[field.id] ?? '';
      return fieldView(field, state, {
        value: fact ? formWords(field, value, true).zh : value,
        locked: fact,
        fault: state.told ? fieldFault(state, form, field) : null,
      });
    }),
  };
}

function registerView(flow: Flow, state: FlowState, form: StepOf<'form'>): View<'form'>['register'] {
  const { register } = state;
  if (registerQuestion(flow, state) !== null) return { state: 'asking', code: null, simulated: false };
  if (register === null || register.uscc !== usccIn(flow, state, form)) return null;
  const { facts, code, simulated } = register;
  return { state: facts === null ? 'silent' : 'filled', code, simulated };
}

function fieldView(
  field: FormField,
  { today }: FlowState,
  stands: { value: string; locked: boolean; fault: FieldFault | null },
): FieldView {
  const { id, label, hint, kind, required, options, min, max } = field;
  const isDate = kind === 'date';
  return {
    id,
    label,
    hint: hint ?? null,
    kind,
    required,
    options: options ?? [],
    longest: longest(field),
    first: isDate ? dayLimit(today, min) : null,
    last: isDate ? dayLimit(today, max) : null,
    ...stands,
  };
}

export function deliveryView(
  flow: Flow,
  state: FlowState,
  step: StepOf<'delivery'>,
): Omit<View<'delivery'>, 'own'> {
  const { way, pickUp } = deliveryOf(state, step);
  const values = expressValues(flow, state, step);
  const isParcel = way === 'express' && state.page > 0;
  return {
    page: { at: isParcel ? 2 : 1, of: way === 'express' ? 2 : 1 },
    express: step.express,
    way,
    pickUp,
    fields: isParcel
      ? EXPRESS_FIELDS.map((field) =>
          fieldView(field, state, {
            value: values[field.id] ?? '',
            locked: false,
            fault: state.told ? expressFault(flow, state, step, field) : null,
          }),
        )
      : [],
  };
}

/** `sending`: of each material, null where the hub has had it for long. */
export function submitView(
  flow: Flow,
  state: FlowState,
  step: StepOf<'submit'>,
  sending: (materialIds: readonly string[], applicationId: string) => View<'submit'>['sending'],
): View<'submit'> {
  const answer = state.answers[step.id];
  const submitted = answer?.type === 'submitted' ? answer : null;
  const failedAt = flow.steps.find((s) => s.id === state.failedAt);
  return {
    phase: submitted !== null ? 'kept' : state.phase === 'failed' ? 'failed' : 'working',
    progress: state.progress === null ? null : { ...state.progress },
    receiptNo: submitted?.receiptNo ?? null,
    joint: (submitted?.joint ?? []).map(({ itemName, receiptNo }) => ({ itemName, receiptNo })),
    code: state.code,
    failedAt: failedAt === undefined ? null : { stepId: failedAt.id, title: failedAt.title },
    sending: submitted === null ? null : sendingAll(submitted, sending),
  };
}

/** Of a joint submission all applications together. */
function sendingAll(
  { materialIds, applicationId, joint = [] }: Submitted,
  sending: Parameters<typeof submitView>[3],
): View<'submit'>['sending'] {
  const first = sending(materialIds, applicationId);
  if (first === null) return null;
  const others = joint.slice(1).map((j) => sending([], j.applicationId)?.state);
  const states = [first.state, ...others];
  const state = states.includes('dead')
    ? 'dead'
    : states.every((s) => s === first.state)
      ? first.state
      : 'sending';
  return { ...first, state };
}

/** All materials and the application's own row together. `row`: as the store says of it, null once it is purged. */
export function sendingOf(
  materials: readonly (MaterialProgress | null)[],
  row: 'ready' | 'acked' | 'dead' | null,
): NonNullable<View<'submit'>['sending']> {
  const known = materials.filter((m) => m !== null);
  const acked = known.reduce((sum, m) => sum + m.acked, 0);
  const total = known.reduce((sum, m) => sum + m.total, 0);
  const isDead = row === 'dead' || known.some((m) => m.state === 'dead');
  const isSent = row !== 'ready' && known.every((m) => m.state === 'sent');
  const isMoving = row !== 'ready' || known.some((m) => m.state !== 'waiting');
  return { state: isDead ? 'dead' : isSent ? 'sent' : isMoving ? 'sending' : 'waiting', acked, total };
}

export const pageView = ({ id, source, raw, sheets, isPdf, warnings, kept }: PageRef): PageView => ({
  id,
  source,
  raw,
  sheets,
  isPdf,
  warnings: warnings.filter((w): w is PageWarning => pageWarning.safeParse(w).success),
  kept,
});
