import { begin, reduce, stepAt } from '../flow/engine.ts';
import type { SessionFacts } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { FlowEvent, FlowState } from '../flow/state.ts';

/** A guided flow that a citizen is in, within a visit. */
export interface KioskSessionState {
  id: string;
  loaded: LoadedFlow;
  flow: FlowState;
  facts: SessionFacts;
}

export const openSession = (id: string, loaded: LoadedFlow, facts: SessionFacts): KioskSessionState => ({
  id,
  loaded,
  flow: begin(loaded.flow, facts.date.slice(0, 10)),
  facts,
});

/** The same session when the event does not fit its step. */
export function inFlow(s: KioskSessionState, event: FlowEvent): KioskSessionState {
  const flow = reduce(s.loaded.flow, s.flow, event);
  return flow === s.flow ? s : { ...s, flow };
}

export const isDone = (s: KioskSessionState): boolean => stepAt(s.loaded.flow, s.flow).type === 'done';

/** A device or the store works for the citizen: nobody has to touch anything meanwhile. */
export const isAtWork = ({ flow: { phase } }: KioskSessionState): boolean =>
  phase === 'scanning' || phase === 'printing' || phase === 'reading' || phase === 'submitting';
