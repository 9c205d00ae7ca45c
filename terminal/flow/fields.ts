import type { Flow, StepOf, Words } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Slip, SlipBlock } from '../../contracts/slip.ts';
import { masked } from '../../devices/id-card/masked.ts';
import { mainWay, slotOf } from './engine.ts';
import type { Answer, FlowState } from './state.ts';

/** Facts that belong to no step: `session.no`, `session.date`, `session.terminal`. */
export interface SessionFacts {
  no: string;
  /** As it stands on paper, in the hall's time zone. */
  date: string;
  terminal: string;
}

const same = (text: string): Words => ({ zh: text, en: text });
const NOT_GIVEN: Words = { zh: '未填写', en: 'not given' };

/** The value of a field reference as a screen or a slip may show it: names and numbers masked. */
export function fieldWords(flow: Flow, state: FlowState, facts: SessionFacts, ref: string): Words {
  const [step = '', part = ''] = ref.split('.');
  if (step === 'session') return same(facts[part as keyof SessionFacts]);
  const answer = state.answers[step];
  return answer === undefined ? NOT_GIVEN : partWords(flow, step, answer, part);
}

/** The parts that an answer has, for the check of a document. */
export const PARTS: Readonly<Record<Answer['type'], readonly string[]>> = {
  read: [],
  choice: ['label'],
  idCard: ['name', 'number'],
  manualId: ['name', 'number'],
  code: ['text'],
  pages: ['count'],
  printed: [],
};

function partWords(flow: Flow, stepId: string, answer: Answer, part: string): Words {
  switch (answer.type) {
    case 'choice': {
      const step = flow.steps.find((s) => s.id === stepId);
      const option = step?.type === 'choice' ? step.options.find((o) => o.id === answer.option) : undefined;
      return option?.label ?? NOT_GIVEN;
    }
    case 'idCard':
    case 'manualId': {
      const person = maskedPerson(answer);
      return same(part === 'name' ? person.name : person.number);
    }
    case 'code':
      return same(maskedCode(answer.text));
    case 'pages': {
      const n = answer.pages.length;
      return { zh: `${n} 页`, en: n === 1 ? '1 page' : `${n} pages` };
    }
    case 'read':
    case 'printed':
      return NOT_GIVEN;
  }
}

/** Who signed in, as a screen may show it. */
export function maskedPerson(answer: Extract<Answer, { type: 'idCard' | 'manualId' }>) {
  return masked(answer.type === 'idCard' ? answer.card : { ...answer, nameEn: '' });
}

const SHOWN_ENDS = 4;

/** A code may be an identity (电子身份证): only its ends are shown. */
export function maskedCode(text: string): string {
  const chars = [...text];
  if (chars.length <= SHOWN_ENDS * 2) return '*'.repeat(chars.length);
  return `${chars.slice(0, SHOWN_ENDS).join('')}***${chars.slice(-SHOWN_ENDS).join('')}`;
}

/** Rows of the check of the answers: what was asked, and what was answered. */
export function answerRows(flow: Flow, state: FlowState): { stepId: string; label: Words; value: Words }[] {
  return mainWay(flow, state.answers).flatMap((step) => {
    const answer = state.answers[step.id];
    if (answer === undefined || PARTS[answer.type].length === 0) return [];
    const values = PARTS[answer.type].map((part) => partWords(flow, step.id, answer, part));
    const joined: Words = { zh: values.map((v) => v.zh).join(' '), en: values.map((v) => v.en).join(' ') };
    return [{ stepId: step.id, label: step.title, value: joined }];
  });
}

/** The slip of a print step in one language. */
export function slipOf(flow: Flow, state: FlowState, facts: SessionFacts, locale: Locale): Slip {
  const step = flow.steps.find((s) => s.id === slotOf(flow, state));
  if (step?.type !== 'printSlip') throw new Error(`step ${state.at} prints no slip`);
  const say = (words: Words) => (locale === 'en' ? words.en : words.zh);
  const value = (ref: string) => say(fieldWords(flow, state, facts, ref));
  return { blocks: step.slip.map((part) => block(part, say, value)) };
}

type SlipPart = StepOf<'printSlip'>['slip'][number];

function block(part: SlipPart, say: (words: Words) => string, value: (ref: string) => string): SlipBlock {
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
      return { type: 'pair', label: say(part.label), value: value(part.field) };
    case 'qr':
      return { type: 'qr', text: value(part.field), align: 'centre' };
    case 'rule':
      return { type: 'rule' };
    case 'space':
      return { type: 'space', lines: 1 };
  }
}
