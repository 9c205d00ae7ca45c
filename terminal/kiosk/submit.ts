import type { ApplicationBody } from '../../contracts/application.ts';
import type { Clock } from '../../contracts/clock.ts';
import type { MaterialBody } from '../../contracts/material.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { FORM_CODE, SEALED_CODE, type Seal } from '../../contracts/seal.ts';
import type { Store } from '../../sync/types.ts';
import { SIGNATURE_CODE } from '../flow/check-apply.ts';
import { mainWay, stepAt } from '../flow/engine.ts';
import { itemsOf, type SubmitItem } from '../flow/items.ts';
import type { Answers, SubmitProgress, Submitted } from '../flow/state.ts';
import { LOW_RESOLUTION } from '../materials/assemble.ts';
import { type MaterialSigner, signMaterial } from '../materials/sign.ts';
import { applicationOf, say } from './application-body.ts';
import { type Made, makeDocument, makeForm, makeSignature } from './make-material.ts';
import { type FormJob, type FormTools, type SignedForm, sealedOf, signedForm } from './signed-form.ts';

export interface SubmitTools extends FormTools {
  store: Pick<Store, 'stageBlob' | 'discardBlobs' | 'saveMaterial' | 'saveRecords'>;
  /** null: the device key cannot be used. */
  signer: MaterialSigner | null;
  clock: Clock;
}

/** A flow that stands at its submit step. */
export interface SubmitJob extends FormJob {
  /** The half-done application that it is made of; null: none that another machine could know. */
  draft: string | null;
}

export type { Submitted };
export type SubmitOutcome =
  | { ok: true; value: Submitted }
  | { ok: false; code: string; stepId: string | null };

export interface Submission {
  /**
   * Makes the application durable: each material assembled, signed and laid by; then, in one go, all materials and the
   * row of the application. Only after its `ok` may a screen say submitted. The same answers again have the same ids,
   * whatever failed in between: nothing is doubled. Aborted before the last part, nothing is kept.
   *
   * A joint one makes an application of each item, with materials of its own that share their bytes; the rows of all
   * are one commit.
   */
  run(
    job: SubmitJob,
    onProgress: (progress: SubmitProgress) => void,
    signal: AbortSignal,
  ): Promise<SubmitOutcome>;
  /** The flow is over: lets go of what was laid by and not submitted. */
  forget(): void;
}

/** What was decided when the step was entered, and what is made already. */
interface Plan {
  answers: Answers;
  applications: readonly PlannedApplication[];
  at: number;
  /** What the bytes of each part became. */
  laid: Map<string, Pick<MaterialBody, 'document' | 'pages'>>;
}
interface PlannedApplication {
  id: string;
  item: SubmitItem;
  /** By part. */
  made: Map<string, MaterialBody>;
}
interface Part {
  /** Tells it from the others. */
  key: string;
  /** The step that its pages come from. */
  stepId: string;
  code: string;
  title: string;
  /** The hall may offer it again. */
  reuse: boolean;
  make: (atMs: number) => Promise<Result<Made>>;
}

export function createSubmission(o: SubmitTools): Submission {
  let plan: Plan | null = null;
  const laidBy = new Set<string>();

  /** Other answers are another application: rows under the old id name an application that never comes. */
  function planFor(answers: Answers, items: readonly SubmitItem[]): Plan {
    if (plan === null || !isSame(plan.answers, answers)) {
      const applications = items.map((item) => ({ id: o.newId(), item, made: new Map() }));
      plan = { answers, applications, at: o.clock.wallMs(), laid: new Map() };
    }
    return plan;
  }

  /** The bytes of one part, laid by. */
  async function layBy(now: Plan, part: Part): Promise<Result<Pick<MaterialBody, 'document' | 'pages'>>> {
    const done = now.laid.get(part.key);
    if (done !== undefined) return ok(done);
    const made = await part.make(now.at);
    if (!made.ok) return made;
    const { bytes, document, pages } = made.value;
    const { sha256, size } = document;
    const laid = await o.store.stageBlob({ sha256, size, bytes });
    if (!laid.ok) return laid;
    laidBy.add(sha256);
    now.laid.set(part.key, { document, pages });
    return ok({ document, pages });
  }

  /** The material of one application; signed once, whatever fails after it. */
  function sign(
    job: SubmitJob,
    now: Plan,
    application: PlannedApplication,
    part: Part,
    { document, pages }: Pick<MaterialBody, 'document' | 'pages'>,
    signer: MaterialSigner,
  ): Result<MaterialBody> {
    const done = application.made.get(part.key);
    if (done !== undefined) return ok(done);
    const { flow, hash } = job.loaded;
    const body = signMaterial(
      {
        v: 1,
        id: o.newId(),
        terminalId: o.terminalId,
        applicationId: application.id,
        caseNo: null,
        code: part.code,
        title: part.title,
        flow: { id: flow.id, version: flow.version, hash },
        pages,
        document,
        operator: null,
        reuse: part.reuse,
        locale: job.locale,
        app: o.app,
        at: now.at,
      },
      signer,
    );
    if (body.ok) application.made.set(part.key, body.value);
    return body;
  }

  /** The bytes lie there already; should they be gone, the material is made anew at the next try. */
  async function keep(now: Plan, key: string, body: MaterialBody): Promise<Result<unknown>> {
    const { sha256, size } = body.document;
    const saved = await o.store.saveMaterial(body, [{ sha256, size, bytes: () => [] }]);
    if (saved.ok || !saved.error.code.startsWith('blob.')) return saved;
    now.laid.delete(key);
    for (const { made } of now.applications) made.delete(key);
    return fail('store.fault', saved.error.code);
  }

  return {
    async run(job, onProgress, signal) {
      const { loaded, state, receiptNo, locale, draft } = job;
      const refused = (code: string, stepId: string | null = null): SubmitOutcome => ({
        ok: false,
        code,
        stepId,
      });
      const submit = stepAt(loaded.flow, state);
      if (submit.type !== 'submit') throw new Error(`${state.at} submits nothing`);
      if (o.signer === null) return refused('store.fault');
      const items = itemsOf(loaded.flow, state.answers, submit);
      const [first] = items;
      if (first === undefined) throw new Error(`${state.at} applies for nothing`);
      const now = planFor(state.answers, items);
      // The form that was sealed stays in the language that it was sealed in.
      const seal = sealedOf(state);
      const form = signedForm(o, seal === null ? job : { ...job, locale: seal.sealed.locale }, items);
      if (!form.ok) return refused(form.error.code);
      const parts = [...scansOf(o, job), ...(form.value === null ? [] : formParts(o, job, form.value, seal))];
      const ready: { key: string; body: MaterialBody }[] = [];
      const of = parts.length + 1;
      for (const [n, part] of parts.entries()) {
        onProgress({ n, of });
        const laid = await layBy(now, part);
        if (signal.aborted) return refused('session.over');
        if (!laid.ok) {
          const isOfPages = !laid.error.code.startsWith('store.');
          return refused(laid.error.code, isOfPages ? part.stepId : null);
        }
        for (const one of now.applications) {
          if (one.item.leavesOut.has(part.stepId)) continue;
          const signed = sign(job, now, one, part, laid.value, o.signer);
          if (!signed.ok) return refused(signed.error.code, part.stepId);
          ready.push({ key: part.key, body: signed.value });
        }
      }
      onProgress({ n: parts.length, of });
      const rows: ApplicationBody[] = [];
      for (const [n, one] of now.applications.entries()) {
        const row = applicationOf(loaded, state, one.item, {
          id: one.id,
          receiptNo: receiptOf(receiptNo, n),
          terminalId: o.terminalId,
          materials: ready
            .filter(({ body }) => body.applicationId === one.id)
            .map(({ body: { id, code, title } }) => ({ id, code, title })),
          locale,
          app: o.app,
          at: now.at,
          ...(draft !== null && { draft }),
          ...(now.applications.length > 1 && {
            joint: { no: receiptNo, n: n + 1, of: now.applications.length },
          }),
        });
        if (!row.ok) return refused(row.error.code);
        rows.push(row.value);
      }
      for (const { key, body } of ready) {
        const saved = await keep(now, key, body);
        if (!saved.ok) return refused(saved.error.code);
      }
      const saved = o.store.saveRecords('application', rows);
      if (!saved.ok) return refused(saved.error.code);
      const applications = now.applications.map(({ id, item: { itemName } }, n) => ({
        itemName,
        receiptNo: receiptOf(receiptNo, n),
        applicationId: id,
      }));
      return {
        ok: true,
        value: {
          receiptNo,
          applicationId: applications[0]?.applicationId ?? '',
          materialIds: ready.map((r) => r.body.id),
          ...(submit.joint !== undefined && { joint: applications }),
        },
      };
    },
    forget() {
      plan = null;
      if (laidBy.size > 0) o.store.discardBlobs([...laidBy]);
      laidBy.clear();
    },
  };
}

/** The first application has the number of the session; the others that number and their place. */
const receiptOf = (no: string, n: number): string => (n === 0 ? no : `${no}-${n + 1}`);

/** Scanned materials, in the order of the flow. */
function scansOf(o: SubmitTools, { loaded: { flow }, state, locale }: SubmitJob): Part[] {
  return mainWay(flow, state.answers).flatMap((step): Part[] => {
    const answer = state.answers[step.id];
    if (step.type !== 'scan' || step.material === undefined || answer?.type !== 'pages') return [];
    const { code } = step.material;
    const title = say(step.material.title, locale);
    const keepLowResolution = answer.pages.some((p) => p.kept && p.warnings.includes(LOW_RESOLUTION));
    const make = (atMs: number) =>
      makeDocument(o, answer.pages, { title, code, app: o.app, atMs }, { keepLowResolution });
    return [{ key: step.id, stepId: step.id, code, title, reuse: answer.reuse === true, make }];
  });
}

/** The signature, the form that it is on, and that form with the enterprise's seal. */
function formParts(
  o: SubmitTools,
  { locale }: SubmitJob,
  form: SignedForm,
  seal: ReturnType<typeof sealedOf>,
): Part[] {
  const { stepId, signature } = form;
  const drawn: Part = {
    key: stepId,
    stepId,
    code: SIGNATURE_CODE,
    title: say(SIGNATURE_TITLE, locale),
    reuse: false,
    make: async () => makeSignature(o, signature),
  };
  const plain: Part = {
    ...drawn,
    key: FORM_CODE,
    code: FORM_CODE,
    title: form.words.title,
    make: () => makeForm(o, signature, form),
  };
  if (seal === null) return [drawn, plain];
  const { sealed } = seal;
  const common = { stepId: seal.stepId, reuse: false };
  return [
    drawn,
    { ...plain, ...common, make: async (atMs) => onlySealed(await plain.make(atMs), sealed.seal) },
    {
      ...common,
      key: SEALED_CODE,
      code: SEALED_CODE,
      title: say(SEALED_TITLE, sealed.locale),
      make: () => makeForm(o, signature, form, sealed),
    },
  ];
}

/** `seal.changed`: it is not the form that the seal covers. */
const onlySealed = (made: Result<Made>, seal: Seal): Result<Made> =>
  made.ok && made.value.document.sha256 !== seal.sha256 ? fail('seal.changed') : made;

const SIGNATURE_TITLE = { zh: '申请人签名', en: 'Applicant’s signature' };
const SEALED_TITLE = { zh: '申请表（已盖电子印章）', en: 'Application form with electronic seal' };

/** Do both hold the same answers? What was only read or passed on the way counts for nothing. */
function isSame(a: Answers, b: Answers): boolean {
  const told = (answers: Answers) =>
    Object.entries(answers).filter(([, x]) => x !== undefined && x.type !== 'read' && x.type !== 'submitted');
  const [one, other] = [told(a), told(b)];
  return one.length === other.length && one.every(([id, answer]) => b[id] === answer);
}
