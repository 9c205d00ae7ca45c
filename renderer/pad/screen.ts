import type { Reference } from '../../contracts/reference.ts';
import type { PadStatus, Session, SessionState } from '../../contracts/terminal.ts';
import type { LinkState } from '../client.ts';

/** What the citizen does at the pad without a session: nothing, or naming a case by scanning or typing. */
export type WalkUp = 'none' | 'scan' | 'type';

/** The one page that is shown. */
export type Screen =
  | { name: 'connecting' | 'recovering' }
  | { name: 'awaitingHall' | 'notEnrolled' | 'revoked'; status: PadStatus }
  | { name: 'idle' | 'scan' | 'type'; status: PadStatus; reference: Reference }
  | { name: SessionState; status: PadStatus; session: Session };

/** A session comes before everything, a fault before the walk-up. */
export function screenOf(link: LinkState, walkUp: WalkUp): Screen {
  if (link.phase === 'connecting') return { name: 'connecting' };
  if (link.phase === 'lost') return { name: 'recovering' };
  const { status } = link;
  const { session, fault, reference } = status;
  if (session !== null) return { name: session.state, status, session };
  if (fault === 'revoked' || fault === 'notEnrolled') return { name: fault, status };
  if (reference === null) return { name: 'awaitingHall', status };
  if (walkUp === 'none' || outOfOrder(status)) return { name: 'idle', status, reference };
  return { name: walkUp, status, reference };
}

/** The store cannot take a rating. */
export const outOfOrder = (status: PadStatus): boolean =>
  status.fault === 'storeFault' || status.fault === 'storeFull';

/**
 * Changes exactly when another page is shown: then the focus moves to its heading and its first moment takes no tap.
 * `undone` offers the levels again and so is a page of its own.
 */
export const screenKey = (screen: Screen): string =>
  'session' in screen ? `${screen.name} ${screen.session.id}` : screen.name;
