import type { Timers } from '../../contracts/clock.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { mainWay } from '../flow/engine.ts';
import { itemsOf, type SubmitItem } from '../flow/items.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { AnswerOf, FlowState } from '../flow/state.ts';
import { applicationOf, say } from './application-body.ts';
import { type FormContents, type Made, makeForm } from './make-material.ts';
import type { PageStore } from './pages.ts';

export interface FormTools {
  pages: Pick<PageStore, 'get'>;
  timers: Timers;
  terminalId: string;
  app: string;
  newId: () => string;
}

/** A flow of which a form is made. */
export interface FormJob {
  loaded: LoadedFlow;
  state: FlowState;
  receiptNo: string;
  locale: Locale;
}

/** The form (申请表) of an application, the signature that stands under it, and the step where it was given. */
export interface SignedForm extends FormContents {
  stepId: string;
  signature: AnswerOf<'signature'>;
}

const FORM_TITLE = { zh: '申请表', en: 'Application form' };

/**
 * What the form says, in the language of the job; null: nobody has signed. The same answers in the same language give the
 * same form, at whatever moment. Failures are those of `applicationOf`.
 */
export function signedForm(
  o: Pick<FormTools, 'terminalId' | 'app' | 'newId'>,
  { loaded, state, receiptNo, locale }: FormJob,
  items: readonly SubmitItem[],
): Result<SignedForm | null> {
  const way = mainWay(loaded.flow, state.answers);
  const [first] = items;
  const sign = way.find((s) => s.type === 'sign' && state.answers[s.id]?.type === 'signature');
  const signature = sign && state.answers[sign.id];
  if (first === undefined || sign?.type !== 'sign' || signature?.type !== 'signature') return ok(null);
  const id = o.newId();
  const materials = way.flatMap((s) =>
    s.type === 'scan' && s.material !== undefined && state.answers[s.id]?.type === 'pages'
      ? [{ id, code: s.material.code, title: say(s.material.title, locale) }]
      : [],
  );
  const { terminalId, app } = o;
  const facts = { id, receiptNo, terminalId, materials, locale, app, at: signature.at };
  const application = applicationOf(loaded, state, { ...first, leavesOut: new Set() }, facts);
  if (!application.ok) return application;
  return ok({
    stepId: sign.id,
    signature,
    application: application.value,
    words: {
      title: say(FORM_TITLE, locale),
      items: items.map(({ item, itemName }) => `${say(itemName, locale)}　${item}`),
      statement: say(sign.statement, locale),
    },
  });
}

/** The form as it will be sent, for who seals it. `apply.pageMissing`: it cannot be made; and as `signedForm`. */
export async function makeSignedForm(o: FormTools, job: FormJob): Promise<Result<Made>> {
  const submit = job.loaded.flow.steps.find((s) => s.type === 'submit');
  const items = submit?.type === 'submit' ? itemsOf(job.loaded.flow, job.state.answers, submit) : [];
  const form = signedForm(o, job, items);
  if (!form.ok) return form;
  return form.value === null ? fail('apply.pageMissing') : makeForm(o, form.value.signature, form.value);
}

/** The seal on the form; null: it has none. */
export function sealedOf({
  answers,
}: Pick<FlowState, 'answers'>): { stepId: string; sealed: AnswerOf<'sealed'> } | null {
  for (const [stepId, answer] of Object.entries(answers))
    if (answer?.type === 'sealed') return { stepId, sealed: answer };
  return null;
}
