import { oc } from '@orpc/contract';
import { z } from 'zod';
import { receiptNo } from '../application.ts';
import { blobType } from '../material.ts';
import { caseNo, epochMs, label, sha256, shortId, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { cursor, PAGE } from './paging.ts';
import { person } from './person.ts';

/**
 * What a kiosk asks the hub about applications (申请) and the cases (办件) made of them, with the terminal's access
 * token. All that is about a person needs a proven one (`person.by` is not `typed`), else `auth.required`.
 */

/**
 * submitted 已提交: nobody has looked yet · supplement 待补正: the citizen is asked for more · supplemented 已补正: it came ·
 * accepted 已受理 · concluded 已办结 · refused 不予受理. The last two are the end.
 */
export const caseState = z.enum([
  'submitted',
  'supplement',
  'supplemented',
  'accepted',
  'concluded',
  'refused',
]);
export type CaseState = z.infer<typeof caseState>;

/** A step of a case's way (办件轨迹), named by what happened. */
export const caseEventKind = z.enum([
  'submitted',
  'supplementAsked',
  'supplemented',
  'accepted',
  'concluded',
  'refused',
]);
export type CaseEventKind = z.infer<typeof caseEventKind>;

/** A material that the hall asks for (补正材料). */
export const askedMaterial = z.object({ code: shortId, title: label });
export type AskedMaterial = z.infer<typeof askedMaterial>;
/** Materials asked for at once. */
export const MAX_ASKED = 20;

export const caseEvent = z.object({
  kind: caseEventKind,
  atMs: epochMs,
  /** What the clerk wrote to the citizen; null: nothing, or the reader has proven nothing. */
  reason: z.string().max(500).nullable(),
  /** Of `supplementAsked`; empty where the reader has proven nothing. */
  asked: z.array(askedMaterial).max(MAX_ASKED),
});
export type CaseEvent = z.infer<typeof caseEvent>;
/** Events that a story shows; the latest. */
export const MAX_EVENTS = 100;

export const caseSummary = z.object({
  /** The application that made the case. */
  applicationId: uuid,
  receiptNo,
  caseNo,
  itemCode: shortId,
  itemName: label,
  state: caseState,
  /** When the citizen submitted it, and when it last changed. */
  submittedMs: epochMs,
  changedMs: epochMs,
});
export type CaseSummary = z.infer<typeof caseSummary>;

/** A material of one's own case, as far as its bytes are here. */
export const caseMaterial = z.object({
  id: uuid,
  code: shortId,
  title: label,
  pages: z.number().int().min(1),
  state: z.enum(['awaitingBlob', 'whole', 'quarantined']),
});

/** A case as its own, proven applicant may read it. */
const ownStory = z.object({
  scope: z.literal('own'),
  ...caseSummary.shape,
  /** Oldest first. */
  timeline: z.array(caseEvent).max(MAX_EVENTS),
  /** What is asked for now, in state `supplement`; else empty. */
  asked: z.array(askedMaterial).max(MAX_ASKED),
  askedReason: z.string().max(500).nullable(),
  /** How the result is handed over. */
  delivery: z.enum(['window', 'express']),
  /** Where it is fetched (取件), as far as the hall knows: the window that has the case, else its department. */
  collect: z.object({ windowNo: z.string().max(20).nullable(), name: text2 }).nullable(),
  materials: z.array(caseMaterial).max(200),
});

/** A case as anybody may read it who holds its number: state and times, nothing of the person or the matter. */
const publicStory = z.object({
  scope: z.literal('public'),
  state: caseState,
  submittedMs: epochMs,
  changedMs: epochMs,
  timeline: z.array(caseEvent).max(MAX_EVENTS),
});

export const caseStory = z.discriminatedUnion('scope', [ownStory, publicStory]);
export type CaseStory = z.infer<typeof caseStory>;

/** What the hall writes to a citizen (消息). Words are the screen's, from `event`; `note` is what a clerk wrote. */
export const messageEvent = z.enum([
  'case.submitted',
  'case.supplementAsked',
  'case.supplemented',
  'case.accepted',
  'case.concluded',
  'case.refused',
  'booking.confirmed',
  'booking.refused',
  'petition.answered',
]);
export type MessageEvent = z.infer<typeof messageEvent>;

export const citizenMessage = z.object({
  id: uuid,
  event: messageEvent,
  /** Number of the case, booking or petition, and its name, such as the item's. */
  no: z.string().min(1).max(60),
  title: label,
  note: z.string().max(500).nullable(),
  asked: z.array(askedMaterial).max(MAX_ASKED),
  atMs: epochMs,
  readMs: epochMs.nullable(),
});
export type CitizenMessage = z.infer<typeof citizenMessage>;

/** An earlier material that its citizen let the hall offer again (材料复用): whole, agreed to, kept. */
export const reusableMaterial = z.object({
  id: uuid,
  applicationId: uuid,
  code: shortId,
  title: label,
  itemName: label,
  pages: z.number().int().min(1),
  size: z.number().int().min(1),
  type: blobType,
  sha256,
  /** When the citizen kept it. */
  atMs: epochMs,
});
export type ReusableMaterial = z.infer<typeof reusableMaterial>;
/** Largest document that is offered again, bytes. */
export const MAX_REUSE_BYTES = 64 * 1024 * 1024;
/** Bytes of one part of a document. */
export const REUSE_PART_BYTES = 1024 * 1024;

const ofPerson = z.strictObject({ person });
const list = z.strictObject({ person, after: cursor.optional() });

export const applicationsApi = {
  /** Newest first, by keyset. */
  cases: oc
    .route({ method: 'POST', path: '/kiosk/applications/cases', tags: ['kiosk'] })
    .input(list)
    .output(z.object({ serverMs: epochMs, rows: z.array(caseSummary).max(PAGE), next: cursor.nullable() })),
  /**
   * By receipt number or case number. `person: null`, an unproven one, or the number of somebody else's case: the
   * public story. `case.unknown`.
   */
  case: oc
    .route({ method: 'POST', path: '/kiosk/applications/case', tags: ['kiosk'] })
    .input(z.strictObject({ person: person.nullable(), no: z.union([receiptNo, caseNo]) }))
    .output(z.object({ serverMs: epochMs, story: caseStory })),
  /** Newest first, by keyset. `unread` stops counting at 1,000. */
  messages: oc
    .route({ method: 'POST', path: '/kiosk/applications/messages', tags: ['kiosk'] })
    .input(list)
    .output(
      z.object({
        serverMs: epochMs,
        rows: z.array(citizenMessage).max(PAGE),
        next: cursor.nullable(),
        unread: z.number().int().min(0).max(1_000),
      }),
    ),
  /** Once more changes nothing. `not.found`: not a message of this person. */
  readMessage: oc
    .route({ method: 'POST', path: '/kiosk/applications/messages/read', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid }))
    .output(z.object({ serverMs: epochMs })),
  /** Newest first, at most one page. */
  reusable: oc
    .route({ method: 'POST', path: '/kiosk/applications/reusable', tags: ['kiosk'] })
    .input(ofPerson)
    .output(z.object({ serverMs: epochMs, rows: z.array(reusableMaterial).max(PAGE) })),
  /**
   * The citizen takes back the consent to reuse: of one material, or of all. Once more changes nothing. `not.found`: not a
   * material of this person.
   */
  endReuse: oc
    .route({ method: 'POST', path: '/kiosk/applications/reusable/end', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid.nullable() }))
    .output(z.object({ serverMs: epochMs })),
  /**
   * One part of a reusable document: `bytes` is base64 of at most `REUSE_PART_BYTES` from `offset` on; the parts
   * together have the listed `size` and `sha256`. Audited at the first part. `not.found`: not one that `reusable` lists
   * for this person now · `input.invalid`: `offset` lies behind the end.
   */
  reusePart: oc
    .route({ method: 'POST', path: '/kiosk/applications/reusable/part', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid, offset: z.number().int().min(0).max(MAX_REUSE_BYTES) }))
    .output(
      z.object({
        serverMs: epochMs,
        size: z.number().int().min(1),
        offset: z.number().int().min(0),
        bytes: z.string().max(Math.ceil(REUSE_PART_BYTES / 3) * 4),
      }),
    ),
};
