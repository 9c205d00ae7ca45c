import type { Proof } from './application.ts';
import type { Locale } from './primitives.ts';

/**
 * One citizen's visit at a kiosk: from the first touch to the wipe. Everything that a room of the kiosk keeps of the
 * citizen hangs on it and goes with it. `identity` never leaves the terminal service whole: screens get it masked.
 */
export interface Identity {
  name: string;
  /** 18 digits, checked. */
  idNumber: string;
  by: Proof;
  /** As on the card; null where the proof tells none. */
  address: string | null;
  phone: string | null;
}

export interface Visit {
  id: string;
  /** null: a guest. */
  identity: Identity | null;
  locale: Locale;
}
