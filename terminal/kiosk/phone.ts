import type { Timers } from '../../contracts/clock.ts';
import { type PhoneFile, phoneApi } from '../../contracts/hub/phone-api.ts';
import type { PhoneFiles, PhoneSession } from '../../contracts/kiosk-ways.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { replyOf } from '../../sync/hub/replies.ts';
import type { HubLink } from '../../sync/types.ts';
import { fetchParts } from './fetch-parts.ts';

/** The citizen's phone: a session at the hub, to which the phone sends and from which this kiosk takes. */
export interface Phone {
  /** `away`: the hub offers it, but is not reached now; null: not offered, or not known yet. */
  way(): 'ready' | 'away' | null;
  /** The line to the hub may have come or gone: asks once whether phones can reach it. */
  refresh(): void;
  /** `phone.notOffered`, `hub.unreachable`. */
  open(): Promise<Result<PhoneSession>>;
  /** `phone.over`: none is open, or its time is up; `hub.unreachable`. */
  list(): Promise<Result<PhoneFiles>>;
  /** One of those that were listed last. `not.found`, and as `fetchParts` says. */
  read(fileId: string): Promise<Result<Uint8Array>>;
  /** It goes from the hub. */
  drop(fileId: string): Promise<Result<null>>;
  /** Ends the session; nothing is kept of it here, and nothing at the hub. */
  forget(): void;
}

export interface PhoneOptions {
  link: Pick<HubLink, 'ask' | 'online'>;
  timers: Timers;
  /** `way` has changed. */
  changed: () => void;
}

/** A part is at most 1.4 MB of text. */
const PART_MS = 15_000;
const ASK_MS = 6_000;

export function createPhone({ link, timers, changed }: PhoneOptions): Phone {
  let offered: boolean | null = null;
  /** The line that `offered` was heard over is still up. */
  let isAsked = false;
  let session: string | null = null;
  let listed = new Map<string, PhoneFile>();
  /** Goes up at each end: an answer that was asked for before is nobody's. */
  let turn = 0;

  const post = (what: string, body: object, timeoutMs = ASK_MS) =>
    ({ method: 'POST', path: `/kiosk/phone/${what}`, body, timeoutMs }) as const;

  /** Best effort: the hub ends a session by itself too. */
  function close(id: string): void {
    void link.ask(post('close', { id }), replyOf(phoneApi.close));
  }

  function forget(): void {
    turn += 1;
    if (session !== null) close(session);
    session = null;
    listed = new Map();
  }

  async function askOffer(): Promise<void> {
    isAsked = true;
    const told = await link.ask({ method: 'GET', path: '/kiosk/phone' }, replyOf(phoneApi.offer));
    if (!told.ok && told.error.code === 'hub.unreachable') {
      isAsked = false;
      return;
    }
    const before = offered;
    // A hub that does not know the question does not offer it.
    offered = told.ok && told.value.offered;
    if (offered !== before) changed();
  }

  return {
    way: () => (offered !== true ? null : link.online() ? 'ready' : 'away'),
    refresh() {
      if (!link.online()) isAsked = false;
      else if (!isAsked) void askOffer();
    },
    async open() {
      forget();
      const mine = turn;
      const opened = await link.ask(post('open', {}), replyOf(phoneApi.open));
      if (!opened.ok) return opened;
      const { id, url, leftMs } = opened.value;
      if (turn !== mine) {
        close(id);
        return fail('session.over');
      }
      session = id;
      return ok({ url, leftMs });
    },
    async list() {
      if (session === null) return fail('phone.over');
      const mine = turn;
      const told = await link.ask(post('list', { id: session }), replyOf(phoneApi.list));
      if (turn !== mine) return fail('session.over');
      if (!told.ok) return told;
      const { seen, coming, leftMs, files } = told.value;
      listed = new Map(files.map((f) => [f.id, f]));
      return ok({
        seen,
        coming,
        leftMs,
        files: files.map(({ id, name, type, size }) => ({
          id,
          name,
          isPdf: type === 'application/pdf',
          bytes: size,
        })),
      });
    },
    async read(fileId) {
      const file = listed.get(fileId);
      if (session === null) return fail('phone.over');
      if (file === undefined) return fail('not.found');
      const id = session;
      const mine = turn;
      return fetchParts({
        ...file,
        ask: (offset) => link.ask(post('part', { id, fileId, offset }, PART_MS), replyOf(phoneApi.part)),
        isOver: () => turn !== mine,
        timers,
      });
    },
    async drop(fileId) {
      if (session === null) return fail('phone.over');
      listed.delete(fileId);
      const gone = await link.ask(post('remove', { id: session, fileId }), replyOf(phoneApi.remove));
      return gone.ok ? ok(null) : gone;
    },
    forget,
  };
}
