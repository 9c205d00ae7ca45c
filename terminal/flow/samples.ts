import type { Flow, FormField, StepOf } from '../../contracts/flow.ts';
import type { IdCard } from '../../contracts/id-card.ts';
import type { SubmitItem } from './items.ts';
import type { FlowEvent, PageRef, Submitted, Values } from './state.ts';
import { dayLimit, longest, usccCheck } from './validate.ts';

/** Invented answers (示例) with which a document's ways are walked. */

export const SAMPLE_TODAY = '2026-01-05';

export const SAMPLE_CARD: IdCard = {
  kind: 'resident',
  name: '示例甲',
  nameEn: '',
  sex: '2',
  ethnicity: '01',
  nationality: null,
  born: '1949-12-31',
  address: '河南省平顶山市卫东区示例路1号',
  number: '11010519491231002X',
  issuer: '示例公安局',
  validFrom: '2020-01-01',
  validTo: null,
  passNo: null,
};

export const samplePage = (id: string, over: Partial<PageRef> = {}): PageRef => ({
  id,
  source: 'scanner',
  raw: false,
  sheets: 1,
  isPdf: false,
  dpi: 300,
  device: 'scanner',
  at: 1_767_600_000_000,
  warnings: [],
  kept: false,
  ...over,
});

export const samplePages = (slot: string, count: number): FlowEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    type: 'page',
    page: samplePage(`${slot}-${n}`),
    replaces: null,
  }));

const RECEIPT = 'KIOSK-01-202601050930-A1B2';

/** What a submission of these items becomes. */
export function sampleSubmitted(items: readonly SubmitItem[]): Submitted {
  const made = { receiptNo: RECEIPT, applicationId: 'sample', materialIds: [] };
  if (items.length < 2) return made;
  const joint = items.map(({ itemName }, n) => ({
    itemName,
    receiptNo: n === 0 ? RECEIPT : `${RECEIPT}-${n + 1}`,
    applicationId: `sample-${n}`,
  }));
  return { ...made, joint };
}

const USCC = '91410403MA0000000';

/** A seal on the form that was signed. */
export const sampleSealed = () => ({
  seal: {
    no: '4104030000011',
    name: '示例企业',
    uscc: `${USCC}${usccCheck(USCC)}`,
    sha256: '0'.repeat(64),
    at: 1_767_600_200_000,
    alg: 'Ed25519' as const,
    value: 'A'.repeat(86),
    simulated: true,
  },
  pageId: 'seal',
  locale: 'zh-CN' as const,
});

/** A text that a field takes. */
export function sampleValue(field: FormField): string {
  const { kind, min = 0, max } = field;
  switch (kind) {
    case 'text':
    case 'longText':
      return '示'.repeat(Math.min(Math.max(min, 4), longest(field)));
    case 'number':
      return String(Math.max(min, Math.min(1, max ?? 1)));
    case 'date':
      return (
        dayLimit(SAMPLE_TODAY, Math.min(Math.max(-30, field.min ?? -30), max ?? Number.POSITIVE_INFINITY)) ??
        SAMPLE_TODAY
      );
    case 'phone':
      return '13900000000';
    case 'idNumber':
      return SAMPLE_CARD.number;
    case 'uscc':
      return `${USCC}${usccCheck(USCC)}`;
    case 'postcode':
      return '467000';
    case 'choice':
      return field.options?.[0]?.id ?? '';
  }
}

export const sampleValues = (form: StepOf<'form'>): Values =>
  Object.fromEntries(form.fields.map((f) => [f.id, sampleValue(f)]));

/** Every combination of the choice fields that some condition asks for, all fields filled, then only what has to be. */
export function formFills(flow: Flow, form: StepOf<'form'>): Values[] {
  const asked = new Set(Object.values(flow.conditions).flatMap((c) => ('field' in c ? [c.field] : [])));
  const isAsked = (f: FormField) => asked.has(`${form.id}.${f.id}`);
  const all = form.fields
    .filter((f) => isAsked(f) && f.kind === 'choice')
    .reduce<Values[]>(
      (fills, f) => fills.flatMap((v) => (f.options ?? []).map((o) => ({ ...v, [f.id]: o.id }))),
      [sampleValues(form)],
    );
  const bare = all.map((values) => ({
    ...values,
    ...Object.fromEntries(form.fields.filter((f) => !f.required).map((f) => [f.id, ''])),
  }));
  return [...all, ...bare];
}
