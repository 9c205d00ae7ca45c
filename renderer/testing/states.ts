import type { LinkState } from '../client.ts';
import { inState, LONG_REFERENCE, LONG_SESSION, PAD_STATUS, REFERENCE, SESSION } from './fixtures.ts';

const live = (status = PAD_STATUS): LinkState => ({ phase: 'live', status, receivedAt: performance.now() });
const CASE = SESSION.case;

/** Every state that the pad can show without a touch, by the gallery's name for it. */
export const STATES: Readonly<Record<string, () => LinkState>> = {
  connecting: () => ({ phase: 'connecting' }),
  recovering: () => ({ phase: 'lost', last: PAD_STATUS }),
  awaitingHall: () => live({ ...PAD_STATUS, reference: null, online: false }),
  notEnrolled: () => live({ ...PAD_STATUS, reference: null, fault: 'notEnrolled' }),
  revoked: () => live({ ...PAD_STATUS, fault: 'revoked' }),
  idle: () => live(),
  idleOffline: () => live({ ...PAD_STATUS, online: false, queue: { ready: 12, dead: 1 } }),
  idleNobody: () => live({ ...PAD_STATUS, reference: { ...REFERENCE, staffOnDuty: null } }),
  idleLong: () => live({ ...PAD_STATUS, reference: LONG_REFERENCE, queue: { ready: 50_000, dead: 1_000 } }),
  idleFault: () => live({ ...PAD_STATUS, fault: 'storeFull' }),
  rating: () => live(inState('rating')),
  ratingWalkUp: () =>
    live(
      inState('rating', { source: 'typed', staff: null, checked: false, case: { ...CASE, itemName: null } }),
    ),
  ratingLong: () =>
    live({ ...inState('rating', { ...LONG_SESSION, checked: false }), reference: LONG_REFERENCE }),
  undone: () => live(inState('undone')),
  saved: () => live(inState('saved')),
  savedOffline: () => live({ ...inState('saved'), online: false }),
  savedNegative: () =>
    live(
      inState('saved', {
        rating: { level: 1, tags: ['108', '113'], text: '多跑了两趟。', anonymous: true },
        undoMs: 0,
      }),
    ),
  savedLeaving: () => live(inState('saved', { leftMs: 9_000, undoMs: 0 })),
  thanks: () => live(inState('thanks')),
  thanksOffline: () => live({ ...inState('thanks'), online: false }),
  cancelled: () => live(inState('cancelled')),
  timedOut: () => live(inState('timedOut')),
  alreadyRated: () => live(inState('alreadyRated')),
  alreadyRatedLong: () => live(inState('alreadyRated', LONG_SESSION)),
  otherWindow: () => live(inState('otherWindow', { meantFor: '5号窗口' })),
  unknownCase: () => live(inState('unknownCase')),
  forgedReceipt: () => live(inState('forgedReceipt')),
  storeFault: () => live({ ...inState('storeFault'), fault: 'storeFault' }),
};
