import type { ErrorCode } from '../../contracts/errors.ts';
import type { CounterRequest, RequestState } from '../../contracts/hub/counter-api.ts';

/** States in which a request still waits for the citizen, in the order in which it goes through them. */
export const OPEN_STATES = ['waiting', 'rung', 'opened'] as const satisfies readonly RequestState[];
export const isOver = (state: RequestState): boolean =>
  !(OPEN_STATES as readonly RequestState[]).includes(state);

/**
 * What the desk is doing: at most one request at a time. `endsMs` is on the page's monotonic clock (the hub says how
 * much time is left, never until when).
 */
export type Desk =
  | { kind: 'free' }
  | { kind: 'sending' }
  | { kind: 'refused'; code: ErrorCode }
  | {
      kind: 'open';
      request: CounterRequest;
      endsMs: number;
      cancelling: boolean;
      lost: boolean;
      code: ErrorCode | null;
    }
  | { kind: 'over'; request: CounterRequest };

export type DeskEvent =
  | { type: 'send' }
  | { type: 'refused'; code: ErrorCode }
  /** The hub's newest word on a request, from whichever call. */
  | { type: 'heard'; request: CounterRequest; nowMs: number }
  | { type: 'lost' }
  | { type: 'gone' }
  | { type: 'cancel' }
  | { type: 'cancelFailed'; code: ErrorCode }
  | { type: 'clear' };

export function deskStep(desk: Desk, event: DeskEvent): Desk {
  switch (event.type) {
    case 'send':
      return desk.kind === 'open' || desk.kind === 'sending' ? desk : { kind: 'sending' };
    case 'refused':
      return desk.kind === 'sending' ? { kind: 'refused', code: event.code } : desk;
    case 'heard':
      return heard(desk, event.request, event.nowMs);
    case 'lost':
      return desk.kind === 'open' ? { ...desk, lost: true } : desk;
    case 'gone':
      return desk.kind === 'open' ? { kind: 'refused', code: 'request.notFound' } : desk;
    case 'cancel':
      return desk.kind === 'open' ? { ...desk, cancelling: true, code: null } : desk;
    case 'cancelFailed':
      return desk.kind === 'open' ? { ...desk, cancelling: false, code: event.code } : desk;
    case 'clear':
      return desk.kind === 'over' || desk.kind === 'refused' ? { kind: 'free' } : desk;
  }
}

/**
 * Mostly a request goes forward, but not always: within the undo time a citizen takes a rating back (`rated` →
 * `opened`), and a rating that was saved in time beats an end that the hub assumed meanwhile. So the newest word counts.
 */
function heard(desk: Desk, request: CounterRequest, nowMs: number): Desk {
  const current = desk.kind === 'open' || desk.kind === 'over' ? desk.request.id : null;
  if (current !== null && current !== request.id) return desk;
  if (isOver(request.state)) return { kind: 'over', request };
  return {
    kind: 'open',
    request,
    endsMs: nowMs + request.leftMs,
    cancelling: desk.kind === 'open' && desk.cancelling,
    lost: false,
    code: desk.kind === 'open' ? desk.code : null,
  };
}

/** How far an open request has come: a place in OPEN_STATES, -1 when it is over. */
export const progress = (state: RequestState): number =>
  (OPEN_STATES as readonly RequestState[]).indexOf(state);
