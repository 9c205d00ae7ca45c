import type { Flow, FormField, StepOf } from '../../contracts/flow.ts';
import { conditionFields } from './condition-fields.ts';
import { type FlowFault, faultOf } from './fault.ts';
import { isOfEnterprise } from './register.ts';
import { SAMPLE_TODAY, sampleValue } from './samples.ts';
import { LONGEST_TEXT, faultOf as valueFault } from './validate.ts';

/** Faults of a form: fields that cannot be asked, shown or filled as they are written. */
export function formFaults(flow: Flow, form: StepOf<'form'>): FlowFault[] {
  const ids = form.fields.map((f) => f.id);
  const twice = ids
    .filter((id, n) => ids.indexOf(id) !== n)
    .map((id) => faultOf(form.id, `有两个叫 ${id} 的项`, `two fields are called ${id}`));
  return [
    ...twice,
    ...form.fields.flatMap((field, n) => [
      ...[...ruleFaults(field), ...whenFaults(flow, form, field, n), ...codeFaults(flow, form, field, n)].map(
        ([zh, en]) => faultOf(`${form.id}.${field.id}`, zh, en),
      ),
    ]),
  ];
}

/** In Chinese and in English. */
type Said = readonly [zh: string, en: string];

function ruleFaults(field: FormField): Said[] {
  const { kind, options, min, max, fill } = field;
  const faults: Said[] = [];
  if ((kind === 'choice') !== (options !== undefined))
    faults.push(['选项属于 choice，也只有 choice 有', 'options belong to a choice, and only there']);
  const isMeasured = ['text', 'longText', 'number', 'date'].includes(kind);
  if (!isMeasured && (min !== undefined || max !== undefined))
    faults.push([`${kind} 没有 min 和 max`, `a ${kind} has no limits`]);
  if (kind === 'text' || kind === 'longText') {
    if ((min ?? 0) < 0 || (max ?? 1) < 1)
      faults.push(['文字至少 1 个字', 'a text has at least one character']);
    if ((max ?? 1) > LONGEST_TEXT)
      faults.push([`文字最多 ${LONGEST_TEXT} 个字`, `a text has at most ${LONGEST_TEXT} characters`]);
  }
  if (kind === 'number' && (min ?? 0) < 0) faults.push(['数字不会小于 0', 'a number is never below 0']);
  if (faults.length === 0 && valueFault(field, sampleValue(field), SAMPLE_TODAY) !== null)
    faults.push(['没有什么值能满足它的 min 和 max', 'nothing fits its limits']);
  if (fill !== undefined && fill !== 'earlier') faults.push(...fillFaults(field, fill));
  return faults;
}

/** The kinds that each fact of the identity or of an enterprise fits. */
const FITS: Readonly<
  Record<Exclude<NonNullable<FormField['fill']>, 'earlier'>, readonly FormField['kind'][]>
> = {
  'identity.name': ['text'],
  'identity.idNumber': ['idNumber'],
  'identity.address': ['text', 'longText'],
  'identity.sex': ['choice', 'text'],
  'identity.birth': ['date'],
  'identity.phone': ['phone'],
  'enterprise.name': ['text'],
  'enterprise.type': ['text'],
  'enterprise.address': ['text', 'longText'],
  'enterprise.legalPerson': ['text'],
};

function fillFaults({ kind, options, min, max }: FormField, fill: keyof typeof FITS): Said[] {
  const faults: Said[] = [];
  if (!FITS[fill].includes(kind)) faults.push([`${fill} 不能填进 ${kind}`, `${fill} does not fit a ${kind}`]);
  const isProven = !isOfEnterprise(fill) && fill !== 'identity.address' && fill !== 'identity.phone';
  if (isProven && (min !== undefined || max !== undefined))
    faults.push(['证件上的内容不能设 min 和 max', 'what the identity proves has no limits']);
  if (fill === 'identity.sex' && kind === 'choice')
    for (const id of ['male', 'female'])
      if (!options?.some((o) => o.id === id)) faults.push([`没有 ${id} 这个选项`, `it has no option ${id}`]);
  return faults;
}

/** What the enterprise register says follows from a code: one is asked for before, in this form or an earlier one. */
function codeFaults(flow: Flow, form: StepOf<'form'>, { fill }: FormField, place: number): Said[] {
  if (!isOfEnterprise(fill)) return [];
  const before = flow.steps.slice(0, flow.steps.indexOf(form));
  const asked = [
    ...before.flatMap((s) => (s.type === 'form' ? s.fields : [])),
    ...form.fields.slice(0, place),
  ];
  return asked.some((f) => f.kind === 'uscc')
    ? []
    : [[`${fill} 前面没有问统一社会信用代码`, `no uscc is asked for before ${fill}`]];
}

/** A field depends on what comes before it: earlier steps, and earlier choices of the same form. */
function whenFaults(flow: Flow, form: StepOf<'form'>, { when }: FormField, place: number): Said[] {
  if (when === undefined) return [];
  if (flow.conditions[when] === undefined)
    return [[`没有 ${when} 这个条件`, `there is no condition ${when}`]];
  const here = flow.steps.indexOf(form);
  return conditionFields(flow, when).flatMap((asked): Said[] => {
    const [stepId, fieldId] = asked.split('.');
    const before = flow.steps.findIndex((s) => s.id === stepId);
    if (before < here) return [];
    const isEarlier =
      before === here && form.fields.findIndex((f) => f.id === fieldId) < place && fieldId !== undefined;
    return isEarlier ? [] : [[`它依赖的 ${asked} 排在后面`, `it depends on ${asked}, which comes later`]];
  });
}
