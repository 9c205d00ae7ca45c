import type { RequestState } from '../../contracts/hub/counter-api.ts';
import type { Progress } from '../../contracts/hub/terminal-api.ts';

/**
 * Life of a counter's request for a rating: waiting → rung → opened → rated, or closed otherwise. Reports of a pad
 * come late, twice or not at all: what brings nothing new changes nothing.
 */
export type RequestEvent = Progress | 'cancelled' | 'rated';

export const OPEN_STATES = ['waiting', 'rung', 'opened'] as const;
export const isOpen = (state: RequestState): boolean =>
  (OPEN_STATES as readonly RequestState[]).includes(state);

const AFTER: Readonly<
  Record<Exclude<RequestEvent, 'rung' | 'opened' | 'saved' | 'undone' | 'rated'>, RequestState>
> = {
  timedOut: 'expired',
  declined: 'declined',
  alreadyRated: 'alreadyRated',
  otherWindow: 'otherWindow',
  padFault: 'padFault',
  cancelled: 'cancelled',
};

/** As it is now: time alone closes an open request. */
export const stateAt = (state: RequestState, leftMs: number): RequestState =>
  isOpen(state) && leftMs <= 0 ? 'expired' : state;

/**
 * The state after an event; the same state when it changes nothing. `state` is as of now (`stateAt`). A rating that is
 * durable on the pad (`saved`) or here (`rated`) is a fact and closes the request however it stood: it may be told
 * late. The citizen may take back what was saved only: the caller makes sure that the hub has not received it.
 */
export function stateAfter(state: RequestState, event: RequestEvent, leftMs: number): RequestState {
  if (event === 'rated' || event === 'saved') return 'rated';
  if (event === 'undone') {
    if (state !== 'rated') return state;
    return leftMs > 0 ? 'opened' : 'expired';
  }
  if (!isOpen(state)) return state;
  if (event === 'rung') return state === 'waiting' ? 'rung' : state;
  if (event === 'opened') return 'opened';
  return AFTER[event];
}
