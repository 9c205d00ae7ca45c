/** Who acts, for the audit log: the login (`hub` for the hub itself and its command line) and where from. */
export interface Actor {
  login: string;
  ip: string | null;
}

/** The hub itself, as an actor; no account may have this login. */
export const HUB_ACTOR = 'hub';
/** Somebody whom the hub does not know. Not a possible login. */
export const NOBODY_KNOWN = '-';
