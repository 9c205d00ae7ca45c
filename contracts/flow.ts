import { z } from 'zod';
import { deviceClass } from './devices.ts';
import { shortId } from './primitives.ts';
import { scanJob } from './scan.ts';
import { sealLater } from './seal.ts';

/**
 * A guided flow (办事流程) as data: a folder `assets/flows/<id>/` with `flow.json`, one file of texts per language and
 * fixtures. No expressions, no HTML, no URLs. Texts are keys of the language files; `loadFlow` puts the words in.
 */
export const stepId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const textKey = z.string().regex(/^t\.[A-Za-z0-9.]{1,60}$/);
const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/);
const optionId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
export const fieldId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

/**
 * `<step>.<part>`: a part of an answer, such as `who.name`, `housing.label`, `lease.count`, `home.address` (a form's
 * field), `send.receiptNo`; or `session.no`, `session.date`.
 */
export const fieldRef = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}\.[a-z][A-Za-z0-9]{0,39}$/);

/** What a condition asks: a `choice` or `multiChoice` step by its id, or a choice field of a form by `<step>.<field>`. */
const askedOf = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(\.[a-z][A-Za-z0-9]{0,39})?$/);

const condition = z.discriminatedUnion('op', [
  z.strictObject({ field: askedOf, op: z.literal('eq'), value: optionId }),
  z.strictObject({ field: askedOf, op: z.literal('in'), values: z.array(optionId).min(1).max(20) }),
  z.strictObject({ field: askedOf, op: z.literal('answered') }),
  /** Of a `multiChoice` step: the answer is among those that were chosen. */
  z.strictObject({ field: stepId, op: z.literal('has'), value: optionId }),
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
    /** Of every item that was submitted: its name, its receipt number, and that number as a QR code. */
    z.strictObject({ type: z.literal('receipts') }),
    z.strictObject({ type: z.literal('rule') }),
    z.strictObject({ type: z.literal('space') }),
  ]);

/** Kinds of fields of a form, each checked by its own rule (`terminal/flow/validate.ts`). */
export const fieldKind = z.enum([
  'text',
  'longText',
  'number',
  /** `YYYY-MM-DD`. */
  'date',
  /** A mobile number (手机号码). */
  'phone',
  /** 公民身份号码, GB 11643. */
  'idNumber',
  /** 统一社会信用代码, GB 32100. */
  'uscc',
  'postcode',
  'choice',
]);
export type FieldKind = z.infer<typeof fieldKind>;

/** Where a field's first value comes from; the citizen types nothing that is known already. */
export const fieldFill = z.enum([
  'identity.name',
  'identity.idNumber',
  'identity.address',
  /** For a choice with the options `male` and `female`, or a text (男, 女). */
  'identity.sex',
  'identity.birth',
  'identity.phone',
  /**
   * What the enterprise register (企业登记库) says of the code that was typed in a field of kind `uscc` before it; until it
   * has said anything, as `earlier`.
   */
  'enterprise.name',
  'enterprise.type',
  'enterprise.address',
  /** 法定代表人: only where the item needs it. */
  'enterprise.legalPerson',
  /** What the citizen gave in a field of the same id earlier in this visit. */
  'earlier',
]);
export type FieldFill = z.infer<typeof fieldFill>;

const formField = <T extends z.ZodType>(text: T) =>
  z.strictObject({
    id: fieldId,
    label: text,
    kind: fieldKind,
    required: z.boolean().default(true),
    /** Of a choice, and only there. */
    options: z
      .array(z.strictObject({ id: optionId, label: text }))
      .min(2)
      .max(12)
      .optional(),
    /** Of texts: characters · of a number: its value · of a date: days from today (`max: 0`: not later than today). */
    min: z.number().int().optional(),
    max: z.number().int().optional(),
    hint: text.optional(),
    /** Asked only while this condition holds; it may name a choice field that stands earlier in the same form. */
    when: stepId.optional(),
    fill: fieldFill.optional(),
  });

/** An item of a joint application. `own`: steps that no other item gets, unless it names them too; all others are shared. */
const jointItem = <T extends z.ZodType>(text: T) =>
  z.strictObject({
    item: shortId,
    itemName: text,
    when: stepId,
    own: z.array(stepId).max(20).default([]),
  });

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
    /** Some of some answers, at least one. */
    z.strictObject({
      ...common,
      type: z.literal('multiChoice'),
      options: z
        .array(z.strictObject({ id: optionId, label: text }))
        .min(2)
        .max(6),
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
      /** The material of the item that the pages become; without one they are not sent. */
      material: z.strictObject({ code: shortId, title: text }).optional(),
    }),
    /** Fields to be filled in, a few a page. */
    z.strictObject({
      ...common,
      type: z.literal('form'),
      fields: z.array(formField(text)).min(1).max(12),
    }),
    /** How the result is handed over (取件): at a window or, where the item allows it, by express (证照快递). */
    z.strictObject({ ...common, type: z.literal('delivery'), express: z.boolean() }),
    /** All answers once more, each with a way back to it. */
    z.strictObject({ ...common, type: z.literal('checkAnswers') }),
    /** The citizen's signature by finger under `statement`; it is sent as the material `signature`. */
    z.strictObject({ ...common, type: z.literal('sign'), statement: text }),
    /**
     * The electronic seal (电子印章) of the enterprise that is applied for, on the form that was signed. `otherwise`: what is
     * done where it cannot be had now.
     */
    z.strictObject({ ...common, type: z.literal('seal'), otherwise: sealLater }),
    /**
     * Everything so far becomes an application (申请) for a service item (事项): first kept here, then sent. With `joint`
     * (联合审批) each item whose condition holds gets an application of its own, all made in one go; `item` names the matter
     * as a whole, and is submitted itself only where there is no `joint`.
     */
    z.strictObject({
      ...common,
      type: z.literal('submit'),
      item: shortId,
      itemName: text,
      joint: z.array(jointItem(text)).min(2).max(9).optional(),
    }),
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
    /** Where it stands in lists: smaller first, those without one last. */
    rank: z.number().int().min(1).max(999).optional(),
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
export type FormField = StepOf<'form'>['fields'][number];
