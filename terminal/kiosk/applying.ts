import { fail, ok, type Result } from '../../contracts/result.ts';
import { wants } from '../flow/engine.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { AnswerOf, FlowEvent } from '../flow/state.ts';
import type { Draft, Drafts } from './drafts.ts';
import { isDone, type KioskSessionState } from './session.ts';
import type { Submission } from './submit.ts';
import type { VisitState } from './visit.ts';

export interface ApplyingOptions {
  flows: readonly LoadedFlow[];
  submission: Submission;
  drafts: Drafts;
  /** Tells the flow that is on the screen. */
  tell: (event: FlowEvent) => void;
  visit: () => VisitState | null;
  /** Something that the screens show has changed beside the visit. */
  changed: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** A flow that its citizen has left half done. */
export interface OpenDraft {
  flowId: string;
  savedMs: number;
}

/** The part of the desk that knows of applications: submits them, and keeps those that are left half done. */
export interface Applying {
  /** The visit has changed so; null: nobody is there. */
  follow(before: VisitState | null, next: VisitState | null): void;
  /** The draft that the flow on the screen may go on from; null: none, or the question has been answered. */
  offer(sessionId: string): Draft | null;
  answer(sessionId: string, take: boolean): Result<null>;
  /** What the citizen who is signed in has left half done at this terminal. */
  drafts(): readonly OpenDraft[];
}

export function createApplying(o: ApplyingOptions): Applying {
  let offered: { sessionId: string; draft: Draft } | null = null;
  let open: readonly OpenDraft[] = [];
  let running: AbortController | null = null;

  function submit(session: KioskSessionState, locale: VisitState['locale']): void {
    if (running?.signal.aborted === false) return;
    const abort = new AbortController();
    running = abort;
    const { loaded, flow: state, facts } = session;
    const isHere = () => !abort.signal.aborted && sessionOf(o.visit())?.id === session.id;
    void o.submission
      .run(
        { loaded, state, receiptNo: facts.no, locale },
        (progress) => isHere() && o.tell({ type: 'progress', progress }),
        abort.signal,
      )
      .then((outcome) => {
        if (running === abort) running = null;
        o.log('kiosk.submit', { flow: loaded.flow.id, code: outcome.ok ? null : outcome.code });
        if (!isHere()) return;
        if (outcome.ok) o.tell({ type: 'submitted', ...outcome.value });
        else o.tell({ type: 'submitFailed', code: outcome.code, stepId: outcome.stepId });
      });
  }

  /** What was entered so far; a power cut may come at any moment. */
  function keep({ identity }: VisitState, session: KioskSessionState): void {
    if (identity === null || offered?.sessionId === session.id) return;
    const { loaded, flow } = session;
    if (isSubmitted(session) || isDone(session)) o.drafts.forget(loaded.flow.id, identity);
    else o.drafts.save(loaded, flow, identity);
  }

  function left(visit: VisitState, session: KioskSessionState): void {
    keep(visit, session);
    running?.abort();
    o.submission.forget();
    offered = null;
  }

  function look({ identity }: VisitState): void {
    open =
      identity === null
        ? []
        : o.flows.flatMap((loaded) => {
            const draft = o.drafts.find(loaded, identity);
            return draft === null ? [] : [{ flowId: loaded.flow.id, savedMs: draft.savedMs }];
          });
  }

  return {
    follow(before, next) {
      const [was, is] = [sessionOf(before), sessionOf(next)];
      if (before !== null && was !== null && was.id !== is?.id) left(before, was);
      if (next === null) open = [];
      else if (next.identity !== before?.identity || (was !== null && is === null)) look(next);
      if (next === null || is === null) return;
      if (was?.id !== is.id || before?.identity !== next.identity) {
        const draft = next.identity === null ? null : o.drafts.find(is.loaded, next.identity);
        if (draft !== null && !isSubmitted(is)) offered = { sessionId: is.id, draft };
      } else if (
        was.flow.at !== is.flow.at ||
        was.flow.page !== is.flow.page ||
        isSubmitted(was) !== isSubmitted(is)
      )
        keep(next, is);
      if (wants(is.loaded.flow, is.flow).submit) submit(is, next.locale);
    },
    offer: (sessionId) => (offered?.sessionId === sessionId ? offered.draft : null),
    answer(sessionId, take) {
      const visit = o.visit();
      const session = sessionOf(visit);
      if (offered?.sessionId !== sessionId || session?.id !== sessionId) return fail('session.over');
      const { answers } = offered.draft;
      offered = null;
      if (take) o.tell({ type: 'resume', answers });
      else if (visit?.identity) o.drafts.forget(session.loaded.flow.id, visit.identity);
      o.changed();
      return ok(null);
    },
    drafts: () => open,
  };
}

const sessionOf = (visit: VisitState | null): KioskSessionState | null =>
  visit?.place.kind === 'flow' ? visit.place.session : null;

const isSubmitted = ({ flow }: KioskSessionState): boolean => submittedOf(flow.answers) !== null;

/** What was submitted in this flow; null: nothing yet. */
export function submittedOf(answers: KioskSessionState['flow']['answers']): AnswerOf<'submitted'> | null {
  for (const answer of Object.values(answers)) if (answer?.type === 'submitted') return answer;
  return null;
}
