import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { panel } from './config.ts';
import { deviceClass } from './devices.ts';
import { stepId, words } from './flow.ts';
import { durationMs, locale, shortId, uuid } from './primitives.ts';
import { slip } from './slip.ts';
import { answer, done } from './terminal-answer.ts';

/**
 * What a kiosk's screens and the terminal service say to each other while a citizen is guided through a flow:
 * intentions up, one flat status down. Numbers and names come masked; the whole of them never reaches the page.
 */
const code = z.string().max(60).nullable();
const heading = { id: stepId, title: words, hint: words.nullable() };
/** A device step: how often the device failed here; from the second failure on the other way stands first. */
const byDevice = { ...heading, code, failures: z.number().int().min(0) };

export const person = z.object({ name: z.string().max(140), number: z.string().max(20) });

export const pageView = z.object({
  id: uuid,
  /** Where it came from. */
  source: z.enum(['scanner', 'camera']),
  /** The page is as it came from the scanner: the screens still have to straighten it. */
  raw: z.boolean(),
});
export type PageView = z.infer<typeof pageView>;

export const stepView = z.discriminatedUnion('type', [
  z.object({ ...heading, type: z.literal('info'), body: words }),
  z.object({
    ...heading,
    type: z.literal('choice'),
    options: z.array(z.object({ id: stepId, label: words })),
    chosen: stepId.nullable(),
  }),
  z.object({
    ...byDevice,
    type: z.literal('idCard'),
    phase: z.enum(['missing', 'waiting', 'reading', 'takeAway', 'read']),
    person: person.nullable(),
  }),
  z.object({ ...heading, type: z.literal('manualId'), code }),
  z.object({
    ...byDevice,
    type: z.literal('scanCode'),
    phase: z.enum(['missing', 'waiting', 'read']),
    /** Masked. */
    text: z.string().max(60).nullable(),
  }),
  z.object({
    ...byDevice,
    type: z.literal('scan'),
    phase: z.enum(['missing', 'ready', 'scanning']),
    pages: z.array(pageView).max(100),
    least: z.number().int(),
    most: z.number().int(),
    /** Ways to a page that this terminal has now. */
    ways: z.object({
      flatbed: z.boolean(),
      feeder: z.boolean(),
      camera: z.object({ deviceId: shortId, match: z.string().max(100).nullable() }).nullable(),
    }),
    job: z.object({ colour: z.enum(['colour', 'grey', 'blackWhite']), dpi: z.number().int() }),
  }),
  z.object({
    ...heading,
    type: z.literal('checkAnswers'),
    rows: z.array(z.object({ stepId, label: words, value: words })).max(60),
  }),
  z.object({
    ...heading,
    type: z.literal('printSlip'),
    phase: z.enum(['missing', 'printing', 'printed', 'failed']),
    code,
    /** In the language of the session. */
    slip,
  }),
  z.object({ ...heading, type: z.literal('done'), body: words }),
]);
export type StepView = z.infer<typeof stepView>;

export const kioskSession = z.object({
  id: uuid,
  flow: z.object({ id: z.string().max(60), version: z.string().max(20), title: words }),
  step: stepView,
  canBack: z.boolean(),
  /** The step may be left forwards. */
  canNext: z.boolean(),
  /** Steps of the main way: where this one stands, from 1, and of how many. */
  progress: z.object({ at: z.number().int().min(1), of: z.number().int().min(1) }),
  /**
   * The session ends in `leftMs` unless somebody answers: nobody touched the screen, or the card was taken away;
   * null: it does not ask.
   */
  ending: z.object({ why: z.enum(['idle', 'cardRemoved']), leftMs: durationMs }).nullable(),
});
export type KioskSession = z.infer<typeof kioskSession>;

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
  /** A card still lies on the reader although nobody is signed in. */
  cardLeft: z.boolean(),
  session: kioskSession.nullable(),
});
export type KioskStatus = z.infer<typeof kioskStatus>;

const inSession = z.object({ sessionId: uuid });
const ofPage = inSession.extend({ pageId: uuid });
/** A page as the screens made it: JPEG or PNG, at most 20 MB. */
const MAX_PAGE_BYTES = 20_000_000;
const pageFile = z.file().max(MAX_PAGE_BYTES).mime(['image/jpeg', 'image/png']);

export const kioskContract = {
  /** The present status at once, then every change. */
  watch: oc.output(eventIterator(kioskStatus)),
  start: oc.input(z.object({ flowId: z.string().max(60), locale })).output(done),
  /** The citizen is there: the idle time begins anew, and a question whether they are is answered with yes. */
  touch: oc.input(inSession).output(done),
  next: oc.input(inSession).output(done),
  back: oc.input(inSession).output(done),
  /** The other way of a device step. */
  fallback: oc.input(inSession).output(done),
  /** Back to a step from the check of the answers; it returns there. */
  change: oc.input(inSession.extend({ stepId })).output(done),
  choose: oc.input(inSession.extend({ option: stepId })).output(done),
  typeId: oc
    .input(inSession.extend({ name: z.string().trim().min(1).max(50), number: z.string().max(18) }))
    .output(done),
  /** Reads or prints once more. */
  again: oc.input(inSession).output(done),
  scan: oc.input(inSession.extend({ source: z.enum(['flatbed', 'feeder']) })).output(done),
  cancelScan: oc.input(inSession).output(done),
  page: oc.input(ofPage).output(answer(z.file())),
  /** A photographed page, or a scanned one that was straightened (`replaces`). Answers when it is kept. */
  putPage: oc.input(inSession.extend({ file: pageFile, replaces: uuid.nullable() })).output(done),
  removePage: oc.input(ofPage).output(done),
  /** `to`: place from 0. */
  movePage: oc.input(ofPage.extend({ to: z.number().int().min(0).max(99) })).output(done),
  /** Ends the session; nothing of the citizen is left. */
  leave: oc.input(inSession).output(done),
};
