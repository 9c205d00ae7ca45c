import type { Person } from '../../../contracts/hub/person.ts';
import type { Stage } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import {
  type Followed,
  followedNo,
  type KeptApplication,
  type MyCases,
  type ReturnTo,
  type ScannedNo,
} from '../../../contracts/rooms/progress.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import { checkReceipt } from '../../pad/receipt-check.ts';
import { askCase, askCases } from './hall.ts';
import type { KeptNote } from './kept.ts';
import { createVisitRatings } from './ratings.ts';
import { supplementFlow } from './supplement-flow.ts';
import type { ProgressTools } from './tools.ts';

/** The receipt (受理回执) that a visit read last: its signature holds. */
interface ReadReceipt {
  visitId: string;
  text: string;
  no: string;
  stage: Stage;
}

/** Progress and rating at a kiosk: each method answers for the visit that it names, `session.over` for any other. */
export function createProgressDesk(tools: ProgressTools) {
  const { link, visits, store, progress } = tools;
  const ratings = createVisitRatings(tools);
  let receipt: ReadReceipt | null = null;
  let left: { visitId: string; at: ReturnTo } | null = null;
  const stopListening = visits.onEnd((visitId) => {
    receipt = null;
    left = null;
    progress.code.stop();
    ratings.left(visitId);
  });

  /** Runs `f` for the visit, and answers nothing to one that ended meanwhile. */
  async function within<T>(
    visitId: string,
    f: (visit: Visit) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const visit = visits.get(visitId);
    if (visit === null) return fail('session.over');
    const result = await f(visit);
    return visits.get(visitId) === null ? fail('session.over') : result;
  }

  /** `isOwn`: the reader has proven to be who made it. */
  const viewOf = (note: KeptNote, isOwn: boolean): KeptApplication => ({
    receiptNo: note.receiptNo,
    itemName: isOwn ? note.itemName : null,
    atMs: note.atMs,
    state: progress.sending(note.materialIds, note.applicationId).state,
    isSupplement: note.isSupplement,
  });
  function keptOf(identity: Identity | null, no: string): KeptApplication | null {
    const note = progress.kept.find(no);
    if (note === null) return null;
    const isOwn =
      isProven(identity) && progress.kept.ofPerson(identity.idNumber).some((n) => n.receiptNo === no);
    return viewOf(note, isOwn);
  }

  async function find({ identity }: Visit, typed: string): Promise<Result<Followed>> {
    const no = numberOf(typed);
    if (no === null) return fail('case.badNo');
    const kept = keptOf(identity, no);
    const here = (k: KeptApplication): Followed => ({
      at: 'here',
      no,
      stage: 1,
      rated: ratings.hasRated(no, 1),
      kept: k,
    });
    if (kept !== null && kept.state !== 'sent') return ok(here(kept));
    const asked = await askCase(link, isProven(identity) ? personOf(identity) : null, no);
    if (!asked.ok) return kept === null ? asked : ok(here(kept));
    const stage = asked.value.story.state === 'concluded' ? 2 : 1;
    return ok({ at: 'hall', no, stage, rated: await isRated(no, stage), ...asked.value });
  }

  async function isRated(no: string, stage: Stage): Promise<boolean> {
    if (ratings.hasRated(no, stage)) return true;
    const known = await link.checkCase(no, stage);
    if (!known.ok) return false;
    const { state, case: found } = known.value;
    return state === 'alreadyRated' || (found !== null && store.hasRated(found.caseNo, stage));
  }

  /** What a code says; its receipt is remembered for a rating. */
  function understood(visitId: string, text: string): Result<ScannedNo> {
    const key = store.reference()?.receiptKey;
    const read = key === undefined ? fail('receipt.unreadable') : checkReceipt(text, key);
    if (read.ok) {
      const { caseNo: no, stage } = read.value;
      receipt = { visitId, text, no, stage };
      return ok({ no, stage });
    }
    if (read.error.code === 'receipt.forged') return read;
    const no = numberOf(text);
    return no === null ? fail('receipt.unreadable') : ok({ no, stage: null });
  }

  return {
    ratings,

    mine: (visitId: string, after?: string) =>
      within<MyCases>(visitId, async ({ identity }) => {
        if (!isProven(identity)) return fail('auth.required');
        const kept =
          after === undefined ? progress.kept.ofPerson(identity.idNumber).map((n) => viewOf(n, true)) : [];
        const asked = await askCases(link, personOf(identity), after);
        if (!asked.ok) {
          if (after !== undefined) return asked;
          return ok({ live: false, cases: [], next: null, kept });
        }
        const { rows: cases, next } = asked.value;
        const isTold = (k: KeptApplication) =>
          k.state === 'sent' || cases.some((c) => c.receiptNo === k.receiptNo);
        return ok({ live: true, cases, next, kept: kept.filter((k) => !isTold(k)) });
      }),

    find: (visitId: string, no: string) => within<Followed>(visitId, (visit) => find(visit, no)),

    read: (visitId: string) =>
      within<ScannedNo>(visitId, async () => {
        const read = await progress.code.read();
        if (!read.ok) return read;
        return read.value === null ? ok(null) : understood(visitId, read.value);
      }),
    stopReading: (visitId: string) =>
      within<null>(visitId, () => {
        progress.code.stop();
        return ok(null);
      }),

    supplement: (visitId: string, no: string) =>
      within<null>(visitId, async (visit) => {
        if (!isProven(visit.identity)) return fail('auth.required');
        const found = await find(visit, no);
        if (!found.ok) return found;
        const story = found.value.at === 'hall' ? found.value.story : null;
        if (story?.scope !== 'own' || story.asked.length === 0) return fail('case.notNow');
        if (visits.get(visitId) === null) return fail('session.over');
        return progress.begin(visitId, supplementFlow(story));
      }),

    leaveAt: (visitId: string, at: ReturnTo) =>
      within<null>(visitId, () => {
        left = { visitId, at };
        return ok(null);
      }),
    resume: (visitId: string) =>
      within<{ at: ReturnTo | null }>(visitId, () => {
        const at = left?.visitId === visitId ? left.at : null;
        left = null;
        return ok({ at });
      }),

    camera: (visitId: string) =>
      visits.get(visitId) === null ? fail('session.over') : ok(progress.camera()),

    offer: (visitId: string) =>
      within<{ receiptNo: string | null }>(visitId, () => {
        const no = progress.kept.lastOf(visitId);
        return ok({ receiptNo: no === null || ratings.hasRated(no, 1) ? null : no });
      }),

    beginRating: (visitId: string, typed: string, stage: Stage) =>
      within<null>(visitId, async () => {
        const no = numberOf(typed);
        if (no === null) return fail('case.badNo');
        const isRead = receipt?.visitId === visitId && receipt.no === no && receipt.stage === stage;
        return ratings.begin(visitId, no, isRead ? (receipt?.text ?? null) : null, stage);
      }),

    stop(): void {
      stopListening();
      progress.code.stop();
      ratings.stop();
    },
  };
}

/** As a number is written: capitals, no blanks. null: it cannot be one. */
function numberOf(typed: string): string | null {
  const parsed = followedNo.safeParse(typed.replaceAll(/\s/g, '').toUpperCase());
  return parsed.success ? parsed.data : null;
}

const personOf = ({ name, idNumber, by }: Identity): Person => ({ name, idNumber, by });

const isProven = (identity: Identity | null): identity is Identity =>
  identity !== null && identity.by !== 'typed';
