import { oc } from '@orpc/contract';
import { z } from 'zod';
import { catalogueFrame, MAX_ITEMS, serviceItem } from '../catalogue.ts';
import { epochMs, sha256, shortId } from '../primitives.ts';
import { text2 } from '../reference.ts';

/**
 * The catalogue as terminals fetch it: everything that changed after a version, in pages. Each change has a version of
 * its own, so that a page may end anywhere. A terminal that is up to date compares `digest`; where it differs, the hub
 * has come back from a backup, and the terminal begins again at 0.
 */
const version = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Items in one answer. */
export const CHANGES_A_PAGE = 100;

export const catalogueChange = z.object({
  code: shortId,
  version,
  /** null: it is no more. */
  entry: z.object({ sha256, item: serviceItem }).nullable(),
});
export type CatalogueChange = z.infer<typeof catalogueChange>;

export const catalogueReply = z.object({
  serverMs: epochMs,
  /** Of the newest change. */
  version,
  changes: z.array(catalogueChange).max(CHANGES_A_PAGE),
  more: z.boolean(),
  /** Number of items, and a hash over the codes and hashes of all: `digestOf`. */
  count: z.number().int().min(0).max(MAX_ITEMS),
  digest: sha256,
  frame: catalogueFrame,
  departments: z.array(z.object({ id: shortId, name: text2 })).max(500),
});
export type CatalogueReply = z.infer<typeof catalogueReply>;

/** What the digest is the SHA-256 of; `entries` in any order. */
export const digestInput = (entries: readonly { code: string; sha256: string }[]): string =>
  entries
    .map((e) => `${e.code} ${e.sha256}\n`)
    .sort()
    .join('');

export const catalogueApi = {
  /** Changes after a version that the terminal has; one that the hub never gave answers from the beginning. */
  changes: oc
    .route({ method: 'POST', path: '/kiosk/catalogue/changes', tags: ['kiosk'] })
    .input(z.strictObject({ after: version }))
    .output(catalogueReply),
};
