import type { Stage } from '../../../contracts/primitives.ts';
import { CHANNEL_KIOSK } from '../../../contracts/rating.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { PadStatus } from '../../../contracts/terminal.ts';
import { Latest } from '../../latest.ts';
import { createDesk } from '../../pad/desk.ts';
import { padStatus } from '../../pad/status.ts';
import { type Attached, type AttachedKind, createAttachments } from './attached.ts';
import type { ProgressTools } from './tools.ts';

/**
 * Ratings at a kiosk (自助评价): a pad's desk without a counter behind it, of one visit at a time. A rating that is saved
 * is sent also when its visit ends without another word.
 */
export function createVisitRatings(tools: ProgressTools) {
  const { store, link, progress, visits } = tools;
  const attachments = createAttachments(tools);
  let owner: string | null = null;
  /** What is rated may be named: the receipt is here, or it was made in this visit. */
  let named = false;
  /** The number that the session was opened by, and the case that it led to. */
  let led: { no: string; caseNo: string } | null = null;
  const desk = createDesk({
    ...tools,
    channel: CHANNEL_KIOSK,
    store: {
      ...store,
      withdrawRating(id) {
        const withdrawn = store.withdrawRating(id);
        if (withdrawn.ok) attachments.dropAll();
        return withdrawn;
      },
      release(id) {
        store.release(id);
        void attachments.keep(id);
      },
    },
    link: {
      kick: link.kick,
      request: () => null,
      progress: () => undefined,
      onChange: () => () => undefined,
      async checkCase(no, stage) {
        const asked = await link.checkCase(no, stage);
        // What was made here exists, whatever the hub has heard of it by now.
        const isMadeHere = asked.ok && asked.value.state === 'unknown' && progress.kept.find(no) !== null;
        return isMadeHere ? fail('hub.unreachable') : asked;
      },
    },
  });

  let revision = 0;
  const now = (): PadStatus =>
    padStatus(revision, tools.config, store, link, desk.session(), tools.clock.boottimeMs());
  const status = new Latest(now());
  const changed = () => {
    revision += 1;
    status.set(now());
  };
  const stopListening = [desk.onChange(changed), link.onChange(changed), store.onChange(changed)];

  /** A session that is left ends as on a pad: a saved rating is released, and thanks are over at once. */
  function end(): void {
    for (let n = 0; n < 2; n += 1) {
      const session = desk.session();
      if (session !== null) desk.finish(session.id);
    }
    attachments.dropAll();
    owner = null;
  }

  /** A number alone opens nothing about the matter. */
  const shown = (session: PadStatus['session']): PadStatus['session'] =>
    session === null || named ? session : { ...session, case: { ...session.case, itemName: null } };

  const mine = (visitId: string): Result<null> =>
    owner === visitId && visits.get(visitId) !== null ? ok(null) : fail('session.over');

  return {
    desk,
    mine,
    /** Each status while the visit is on; another visit's session is none of its business. */
    async *watch(visitId: string, signal: AbortSignal | undefined): AsyncGenerator<PadStatus, void, void> {
      for await (const value of status.follow(signal)) {
        if (visits.get(visitId) === null) return;
        yield { ...value, session: owner === visitId ? shown(value.session) : null };
      }
    },
    /** Opens a session. `receipt`: the text of a hall's receipt that was read, else `no` was typed. */
    async begin(visitId: string, no: string, receipt: string | null, stage: Stage): Promise<Result<null>> {
      if (store.reference() === null) return fail('hub.unreachable');
      end();
      owner = visitId;
      named = receipt !== null || progress.kept.lastOf(visitId) === no;
      const opened =
        receipt === null
          ? await desk.walkUp('typed', no, stage)
          : await desk.walkUp('scanned', receipt, stage);
      const session = desk.session();
      if (session !== null) led = { no, caseNo: session.case.caseNo };
      if (visits.get(visitId) !== null) return opened;
      if (owner === visitId) end();
      return fail('session.over');
    },
    /** As far as this terminal knows; a receipt number counts as the case that it led to. */
    hasRated: (no: string, stage: Stage): boolean =>
      store.hasRated(no, stage) || (led?.no === no && store.hasRated(led.caseNo, stage)),
    /** Puts a photograph or a film beside the rating that is saved. */
    attach(sessionId: string, kind: AttachedKind, attached: Attached): Result<null> {
      const session = desk.session();
      if (session?.id !== sessionId || session.state !== 'saved') return fail('session.over');
      desk.touch(sessionId);
      return attachments.put(kind, attached);
    },
    detach(sessionId: string, kind: AttachedKind): Result<null> {
      if (desk.session()?.id !== sessionId) return fail('session.over');
      attachments.drop(kind);
      return ok(null);
    },
    async finish(sessionId: string): Promise<Result<null>> {
      const session = desk.session();
      if (session?.id !== sessionId) return fail('session.over');
      if (session.state === 'saved' && session.rating !== null) {
        const kept = await attachments.keep(session.rating.id);
        if (!kept.ok) return kept;
      }
      return desk.session()?.id === sessionId ? desk.finish(sessionId) : ok(null);
    },
    /** The visit is over. */
    left(visitId: string): void {
      if (owner === visitId) end();
      led = null;
      changed();
    },
    stop(): void {
      for (const stop of stopListening) stop();
      end();
      desk.stop();
    },
  };
}
export type VisitRatings = ReturnType<typeof createVisitRatings>;
