import { fail, ok, type Result } from '../../contracts/result.ts';
import { wants } from '../flow/engine.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { AnswerOf, FlowEvent, SubmitProgress } from '../flow/state.ts';
import { isProven } from '../rooms/person.ts';
import { type Drafts, keepsDrafts, type Lineage } from './drafts.ts';
import type { HallDrafts } from './hall-drafts.ts';
import { createOpenDrafts, type OpenDraft, type OpenDrafts } from './open-drafts.ts';
import { isDone, type KioskSessionState } from './session.ts';
import type { Submission, SubmitOutcome } from './submit.ts';
import type { VisitState } from './visit.ts';

export interface ApplyingOptions {
  terminalId: string;
  flows: readonly LoadedFlow[];
  submission: Submission;
  drafts: Drafts;
  hall: HallDrafts;
  /** Tells the flow that is on the screen. */
  tell: (event: FlowEvent) => void;
  visit: () => VisitState | null;
  /** Something that the screens show has changed beside the visit. */
  changed: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The part of the desk that knows of applications: submits them, and keeps those that are left half done. */
export interface Applying {
  /** The visit has changed so; null: nobody is there. */
  follow(before: VisitState | null, next: VisitState | null): void;
  /** The draft that the flow on the screen may go on from; null: none, or the question has been answered. */
  offer(sessionId: string): OpenDraft | null;
  /** `apply.draftGone`: it has ended at another machine meanwhile; `hub.unreachable`: the question stands. */
  answer(sessionId: string, how: 'take' | 'drop' | 'later'): Promise<Result<null>>;
  /** What the citizen who is signed in has left half done. */
  open: Pick<OpenDrafts, 'find' | 'hall' | 'keepDays' | 'submitted' | 'hubChanged'>;
  /** At the citizen's wish: nothing half done of theirs is left here. */
  forgetAll(visitId: string): void;
}

export function createApplying(o: ApplyingOptions): Applying {
  let offered: { sessionId: string; draft: OpenDraft } | null = null;
  /** What the session on the screen writes. `settled`: no draft is offered to it any more. */
  let writing: (Lineage & { sessionId: string; settled: boolean }) | null = null;
  let running: AbortController | null = null;
  const open = createOpenDrafts({ ...o, listed: heard });

  function submit(session: KioskSessionState, { locale, identity }: VisitState): void {
    if (running?.signal.aborted === false) return;
    const abort = new AbortController();
    running = abort;
    const { loaded, flow: state, facts } = session;
    const isHere = () => !abort.signal.aborted && sessionOf(o.visit())?.id === session.id;
    const draft = isProven(identity) && keepsDrafts(loaded) ? lineageOf(session) : null;
    const job = { loaded, state, receiptNo: facts.no, locale, draft: draft?.id ?? null };
    const refused = (code: string): SubmitOutcome => ({ ok: false, code, stepId: null });
    const run = async (): Promise<SubmitOutcome> => {
      if (draft !== null && isProven(identity) && (await wasSubmitted(identity, draft)))
        return refused('apply.draftSubmitted');
      if (abort.signal.aborted) return refused('session.over');
      const tell = (progress: SubmitProgress) => isHere() && o.tell({ type: 'progress', progress });
      return o.submission.run(job, tell, abort.signal);
    };
    void run().then((outcome) => {
      if (running === abort) running = null;
      o.log('kiosk.submit', { flow: loaded.flow.id, code: outcome.ok ? null : outcome.code });
      if (!isHere()) return;
      if (outcome.ok) o.tell({ type: 'submitted', ...outcome.value });
      else o.tell({ type: 'submitFailed', code: outcome.code, stepId: outcome.stepId });
    });
  }

  /** The hall knows by now that another machine has submitted it. Without the hub nobody can know. */
  async function wasSubmitted(identity: NonNullable<VisitState['identity']>, of: Lineage): Promise<boolean> {
    if (of.n === 0 || !o.hall.online()) return false;
    const told = await o.hall.list(identity, [of.id]);
    return told.ok && told.value.ended.some((e) => e.id === of.id && e.why === 'submitted');
  }

  const lineageOf = ({ id }: KioskSessionState) => (writing?.sessionId === id ? writing : null);

  /** What was entered so far; a power cut may come at any moment. */
  function keep({ identity, locale }: VisitState, session: KioskSessionState): void {
    const mine = lineageOf(session);
    if (!isProven(identity) || mine === null || offered?.sessionId === session.id) return;
    const { loaded, flow } = session;
    const { id: flowId } = loaded.flow;
    if (isSubmitted(session) || flow.code === 'apply.draftSubmitted') {
      // The application itself tells the hall.
      o.drafts.forget(flowId, identity);
      o.hall.forget(identity, flowId);
      open.end(mine.id);
      return;
    }
    if (isDone(session)) {
      drop(identity, session, mine);
      return;
    }
    const saved = o.drafts.save(loaded, flow, mine, identity, locale);
    if (saved === null) return;
    writing = { ...mine, n: saved.n };
    o.hall.put(identity, saved);
  }

  function drop(
    identity: NonNullable<VisitState['identity']>,
    { loaded }: KioskSessionState,
    { id, n }: Lineage,
  ): void {
    const flowId = loaded.flow.id;
    o.drafts.forget(flowId, identity);
    open.end(id);
    if (n > 0) o.hall.drop(identity, { id, n: n + 1, flowId });
  }

  function left(visit: VisitState, session: KioskSessionState): void {
    keep(visit, session);
    running?.abort();
    o.submission.forget();
    offered = null;
    writing = null;
  }

  /** Asks whether the session that has just begun goes on from what was left half done. */
  function propose(session: KioskSessionState): void {
    const mine = lineageOf(session);
    if (mine === null || mine.settled || mine.n > 0 || isSubmitted(session)) return;
    const draft = open.find(session.loaded);
    offered = draft === null ? null : { sessionId: session.id, draft };
  }

  /** The hub has said what lies at the hall. */
  function heard(): void {
    const visit = o.visit();
    const session = sessionOf(visit);
    if (visit !== null && session !== null) {
      propose(session);
      keep(visit, session);
    }
    o.changed();
  }

  return {
    follow(before, next) {
      const [was, is] = [sessionOf(before), sessionOf(next)];
      if (before !== null && was !== null && was.id !== is?.id) left(before, was);
      if (next === null) open.look(null);
      else if (next.identity !== before?.identity || (was !== null && is === null)) open.look(next.identity);
      if (next === null || is === null) return;
      if (was?.id !== is.id) writing = { sessionId: is.id, id: is.id, n: 0, settled: false };
      if (was?.id !== is.id || before?.identity !== next.identity) propose(is);
      else if (
        (was.flow.at !== is.flow.at ||
          was.flow.page !== is.flow.page ||
          was.flow.code !== is.flow.code ||
          isSubmitted(was) !== isSubmitted(is)) &&
        open.hall() !== 'asking'
      )
        keep(next, is);
      if (wants(is.loaded.flow, is.flow).submit) submit(is, next);
    },
    offer: (sessionId) => (offered?.sessionId === sessionId ? offered.draft : null),
    async answer(sessionId, how) {
      const asked = offered;
      const visit = o.visit();
      const session = sessionOf(visit);
      const identity = visit?.identity ?? null;
      if (asked?.sessionId !== sessionId || session?.id !== sessionId || identity === null)
        return fail('session.over');
      const { draft } = asked;
      if (how !== 'take') {
        offered = null;
        writing = { sessionId, id: session.id, n: 0, settled: true };
        if (how === 'drop') drop(identity, session, draft);
        o.changed();
        return ok(null);
      }
      const taken = await open.take(draft);
      if (offered?.sessionId !== sessionId || sessionOf(o.visit())?.id !== sessionId)
        return fail('session.over');
      if (!taken.ok && taken.error.code !== 'not.found') return taken;
      offered = null;
      if (!taken.ok) {
        open.end(draft.id);
        o.changed();
        return fail('apply.draftGone');
      }
      writing = { sessionId, id: draft.id, n: taken.value.n, settled: true };
      o.tell({ type: 'resume', answers: taken.value.answers });
      o.changed();
      return ok(null);
    },
    open,
    forgetAll(visitId) {
      const visit = o.visit();
      if (visit?.id !== visitId || visit.identity === null) return;
      o.drafts.forgetAll(visit.identity);
      o.hall.forgetAll(visit.identity);
      open.look(visit.identity);
    },
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
