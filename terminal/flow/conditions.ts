import type { Condition, Flow } from '../../contracts/flow.ts';
import type { Answers } from './state.ts';

/** Does a named condition hold for these answers? A name that is not there never holds; loading refuses such a flow. */
export function holds(flow: Pick<Flow, 'conditions'>, name: string, answers: Answers): boolean {
  const condition = flow.conditions[name];
  return condition !== undefined && evaluate(flow, condition, answers);
}

function evaluate(flow: Pick<Flow, 'conditions'>, condition: Condition, answers: Answers): boolean {
  switch (condition.op) {
    case 'eq':
      return chosen(answers, condition.field) === condition.value;
    case 'in': {
      const value = chosen(answers, condition.field);
      return value !== null && condition.values.includes(value);
    }
    case 'answered':
      return answers[condition.field] !== undefined;
    case 'not':
      return !holds(flow, condition.of, answers);
    case 'all':
      return condition.of.every((name) => holds(flow, name, answers));
    case 'any':
      return condition.of.some((name) => holds(flow, name, answers));
  }
}

function chosen(answers: Answers, field: string): string | null {
  const answer = answers[field];
  return answer?.type === 'choice' ? answer.option : null;
}
