import { z } from 'zod';
import type { Clock } from '../../../contracts/clock.ts';
import { words } from '../../../contracts/flow.ts';
import { epochMs, uuid } from '../../../contracts/primitives.ts';
import { MAX_KEPT } from '../../../contracts/rooms/progress.ts';
import type { Store } from '../../../sync/types.ts';
import { stepAt } from '../../flow/engine.ts';
import { knownPerson } from '../../flow/known.ts';
import type { Submission, SubmitJob, Submitted } from '../../kiosk/submit.ts';

/** What this terminal remembers of an application that was made at it: nothing of the person. */
const note = z.object({
  applicationId: uuid,
  receiptNo: z.string(),
  itemName: words,
  materialIds: z.array(uuid),
  atMs: epochMs,
  isSupplement: z.boolean(),
});
export type KeptNote = z.infer<typeof note>;

/** So long after it was made an application can be found here, whatever became of it, ms. */
export const KEPT_MS = 180 * 86_400_000;
const PREFIX = 'made/';
const byNumber = (receiptNo: string) => `${PREFIX}no/${receiptNo}`;
const byHolder = (holder: string) => `${PREFIX}of/${holder}`;

/**
 * Applications that were made at this terminal, found by receipt number and by person, sealed like all documents. What
 * becomes of them the store says; this only remembers their ids.
 */
export interface KeptApplications {
  /** `visitId`: in which it was made. */
  note(job: SubmitJob, made: Submitted, visitId: string | null): void;
  find(receiptNo: string): KeptNote | null;
  /** Newest first. */
  ofPerson(idNumber: string): KeptNote[];
  /** Receipt number of what a visit submitted last. */
  lastOf(visitId: string): string | null;
}

export function createKept(
  store: Pick<Store, 'putDocument' | 'document' | 'forgetDocuments' | 'holderOf'>,
  clock: Pick<Clock, 'wallMs'>,
): KeptApplications {
  let last: { visitId: string; receiptNo: string } | null = null;

  function read<T>(name: string, shape: z.ZodType<T>): T | null {
    const text = store.document(name);
    if (text === null) return null;
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }
  const numbersOf = (idNumber: string): string[] =>
    read(byHolder(store.holderOf(idNumber)), z.array(z.string())) ?? [];
  const find = (receiptNo: string) => read(byNumber(receiptNo), note);

  return {
    note({ loaded, state }, made, visitId) {
      const { receiptNo, applicationId, materialIds } = made;
      if (visitId !== null) last = { visitId, receiptNo };
      const step = stepAt(loaded.flow, state);
      if (step.type !== 'submit') return;
      store.forgetDocuments(PREFIX, clock.wallMs() - KEPT_MS);
      const all = made.joint ?? [{ itemName: step.itemName, receiptNo, applicationId }];
      for (const one of all) {
        const kept: KeptNote = {
          ...one,
          materialIds: [...materialIds],
          atMs: clock.wallMs(),
          isSupplement: loaded.supplements !== undefined,
        };
        // The application itself is durable: a note that the disk does not take is only not found here.
        store.putDocument(byNumber(one.receiptNo), JSON.stringify(kept));
      }
      const idNumber = knownPerson(state)?.idNumber;
      if (idNumber === undefined) return;
      const own = all.map((one) => one.receiptNo);
      const numbers = [...own, ...numbersOf(idNumber).filter((no) => !own.includes(no))].slice(0, MAX_KEPT);
      store.putDocument(byHolder(store.holderOf(idNumber)), JSON.stringify(numbers));
    },
    find,
    ofPerson: (idNumber) =>
      numbersOf(idNumber).flatMap((no) => {
        const found = find(no);
        return found === null ? [] : [found];
      }),
    lastOf: (visitId) => (last?.visitId === visitId ? last.receiptNo : null),
  };
}

/** A submission whose applications are remembered. */
export const noting = (
  submission: Submission,
  remember: (job: SubmitJob, made: Submitted) => void,
): Submission => ({
  ...submission,
  async run(job, onProgress, signal) {
    const outcome = await submission.run(job, onProgress, signal);
    if (outcome.ok) remember(job, outcome.value);
    return outcome;
  },
});
