import type { Flow, FlowStep } from '../../contracts/flow.ts';
import { explore } from './explore.ts';
import { PARTS } from './fields.ts';
import { type Fixture, walk } from './fixtures.ts';
import type { Answer } from './state.ts';

/**
 * What the shape of a flow document cannot say: every name leads somewhere, every step is reached, nothing is a dead
 * end, eligibility comes before typing and scanning, the fixtures end where they promise. Empty = sound.
 */
export function checkFlow(flow: Flow, fixtures: readonly Fixture[]): string[] {
  const names = nameFaults(flow);
  // A walk over names that lead nowhere would say nothing.
  return names.length > 0
    ? names
    : [...orderFaults(flow), ...wayFaults(flow), ...fixtureFaults(flow, fixtures)];
}

function nameFaults(flow: Flow): string[] {
  const all = [...flow.steps, ...Object.values(flow.exits)];
  const ids = new Set(all.map((s) => s.id));
  const faults: string[] = [];
  if (ids.size !== all.length) faults.push('two steps have the same id');
  for (const [key, exit] of Object.entries(flow.exits))
    if (key !== exit.id) faults.push(`exit ${key} calls itself ${exit.id}`);
  for (const step of all) faults.push(...stepNameFaults(flow, step));
  for (const [name, condition] of Object.entries(flow.conditions)) {
    if ('field' in condition) {
      const step = flow.steps.find((s) => s.id === condition.field);
      if (step === undefined) faults.push(`condition ${name} asks for ${condition.field}, which is no step`);
      else if (condition.op !== 'answered') {
        const wanted = condition.op === 'eq' ? [condition.value] : condition.values;
        const offered = step.type === 'choice' ? step.options.map((o) => o.id) : [];
        for (const value of wanted)
          if (!offered.includes(value)) faults.push(`condition ${name}: ${step.id} has no answer ${value}`);
      }
    } else
      for (const other of [condition.of].flat())
        if (flow.conditions[other] === undefined)
          faults.push(`condition ${name} asks for ${other}, which is no condition`);
  }
  if (faults.length === 0) faults.push(...circles(flow));
  return faults;
}

function stepNameFaults(flow: Flow, step: FlowStep): string[] {
  const faults: string[] = [];
  const exit = (id: string) => flow.exits[id];
  if (step.when !== undefined && flow.conditions[step.when] === undefined)
    faults.push(`${step.id}: there is no condition ${step.when}`);
  if ('fallback' in step && !['manualId', 'info', 'done'].includes(exit(step.fallback)?.type ?? ''))
    faults.push(`${step.id}: its fallback ${step.fallback} is no exit of type manualId, info or done`);
  if (step.type === 'choice')
    for (const [option, end] of Object.entries(step.ends ?? {})) {
      if (!step.options.some((o) => o.id === option))
        faults.push(`${step.id}: ends names ${option}, which is no answer`);
      if (exit(end)?.type !== 'done')
        faults.push(`${step.id}: ${option} ends at ${end}, which is no exit of type done`);
    }
  if (step.type === 'scan' && step.pages[0] > step.pages[1]) faults.push(`${step.id}: pages run backwards`);
  if (step.type === 'printSlip')
    for (const part of step.slip)
      if ('field' in part && !isField(flow, part.field))
        faults.push(`${step.id}: there is no field ${part.field}`);
  return faults;
}

/** What a step's answer can be. */
const GIVES: Readonly<Partial<Record<FlowStep['type'], Answer['type']>>> = {
  choice: 'choice',
  idCard: 'idCard',
  manualId: 'manualId',
  scanCode: 'code',
  scan: 'pages',
};

function isField(flow: Flow, ref: string): boolean {
  const [id = '', part = ''] = ref.split('.');
  if (id === 'session') return ['no', 'date', 'terminal'].includes(part);
  const step = flow.steps.find((s) => s.id === id);
  const gives = step === undefined ? undefined : GIVES[step.type];
  return gives !== undefined && PARTS[gives].includes(part);
}

/** Conditions that ask for one another without end. */
function circles(flow: Flow): string[] {
  const asks = (name: string): string[] => {
    const condition = flow.conditions[name];
    return condition === undefined || 'field' in condition ? [] : [condition.of].flat();
  };
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    asks(from).some((n) => n === wanted || (!seen.has(n) && reaches(n, wanted, seen.add(n))));
  return Object.keys(flow.conditions)
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => `condition ${name} asks for itself`);
}

function orderFaults(flow: Flow): string[] {
  const faults: string[] = [];
  if (flow.steps.at(-1)?.type !== 'done') faults.push('the last step is not of type done');
  const used = new Set([...flow.steps, ...Object.values(flow.exits)].map((s) => `${s.type}@1`));
  for (const kind of used)
    if (!flow.requires.steps.includes(kind)) faults.push(`requires.steps lacks ${kind}`);
  for (const kind of flow.requires.steps)
    if (!used.has(kind)) faults.push(`requires.steps names ${kind}, which is not used`);
  const works = flow.steps.findIndex((s) => s.type === 'scan' || s.type === 'manualId');
  const lateEnd = flow.steps.findIndex(
    (s, n) => s.type === 'choice' && s.ends !== undefined && works >= 0 && n > works,
  );
  if (lateEnd >= 0) faults.push(`${flow.steps[lateEnd]?.id}: eligibility comes before typing and scanning`);
  const check = flow.steps.findIndex((s) => s.type === 'checkAnswers');
  for (const [n, step] of flow.steps.entries())
    for (const name of conditionFields(flow, step.when))
      if (flow.steps.findIndex((s) => s.id === name) >= n)
        faults.push(`${step.id} depends on ${name}, which comes later`);
  if (check >= 0 && flow.steps.slice(check + 1).some((s) => !['printSlip', 'done', 'info'].includes(s.type)))
    faults.push('something is asked after the check of the answers');
  return faults;
}

function conditionFields(flow: Flow, name: string | undefined): string[] {
  const condition = name === undefined ? undefined : flow.conditions[name];
  if (condition === undefined) return [];
  return 'field' in condition
    ? [condition.field]
    : [condition.of].flat().flatMap((n) => conditionFields(flow, n));
}

function wayFaults(flow: Flow): string[] {
  const { reached, deadEnds, complete } = explore(flow);
  if (!complete) return ['it has too many ways to be walked in full'];
  const all = [...flow.steps, ...Object.values(flow.exits)].map((s) => s.id);
  return [
    ...deadEnds.map((id) => `${id} is a dead end`),
    ...all.filter((id) => !reached.has(id)).map((id) => `${id} is never reached`),
  ];
}

function fixtureFaults(flow: Flow, fixtures: readonly Fixture[]): string[] {
  return fixtures.flatMap((f) => {
    const outcome = walk(flow, f);
    if ('stuck' in outcome) return [`fixture ${f.name} is stuck at ${outcome.stuck}`];
    return outcome.end === f.ends ? [] : [`fixture ${f.name} ends at ${outcome.end}, not at ${f.ends}`];
  });
}
