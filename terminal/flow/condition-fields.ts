import type { Flow } from '../../contracts/flow.ts';

/** Every step, or field of a form, that a condition asks for, through others too. */
export function conditionFields(flow: Flow, name: string | undefined): string[] {
  const condition = name === undefined ? undefined : flow.conditions[name];
  if (condition === undefined) return [];
  return 'field' in condition
    ? [condition.field]
    : [condition.of].flat().flatMap((n) => conditionFields(flow, n));
}
