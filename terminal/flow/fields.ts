import type { Flow, FlowStep, FormField, StepOf, Words } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Slip, SlipBlock } from '../../contracts/slip.ts';
import { masked } from '../../devices/id-card/masked.ts';
import { EXPRESS_FIELDS, expressValues } from './delivery.ts';
import { mainWay, slotOf } from './engine.ts';
import { valuesOf, visibleFields } from './form.ts';
import { isLocked, known } from './known.ts';
import { sheetsOf } from './pages.ts';
import type { Answer, FlowState } from './state.ts';
import { normalised } from './validate.ts';

/** Facts that belong to no step: `session.no`, `session.date`, `session.terminal`. */
export interface SessionFacts {
  no: string;
  /** As it stands on paper, in the hall's time zone. */
  date: string;
  terminal: string;
}

const same = (text: string): Words => ({ zh: text, en: text });
const APPLICANT: Words = { zh: '申请人', en: 'Applicant' };
const NOT_GIVEN: Words = { zh: '未填写', en: 'not given' };

/** The value of a field reference as a screen or a slip may show it: names and numbers masked. */
export function fieldWords(flow: Flow, state: FlowState, facts: SessionFacts, ref: string): Words {
  const [id = '', part = ''] = ref.split('.');
  if (id === 'session') return same(facts[part as keyof SessionFacts]);
  const step = flow.steps.find((s) => s.id === id);
  const answer = state.answers[id];
  return step === undefined || answer === undefined ? NOT_GIVEN : partWords(flow, state, step, answer, part);
}

/** The parts that a step's answer has, for the check of a document. */
export function partsOf(step: FlowStep): readonly string[] {
  switch (step.type) {
    case 'choice':
    case 'multiChoice':
      return ['label'];
    case 'idCard':
    case 'manualId':
      return ['name', 'number'];
    case 'scanCode':
      return ['text'];
    case 'scan':
      return ['count'];
    case 'form':
      return step.fields.map((f) => f.id);
    case 'delivery':
      return ['way'];
    case 'submit':
      return ['receiptNo'];
    default:
      return [];
  }
}

const WAYS = {
  window: { zh: '到窗口领取', en: 'Collect at the window' },
  express: { zh: '快递送达', en: 'By express' },
} as const;

function partWords(flow: Flow, state: FlowState, step: FlowStep, answer: Answer, part: string): Words {
  switch (answer.type) {
    case 'choice': {
      const option = step.type === 'choice' ? step.options.find((o) => o.id === answer.option) : undefined;
      return option?.label ?? NOT_GIVEN;
    }
    case 'multiChoice': {
      const chosen =
        step.type === 'multiChoice' ? step.options.filter((o) => answer.options.includes(o.id)) : [];
      return {
        zh: chosen.map((o) => o.label.zh).join('、'),
        en: chosen.map((o) => o.label.en).join(', '),
      };
    }
    case 'idCard':
    case 'manualId':
    case 'identity': {
      const person = maskedPerson(answer);
      return same(part === 'name' ? person.name : person.number);
    }
    case 'code':
      return same(maskedCode(answer.text));
    case 'pages': {
      const n = sheetsOf(answer.pages);
      return { zh: `${n} 页`, en: n === 1 ? '1 page' : `${n} pages` };
    }
    case 'form': {
      const field =
        step.type === 'form' ? visibleFields(flow, state, step).find((f) => f.id === part) : undefined;
      return step.type === 'form' && field !== undefined
        ? formWords(field, valuesOf(state, step)[part] ?? '', isLocked(field, known(state, field)))
        : NOT_GIVEN;
    }
    case 'delivery':
      return answer.way === null ? NOT_GIVEN : WAYS[answer.way];
    case 'submitted':
      return same(answer.receiptNo);
    case 'signature':
    case 'sealed':
    case 'sealLater':
    case 'read':
    case 'printed':
      return NOT_GIVEN;
  }
}

/** What stands in a field, in words: the option's label, numbers of people and telephones masked. */
export function formWords(field: FormField, raw: string, isFact: boolean): Words {
  const value = normalised(field.kind, raw);
  if (value === '') return NOT_GIVEN;
  switch (field.kind) {
    case 'choice':
      return field.options?.find((o) => o.id === value)?.label ?? NOT_GIVEN;
    case 'idNumber':
      return same(maskedNumber(value));
    case 'phone':
      return same(`${value.slice(0, 3)}****${value.slice(7)}`);
    case 'text':
      return same(isFact && field.fill === 'identity.name' ? maskedName(value) : value);
    case 'date':
      return dateWords(value);
    default:
      return same(value);
  }
}

/** A calendar day as the form's field shows it. */
function dateWords(day: string): Words {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) return same(day);
  const format = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    }).format(ms);
  return { zh: format('zh-CN'), en: format('en') };
}

const maskedNumber = (number: string): string => masked({ name: '', nameEn: '', number }).number;
const maskedName = (name: string): string => masked({ name, nameEn: '', number: '' }).name;

/** Who signed in, as a screen may show it. */
export function maskedPerson(answer: Extract<Answer, { type: 'idCard' | 'manualId' | 'identity' }>) {
  switch (answer.type) {
    case 'idCard':
      return masked(answer.card);
    case 'manualId':
      return masked({ ...answer, nameEn: '' });
    case 'identity':
      return masked({ name: answer.identity.name, nameEn: '', number: answer.identity.idNumber });
  }
}

const SHOWN_ENDS = 4;

/** A code may be an identity (电子身份证): only its ends are shown. */
export function maskedCode(text: string): string {
  const chars = [...text];
  if (chars.length <= SHOWN_ENDS * 2) return '*'.repeat(chars.length);
  return `${chars.slice(0, SHOWN_ENDS).join('')}***${chars.slice(-SHOWN_ENDS).join('')}`;
}

export interface AnswerRow {
  stepId: string;
  /** Of a form, or of a parcel. */
  fieldId: string | null;
  label: Words;
  value: Words;
  canChange: boolean;
}

/** Rows of the check of the answers: what was asked, and what was answered. */
export function answerRows(flow: Flow, state: FlowState): AnswerRow[] {
  return mainWay(flow, state.answers).flatMap((step) => {
    const answer = state.answers[step.id];
    return answer === undefined ? [] : rowsOf(flow, state, step, answer);
  });
}

function rowsOf(flow: Flow, state: FlowState, step: FlowStep, answer: Answer): AnswerRow[] {
  if (step.type === 'form' && answer.type === 'form')
    return visibleFields(flow, state, step).map((field) => ({
      stepId: step.id,
      fieldId: field.id,
      label: field.label,
      value: partWords(flow, state, step, answer, field.id),
      canChange: !isLocked(field, known(state, field)),
    }));
  const parts = answer.type === 'read' || step.type === 'submit' ? [] : partsOf(step);
  if (parts.length === 0) return [];
  const values = parts.map((part) => partWords(flow, state, step, answer, part));
  const row = {
    stepId: step.id,
    fieldId: null,
    label: step.type === 'idCard' ? APPLICANT : step.title,
    value: { zh: values.map((v) => v.zh).join(' '), en: values.map((v) => v.en).join(' ') },
    canChange: answer.type !== 'identity',
  };
  if (step.type !== 'delivery' || answer.type !== 'delivery' || answer.way !== 'express') return [row];
  const express = expressValues(flow, state, step);
  const parcel = EXPRESS_FIELDS.map((field) => ({
    stepId: step.id,
    fieldId: field.id,
    label: field.label,
    value: formWords(field, express[field.id] ?? '', false),
    canChange: true,
  }));
  return [row, ...parcel];
}

/** The slip of a print step in one language. */
export function slipOf(flow: Flow, state: FlowState, facts: SessionFacts, locale: Locale): Slip {
  const step = flow.steps.find((s) => s.id === slotOf(flow, state));
  if (step?.type !== 'printSlip') throw new Error(`step ${state.at} prints no slip`);
  const say = (words: Words) => (locale === 'en' ? words.en : words.zh);
  const value = (ref: string) => say(fieldWords(flow, state, facts, ref));
  return { blocks: step.slip.flatMap((part) => blocksOf(part, say, value, () => receiptsOf(flow, state))) };
}

/** What was submitted in this flow: every application with its item. */
export function receiptsOf(flow: Flow, state: FlowState): readonly { itemName: Words; receiptNo: string }[] {
  for (const step of flow.steps) {
    const answer = state.answers[step.id];
    if (step.type === 'submit' && answer?.type === 'submitted')
      return answer.joint ?? [{ itemName: step.itemName, receiptNo: answer.receiptNo }];
  }
  return [];
}

type SlipPart = StepOf<'printSlip'>['slip'][number];

function blocksOf(
  part: SlipPart,
  say: (words: Words) => string,
  value: (ref: string) => string,
  receipts: () => ReturnType<typeof receiptsOf>,
): SlipBlock[] {
  if (part.type !== 'receipts') return [block(part, say, value)];
  return receipts().flatMap(({ itemName, receiptNo }): SlipBlock[] => [
    { type: 'text', text: say(itemName), align: 'left', size: 1, bold: true },
    { type: 'text', text: receiptNo, align: 'left', size: 1, bold: false },
    { type: 'qr', text: receiptNo, align: 'centre' },
  ]);
}

function block(
  part: Exclude<SlipPart, { type: 'receipts' }>,
  say: (words: Words) => string,
  value: (ref: string) => string,
): SlipBlock {
  switch (part.type) {
    case 'text':
      return {
        type: 'text',
        text: say(part.text),
        align: part.align ?? 'left',
        size: part.size ?? 1,
        bold: part.bold ?? false,
      };
    case 'pair':
      return { type: 'pair', label: say(part.label), value: oneLine(value(part.field)) };
    case 'qr':
      return { type: 'qr', text: value(part.field), align: 'centre' };
    case 'rule':
      return { type: 'rule' };
    case 'space':
      return { type: 'space', lines: 1 };
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
