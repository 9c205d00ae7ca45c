import type { Condition, Flow } from '../../contracts/flow.ts';
import type { Answers } from './state.ts';

type Asked = Pick<Flow, 'conditions' | 'steps'>;

/** Does a named condition hold for these answers? A name that is not there never holds; loading refuses such a flow. */
export function holds(flow: Asked, name: string, answers: Answers): boolean {
  const condition = flow.conditions[name];
  return condition !== undefined && evaluate(flow, condition, answers);
}

function evaluate(flow: Asked, condition: Condition, answers: Answers): boolean {
  switch (condition.op) {
    case 'eq':
      return chosen(flow, answers, condition.field) === condition.value;
    case 'in': {
      const value = chosen(flow, answers, condition.field);
      return value !== null && condition.values.includes(value);
    }
    case 'answered':
      return condition.field.includes('.')
        ? chosen(flow, answers, condition.field) !== null
        : answers[condition.field] !== undefined;
    case 'has': {
      const answer = answers[condition.field];
      return answer?.type === 'multiChoice' && answer.options.includes(condition.value);
    }
    case 'not':
      return !holds(flow, condition.of, answers);
    case 'all':
      return condition.of.every((name) => holds(flow, name, answers));
    case 'any':
      return condition.of.some((name) => holds(flow, name, answers));
  }
}

/** The option of a choice step, or what stands in a form's field that is asked now; null: nothing. */
function chosen(flow: Asked, answers: Answers, field: string): string | null {
  const [stepId = '', fieldId] = field.split('.');
  const answer = answers[stepId];
  if (answer?.type === 'choice') return answer.option;
  const step = flow.steps.find((s) => s.id === stepId);
  if (answer?.type !== 'form' || step?.type !== 'form') return null;
  const asked = step.fields.find((f) => f.id === fieldId);
  if (asked === undefined || (asked.when !== undefined && !holds(flow, asked.when, answers))) return null;
  const value = answer.values[asked.id]?.trim() ?? '';
  return value === '' ? null : value;
}
