import { z } from 'zod';
import type { Flow } from '../../contracts/flow.ts';
import { begin, canNext, slotOf, stepAt } from './engine.ts';
import { EXPRESS_SAMPLE, passing } from './explore.ts';
import { itemsOf } from './items.ts';
import {
  SAMPLE_CARD,
  SAMPLE_TODAY,
  samplePages,
  sampleSealed,
  sampleSubmitted,
  sampleValues,
} from './samples.ts';
import type { FlowEvent, FlowState } from './state.ts';

/** One walk through a flow that its author promises: what is answered at each step, and where it ends. */
export const fixture = z.strictObject({
  name: z.string().min(1).max(100),
  answers: z.record(
    z.string().max(40),
    z.union([
      z.strictObject({ choose: z.string().max(40) }),
      z.strictObject({ chooseMany: z.array(z.string().max(40)).min(1).max(6) }),
      z.strictObject({ card: z.literal(true) }),
      z.strictObject({ typed: z.literal(true) }),
      z.strictObject({ code: z.string().min(1).max(200) }),
      z.strictObject({ pages: z.number().int().min(1).max(100) }),
      /** Fields of a form, by id; those that are left out are filled with what they take. `''`: left blank. */
      z.strictObject({ values: z.record(z.string().max(40), z.string().max(2_000)) }),
      z.strictObject({ deliver: z.enum(['window', 'express']) }),
      /** The device does not work: the step's other way. */
      z.strictObject({ fallback: z.literal(true) }),
    ]),
  ),
  /** Id of the last step. */
  ends: z.string().max(40),
});
export type Fixture = z.infer<typeof fixture>;
type FixtureAnswer = Fixture['answers'][string];

const STEPS_AT_MOST = 300;

/** Walks a fixture: the id of the step where it ends, or why it cannot go on. */
export function walk(flow: Flow, f: Fixture): { end: string } | { stuck: string } {
  const at = statesOf(flow, f).at(-1);
  if (at === undefined) throw new Error('a walk has a beginning');
  return stepAt(flow, at).type === 'done' ? { end: at.at } : { stuck: at.at };
}

/** Every state of a walk, pages of forms too. It ends at its end, or where it is stuck. */
export function statesOf(flow: Flow, f: Fixture): readonly FlowState[] {
  let state = begin(flow, SAMPLE_TODAY);
  const states = [state];
  for (let n = 0; n < STEPS_AT_MOST && stepAt(flow, state).type !== 'done'; n += 1) {
    const events = eventsFor(flow, state, f.answers[state.at]);
    const way = events === null ? [] : passing(flow, state, events);
    states.push(...way);
    const next = way.at(-1);
    if (next === undefined || next.at === state.at) return states;
    state = next;
  }
  return states;
}

/** null: nothing is said of a step that wants an answer. */
function eventsFor(flow: Flow, state: FlowState, answer: FixtureAnswer | undefined): FlowEvent[] | null {
  const step = stepAt(flow, state);
  switch (step.type) {
    case 'printSlip':
      return [{ type: 'printed' }];
    case 'sign':
      return [{ type: 'signed', pageId: 'signature', at: 0 }];
    case 'seal':
      return [{ type: 'sealed', ...sampleSealed() }];
    case 'submit':
      return [{ type: 'submitted', ...sampleSubmitted(itemsOf(flow, state.answers, step)) }];
    case 'form': {
      const values = answer !== undefined && 'values' in answer ? answer.values : {};
      return [{ type: 'fillForm', values: { ...sampleValues(step), ...values } }];
    }
    default:
      if (answer === undefined) return canNext(flow, state) ? [] : null;
      return answerEvents(answer, slotOf(flow, state));
  }
}

function answerEvents(answer: FixtureAnswer, slot: string): FlowEvent[] {
  if ('fallback' in answer) return [{ type: 'fallback' }];
  if ('choose' in answer) return [{ type: 'choose', option: answer.choose }];
  if ('chooseMany' in answer) return [{ type: 'chooseMany', options: answer.chooseMany }];
  if ('card' in answer) return [{ type: 'card', card: SAMPLE_CARD }];
  if ('typed' in answer) return [{ type: 'typeId', name: SAMPLE_CARD.name, number: SAMPLE_CARD.number }];
  if ('code' in answer) return [{ type: 'code', text: answer.code }];
  if ('deliver' in answer) return [{ type: 'deliver', way: answer.deliver, values: EXPRESS_SAMPLE }];
  return 'pages' in answer ? samplePages(slot, answer.pages) : [];
}
