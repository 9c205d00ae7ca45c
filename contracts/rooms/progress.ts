import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { receiptNo } from '../application.ts';
import { words } from '../flow.ts';
import { caseStory, caseSummary } from '../hub/applications-api.ts';
import { cursor, PAGE } from '../hub/paging.ts';
import { padUpdate } from '../pad-status.ts';
import { caseNo, epochMs, locale, shortId, stage, uuid } from '../primitives.ts';
import { level, ratingText, tagCode } from '../rating.ts';
import { answer, done } from '../terminal-answer.ts';
import { MAX_VIDEO_BYTES } from '../video.ts';

/**
 * The kiosk's room of progress (进度查询) and of rating (自助评价). Who holds a number reads states and dates; what is of
 * the person is told only to whoever has proven to be it.
 */
const inVisit = z.object({ visitId: uuid });

/** A receipt number (回执号) or a case number (办件编号). */
export const followedNo = z.union([receiptNo, caseNo]);
/** As typed: the service makes a number of it, or says `case.badNo`. */
const typedNo = z.string().max(80);

/**
 * An application that was made at this terminal. waiting: it lies here and goes by itself · sending: part of it is there ·
 * sent: the hub has all of it · dead: the hub does not take it, staff have to look.
 */
export const keptApplication = z.object({
  receiptNo,
  /** null: the reader has proven nothing. */
  itemName: words.nullable(),
  /** When the citizen submitted it. */
  atMs: epochMs,
  state: z.enum(['waiting', 'sending', 'sent', 'dead']),
  /** It adds to an earlier application (补正). */
  isSupplement: z.boolean(),
});
export type KeptApplication = z.infer<typeof keptApplication>;
/** Of one person, newest first. */
export const MAX_KEPT = 30;

export const myCases = z.object({
  /** false: the hub is away, and only what lies here is told. */
  live: z.boolean(),
  /** Newest first. */
  cases: z.array(caseSummary).max(PAGE),
  next: cursor.nullable(),
  /** Without those that the hub has told of. */
  kept: z.array(keptApplication).max(MAX_KEPT),
});
export type MyCases = z.infer<typeof myCases>;

const ofNumber = {
  no: z.string().max(60),
  /** The stage (办理环节) that can be rated now, and whether it has been (已评价) as far as is known. */
  stage,
  rated: z.boolean(),
};
/** here: this terminal made it, and the hub does not know it yet or cannot be asked. */
export const followed = z.discriminatedUnion('at', [
  z.object({ at: z.literal('hall'), ...ofNumber, asOfMs: epochMs, story: caseStory }),
  z.object({ at: z.literal('here'), ...ofNumber, kept: keptApplication }),
]);
export type Followed = z.infer<typeof followed>;

/** What a code held to the scanner names; null: none came in this time. `stage`: only a hall's receipt (受理回执) tells it. */
export const scannedNo = z.object({ no: z.string().max(60), stage: stage.nullable() }).nullable();
export type ScannedNo = z.infer<typeof scannedNo>;

/** A page of the room: my cases, or the one with this number. */
const returnTo = z.discriminatedUnion('page', [
  z.object({ page: z.literal('mine') }),
  z.object({ page: z.literal('story'), no: z.string().max(60) }),
]);
export type ReturnTo = z.infer<typeof returnTo>;

const inSession = inVisit.extend({ sessionId: uuid });
/** A photograph with a rating, bytes. */
const MAX_PHOTO_BYTES = 6_000_000;

export const progressContract = {
  /** `auth.required`: only who has proven who they are. */
  mine: oc.input(inVisit.extend({ after: cursor.optional() })).output(answer(myCases)),
  /** `case.badNo` `case.unknown`; `hub.unreachable`: this terminal knows nothing of it, and the hub is away. */
  find: oc.input(inVisit.extend({ no: typedNo })).output(answer(followed)),
  /** Waits a few seconds for a code. `device.missing` `receipt.unreadable` `receipt.forged`. */
  read: oc.input(inVisit).output(answer(scannedNo)),
  /** The page that waits for a code is left. */
  stopReading: oc.input(inVisit).output(done),
  /**
   * Begins the guided way of a supplement (补正补齐) to one's own case. `auth.required`; `case.notNow`: nothing is asked
   * for; as `find`.
   */
  supplement: oc.input(inVisit.extend({ no: typedNo })).output(done),
  /** Where a sign-in shall lead back to. */
  leaveAt: oc.input(inVisit.extend({ at: returnTo })).output(done),
  /** Where a sign-in was left for, once; null: the beginning. */
  resume: oc.input(inVisit).output(answer(z.object({ at: returnTo.nullable() }))),
  /** What this visit submitted last and has not rated yet; null: nothing. */
  offer: oc.input(inVisit).output(answer(z.object({ receiptNo: receiptNo.nullable() }))),
  /** The camera that the screens open; null: none is declared or plugged in. */
  camera: oc.input(inVisit).output(
    answer(
      z
        .object({
          deviceId: shortId,
          /** Part of its label that tells it from others; null: the first. */
          match: z.string().max(100).nullable(),
        })
        .nullable(),
    ),
  ),
  rate: {
    /** A rating session of this visit as a pad has it; `session` null: none. Ends with the visit. */
    watch: oc.input(inVisit).output(eventIterator(padUpdate)),
    /** Opens one by a number or by the receipt that was read last. `case.badNo`. */
    begin: oc.input(inVisit.extend({ no: typedNo, stage })).output(done),
    /** One tap. Answers after the durable commit. */
    rate: oc.input(inSession.extend({ level, locale, elder: z.boolean() })).output(done),
    undo: oc.input(inSession).output(done),
    detail: oc
      .input(inSession.extend({ tags: z.array(tagCode).max(40), text: ratingText, anonymous: z.boolean() }))
      .output(done),
    touch: oc.input(inSession).output(done),
    /** Puts a photograph beside the rating, in the place of an earlier one; it is kept when the rating ends. */
    photo: oc
      .input(inSession.extend({ file: z.file().max(MAX_PHOTO_BYTES).mime(['image/jpeg', 'image/png']) }))
      .output(done),
    /** Likewise a short video (评价短视频): WebM without sound. `video.bad`. */
    video: oc
      .input(inSession.extend({ file: z.file().max(MAX_VIDEO_BYTES).mime(['video/webm']) }))
      .output(done),
    /** Takes one of them away again. */
    detach: oc.input(inSession.extend({ kind: z.enum(['photo', 'video']) })).output(done),
    /** Ends it from any state. `store.full`, `store.fault`: what was attached cannot be kept; the rating is. */
    finish: oc.input(inSession).output(done),
  },
};
