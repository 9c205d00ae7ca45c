import type { Timers } from '../../contracts/clock.ts';
import type { HubContext } from '../context.ts';
import type { Gate } from '../ingest/gate.ts';
import type { BlobFolders } from './open-store.ts';

/** What the routes of blobs are handed. */
export interface BlobParts {
  hub: HubContext;
  folders: BlobFolders;
  timers: Timers;
  /** Commits at one time: each hashes a file and holds a connection of the database. */
  gate: Gate;
}

/** Who sends bytes. */
export interface Sender {
  terminalId: string;
  ip: string;
}
