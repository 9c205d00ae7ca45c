import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { proof } from './application.ts';
import { panel } from './config.ts';
import { deviceClass } from './devices.ts';
import { fieldId, stepId, words } from './flow.ts';
import { addressesContract } from './kiosk-addresses.ts';
import { sealContract } from './kiosk-seal.ts';
import { pageWarning, person, stepView } from './kiosk-step.ts';
import { waysContract } from './kiosk-ways.ts';
import { durationMs, epochMs, locale, shortId, uuid } from './primitives.ts';
import { reference } from './reference.ts';
import { answer, done } from './terminal-answer.ts';

/**
 * What a kiosk's screens and the terminal service say to each other while a citizen is there: intentions up, one flat
 * status down. Numbers and names come masked; the whole of them never reaches the page.
 */
const code = z.string().max(60).nullable();
/** When a half-done application was changed last, and where. */
const draftPlace = {
  savedMs: epochMs,
  /** The machine, if not this one; `name` null: the hall knows it no more. */
  elsewhere: z.object({ name: words.nullable() }).nullable(),
};

export const kioskSession = z.object({
  id: uuid,
  flow: z.object({ id: z.string().max(60), version: z.string().max(20), title: words }),
  step: stepView,
  canBack: z.boolean(),
  /** The step may be left forwards. */
  canNext: z.boolean(),
  /** Steps of the main way: where this one stands, from 1, and of how many. */
  progress: z.object({ at: z.number().int().min(1), of: z.number().int().min(1) }),
  /** It applies for something: what the citizen leaves half done is kept, here and at the hall. */
  keepsDrafts: z.boolean(),
  /** The citizen has left this flow half done before, then; null: not, or the question has been answered. */
  draft: z
    .object({
      ...draftPlace,
      /** The flow has changed since: answers that no longer fit are asked for again. */
      updated: z.boolean(),
      /** Materials that were scanned and have to be scanned again. */
      scanAgain: z.array(z.object({ title: words, pages: z.number().int().min(1) })).max(30),
    })
    .nullable(),
});
export type KioskSession = z.infer<typeof kioskSession>;

/** Rooms of the kiosk beside the guided flows; each has a contract of its own in `contracts/rooms/`. */
export const room = z.enum(['services', 'booking', 'progress', 'me', 'certificates']);
export type Room = z.infer<typeof room>;

/**
 * A way to sign in beside the card · ready · waiting: whether there is one is being asked · offline: it needs the hub ·
 * notOffered: this hall has none · missing: its device does not work.
 */
export const wayView = z.enum(['ready', 'waiting', 'offline', 'notOffered', 'missing']);
export type WayView = z.infer<typeof wayView>;

/** The page of the sign-in: card, QR and SMS are open at once; whichever tells a person first signs them in. */
const signInView = z.object({
  kind: z.literal('signIn'),
  /** Of the card reader. */
  phase: z.enum(['missing', 'waiting', 'reading', 'takeAway']),
  code,
  failures: z.number().int().min(0),
  /** By the QR of an electronic identity (电子证照/身份码). `asking`: the hub is. */
  qr: z.object({ way: wayView, asking: z.boolean(), code }),
  sms: z.object({
    way: wayView,
    phase: z.enum(['phone', 'sending', 'code', 'checking']),
    /** Masked; empty: none was typed. */
    phone: z.string().max(20),
    /** How long the code that was sent holds, and when another can be sent. */
    leftMs: durationMs,
    againMs: durationMs,
    code,
  }),
  /** Masked: a phone that is proven, and nobody's whom the identity system knows. */
  phone: z.string().max(20).nullable(),
  /** A simulator stands for the identity system or the SMS gateway: the page says so. */
  simulated: z.boolean(),
});

/** Where the citizen is just now. */
export const placeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('home') }),
  signInView,
  z.object({ kind: z.literal('room'), room }),
  z.object({ kind: z.literal('flow'), session: kioskSession }),
]);
export type PlaceView = z.infer<typeof placeView>;

/** Who is signed in, as a screen may show it. */
export const maskedIdentity = person.extend({ by: proof });
export type MaskedIdentity = z.infer<typeof maskedIdentity>;

/** One citizen's visit: from the first touch to the wipe. */
export const visitView = z.object({
  id: uuid,
  /** null: a guest. */
  identity: maskedIdentity.nullable(),
  place: placeView,
  /** What the citizen who is signed in has left half done, at any machine of the hall. */
  drafts: z.array(z.object({ flowId: z.string().max(60), title: words, ...draftPlace })).max(500),
  /** Left half done here, and submitted at another machine. */
  submittedDrafts: z
    .array(
      z.object({
        flowId: z.string().max(60),
        title: words,
        receiptNo: z.string().max(60).nullable(),
        atMs: epochMs,
        place: words.nullable(),
      }),
    )
    .max(500),
  hallDrafts: z.object({
    /** none: nobody has proven who they are · away: those of other machines cannot be looked up now. */
    state: z.enum(['none', 'asking', 'known', 'away']),
    /** How long the hall keeps one, days; null: not heard yet. */
    keepDays: z.number().int().nullable(),
  }),
  /**
   * The visit ends in `leftMs` unless somebody answers: nobody touched the screen, or the card was taken away; null: it
   * does not ask.
   */
  ending: z.object({ why: z.enum(['idle', 'cardRemoved']), leftMs: durationMs }).nullable(),
});
export type VisitView = z.infer<typeof visitView>;

export const kioskStatus = z.object({
  revision: z.number().int().min(0),
  terminalId: z.string(),
  panel,
  locale,
  online: z.boolean(),
  /** A simulator stands for one of the devices: every screen says so. */
  simulated: z.boolean(),
  /** Declared cameras: the screens tell whether one is there, for only they can see it. */
  cameras: z.array(shortId).max(20),
  hall: z.object({ name: words, phone: z.string().max(40) }).nullable(),
  flows: z
    .array(
      z.object({
        id: z.string().max(60),
        title: words,
        summary: words,
        /** Devices that are needed and do not work now: it is not offered, and the screen says why. */
        missing: z.array(deviceClass),
      }),
    )
    .max(500),
  /** A card still lies on the reader although nobody is there. */
  cardLeft: z.boolean(),
  /** What is not recorded can be spoken, too (`contracts/speech.ts`). */
  speaks: z.boolean(),
  /** Version of the hall's slides and notices (`board`); null until the hub was reached for the first time. */
  boardVersion: z.string().max(80).nullable(),
  /** null: nobody is there. */
  visit: visitView.nullable(),
});
export type KioskStatus = z.infer<typeof kioskStatus>;

/** What the hall shows to everybody: slides (宣传图) and notices (通知公告). */
export const board = reference.pick({ slides: true, notices: true });
export type Board = z.infer<typeof board>;

const inVisit = z.object({ visitId: uuid });
const inSession = z.object({ sessionId: uuid });
const ofPage = inSession.extend({ pageId: uuid });
/** A page as the screens made it: JPEG or PNG, at most 20 MB. */
const MAX_PAGE_BYTES = 20_000_000;
const pageFile = z.file().max(MAX_PAGE_BYTES).mime(['image/jpeg', 'image/png']);
const signatureFile = z.file().max(1_000_000).mime(['image/png']);
const fieldValues = z.record(fieldId, z.string().max(2_000));
/** A file on a stick that may become a page: its name as the stick has it. */
export const stickFile = z.object({
  id: z.string().max(20),
  name: z.string().max(255),
  bytes: z.number().int(),
});
export type StickFile = z.infer<typeof stickFile>;

export const kioskContract = {
  /** The present status at once, then every change. */
  watch: oc.output(eventIterator(kioskStatus)),
  board: oc.output(board),
  /** The first touch: a guest is there. */
  begin: oc.input(z.object({ locale })).output(done),
  /** The citizen is there: the idle time begins anew, and a question whether they are is answered with yes. */
  touch: oc.input(inVisit).output(done),
  language: oc.input(inVisit.extend({ locale })).output(done),
  /** To the first page. A flow that was begun is left, with all that was entered in it. */
  home: oc.input(inVisit).output(done),
  open: oc.input(inVisit.extend({ room })).output(done),
  /** To the page of the sign-in; it leads back to where it was asked from. */
  signIn: oc.input(inVisit).output(done),
  /** Leaves the sign-in without one. */
  cancelSignIn: oc.input(inVisit).output(done),
  /** Name and number from the keyboard: they prove nothing, and open nothing about the person. */
  signInTyped: oc
    .input(inVisit.extend({ name: z.string().trim().min(1).max(50), number: z.string().max(18) }))
    .output(done),
  /** Sends a code by SMS to a phone. Answers when the hub is being asked; what it says comes with the status. */
  signInPhone: oc.input(inVisit.extend({ phone: z.string().max(20) })).output(done),
  /** The code that came. As `signInPhone`. */
  signInCode: oc.input(inVisit.extend({ code: z.string().max(10) })).output(done),
  /** To another phone number. */
  signInOtherPhone: oc.input(inVisit).output(done),
  /** Begins a guided flow. */
  start: oc.input(inVisit.extend({ flowId: z.string().max(60) })).output(done),
  /** Ends the visit; nothing of the citizen is left. */
  finish: oc.input(inVisit).output(done),
  /** Calls the hall's staff to this kiosk (呼叫工作人员). `hub.unreachable`: nobody was told. */
  help: oc.output(done),
  next: oc.input(inSession).output(done),
  back: oc.input(inSession).output(done),
  /** The other way of a device step. */
  fallback: oc.input(inSession).output(done),
  /** Back to a step, or a field of a form, from the check of the answers; it returns there. */
  change: oc.input(inSession.extend({ stepId, fieldId: fieldId.nullable() })).output(done),
  choose: oc.input(inSession.extend({ option: stepId })).output(done),
  /** All answers that are chosen now; none of them: the step is open again. */
  chooseMany: oc.input(inSession.extend({ options: z.array(stepId).max(6) })).output(done),
  typeId: oc
    .input(inSession.extend({ name: z.string().trim().min(1).max(50), number: z.string().max(18) }))
    .output(done),
  /** Fields of the form on the screen as they are typed; the others stay. */
  fillForm: oc.input(inSession.extend({ values: fieldValues })).output(done),
  deliver: oc
    .input(
      inSession.extend({
        way: z.enum(['window', 'express']).optional(),
        values: fieldValues.optional(),
        pickUp: z.boolean().optional(),
      }),
    )
    .output(done),
  /** The signature as a picture. Answers when it is kept. */
  sign: oc.input(inSession.extend({ file: signatureFile })).output(done),
  /**
   * Whether a half-done application is taken up again. drop: it is forgotten, everywhere · later: it stays, and this is a
   * new one. `apply.draftGone`, `hub.unreachable`.
   */
  resume: oc.input(inSession.extend({ answer: z.enum(['take', 'drop', 'later']) })).output(done),
  /** Reads, prints or submits once more. */
  again: oc.input(inSession).output(done),
  scan: oc.input(inSession.extend({ source: z.enum(['flatbed', 'feeder']) })).output(done),
  cancelScan: oc.input(inSession).output(done),
  page: oc.input(ofPage).output(answer(z.file())),
  /** A photographed page, or a scanned one that was straightened (`replaces`). Answers when it is kept. */
  putPage: oc
    .input(
      inSession.extend({
        file: pageFile,
        replaces: uuid.nullable(),
        /** Dots an inch; null: not known. */
        dpi: z.number().int().min(1).max(4_800).nullable(),
        warnings: z.array(pageWarning).max(10),
      }),
    )
    .output(done),
  /** The citizen keeps a page whatever the quality check says of it. */
  keepPage: oc.input(ofPage).output(done),
  /** Pictures and PDFs on the USB stick. `usb.missing`. */
  stickFiles: oc.input(inSession).output(answer(z.array(stickFile).max(200))),
  /** Brings one of them in. `usb.missing`, `page.full`, `page.pdfAlone`, `material.*`. */
  importFile: oc.input(inSession.extend({ fileId: z.string().max(20) })).output(done),
  ...waysContract,
  ...sealContract,
  ...addressesContract,
  removePage: oc.input(ofPage).output(done),
  /** `to`: place from 0. */
  movePage: oc.input(ofPage.extend({ to: z.number().int().min(0).max(99) })).output(done),
  /** Leaves the flow for the first page; nothing that was entered in it is left. */
  leave: oc.input(inSession).output(done),
};
