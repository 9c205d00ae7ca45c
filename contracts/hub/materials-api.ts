import { oc } from '@orpc/contract';
import { z } from 'zod';
import { blobType, materialDocument, materialPage, materialSignature } from '../material.ts';
import {
  caseNo,
  durationMs,
  epochMs,
  label,
  locale,
  sha256,
  shortId,
  terminalId,
  uuid,
} from '../primitives.ts';
import { text2 } from '../reference.ts';
import { cursor, PAGE } from './paging.ts';

/** The console's room of materials (电子材料). Personal data: each look has an audit row of its own. */

/** awaitingBlob: its file is still on its way · whole: here, hashes compared · quarantined: `reason` says why; never opened. */
export const materialState = z.enum(['awaitingBlob', 'whole', 'quarantined']);
export type MaterialState = z.infer<typeof materialState>;

export const materialRow = z.object({
  id: uuid,
  applicationId: uuid,
  caseNo: caseNo.nullable(),
  code: shortId,
  title: label,
  terminalId,
  state: materialState,
  /** Code of `contracts/errors.ts` when quarantined. */
  reason: z.string().max(60).nullable(),
  pages: z.number().int(),
  /** Bytes. */
  size: z.number().int(),
  type: blobType,
  /** When the citizen kept it, and when the hub received its row. */
  atMs: epochMs,
  receivedMs: epochMs,
  /** Under legal hold (保全). */
  held: z.boolean(),
});
export type MaterialRow = z.infer<typeof materialRow>;

export const materialFilter = z.object({
  fromMs: epochMs.optional(),
  toMs: epochMs.optional(),
  applicationId: uuid.optional(),
  /** From its beginning. */
  caseNo: z.string().trim().max(40).optional(),
  code: shortId.optional(),
  terminalId: terminalId.optional(),
  state: materialState.optional(),
});
export type MaterialFilter = z.infer<typeof materialFilter>;

/** All that the hub knows of one material. */
export const materialStory = z.object({
  row: materialRow,
  pages: z.array(materialPage).max(200),
  document: materialDocument,
  operator: shortId.nullable(),
  locale,
  app: z.string(),
  flow: z.object({ id: z.string(), version: z.string(), hash: sha256 }).nullable(),
  reuse: z.boolean(),
  epoch: uuid,
  seq: z.number().int(),
  /** Verified anew at this reading with the key that the terminal had enrolled when the row came in. */
  signature: materialSignature.extend({
    valid: z.boolean(),
    /** base64url of the raw key. */
    publicKey: z.string(),
  }),
  /** What the hub's look at the bytes found; empty when nothing, or when they are not here. */
  suspicious: z.array(z.string()).max(20),
  virusScan: z.enum(['unscanned', 'clean', 'infected']).nullable(),
});
export type MaterialStory = z.infer<typeof materialStory>;

/** Materials that one application is shown with at most. */
export const MAX_MATERIALS = 200;

export const application = z.object({
  id: uuid,
  caseNo: caseNo.nullable(),
  terminalId,
  windowName: text2,
  firstMs: epochMs,
  lastMs: epochMs,
  hold: z.object({ by: z.string(), atMs: epochMs, reason: z.string().nullable() }).nullable(),
  /** When it is swept by the hall's retention; null: kept. */
  keptUntilMs: epochMs.nullable(),
  materials: z.array(materialStory).max(MAX_MATERIALS),
  /** It has more materials than are shown here. */
  more: z.boolean(),
  /** Opens the thumbnails of this application. */
  ticket: z.string(),
});
export type Application = z.infer<typeof application>;

/** Opens bytes for this session, for this purpose, for this long. */
export const ticket = z.object({ ticket: z.string(), expiresInMs: durationMs });

/**
 * Bytes are fetched by plain GET with a ticket: `document` (Range; for looking or, with a ticket for that, as a
 * download), `thumbnail` (WebP), `exported` (zip).
 */
export const materialPaths = {
  document: (applicationId: string, id: string, ticket: string): string =>
    `/v1/console/applications/${applicationId}/materials/${id}/document?ticket=${ticket}`,
  thumbnail: (applicationId: string, id: string, page: number, ticket: string): string =>
    `/v1/console/applications/${applicationId}/materials/${id}/thumbnails/${page}?ticket=${ticket}`,
  exported: (applicationId: string, ticket: string): string =>
    `/v1/console/applications/${applicationId}/export.zip?ticket=${ticket}`,
};

/** Why an application is held or released; kept sealed. */
const reason = z.string().trim().min(2).max(300);

export const materialsApi = {
  /** Newest first, by keyset. */
  list: oc
    .route({ method: 'POST', path: '/console/materials/search', tags: ['console'] })
    .input(z.object({ filter: materialFilter, after: cursor.optional() }))
    .output(z.object({ rows: z.array(materialRow).max(PAGE), next: cursor.nullable() })),
  /** One application with its materials. Audited as `material.open`. */
  application: oc
    .route({ method: 'GET', path: '/console/applications/{id}', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(application),
  /** Audited as `material.view` or `material.download`, before anything is seen. `material.notWhole`. */
  look: oc
    .route({
      method: 'POST',
      path: '/console/applications/{id}/materials/{materialId}/look',
      tags: ['console'],
    })
    .input(z.object({ id: uuid, materialId: uuid, purpose: z.enum(['view', 'download']) }))
    .output(ticket),
  /** A zip of every whole material with a manifest. Audited as `material.export`. */
  export: oc
    .route({ method: 'POST', path: '/console/applications/{id}/export', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(ticket),
  /** Legal hold (保全): held materials are never swept. */
  hold: oc
    .route({ method: 'POST', path: '/console/applications/{id}/hold', tags: ['console'] })
    .input(z.object({ id: uuid, hold: z.boolean(), reason }))
    .output(z.object({ serverMs: epochMs })),
};
