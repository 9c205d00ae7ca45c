import type { ApplicationBody } from '../../contracts/application.ts';
import type { Flow, FormField, StepOf } from '../../contracts/flow.ts';
import type { FieldFault } from '../../contracts/kiosk-step.ts';
import { givenPhone, knownPerson } from './known.ts';
import type { AnswerOf, FlowState, Values } from './state.ts';
import { faultOf, longest, normalised } from './validate.ts';

/** What a parcel with the result (证照快递) needs; the same everywhere, so no flow has to say it. */
export const EXPRESS_FIELDS: readonly FormField[] = [
  { id: 'recipient', label: { zh: '收件人', en: 'Recipient' }, kind: 'text', required: true, max: 50 },
  {
    id: 'phone',
    label: { zh: '收件人手机号码', en: 'Recipient’s mobile number' },
    kind: 'phone',
    required: true,
  },
  {
    id: 'address',
    label: { zh: '收件地址', en: 'Address' },
    hint: { zh: '写到门牌号', en: 'With street and house number' },
    kind: 'longText',
    required: true,
    min: 5,
    max: 200,
  },
  { id: 'postcode', label: { zh: '邮政编码', en: 'Postcode' }, kind: 'postcode', required: true },
];

export const deliveryOf = (state: FlowState, step: StepOf<'delivery'>): AnswerOf<'delivery'> => {
  const answer = state.answers[step.id];
  return answer?.type === 'delivery' ? answer : { type: 'delivery', way: null, values: {}, pickUp: false };
};

/** What stands in the fields of a parcel: what was typed, else what is known of the citizen. */
export function expressValues(flow: Flow, state: FlowState, step: StepOf<'delivery'>): Values {
  const { values } = deliveryOf(state, step);
  const person = knownPerson(state);
  const known: Record<string, string | null | undefined> = {
    recipient: person?.name,
    phone: givenPhone(flow, state),
    address: person?.address,
  };
  return Object.fromEntries(EXPRESS_FIELDS.map(({ id }) => [id, values[id] ?? known[id] ?? '']));
}

export const expressFault = (
  flow: Flow,
  state: FlowState,
  step: StepOf<'delivery'>,
  field: FormField,
): FieldFault | null => faultOf(field, expressValues(flow, state, step)[field.id] ?? '', state.today);

export function isDeliverable(flow: Flow, state: FlowState, step: StepOf<'delivery'>): boolean {
  const { way } = deliveryOf(state, step);
  if (way === 'express')
    return step.express && EXPRESS_FIELDS.every((f) => expressFault(flow, state, step, f) === null);
  return way === 'window';
}

/** The answer after a change; what is no field, or too long, or a way that the item has not, is left out. */
export function withDelivery(
  state: FlowState,
  step: StepOf<'delivery'>,
  change: { way?: 'window' | 'express'; values?: Values; pickUp?: boolean },
): AnswerOf<'delivery'> {
  const before = deliveryOf(state, step);
  const values = EXPRESS_FIELDS.flatMap((field) => {
    const value = change.values?.[field.id];
    return value !== undefined && [...value].length <= longest(field) ? [[field.id, value] as const] : [];
  });
  return {
    type: 'delivery',
    way: change.way === undefined || (change.way === 'express' && !step.express) ? before.way : change.way,
    values: { ...before.values, ...Object.fromEntries(values) },
    pickUp: change.pickUp ?? before.pickUp,
  };
}

/** As the application carries it. A flow without this step hands over at the window. */
export function deliveryBody(
  flow: Flow,
  state: FlowState,
  step: StepOf<'delivery'> | undefined,
): ApplicationBody['delivery'] {
  if (step === undefined || deliveryOf(state, step).way !== 'express') return { way: 'window' };
  const values = expressValues(flow, state, step);
  const plain = (id: string): string => {
    const field = EXPRESS_FIELDS.find((f) => f.id === id);
    return normalised(field?.kind ?? 'text', values[id] ?? '');
  };
  return {
    way: 'express',
    recipient: plain('recipient'),
    phone: plain('phone'),
    address: plain('address'),
    postcode: plain('postcode'),
    pickUp: deliveryOf(state, step).pickUp,
  };
}
