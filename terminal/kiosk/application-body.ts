import { type Applicant, type ApplicationBody, applicationBody } from '../../contracts/application.ts';
import type { Flow, FlowStep, Words } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { ENTERPRISE_FIELDS } from '../flow/check-apply.ts';
import { deliveryBody } from '../flow/delivery.ts';
import { mainWay } from '../flow/engine.ts';
import { valuesOf, visibleFields } from '../flow/form.ts';
import type { SubmitItem } from '../flow/items.ts';
import { givenPhone, knownPerson } from '../flow/known.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { FlowState } from '../flow/state.ts';
import { normalised } from '../flow/validate.ts';

/** What an application is made of beside the answers. */
export interface ApplicationFacts
  extends Pick<
    ApplicationBody,
    'id' | 'receiptNo' | 'terminalId' | 'materials' | 'locale' | 'app' | 'at' | 'joint' | 'draft'
  > {}

/**
 * The answers of a flow as the row that is sent. `apply.noIdentity`: nobody whom the hall's records could know;
 * `input.invalid`: the flow let something through that the contract does not know (the detail names the field).
 */
export function applicationOf(
  { flow, hash, supplements }: LoadedFlow,
  state: FlowState,
  { item, itemName, leavesOut }: SubmitItem,
  facts: ApplicationFacts,
): Result<ApplicationBody> {
  const applicant = applicantOf(flow, state);
  if (applicant === null) return fail('apply.noIdentity');
  const way = mainWay(flow, state.answers).filter((s) => !leavesOut.has(s.id));
  const delivery = way.find((s) => s.type === 'delivery');
  const body = {
    v: 1,
    ...facts,
    itemCode: item,
    itemName: say(itemName, facts.locale),
    flow: { id: flow.id, version: flow.version, hash },
    applicant,
    answers: way.flatMap((s) => rowsOf(flow, state, s, facts.locale)),
    delivery: deliveryBody(flow, state, delivery),
    supplements: supplements ?? null,
    ...sealOf(way, state),
  };
  const parsed = applicationBody.safeParse(body);
  return parsed.success ? ok(parsed.data) : fail('input.invalid', parsed.error.issues[0]?.path.join('.'));
}

export const say = (words: Words, locale: Locale): string => (locale === 'en' ? words.en : words.zh);

/** null: nobody, or a document without a 公民身份号码 or a number made like it. */
function applicantOf(flow: Flow, state: FlowState): Applicant | null {
  const person = knownPerson(state);
  if (person === null || !/^\d{17}[\dX]$/.test(person.idNumber)) return null;
  const { name, idNumber, by } = person;
  return { name, idNumber, by, phone: givenPhone(flow, state), enterprise: enterpriseOf(flow, state) };
}

/** The enterprise's seal, where the flow asks for one. */
function sealOf(way: readonly FlowStep[], { answers }: FlowState): Pick<ApplicationBody, 'seal'> {
  const answer = way.map((s) => (s.type === 'seal' ? answers[s.id] : undefined)).find((a) => a !== undefined);
  if (answer?.type === 'sealed') return { seal: { state: 'sealed', seal: answer.seal } };
  return answer?.type === 'sealLater' ? { seal: { state: 'later', way: answer.way } } : {};
}

/** Both fields have to be there. */
export function enterpriseOf(flow: Flow, state: FlowState): Applicant['enterprise'] {
  for (const step of mainWay(flow, state.answers)) {
    if (step.type !== 'form' || state.answers[step.id]?.type !== 'form') continue;
    const fields = visibleFields(flow, state, step);
    const uscc = fields.find((f) => f.id === ENTERPRISE_FIELDS.uscc && f.kind === 'uscc');
    const name = fields.find((f) => f.id === ENTERPRISE_FIELDS.name && f.kind === 'text');
    if (uscc === undefined || name === undefined) continue;
    const values = valuesOf(state, step);
    const given = {
      uscc: normalised('uscc', values[uscc.id] ?? ''),
      name: normalised('text', values[name.id] ?? ''),
    };
    return given.uscc === '' || given.name === '' ? null : given;
  }
  return null;
}

/** Choices, fields and codes, whole: staff have to see what the screen masked. */
export function rowsOf(
  flow: Flow,
  state: FlowState,
  step: FlowStep,
  locale: Locale,
): ApplicationBody['answers'] {
  const answer = state.answers[step.id];
  const label = say(step.title, locale);
  if (step.type === 'choice' && answer?.type === 'choice') {
    const option = step.options.find((o) => o.id === answer.option);
    return option === undefined
      ? []
      : [{ stepId: step.id, fieldId: null, label, value: option.id, shown: say(option.label, locale) }];
  }
  if (step.type === 'multiChoice' && answer?.type === 'multiChoice')
    return step.options
      .filter((o) => answer.options.includes(o.id))
      .map((o) => ({ stepId: step.id, fieldId: null, label, value: o.id, shown: say(o.label, locale) }));
  if (step.type === 'scanCode' && answer?.type === 'code')
    return [{ stepId: step.id, fieldId: null, label, value: answer.text, shown: answer.text }];
  if (step.type !== 'form' || answer?.type !== 'form') return [];
  const values = valuesOf(state, step);
  return visibleFields(flow, state, step).map((field) => {
    const value = normalised(field.kind, values[field.id] ?? '');
    const option = field.options?.find((o) => o.id === value);
    return {
      stepId: step.id,
      fieldId: field.id,
      label: say(field.label, locale),
      value,
      shown: option === undefined ? value : say(option.label, locale),
    };
  });
}
