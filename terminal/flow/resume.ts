import type { Flow, FlowStep } from '../../contracts/flow.ts';
import type { Answer, Answers } from './state.ts';

/** What a half-done application keeps: choices, forms, delivery. Pages and the signature are made anew. */
export const keptAnswers = (flow: Flow, answers: Answers): Answers =>
  Object.fromEntries(
    flow.steps.flatMap((step) => {
      const answer = answers[step.id];
      return isKept(step, answer) ? [[step.id, answer]] : [];
    }),
  );

/** An answer that is kept, and that the step still takes. */
export function isKept(step: FlowStep, answer: Answer | undefined): boolean {
  if (answer === undefined) return false;
  switch (step.type) {
    case 'choice':
      return answer.type === 'choice' && step.options.some((o) => o.id === answer.option);
    case 'multiChoice':
      return (
        answer.type === 'multiChoice' && answer.options.every((id) => step.options.some((o) => o.id === id))
      );
    case 'form':
      return answer.type === 'form';
    case 'delivery':
      return answer.type === 'delivery' && (step.express || answer.way !== 'express');
    case 'info':
      return answer.type === 'read';
    default:
      return false;
  }
}
