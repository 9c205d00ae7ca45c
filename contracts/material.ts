import { z } from 'zod';
import { caseNo, epochMs, label, locale, sha256, shortId, uuid } from './primitives.ts';

/**
 * A digitised material (电子材料): one document of an application, made of pages, with where and when each page was
 * made, signed by the terminal. It travels as an outbox row of kind `material`; its bytes travel as blobs. The hub
 * holds the row as `awaitingBlob` until every blob it names is committed.
 */

/** A blob up to this size goes by one PUT, a larger one by tus in chunks of this size, bytes. */
export const BLOB_CHUNK_BYTES = 4 * 1024 * 1024;
/** Largest blob, bytes. */
export const MAX_BLOB_BYTES = 500 * 1024 * 1024;

/** Lower-case hexadecimal SM3 (GB/T 32905). */
export const sm3 = z.string().regex(/^[0-9a-f]{64}$/);

export const materialPage = z.strictObject({
  /** From 1. */
  no: z.number().int().min(1).max(200),
  /** Of the page's picture as it was placed in the document. */
  sha256,
  widthPx: z.number().int().min(1).max(40_000),
  heightPx: z.number().int().min(1).max(40_000),
  /** null: not known, as of a photograph without a known size. */
  dpi: z.number().int().min(1).max(4_800).nullable(),
  /** `certificate`: from the e-certificate library (以证代材料) · `touch`: drawn on the screen, as a signature is. */
  source: z.enum(['scanner', 'camera', 'usb', 'phone', 'reuse', 'certificate', 'touch']),
  /** Id of the device in the terminal's declarations; null for imports. */
  device: shortId.nullable(),
  /** When the page was made, by the terminal's best clock. */
  at: epochMs,
  /** What the quality check said, such as `blurred`; kept by the citizen all the same. */
  warnings: z.array(z.string().regex(/^[a-z][A-Za-z]{0,39}$/)).max(10),
});
export type MaterialPage = z.infer<typeof materialPage>;

/** What a paper may be: of an application, from a phone, of the e-certificate library. */
export const paperType = z.enum(['application/pdf', 'image/jpeg', 'image/png']);
export type PaperType = z.infer<typeof paperType>;
/** What a blob may be; the hub looks at the bytes and takes nothing else. A film comes with a rating alone. */
export const blobType = z.enum([...paperType.options, 'video/webm']);
export type BlobType = z.infer<typeof blobType>;

/** What comes with a rating is a material of this code; its application is the rating's id. */
export const RATING_PHOTO = 'rating-photo';
export const RATING_VIDEO = 'rating-video';

export const materialDocument = z.strictObject({
  sha256,
  sm3,
  size: z.number().int().min(1).max(MAX_BLOB_BYTES),
  type: blobType,
  /** `PDF/A-2b` where the document keeps to it; null else. */
  profile: z.string().max(20).nullable(),
});

const unsigned = {
  v: z.literal(1),
  id: uuid,
  terminalId: z.string().max(40),
  /** The application that it belongs to; made on the terminal. */
  applicationId: uuid,
  /** Known only where the hub has made a case of the application already. */
  caseNo: caseNo.nullable(),
  /** Code of the material in the item's list. */
  code: shortId,
  title: label,
  /** The flow that asked for it. */
  flow: z.strictObject({ id: z.string().max(60), version: z.string().max(20), hash: sha256 }).nullable(),
  pages: z.array(materialPage).min(1).max(200),
  document: materialDocument,
  /** Staff member who helped; null: the citizen alone. */
  operator: shortId.nullable(),
  /** The citizen has agreed that the hall may offer this material again in later applications (材料复用). */
  reuse: z.boolean(),
  locale,
  app: z.string().min(1).max(40),
  /** When the citizen kept it. */
  at: epochMs,
};

/** `value`: base64url signature over `materialSigned`; `Ed25519` by the terminal's device key, `SM2` where configured. */
export const materialSignature = z.strictObject({
  alg: z.enum(['Ed25519', 'SM2']),
  value: z.string().regex(/^[A-Za-z0-9_-]{60,200}$/),
});

/** Body of an outbox row of kind `material`. */
export const materialBody = z.strictObject({ ...unsigned, signature: materialSignature });
export type MaterialBody = z.infer<typeof materialBody>;
export type UnsignedMaterial = Omit<MaterialBody, 'signature'>;

/** The bytes that are signed: the body without its signature as JSON with keys in alphabetical order, UTF-8. */
export const materialSigned = ({
  signature: _,
  ...body
}: UnsignedMaterial & { signature?: unknown }): string => `hall-terminal material v1\n${canonical(body)}`;

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

/**
 * The wire of blobs at the hub, with the terminal's access token (`Authorization: Bearer`):
 *
 * | request | answer |
 * |---|---|
 * | `HEAD /v1/blobs/<sha256>` | 200 committed · 404 not here |
 * | `PUT /v1/blobs/<sha256>` ≤ 4 MiB, `Content-Length` | 204 staged; 422 `blob.badHash` `blob.empty`, 413 `input.tooLarge` |
 * | tus 1.0 under `/v1/uploads` (creation, expiration, termination; `Upload-Metadata: sha256 <base64>`, nothing else) | as the standard; each PATCH is on disk (fsync) before its answer. 422 `blob.badMetadata` `blob.empty`, 404 `blob.uploadUnknown`, 410 `blob.uploadExpired`, 423 `blob.uploadBusy` |
 * | `POST /v1/blobs/<sha256>/commit` `{ "size": n, "upload": "<tus id>"? }` | 200 `blobCommitted`, idempotent: hashes again, renames, syncs the directory, then the row. The only acknowledgement. 404 `blob.notStaged`, 409 `blob.incomplete`, 422 `blob.badHash` `blob.badLength` (send anew) `blob.badType` `blob.tooManyPixels` `blob.infected` (never) |
 *
 * Everywhere 429 `blob.quota`, 503 `busy` and 507 `blob.noSpace`, with `Retry-After`: later.
 */
export const blobCommit = z.strictObject({
  size: z.number().int().min(1).max(MAX_BLOB_BYTES),
  upload: z
    .string()
    .regex(/^[A-Za-z0-9_-]{10,100}$/)
    .optional(),
});
export const blobCommitted = z.object({ sha256, size: z.number().int().min(1), serverMs: epochMs });
