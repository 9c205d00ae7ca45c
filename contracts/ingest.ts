import { z } from 'zod';
import { durationMs, epochMs, seq, sha256, uuid } from './primitives.ts';

/**
 * The wire between a terminal's outbox and the hub's inbox (POST /v1/terminal/ingest).
 * A row is known by (terminal, epoch, seq) for ever. `epoch` is the uuid of the terminal database's creation.
 */
export const MAX_ITEMS = 200;
export const MAX_BATCH_BYTES = 1_000_000;
/** Largest single body, in UTF-8 bytes. */
export const MAX_BODY_BYTES = 64_000;

export const itemKind = z.enum(['rating', 'material', 'application', 'booking', 'petition']);
export type ItemKind = z.infer<typeof itemKind>;

/** How well an event's time is known: `anchor` = server time carried over by the boot clock, `wall` = the terminal's own clock. */
export const eventTime = z.object({
  ms: epochMs,
  uncertaintyMs: durationMs,
  clock: z.enum(['anchor', 'wall']),
});
export type EventTime = z.infer<typeof eventTime>;

export const ingestItem = z.object({
  seq,
  kind: z.string().min(1).max(40),
  sha256,
  /** The exact text whose UTF-8 bytes were hashed. */
  body: z.string().min(1).max(MAX_BODY_BYTES),
  at: eventTime,
});
export type IngestItem = z.infer<typeof ingestItem>;

export const ingestRequest = z.object({ epoch: uuid, items: z.array(ingestItem).min(1).max(MAX_ITEMS) });
export type IngestRequest = z.infer<typeof ingestRequest>;

/**
 * stored: committed now · duplicate: committed before, same hash · conflict: same key, other hash, both quarantined ·
 * rejected: never acceptable (`code` says why), goes dead on the terminal · retry: not now.
 */
export const outcome = z.object({
  seq,
  outcome: z.enum(['stored', 'duplicate', 'conflict', 'rejected', 'retry']),
  code: z.string().max(60).optional(),
});
export type Outcome = z.infer<typeof outcome>;
export const ingestResponse = z.object({ serverMs: epochMs, outcomes: z.array(outcome).max(MAX_ITEMS) });
export type IngestResponse = z.infer<typeof ingestResponse>;

/** Daily reconciliation: the sequence ranges (inclusive) of one epoch that the hub holds. */
export const reconcileRequest = z.object({ epoch: uuid });
export const reconcileResponse = z.object({
  serverMs: epochMs,
  ranges: z.array(z.tuple([seq, seq])).max(100_000),
});
export type ReconcileResponse = z.infer<typeof reconcileResponse>;
