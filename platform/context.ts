import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { HubConfig } from '../contracts/config.ts';
import type { BlobStore } from './blobs/store.ts';
import type { Database } from './db/schema.ts';

/** What every part of the hub is handed. Nothing in the hub reads the clock, makes an id or logs but through it. */
export interface HubContext {
  config: HubConfig;
  db: Kysely<Database>;
  now: () => Date;
  newId: () => string;
  secrets: Secrets;
  bus: Bus;
  /** Bytes of materials. What may be read, and by whom, is not decided here: `blobs/read.ts`. */
  blobs: BlobStore;
  log: Logger;
}

/** Keys of the hub: from `HUB_KEY` or the 0600 file `hub.key`. */
export interface Secrets {
  /** AES-256-GCM; `binding` is additional data that ties the bytes to their row, e.g. `rating.text:<id>`. */
  seal(plain: Uint8Array, binding: string): Buffer;
  /** Throws when the bytes or the binding are not those that were sealed. */
  open(sealed: Uint8Array, binding: string): Buffer;
  /** HMAC-SHA-256 under a key derived for `purpose`. */
  mac(purpose: string, text: string): Buffer;
  /** Ed25519 over the text's UTF-8 bytes (receipts); base64url. */
  sign(text: string): string;
  /** base64url of the raw public key. */
  readonly publicKey: string;
}

/** Messages between hub processes (PostgreSQL LISTEN/NOTIFY). A message says where to look, never what. */
export interface BusMessages {
  /** A window has a new, cancelled or expired request. */
  request: { windowId: string; requestId: string };
  /** A request changed its state. */
  requestState: { requestId: string };
  /** Reference data changed; null = of every window. */
  reference: { windowId: string | null };
  /** A terminal was revoked. */
  terminal: { terminalId: string };
  /** Ratings were received (ids of at most 50; a burst is cut). */
  ratings: { ids: string[] };
  /** A blob was committed, or a virus was found in it. */
  blob: { sha256: string };
  /** Rows of materials were received. */
  material: { applicationId: string };
}
export interface Bus {
  publish<K extends keyof BusMessages>(topic: K, message: BusMessages[K]): Promise<void>;
  /** Returns how to stop. */
  subscribe<K extends keyof BusMessages>(topic: K, listener: (message: BusMessages[K]) => void): () => void;
}
