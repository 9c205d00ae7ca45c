import type { Timers } from '../../contracts/clock.ts';
import type { HubContext } from '../context.ts';
import type { Gate } from '../ingest/gate.ts';
import type { BlobFolders } from './open-store.ts';
import type { Turns } from './turns.ts';

/** What the routes of blobs are handed. */
export interface BlobParts {
  hub: HubContext;
  folders: BlobFolders;
  timers: Timers;
  /**
   * Of bytes that arrive. More at a time are no faster, and they keep waiting whatever else writes to this disk, such as
   * the database its ratings. An upload has one in line at most: terminals get the same share.
   */
  flushes: Turns;
  /** Commits at one time: each hashes a file and holds a connection of the database. */
  gate: Gate;
}

/** Who sends bytes. */
export interface Sender {
  terminalId: string;
  ip: string;
}
