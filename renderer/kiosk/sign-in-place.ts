import type { PlaceView } from '../../contracts/kiosk.ts';

/** The page of the sign-in as the service tells it. */
export type SignInPlace = Extract<PlaceView, { kind: 'signIn' }>;
