import type { Clock, Timers } from '../../contracts/clock.ts';
import { caseNo as caseNoSchema, type Locale, type Stage } from '../../contracts/primitives.ts';
import { type Level, type RatedCase, type RatingBody, ratingBody } from '../../contracts/rating.ts';
import { DEFAULT_RULES, type Reference } from '../../contracts/reference.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { HubLink, Store } from '../../sync/types.ts';
import { checkReceipt } from './receipt-check.ts';
import { canRate, canUndo, IDLE, type PadEvent, type PadState, reduce, type Session } from './session.ts';

export interface DeskOptions {
  store: Pick<
    Store,
    'reference' | 'fault' | 'hasRated' | 'saveRating' | 'amendRating' | 'withdrawRating' | 'release'
  >;
  link: Pick<HubLink, 'request' | 'progress' | 'checkCase' | 'kick' | 'onChange'>;
  /** Where the ratings are made (评价渠道). */
  channel: RatingBody['channel'];
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** Version of the product, written into each rating. */
  app: string;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** How long a walk-up waits for the hub to know the case before it goes on unchecked, ms. */
const CASE_CHECK_MS = 3_000;

/** The pad's desk: holds the session, does the durable work around the reducer, and says when something changed. */
export interface Desk {
  session(): Session | null;
  shown(sessionId: string): Result<null>;
  rate(sessionId: string, level: Level, locale: Locale, elder: boolean): Result<null>;
  undo(sessionId: string): Result<null>;
  detail(sessionId: string, tags: string[], text: string, anonymous: boolean): Result<null>;
  touch(sessionId: string): Result<null>;
  finish(sessionId: string): Result<null>;
  walkUp(source: 'scanned' | 'typed', text: string, stage: Stage): Promise<Result<null>>;
  onChange(listener: () => void): () => void;
  /** Ends the session as its time-out would; a saved rating is released. */
  stop(): void;
}

export function createDesk(o: DeskOptions): Desk {
  let state: PadState = IDLE;
  /** Body of the saved rating while it can still be added to. */
  let body: RatingBody | null = null;
  let cancelTimer: () => void = () => undefined;
  const listeners = new Set<() => void>();

  const rules = () => o.store.reference()?.rules ?? DEFAULT_RULES;

  function apply(event: PadEvent): void {
    const before = state;
    const step = reduce(state, event, rules(), o.clock.boottimeMs());
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'progress') o.link.progress(effect.requestId, effect.state);
      else {
        o.store.release(effect.ratingId);
        o.link.kick();
      }
    }
    if (state.session?.state !== 'saved') body = null;
    if (before.session?.state !== state.session?.state)
      o.log('pad.session', { state: state.session?.state ?? 'idle', source: state.session?.source });
    schedule();
    if (state !== before) for (const listener of listeners) listener();
    // A request that had to wait may now have its turn.
    if (before.session !== null && state.session === null && event.type !== 'request') lookAtRequest();
  }

  function schedule(): void {
    cancelTimer();
    const s = state.session;
    cancelTimer =
      s === null
        ? () => undefined
        : o.timers.after(Math.max(1, s.until - o.clock.boottimeMs()), () => apply({ type: 'tick' }));
  }

  function lookAtRequest(): void {
    const reference = o.store.reference();
    if (reference === null) return;
    const request = o.link.request();
    apply({
      type: 'request',
      request,
      window: reference.window.id,
      hasRated: request !== null && o.store.hasRated(request.case.caseNo, request.case.stage),
      storeFault: o.store.fault() !== null,
      newId: o.newId(),
    });
  }

  /** The session that a screen speaks of, or `session.over` when the screen is late. */
  function current(sessionId: string): Result<Session> {
    return state.session?.id === sessionId ? ok(state.session) : fail('session.over');
  }

  function rate(sessionId: string, level: Level, locale: Locale, elder: boolean): Result<null> {
    const s = current(sessionId);
    if (!s.ok) return s;
    // The same tap again: it is saved already.
    if (s.value.state === 'saved' && s.value.rating?.level === level) return ok(null);
    if (!canRate(s.value)) return fail('session.over');
    const reference = o.store.reference();
    if (reference === null) return fail('session.over');
    const rating = newBody(s.value, level, locale, elder, reference);
    const stored = o.store.saveRating(rating, rules().holdSeconds * 1_000);
    if (!stored.ok) {
      o.log('rating.saveFailed', { code: stored.error.code });
      apply({ type: 'saveFailed' });
      return stored;
    }
    apply({ type: 'saved', ratingId: rating.id, level, anonymous: rating.anonymous });
    body = rating;
    return ok(null);
  }

  function newBody(
    s: Session,
    level: Level,
    locale: Locale,
    elder: boolean,
    reference: Reference,
  ): RatingBody {
    return {
      v: 1,
      id: o.newId(),
      requestId: s.requestId,
      case: s.case,
      windowId: reference.window.id,
      staffId: s.staffId,
      level,
      tags: [],
      tagSetVersion: reference.tagSet.version,
      text: '',
      anonymous: false,
      channel: o.channel,
      source: s.source,
      checked: s.checked,
      locale,
      elder,
      app: o.app,
    };
  }

  function undo(sessionId: string): Result<null> {
    const s = current(sessionId);
    if (!s.ok) return s;
    const { rating } = s.value;
    if (rating === null || !canUndo(s.value, o.clock.boottimeMs())) return fail('undo.late');
    const withdrawn = o.store.withdrawRating(rating.id);
    if (!withdrawn.ok) return withdrawn;
    apply({ type: 'undone' });
    return ok(null);
  }

  function detail(sessionId: string, tags: string[], text: string, anonymous: boolean): Result<null> {
    const s = current(sessionId);
    if (!s.ok) return s;
    if (s.value.state !== 'saved' || body === null) return fail('session.over');
    const known = new Set(o.store.reference()?.tagSet.tags.map((t) => t.code));
    if (tags.some((t) => !known.has(t))) return fail('rating.badTag');
    const next = ratingBody.safeParse({
      ...body,
      tags,
      text,
      anonymous: anonymous && rules().anonymousAllowed,
    });
    if (!next.success)
      return fail(next.error.issues[0]?.message === 'TEXT_TOO_LONG' ? 'rating.textTooLong' : 'rating.badTag');
    const amended = o.store.amendRating(next.data);
    if (!amended.ok) return amended;
    body = next.data;
    apply({ type: 'amended', tags, text, anonymous: next.data.anonymous });
    return ok(null);
  }

  function simple(type: 'shown' | 'touch' | 'finish'): (sessionId: string) => Result<null> {
    return (sessionId) => {
      const s = current(sessionId);
      if (!s.ok) return s;
      apply({ type });
      return ok(null);
    };
  }

  async function walkUp(source: 'scanned' | 'typed', text: string, stage: Stage): Promise<Result<null>> {
    const reference = o.store.reference();
    if (reference === null) return fail('session.over');
    if (state.session !== null && (canRate(state.session) || state.session.state === 'saved'))
      return fail('session.over');
    const named = source === 'scanned' ? scannedCase(text, reference) : typedCase(text, stage);
    if (!named.ok && named.error.code !== 'receipt.forged') return named;
    if (!named.ok) return open(NO_CASE, 'forgedReceipt', false);
    const plain: RatedCase = { ...named.value, itemCode: null, itemName: null };

    if (o.store.fault() !== null) return open(plain, 'storeFault', false);
    if (o.store.hasRated(plain.caseNo, plain.stage)) return open(plain, 'alreadyRated', true);
    const found = await withTimeout(o.link.checkCase(plain.caseNo, plain.stage));
    if (found === null || !found.ok) return open(plain, 'rating', false);
    const known = found.value.case ?? plain;
    // The number of a receipt leads to its case.
    if (o.store.hasRated(known.caseNo, known.stage)) return open(known, 'alreadyRated', true);
    const outcome = { found: 'rating', unknown: 'unknownCase', alreadyRated: 'alreadyRated' } as const;
    return open(known, outcome[found.value.state], true);

    function open(
      c: RatedCase,
      outcome: Extract<PadEvent, { type: 'walkUp' }>['outcome'],
      checked: boolean,
    ): Result<null> {
      apply({ type: 'walkUp', id: o.newId(), source, case: c, checked, outcome });
      return ok(null);
    }
  }

  /** null when the hub does not answer in time. */
  function withTimeout<T>(work: Promise<T>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const cancel = o.timers.after(CASE_CHECK_MS, () => resolve(null));
      work.then(resolve, reject).finally(cancel);
    });
  }

  const stopLink = o.link.onChange(lookAtRequest);
  lookAtRequest();

  return {
    session: () => state.session,
    shown: simple('shown'),
    rate,
    undo,
    detail,
    touch: simple('touch'),
    finish: simple('finish'),
    walkUp,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopLink();
      cancelTimer();
      if (state.session?.state === 'saved' && state.session.rating !== null)
        o.store.release(state.session.rating.id);
    },
  };
}

/** Stands for the case of a forged receipt: nothing that was read from it is shown. */
const NO_CASE: RatedCase = { caseNo: '0', stage: 1, itemCode: null, itemName: null };

function scannedCase(text: string, reference: Reference): Result<{ caseNo: string; stage: Stage }> {
  const receipt = checkReceipt(text, reference.receiptKey);
  return receipt.ok ? ok({ caseNo: receipt.value.caseNo, stage: receipt.value.stage }) : receipt;
}

function typedCase(text: string, stage: Stage): Result<{ caseNo: string; stage: Stage }> {
  const parsed = caseNoSchema.safeParse(text.trim().toUpperCase());
  return parsed.success ? ok({ caseNo: parsed.data, stage }) : fail('input.invalid');
}
