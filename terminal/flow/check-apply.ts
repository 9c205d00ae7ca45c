import type { Flow, FlowStep, StepOf } from '../../contracts/flow.ts';
import { FORM_CODE, SEALED_CODE } from '../../contracts/seal.ts';
import { type FlowFault, faultOf } from './fault.ts';
import { LONGEST_TEXT, longest } from './validate.ts';

/** Code of the material that a signature becomes. */
export const SIGNATURE_CODE = 'signature';
/** Fields by which a form says for which enterprise (企业) somebody applies. */
export const ENTERPRISE_FIELDS = { uscc: 'uscc', name: 'enterpriseName' } as const;
const RESERVED: readonly string[] = [SIGNATURE_CODE, FORM_CODE, SEALED_CODE];
/** Of the words that an application carries (`contracts/application.ts`), characters. */
const LABEL = 100;
const MATERIALS = 47;
const ANSWERS = 200;
/** Characters of all texts together: each is sent as typed and as shown, three bytes a character, in 64 kB. */
const TEXT_IN_ALL = 8_000;

/** An application needs somebody who applies, answers that were checked and a signature under them, and it is made once. */
export function applyFaults(flow: Flow): FlowFault[] {
  const all = [...flow.steps, ...Object.values(flow.exits)];
  const submits = all.filter((s) => s.type === 'submit');
  const [submit] = submits;
  if (submit === undefined)
    return all
      .filter(
        (s) =>
          ['sign', 'seal', 'delivery'].includes(s.type) || (s.type === 'scan' && s.material !== undefined),
      )
      .map((s) => faultOf(s.id, '没有提交步骤，这一步没有用处', 'nothing is submitted, so it has no use'));
  const at = flow.steps.indexOf(submit);
  if (submits.length > 1)
    return [faultOf(submits[1]?.id ?? null, '提交了不止一次', 'it submits more than once')];
  if (at < 0 || submit.when !== undefined)
    return [
      faultOf(
        submit.id,
        '提交要在每个人都走的主线上，不能有条件',
        'it is submitted on the way of everybody, or not at all',
      ),
    ];
  return [
    ...stepFaults(flow, all, submit, at),
    ...materialFaults(all),
    ...lengthFaults(flow.steps),
    ...label(submit.id, 'itemName', submit.itemName),
    ...jointFaults(flow, submit, at),
  ];
}

/** What an item may call its own: what is asked or scanned. Who applies, signs and collects is the same for all. */
const OWNABLE: readonly FlowStep['type'][] = ['choice', 'multiChoice', 'scanCode', 'form', 'scan'];

function jointFaults(flow: Flow, submit: StepOf<'submit'>, at: number): FlowFault[] {
  const joint = submit.joint ?? [];
  const items = joint.map((j) => j.item);
  const before = flow.steps.slice(0, at);
  return joint.flatMap((j, n) => [
    ...(items.indexOf(j.item) === n
      ? []
      : [faultOf(submit.id, `joint 里 ${j.item} 写了两次`, `${j.item} stands in joint twice`)]),
    ...(flow.conditions[j.when] === undefined
      ? [
          faultOf(
            submit.id,
            `${j.item}：没有 ${j.when} 这个条件`,
            `${j.item}: there is no condition ${j.when}`,
          ),
        ]
      : []),
    ...j.own
      .filter((id) => !before.some((s) => s.id === id && OWNABLE.includes(s.type)))
      .map((id) =>
        faultOf(
          submit.id,
          `${j.item} 不能独占 ${id}：它前面没有这个提问或扫描步骤`,
          `${j.item} cannot own ${id}: it is no question or scan before it`,
        ),
      ),
    ...label(submit.id, 'itemName', j.itemName),
  ]);
}

function stepFaults(flow: Flow, all: readonly FlowStep[], submit: FlowStep, at: number): FlowFault[] {
  const faults: FlowFault[] = [];
  const say = (step: string | null, zh: string, en: string) => void faults.push(faultOf(step, zh, en));
  const before = flow.steps.slice(0, at);
  const cards = flow.steps.filter((s) => s.type === 'idCard' || s.type === 'manualId');
  const who = before.find((s) => (s.type === 'idCard' || s.type === 'manualId') && s.when === undefined);
  if (who === undefined) say(submit.id, '没有问是谁在申请', 'nobody is asked who applies');
  if (cards.length > 1)
    say(cards[1]?.id ?? null, '问了不止一次是谁在申请', 'it asks more than once who applies');
  for (const card of cards)
    if (card.type === 'idCard' && flow.exits[card.fallback]?.type === 'info')
      say(card.id, '它的 fallback 没有问出是谁在申请', 'its fallback leaves open who applies');
  const check = before.findIndex((s) => s.type === 'checkAnswers');
  const sign = before.findIndex((s) => s.type === 'sign');
  if (check < 0) say(submit.id, '提交前没有核对', 'the answers are not checked before');
  if (sign < check || sign < 0)
    say(submit.id, '核对和提交之间没有签名', 'nobody signs between the check and it');
  faults.push(...sealFaults(flow, all, sign, at));
  if (all.filter((s) => s.type === 'delivery').length > 1)
    say(null, '问了不止一次怎么领取', 'it asks more than once how to hand over');
  if (before.some((s) => s.type === 'printSlip'))
    say(submit.id, '提交之前就打印了', 'something is printed before');
  for (const exit of Object.values(flow.exits))
    if (['sign', 'seal', 'delivery', 'scan', 'form'].includes(exit.type))
      say(exit.id, `${exit.type} 要放在主线上`, `a ${exit.type} stands on the main way`);
  return faults;
}

/** A seal stands on a form that was signed, and it is that of the enterprise which the form names. */
function sealFaults(flow: Flow, all: readonly FlowStep[], sign: number, submit: number): FlowFault[] {
  const seals = all.filter((s) => s.type === 'seal');
  const [seal] = seals;
  if (seal === undefined) return [];
  const faults: FlowFault[] = [];
  const at = flow.steps.indexOf(seal);
  if (seals.length > 1)
    faults.push(faultOf(seals[1]?.id ?? null, '盖章不止一次', 'it asks more than once for a seal'));
  if (at < sign || at > submit)
    faults.push(
      faultOf(seal.id, '盖章要在签名之后、提交之前', 'a seal comes between the signature and the submission'),
    );
  const ids = flow.steps.flatMap((s) => (s.type === 'form' ? s.fields.map((f) => f.id) : []));
  if (!Object.values(ENTERPRISE_FIELDS).every((id) => ids.includes(id)))
    faults.push(faultOf(seal.id, '没有问是哪家企业盖章', 'nobody is asked whose seal it is'));
  return faults;
}

function materialFaults(all: readonly FlowStep[]): FlowFault[] {
  const scans = all.filter((s): s is StepOf<'scan'> => s.type === 'scan');
  const materials = scans.flatMap((s) => (s.material === undefined ? [] : [{ id: s.id, ...s.material }]));
  const faults = materials.flatMap((m) => label(m.id, 'material', m.title));
  if (materials.length > MATERIALS)
    faults.push(faultOf(null, `材料超过 ${MATERIALS} 份`, `more than ${MATERIALS} materials`));
  for (const m of materials)
    if (RESERVED.includes(m.code))
      faults.push(
        faultOf(
          m.id,
          `编码 ${m.code} 是留给签名和申请表的`,
          `the code ${m.code} is that of the signature or its form`,
        ),
      );
  for (const s of scans)
    if (s.material !== undefined && s.job.dpi < 200)
      faults.push(faultOf(s.id, '材料至少 200 dpi', 'a material has at least 200 dpi'));
  return faults;
}

function lengthFaults(steps: readonly FlowStep[]): FlowFault[] {
  const fields = steps.flatMap((s) => (s.type === 'form' ? s.fields : []));
  const texts = fields.filter((f) => f.kind === 'text' || f.kind === 'longText');
  const inAll = texts.reduce((sum, f) => sum + Math.min(longest(f), LONGEST_TEXT), 0);
  const faults: FlowFault[] = [];
  if (inAll > TEXT_IN_ALL)
    faults.push(
      faultOf(
        null,
        `所有文字项加起来可达 ${inAll} 字，超过 ${TEXT_IN_ALL}`,
        `its texts may have ${inAll} characters in all, more than ${TEXT_IN_ALL}`,
      ),
    );
  if (fields.length + steps.length > ANSWERS)
    faults.push(faultOf(null, `答案超过 ${ANSWERS} 个`, `more than ${ANSWERS} answers`));
  return faults;
}

const label = (id: string, what: string, words: { zh: string; en: string }): FlowFault[] =>
  words.zh.length > LABEL || words.en.length > LABEL
    ? [faultOf(id, `${what} 超过 ${LABEL} 个字`, `${what} has more than ${LABEL} characters`)]
    : [];
