import type { Proof } from '../../contracts/application.ts';
import type { Flow, FormField } from '../../contracts/flow.ts';
import type { Answers, FlowState } from './state.ts';
import { faultOf, normalised } from './validate.ts';

/** What is known of the citizen from the step or the visit that proved who they are. */
export interface KnownPerson {
  name: string;
  idNumber: string;
  by: Proof;
  address: string | null;
  phone: string | null;
  sex: 'male' | 'female' | null;
  /** `YYYY-MM-DD`. */
  birth: string | null;
}

export function knownPerson({
  answers,
  identity,
}: {
  answers: Answers;
  identity: FlowState['identity'];
}): KnownPerson | null {
  for (const answer of Object.values(answers)) {
    if (answer?.type === 'idCard') {
      const { name, nameEn, number, address } = answer.card;
      const known = { address: address === '' ? null : address, phone: identity?.phone ?? null };
      return {
        name: name === '' ? nameEn : name,
        idNumber: number,
        by: 'idCard',
        ...known,
        ...ofNumber(number),
      };
    }
    if (answer?.type === 'manualId')
      return {
        name: answer.name,
        idNumber: answer.number,
        by: 'typed',
        address: null,
        phone: null,
        ...ofNumber(answer.number),
      };
  }
  return identity === null ? null : { ...identity, ...ofNumber(identity.idNumber) };
}

/** GB 11643: day of birth in the digits 7 to 14, an odd 17th digit of men. */
function ofNumber(number: string): Pick<KnownPerson, 'sex' | 'birth'> {
  if (!/^\d{17}[\dX]$/.test(number)) return { sex: null, birth: null };
  return {
    sex: Number(number[16]) % 2 === 1 ? 'male' : 'female',
    birth: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
  };
}

/** What was given of an enterprise earlier in the visit, unless the code of another was typed since. */
function earlierOfEnterprise({ answers, earlier }: FlowState, id: string): string | null {
  const isOther = Object.values(answers).some(
    (a) => a?.type === 'form' && a.values.uscc !== undefined && a.values.uscc !== earlier.uscc,
  );
  return isOther ? null : (earlier[id] ?? null);
}

/** What a field is filled with before anybody types; null: nothing is known. */
export function known(state: FlowState, { id, kind, fill }: FormField): string | null {
  if (fill === undefined) return null;
  if (fill === 'earlier') return state.earlier[id] ?? null;
  const ofEnterprise = (fact: 'name' | 'type' | 'address' | 'legalPerson') =>
    state.register?.facts?.[fact] ?? earlierOfEnterprise(state, id);
  const person = knownPerson(state);
  switch (fill) {
    case 'enterprise.name':
      return ofEnterprise('name');
    case 'enterprise.type':
      return ofEnterprise('type');
    case 'enterprise.address':
      return ofEnterprise('address');
    case 'enterprise.legalPerson':
      return ofEnterprise('legalPerson');
    case 'identity.name':
      return person?.name ?? null;
    case 'identity.idNumber':
      return person?.idNumber ?? null;
    case 'identity.address':
      return person?.address ?? null;
    case 'identity.sex':
      return person === null || kind === 'choice' ? (person?.sex ?? null) : sexWord(person.sex);
    case 'identity.birth':
      return person?.birth ?? null;
    case 'identity.phone':
      return person?.phone ?? null;
  }
}

const sexWord = (sex: KnownPerson['sex']): string | null =>
  sex === null ? null : sex === 'male' ? '男' : '女';

/** Facts that belong to the identity itself; address and telephone may have changed since. */
const OF_IDENTITY: readonly FormField['fill'][] = [
  'identity.name',
  'identity.idNumber',
  'identity.sex',
  'identity.birth',
];

/** A field that shows a fact of the identity: it is not typed. */
export const isLocked = (field: FormField, fact: string | null): boolean =>
  fact !== null && fact !== '' && OF_IDENTITY.includes(field.fill);

/** The telephone that the citizen gave in a form, else that of the visit. */
export function givenPhone(flow: Flow, state: FlowState): string | null {
  for (const step of flow.steps) {
    const answer = state.answers[step.id];
    if (step.type !== 'form' || answer?.type !== 'form') continue;
    for (const field of step.fields) {
      const value = answer.values[field.id] ?? '';
      if (field.kind === 'phone' && value !== '' && faultOf(field, value, state.today) === null)
        return normalised('phone', value);
    }
  }
  return knownPerson(state)?.phone ?? null;
}
