import type { Flow, FlowStep } from '../../contracts/flow.ts';
import { applyFaults } from './check-apply.ts';
import { formFaults } from './check-form.ts';
import { conditionFields } from './condition-fields.ts';
import { explore } from './explore.ts';
import { type FlowFault, faultOf } from './fault.ts';
import { partsOf } from './fields.ts';
import { type Fixture, walk } from './fixtures.ts';

/**
 * What the shape of a flow document cannot say: every name leads somewhere, every step is reached, nothing is a dead
 * end, eligibility comes before typing and scanning, the fixtures end where they promise. Empty = sound.
 */
export function checkFlow(flow: Flow, fixtures: readonly NamedFixture[]): FlowFault[] {
  const names = nameFaults(flow);
  // A walk over names that lead nowhere would say nothing.
  return names.length > 0
    ? names
    : [...orderFaults(flow), ...applyFaults(flow), ...wayFaults(flow), ...fixtureFaults(flow, fixtures)];
}

/** A fixture, and the file that it stands in. */
export type NamedFixture = Fixture & { file: string };

function nameFaults(flow: Flow): FlowFault[] {
  const all = [...flow.steps, ...Object.values(flow.exits)];
  const ids = all.map((s) => s.id);
  const faults = ids
    .filter((id, n) => ids.indexOf(id) !== n)
    .map((id) => faultOf(id, '两个步骤用了同一个 id', 'two steps have the same id'));
  for (const [key, exit] of Object.entries(flow.exits))
    if (key !== exit.id)
      faults.push(
        faultOf(key, `出口的名字和它的 id（${exit.id}）不一致`, `exit ${key} calls itself ${exit.id}`),
      );
  for (const step of all) faults.push(...stepNameFaults(flow, step));
  for (const [name, condition] of Object.entries(flow.conditions)) {
    if ('field' in condition) {
      const [stepId = '', fieldId] = condition.field.split('.');
      const step = flow.steps.find((s) => s.id === stepId);
      const field = step?.type === 'form' ? step.fields.find((f) => f.id === fieldId) : undefined;
      if (step === undefined || (fieldId !== undefined && field === undefined))
        faults.push(
          faultOf(
            null,
            `条件 ${name} 问的 ${condition.field} 不是步骤，也不是表单里的项`,
            `condition ${name} asks for ${condition.field}, which is no step or field`,
          ),
        );
      else if (condition.op !== 'answered') {
        const wanted = condition.op === 'in' ? condition.values : [condition.value];
        const asked = condition.op === 'has' ? 'multiChoice' : 'choice';
        const options =
          field === undefined ? (step.type === asked ? step.options : []) : (field.options ?? []);
        for (const value of wanted)
          if (!options.some((o) => o.id === value))
            faults.push(
              faultOf(
                null,
                `条件 ${name}：${condition.field} 没有 ${value} 这个选项`,
                `condition ${name}: ${condition.field} has no answer ${value}`,
              ),
            );
      }
    } else
      for (const other of [condition.of].flat())
        if (flow.conditions[other] === undefined)
          faults.push(
            faultOf(
              null,
              `条件 ${name} 引用的条件 ${other} 不存在`,
              `condition ${name} asks for ${other}, which is no condition`,
            ),
          );
  }
  if (faults.length === 0) faults.push(...circles(flow));
  for (const step of flow.steps) if (step.type === 'form') faults.push(...formFaults(flow, step));
  return faults;
}

function stepNameFaults(flow: Flow, step: FlowStep): FlowFault[] {
  const faults: FlowFault[] = [];
  const say = (zh: string, en: string) => void faults.push(faultOf(step.id, zh, en));
  const exit = (id: string) => flow.exits[id];
  if (step.when !== undefined && flow.conditions[step.when] === undefined)
    say(`没有 ${step.when} 这个条件`, `there is no condition ${step.when}`);
  if ('fallback' in step && !['manualId', 'info', 'done'].includes(exit(step.fallback)?.type ?? ''))
    say(
      `fallback ${step.fallback} 不是 manualId、info 或 done 类型的出口`,
      `its fallback ${step.fallback} is no exit of type manualId, info or done`,
    );
  if (step.type === 'choice')
    for (const [option, end] of Object.entries(step.ends ?? {})) {
      if (!step.options.some((o) => o.id === option))
        say(`ends 里的 ${option} 不是它的选项`, `ends names ${option}, which is no answer`);
      if (exit(end)?.type !== 'done')
        say(
          `选 ${option} 要去的 ${end} 不是 done 类型的出口`,
          `${option} ends at ${end}, which is no exit of type done`,
        );
    }
  if (step.type === 'scan' && step.pages[0] > step.pages[1])
    say('最少页数比最多页数还大', 'pages run backwards');
  if (step.type === 'printSlip')
    for (const part of step.slip)
      if ('field' in part && !isField(flow, part.field))
        say(`凭条要的 ${part.field} 不存在`, `there is no field ${part.field}`);
      else if (part.type === 'receipts' && !flow.steps.some((s) => s.type === 'submit'))
        say('没有提交步骤，就没有回执号可印', 'nothing is submitted, so there are no receipts');
  return faults;
}

function isField(flow: Flow, ref: string): boolean {
  const [id = '', part = ''] = ref.split('.');
  if (id === 'session') return ['no', 'date', 'terminal'].includes(part);
  const step = flow.steps.find((s) => s.id === id);
  return step !== undefined && partsOf(step).includes(part);
}

/** Conditions that ask for one another without end. */
function circles(flow: Flow): FlowFault[] {
  const asks = (name: string): string[] => {
    const condition = flow.conditions[name];
    return condition === undefined || 'field' in condition ? [] : [condition.of].flat();
  };
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    asks(from).some((n) => n === wanted || (!seen.has(n) && reaches(n, wanted, seen.add(n))));
  return Object.keys(flow.conditions)
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => faultOf(null, `条件 ${name} 绕回了自己`, `condition ${name} asks for itself`));
}

function orderFaults(flow: Flow): FlowFault[] {
  const faults: FlowFault[] = [];
  const say = (step: string | null, zh: string, en: string) => void faults.push(faultOf(step, zh, en));
  if (flow.steps.at(-1)?.type !== 'done')
    say(flow.steps.at(-1)?.id ?? null, '最后一步不是 done', 'the last step is not of type done');
  const used = new Set([...flow.steps, ...Object.values(flow.exits)].map((s) => `${s.type}@1`));
  for (const kind of used)
    if (!flow.requires.steps.includes(kind))
      say(null, `requires.steps 少了 ${kind}`, `requires.steps lacks ${kind}`);
  for (const kind of flow.requires.steps)
    if (!used.has(kind))
      say(null, `requires.steps 里的 ${kind} 没有用到`, `requires.steps names ${kind}, which is not used`);
  const works = flow.steps.findIndex((s) => ['scan', 'manualId', 'form'].includes(s.type));
  const lateEnd = flow.steps.findIndex(
    (s, n) => s.type === 'choice' && s.ends !== undefined && works >= 0 && n > works,
  );
  if (lateEnd >= 0)
    say(
      flow.steps[lateEnd]?.id ?? null,
      '资格问题要排在填写和扫描之前',
      'eligibility comes before typing and scanning',
    );
  const check = flow.steps.findIndex((s) => s.type === 'checkAnswers');
  for (const [n, step] of flow.steps.entries())
    for (const name of conditionFields(flow, step.when))
      if (flow.steps.findIndex((s) => s.id === name.split('.')[0]) >= n)
        say(step.id, `它依赖的 ${name} 排在后面`, `it depends on ${name}, which comes later`);
  const behind = ['sign', 'seal', 'submit', 'printSlip', 'done', 'info'];
  if (check >= 0 && flow.steps.slice(check + 1).some((s) => !behind.includes(s.type)))
    say(
      flow.steps[check]?.id ?? null,
      '核对之后还在提问',
      'something is asked after the check of the answers',
    );
  return faults;
}

function wayFaults(flow: Flow): FlowFault[] {
  const { reached, deadEnds, complete } = explore(flow);
  if (!complete)
    return [
      faultOf(null, '走法太多，没法全部走一遍；请减少选项', 'it has too many ways to be walked in full'),
    ];
  const all = [...flow.steps, ...Object.values(flow.exits)].map((s) => s.id);
  return [
    ...deadEnds.map((id) => faultOf(id, '走到这里就走不下去了', 'it is a dead end')),
    ...all
      .filter((id) => !reached.has(id))
      .map((id) => faultOf(id, '怎么走都到不了这一步', 'it is never reached')),
  ];
}

function fixtureFaults(flow: Flow, fixtures: readonly NamedFixture[]): FlowFault[] {
  return fixtures.flatMap((f) => {
    const outcome = walk(flow, f);
    const say = (step: string, zh: string, en: string) => [{ ...faultOf(step, zh, en), file: f.file }];
    if ('stuck' in outcome)
      return say(
        outcome.stuck,
        `用例“${f.name}”走到这里停住了`,
        `fixture ${f.name} is stuck at ${outcome.stuck}`,
      );
    return outcome.end === f.ends
      ? []
      : say(
          outcome.end,
          `用例“${f.name}”走到了 ${outcome.end}，不是 ${f.ends}`,
          `fixture ${f.name} ends at ${outcome.end}, not at ${f.ends}`,
        );
  });
}
