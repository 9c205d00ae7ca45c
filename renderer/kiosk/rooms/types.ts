import type { MaskedIdentity } from '../../../contracts/kiosk.ts';

export type { MaskedIdentity };

/** What every room of the kiosk is handed. */
export interface RoomProps {
  visitId: string;
  /** null: a guest. */
  identity: MaskedIdentity | null;
  /** Back to the kiosk's first page; the visit goes on. */
  onHome: () => void;
  /** Sign in, and come back to this room. */
  onSignIn: () => void;
  /** Begins a guided flow within this visit. */
  onFlow: (flowId: string) => void;
}
