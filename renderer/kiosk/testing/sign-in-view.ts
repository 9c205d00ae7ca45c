import type { PlaceView } from '../../../contracts/kiosk.ts';

/** The page of a sign-in at a kiosk that reads cards and offers no other way. */
export const SIGN_IN: PlaceView = {
  kind: 'signIn',
  phase: 'reading',
  code: null,
  failures: 0,
  qr: { way: 'notOffered', asking: false, code: null },
  sms: { way: 'notOffered', phase: 'phone', phone: '', leftMs: 0, againMs: 0, code: null },
  phone: null,
  simulated: false,
};
