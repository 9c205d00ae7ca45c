import type { Flow, FlowStep } from '../../contracts/flow.ts';
import { holds } from './conditions.ts';
import type { FlowState } from './state.ts';

/** The step of the main way, or the exit, that is on the screen. */
export function stepAt(flow: Flow, state: Pick<FlowState, 'at'>): FlowStep {
  const step = flow.steps.find((s) => s.id === state.at) ?? flow.exits[state.at];
  if (step === undefined) throw new Error(`flow ${flow.id} has no step ${state.at}`);
  return step;
}

/** Steps of the main way whose conditions hold. */
export const mainWay = (flow: Flow, answers: FlowState['answers']): readonly FlowStep[] =>
  flow.steps.filter((s) => s.when === undefined || holds(flow, s.when, answers));

/** The step of the main way that an exit stands for: answers given at the exit are that step's answers. */
export function slotOf(flow: Flow, state: Pick<FlowState, 'at' | 'trail'>): string {
  const isMain = (id: string) => flow.steps.some((s) => s.id === id);
  return isMain(state.at) ? state.at : (state.trail.findLast(isMain) ?? state.at);
}
