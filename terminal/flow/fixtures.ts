import { z } from 'zod';
import type { Flow } from '../../contracts/flow.ts';
import type { IdCard } from '../../contracts/id-card.ts';
import { begin, canNext, reduce, slotOf, stepAt } from './engine.ts';
import type { FlowEvent, FlowState } from './state.ts';

/** One walk through a flow that its author promises: what is answered at each step, and where it ends. */
export const fixture = z.strictObject({
  name: z.string().min(1).max(100),
  answers: z.record(
    z.string().max(40),
    z.union([
      z.strictObject({ choose: z.string().max(40) }),
      z.strictObject({ card: z.literal(true) }),
      z.strictObject({ typed: z.literal(true) }),
      z.strictObject({ code: z.string().min(1).max(200) }),
      z.strictObject({ pages: z.number().int().min(1).max(100) }),
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
  let state = begin(flow);
  for (let n = 0; n < STEPS_AT_MOST; n += 1) {
    if (stepAt(flow, state).type === 'done') return { end: state.at };
    const events = eventsFor(flow, state, f.answers[state.at]);
    const next = events.reduce((s, e) => reduce(flow, s, e), state);
    if (next.at === state.at) return { stuck: state.at };
    state = next;
  }
  return { stuck: state.at };
}

function eventsFor(flow: Flow, state: FlowState, answer: FixtureAnswer | undefined): FlowEvent[] {
  const step = stepAt(flow, state);
  if (step.type === 'printSlip') return [{ type: 'printed' }, { type: 'next' }];
  if (answer === undefined) return canNext(flow, state) ? [{ type: 'next' }] : [];
  if ('fallback' in answer) return [{ type: 'fallback' }];
  return [...answerEvents(answer, slotOf(flow, state)), { type: 'next' }];
}

function answerEvents(answer: Exclude<FixtureAnswer, { fallback: true }>, slot: string): FlowEvent[] {
  if ('choose' in answer) return [{ type: 'choose', option: answer.choose }];
  if ('card' in answer) return [{ type: 'card', card: SAMPLE_CARD }];
  if ('typed' in answer) return [{ type: 'typeId', name: SAMPLE_CARD.name, number: SAMPLE_CARD.number }];
  if ('code' in answer) return [{ type: 'code', text: answer.code }];
  return Array.from({ length: answer.pages }, (_, n): FlowEvent => {
    const page = { id: `${slot}-${n}`, source: 'scanner' as const, raw: false };
    return { type: 'page', page, replaces: null };
  });
}

/** An invented person (示例). */
export const SAMPLE_CARD: IdCard = {
  kind: 'resident',
  name: '示例甲',
  nameEn: '',
  sex: '2',
  ethnicity: '01',
  nationality: null,
  born: '1949-12-31',
  address: '河南省平顶山市卫东区示例路1号',
  number: '11010519491231002X',
  issuer: '示例公安局',
  validFrom: '2020-01-01',
  validTo: null,
  passNo: null,
};
