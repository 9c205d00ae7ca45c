import type { output } from 'zod';
import { z } from 'zod';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { type Draft, draft, draftFrame } from '../../contracts/draft.ts';
import { draftsApi } from '../../contracts/hub/drafts-api.ts';
import { person } from '../../contracts/hub/person.ts';
import { ok, type Result } from '../../contracts/result.ts';
import type { Identity } from '../../contracts/visit.ts';
import { replyOf } from '../../sync/hub/replies.ts';
import type { HubLink, Store } from '../../sync/types.ts';
import { personOf } from '../rooms/person.ts';
import { DRAFT_MS } from './drafts.ts';

const listReply = replyOf(draftsApi.list);
export type HallList = output<typeof listReply>;

/**
 * The hall's copy of half-done applications. Each change is laid by here first, sealed, and goes when the hub is there;
 * of several changes of one draft only the last one goes.
 */
export interface HallDrafts {
  online(): boolean;
  put(who: Identity, draft: Draft): void;
  drop(who: Identity, of: { id: string; n: number; flowId: string }): void;
  /** Nothing that waits here for this flow is sent any more. */
  forget(who: Identity, flowId: string): void;
  forgetAll(who: Identity): void;
  /** `known`: drafts that lie here; the hub says what became of those that have ended. `hub.unreachable`. */
  list(who: Identity, known: readonly string[]): Promise<Result<HallList>>;
  /** `not.found`: it has ended. `hub.unreachable`. */
  take(who: Identity, id: string): Promise<Result<Draft>>;
  /** The line may have come back. */
  refresh(): void;
  stop(): void;
}

export interface HallDraftsOptions {
  store: Pick<
    Store,
    'putDocument' | 'document' | 'removeDocument' | 'documentNames' | 'forgetDocuments' | 'holderOf'
  >;
  link: Pick<HubLink, 'ask' | 'online'>;
  clock: Pick<Clock, 'wallMs'>;
  timers: Timers;
  log: (event: string, data?: Record<string, unknown>) => void;
}

const PREFIX = 'unsent-draft/';
const ASK_MS = 4_000;
/** After the hub was there and took nothing, ms. */
const AGAIN_MS = 30_000;

const waiting = z.discriminatedUnion('do', [
  z.object({ do: z.literal('put'), person, draft }),
  z.object({ do: z.literal('drop'), person, id: draftFrame.shape.id, n: draftFrame.shape.n }),
]);
type Waiting = z.infer<typeof waiting>;

/** What another try may change. */
const isOfTheMoment = (code: string): boolean =>
  ['hub.unreachable', 'hub.notOurs', 'busy', 'rate.limited', 'internal'].includes(code) ||
  code.startsWith('terminal.');

export function createHallDrafts({ store, link, clock, timers, log }: HallDraftsOptions): HallDrafts {
  let isSending = false;
  let stopped = false;
  let cancelAgain = () => {};
  const prefixOf = (who: Identity) => `${PREFIX}${store.holderOf(who.idNumber)}/`;
  const post = (what: string, body: object, timeoutMs = ASK_MS) =>
    ({ method: 'POST', path: `/kiosk/drafts/${what}`, body, timeoutMs }) as const;

  function layBy(who: Identity, flowId: string, what: Waiting): void {
    store.putDocument(`${prefixOf(who)}${flowId}`, JSON.stringify(what));
    void send();
  }

  /** One after another, until none is left or the hub takes none. */
  async function send(): Promise<void> {
    if (isSending || stopped || !link.online()) return;
    isSending = true;
    cancelAgain();
    store.forgetDocuments(PREFIX, clock.wallMs() - DRAFT_MS);
    try {
      for (let name = next(); name !== undefined && !stopped; name = next())
        if (!(await sendOne(name))) {
          cancelAgain = timers.after(AGAIN_MS, () => void send());
          return;
        }
    } finally {
      isSending = false;
    }
  }
  const next = () => store.documentNames(PREFIX)[0];

  /** false: not now. */
  async function sendOne(name: string): Promise<boolean> {
    const text = store.document(name);
    const parsed = waiting.safeParse(text === null ? null : JSON.parse(text));
    if (!parsed.success) {
      store.removeDocument(name);
      return true;
    }
    const { do: what, ...body } = parsed.data;
    const told = await link.ask(post(what, body), replyOf(draftsApi[what]));
    if (!told.ok && isOfTheMoment(told.error.code)) return false;
    log('draft.sent', { do: what, standing: told.ok ? told.value.standing : told.error.code });
    // It may have changed while it was on its way.
    if (store.document(name) === text) store.removeDocument(name);
    return true;
  }

  return {
    online: link.online,
    put: (who, body) => layBy(who, body.flow.id, { do: 'put', person: personOf(who), draft: body }),
    drop: (who, { id, n, flowId }) => layBy(who, flowId, { do: 'drop', person: personOf(who), id, n }),
    forget: (who, flowId) => store.removeDocument(`${prefixOf(who)}${flowId}`),
    forgetAll(who) {
      for (const name of store.documentNames(prefixOf(who))) store.removeDocument(name);
    },
    list: (who, known) => link.ask(post('list', { person: personOf(who), known }), listReply),
    async take(who, id) {
      const told = await link.ask(post('take', { person: personOf(who), id }), replyOf(draftsApi.take));
      return told.ok ? ok(told.value.draft) : told;
    },
    refresh: () => void send(),
    stop() {
      stopped = true;
      cancelAgain();
    },
  };
}
