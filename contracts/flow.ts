import { z } from 'zod';
import { deviceClass } from './devices.ts';
import { scanJob } from './scan.ts';

/**
 * A guided flow (办事流程) as data: a folder `assets/flows/<id>/` with `flow.json`, one file of texts per language and
 * fixtures. No expressions, no HTML, no URLs. Texts are keys of the language files; `loadFlow` puts the words in.
 */
export const stepId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const textKey = z.string().regex(/^t\.[A-Za-z0-9.]{1,60}$/);
const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/);
const optionId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

/** `<step>.<part>`: a part of an answer, such as `who.name`, `housing.label`, `lease.pages`; or `session.no`, `session.date`. */
export const fieldRef = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}\.[a-z][A-Za-z0-9]{0,39}$/);

const condition = z.discriminatedUnion('op', [
  z.strictObject({ field: stepId, op: z.literal('eq'), value: optionId }),
  z.strictObject({ field: stepId, op: z.literal('in'), values: z.array(optionId).min(1).max(20) }),
  z.strictObject({ field: stepId, op: z.literal('answered') }),
  z.strictObject({ op: z.literal('not'), of: stepId }),
  z.strictObject({ op: z.literal('all'), of: z.array(stepId).min(1).max(10) }),
  z.strictObject({ op: z.literal('any'), of: z.array(stepId).min(1).max(10) }),
]);
export type Condition = z.infer<typeof condition>;

const slipPart = <T extends z.ZodType>(text: T) =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      text,
      align: z.enum(['left', 'centre', 'right']).optional(),
      size: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
      bold: z.boolean().optional(),
    }),
    z.strictObject({ type: z.literal('pair'), label: text, field: fieldRef }),
    z.strictObject({ type: z.literal('qr'), field: fieldRef }),
    z.strictObject({ type: z.literal('rule') }),
    z.strictObject({ type: z.literal('space') }),
  ]);

/** Every kind of step. `when` names a condition; a device step has a `fallback`: the exit that is offered when it cannot be done. */
const steps = <T extends z.ZodType>(text: T) => {
  const common = { id: stepId, title: text, hint: text.optional(), when: stepId.optional() };
  const byDevice = { ...common, fallback: stepId };
  return z.discriminatedUnion('type', [
    /** Tells something; the citizen goes on. */
    z.strictObject({ ...common, type: z.literal('info'), body: text }),
    /** One of some answers. `ends`: answers with which this flow cannot be done, and the exit that they lead to. */
    z.strictObject({
      ...common,
      type: z.literal('choice'),
      options: z
        .array(z.strictObject({ id: optionId, label: text }))
        .min(2)
        .max(8),
      ends: z.record(optionId, stepId).optional(),
    }),
    /** The identity card on the reader. */
    z.strictObject({ ...byDevice, type: z.literal('idCard') }),
    /** The number typed instead: checked by its check digit. */
    z.strictObject({ ...common, type: z.literal('manualId') }),
    /** A code held to the scanner. */
    z.strictObject({ ...byDevice, type: z.literal('scanCode') }),
    /** Pages by scanner or camera, whichever is there. */
    z.strictObject({
      ...byDevice,
      type: z.literal('scan'),
      job: scanJob.pick({ colour: true, dpi: true, paper: true }),
      pages: z.tuple([z.number().int().min(1).max(100), z.number().int().min(1).max(100)]),
    }),
    /** All answers once more, each with a way back to it. */
    z.strictObject({ ...common, type: z.literal('checkAnswers') }),
    /** A slip from the receipt printer, or on paper; without either its words are shown to be photographed. */
    z.strictObject({ ...common, type: z.literal('printSlip'), slip: z.array(slipPart(text)).min(1).max(60) }),
    /** The last page of a way: the session ends by itself after it. */
    z.strictObject({ ...common, type: z.literal('done'), body: text }),
  ]);
};

const document = <T extends z.ZodType>(text: T) => {
  const step = steps(text);
  return z.strictObject({
    schema: z.literal(1),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
    version,
    title: text,
    summary: text,
    requires: z.strictObject({
      app: z.string().regex(/^>=\d{1,4}\.\d{1,4}$/),
      /** Kinds of steps that this document needs, `<type>@1`. */
      steps: z.array(z.string().regex(/^[a-zA-Z]{1,30}@1$/)).max(30),
      /** Without these the flow is not offered. */
      devices: z.array(deviceClass).max(10),
    }),
    /** Seconds without a touch until the question 还在吗, and from there to the end. */
    timeout: z.strictObject({
      idle: z.number().int().min(20).max(600),
      warn: z.number().int().min(15).max(120),
    }),
    conditions: z.record(stepId, condition).default({}),
    steps: z.array(step).min(2).max(60),
    /** Steps off the main way, entered by a fallback or an answer that ends it. After an exit step comes the step after the one it stands for, or the end. */
    exits: z.record(stepId, step).default({}),
    i18n: z.strictObject({ 'zh-CN': z.string().max(60), en: z.string().max(60) }),
    fixtures: z.array(z.string().max(60)).max(50),
  });
};

/** As it is written. */
export const flowDocument = document(textKey);
export type FlowDocument = z.infer<typeof flowDocument>;

/** What stands on a screen, in both languages. */
export const words = z.object({ zh: z.string().min(1).max(500), en: z.string().min(1).max(1_000) });
export type Words = z.infer<typeof words>;

/** With its words in both languages: what the engine runs and the screens draw. */
const flowSchema = document(words);
export type Flow = z.infer<typeof flowSchema>;
export type FlowStep = Flow['steps'][number];
export type StepType = FlowStep['type'];
export type StepOf<T extends StepType> = Extract<FlowStep, { type: T }>;
