import type { Clock } from '../../contracts/clock.ts';
import { type Draft, draft as draftShape } from '../../contracts/draft.ts';
import type { Flow } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Identity } from '../../contracts/visit.ts';
import type { Store } from '../../sync/types.ts';
import type { LoadedFlow } from '../flow/load.ts';
import { keptAnswers } from '../flow/resume.ts';
import type { FlowState } from '../flow/state.ts';
import { isProven } from '../rooms/person.ts';
import { rowsOf } from './application-body.ts';

/** Which draft a session writes: its id, and the number of the change that it goes on from; 0: it is new. */
export interface Lineage {
  id: string;
  n: number;
}

/**
 * Half-done applications (未办完的申请), sealed on this terminal, by person and flow: their choices and forms, no pages and
 * no signature. Only for whoever has proven who they are: a typed number would open another person's.
 */
export interface Drafts {
  /** Keeps what is entered so far, as the next change. null: there is nothing to keep, or nothing new. */
  save(loaded: LoadedFlow, state: FlowState, of: Lineage, who: Identity, locale: Locale): Draft | null;
  find(loaded: LoadedFlow, who: Identity): Draft | null;
  forget(flowId: string, who: Identity): void;
  forgetAll(who: Identity): void;
}

export const DRAFT_MS = 7 * 86_400_000;
const PREFIX = 'draft/';

type Kept = Pick<
  Store,
  'putDocument' | 'document' | 'removeDocument' | 'documentNames' | 'forgetDocuments' | 'holderOf'
>;

export function createDrafts(store: Kept, clock: Pick<Clock, 'wallMs'>): Drafts {
  const prefixOf = (who: Identity) => `${PREFIX}${store.holderOf(who.idNumber)}/`;
  const nameOf = (flowId: string, who: Identity) => `${prefixOf(who)}${flowId}`;
  const sweep = () => store.forgetDocuments(PREFIX, clock.wallMs() - DRAFT_MS);
  sweep();

  function find(loaded: LoadedFlow, who: Identity): Draft | null {
    if (!keepsDrafts(loaded) || !isProven(who)) return null;
    const text = store.document(nameOf(loaded.flow.id, who));
    const parsed = draftShape.safeParse(text === null ? null : JSON.parse(text));
    return parsed.success && parsed.data.savedMs > clock.wallMs() - DRAFT_MS ? parsed.data : null;
  }

  return {
    save(loaded, state, of, who, locale) {
      if (!keepsDrafts(loaded) || !isProven(who)) return null;
      const made = draftOf(loaded, state, locale);
      if (made === null) return null;
      const known = find(loaded, who);
      const before = known?.id === of.id ? known : null;
      if (before !== null && isSame(before, made)) return null;
      sweep();
      const n = Math.max(of.n, before?.n ?? 0) + 1;
      const next = fitting({ ...made, id: of.id, n, savedMs: clock.wallMs() });
      if (next === null) return null;
      // A draft that the disk does not take is lost, and nobody is told that it is kept longer than this visit.
      store.putDocument(nameOf(loaded.flow.id, who), JSON.stringify(next));
      return next;
    },
    find,
    forget: (flowId, who) => store.removeDocument(nameOf(flowId, who)),
    forgetAll(who) {
      for (const name of store.documentNames(prefixOf(who))) store.removeDocument(name);
    },
  };
}

/** A flow that applies for something, and that every kiosk of the hall has. */
export const keepsDrafts = ({ flow, supplements }: LoadedFlow): boolean =>
  supplements === undefined && flow.steps.some((s) => s.type === 'submit');

type Made = Omit<Draft, 'id' | 'n' | 'savedMs'>;

/** null: nothing was answered yet. */
function draftOf({ flow, hash }: LoadedFlow, state: FlowState, locale: Locale): Made | null {
  const own = keptAnswers(flow, state.answers) as Draft['answers'];
  const scanned = scannedOf(flow, state);
  if (Object.values(own).every((a) => a.type === 'read') && scanned.length === 0) return null;
  return {
    flow: { id: flow.id, version: flow.version, hash },
    title: flow.title,
    answers: own,
    scanned,
    shown: flow.steps
      .filter((step) => own[step.id] !== undefined)
      .flatMap((step) => rowsOf(flow, state, step, locale))
      .map(({ label, shown }) => ({ label, value: shown })),
  };
}

/** Steps with pages, which go with the visit. */
const scannedOf = (flow: Flow, { answers }: FlowState): Draft['scanned'] =>
  flow.steps.flatMap((step) => {
    const answer = answers[step.id];
    const pages = answer?.type === 'pages' ? answer.pages.reduce((sum, p) => sum + p.sheets, 0) : 0;
    return pages === 0 ? [] : [{ stepId: step.id, pages: Math.min(pages, 100) }];
  });

const isSame = (a: Made, b: Made): boolean =>
  JSON.stringify([a.flow, a.answers, a.scanned]) === JSON.stringify([b.flow, b.answers, b.scanned]);

/** What is said in words goes first where it is too long; null: too long all the same. */
const fitting = (draft: Draft): Draft | null =>
  [draft, { ...draft, shown: [] }].find((d) => draftShape.safeParse(d).success) ?? null;
