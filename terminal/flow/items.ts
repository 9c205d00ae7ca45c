import type { Flow, StepOf, Words } from '../../contracts/flow.ts';
import { holds } from './conditions.ts';
import type { Answers } from './state.ts';

/** An item that a submission applies for. */
export interface SubmitItem {
  item: string;
  itemName: Words;
  /** Steps that belong to other items alone: neither their answers nor their materials are this item's. */
  leavesOut: ReadonlySet<string>;
}

/** The items that are applied for with these answers: one, or of a joint application those that were chosen. */
export function itemsOf(
  flow: Pick<Flow, 'conditions' | 'steps'>,
  answers: Answers,
  { item, itemName, joint }: StepOf<'submit'>,
): readonly SubmitItem[] {
  if (joint === undefined) return [{ item, itemName, leavesOut: new Set() }];
  const owned = joint.flatMap((j) => j.own);
  return joint
    .filter((j) => holds(flow, j.when, answers))
    .map((j) => ({
      item: j.item,
      itemName: j.itemName,
      leavesOut: new Set(owned.filter((id) => !j.own.includes(id))),
    }));
}
