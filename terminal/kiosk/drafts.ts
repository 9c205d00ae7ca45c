import { z } from 'zod';
import type { Clock } from '../../contracts/clock.ts';
import type { Flow } from '../../contracts/flow.ts';
import type { Identity } from '../../contracts/visit.ts';
import type { Store } from '../../sync/types.ts';
import type { LoadedFlow } from '../flow/load.ts';
import { keptAnswers } from '../flow/resume.ts';
import type { Answers, FlowState } from '../flow/state.ts';

/** An application that was left half done (未办完的申请). */
export interface Draft {
  savedMs: number;
  answers: Answers;
}

/**
 * Half-done applications, sealed on this terminal, by person and flow: their choices and forms, no pages and no
 * signature. Only for whoever has proven who they are: a typed number would open another person's.
 */
export interface Drafts {
  /** Keeps what is entered so far; nothing where there is nothing to keep. */
  save(loaded: LoadedFlow, state: FlowState, identity: Identity): void;
  find(loaded: LoadedFlow, identity: Identity): Draft | null;
  forget(flowId: string, identity: Identity): void;
}

export const DRAFT_MS = 7 * 86_400_000;
const PREFIX = 'draft/';

const values = z.record(z.string().max(40), z.string().max(2_000));
const answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('read') }),
  z.object({ type: z.literal('choice'), option: z.string().max(40) }),
  z.object({ type: z.literal('multiChoice'), options: z.array(z.string().max(40)).min(1).max(6) }),
  z.object({ type: z.literal('form'), values }),
  z.object({
    type: z.literal('delivery'),
    way: z.enum(['window', 'express']).nullable(),
    values,
    pickUp: z.boolean(),
  }),
]);
const kept = z.object({ savedMs: z.number(), answers: z.record(z.string().max(40), answer) });

export function createDrafts(
  store: Pick<Store, 'putDocument' | 'document' | 'removeDocument' | 'forgetDocuments' | 'holderOf'>,
  clock: Pick<Clock, 'wallMs'>,
): Drafts {
  const nameOf = (flowId: string, identity: Identity) =>
    `${PREFIX}${store.holderOf(identity.idNumber)}/${flowId}`;
  const sweep = () => store.forgetDocuments(PREFIX, clock.wallMs() - DRAFT_MS);
  sweep();
  return {
    save({ flow }, { answers }, identity) {
      if (!keepsDrafts(flow) || identity.by === 'typed') return;
      const own = keptAnswers(flow, answers);
      if (Object.values(own).every((a) => a?.type === 'read')) return;
      sweep();
      // A draft that the disk does not take is lost, and nobody is told that it is kept longer than this visit.
      store.putDocument(nameOf(flow.id, identity), JSON.stringify({ savedMs: clock.wallMs(), answers: own }));
    },
    find({ flow }, identity) {
      if (!keepsDrafts(flow) || identity.by === 'typed') return null;
      sweep();
      const text = store.document(nameOf(flow.id, identity));
      const parsed = kept.safeParse(text === null ? null : JSON.parse(text));
      return parsed.success ? parsed.data : null;
    },
    forget: (flowId, identity) => store.removeDocument(nameOf(flowId, identity)),
  };
}

/** A flow that applies for something. */
export const keepsDrafts = (flow: Flow): boolean => flow.steps.some((s) => s.type === 'submit');
