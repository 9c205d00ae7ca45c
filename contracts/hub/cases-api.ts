import { oc } from '@orpc/contract';
import { z } from 'zod';
import { proof, receiptNo } from '../application.ts';
import { caseNo, epochMs, label, locale, shortId, terminalId, uuid } from '../primitives.ts';
import { seal, sealLater } from '../seal.ts';
import {
  askedMaterial,
  caseEvent,
  caseState,
  caseSummary,
  MAX_ASKED,
  MAX_EVENTS,
} from './applications-api.ts';
import { cursor, PAGE } from './paging.ts';

/** The console's side of applications: the cases (办件) that kiosks brought, an application's form, what a clerk does. */

export const caseRow = caseSummary.extend({
  terminalId,
  proof,
  /** The hall's list has the item's code. */
  itemKnown: z.boolean(),
});
export type CaseRow = z.infer<typeof caseRow>;

export const caseFilter = z.object({
  fromMs: epochMs.optional(),
  toMs: epochMs.optional(),
  state: caseState.optional(),
  itemCode: shortId.optional(),
  /** From its beginning; or a whole receipt number. */
  no: z.string().trim().max(60).optional(),
});
export type CaseFilter = z.infer<typeof caseFilter>;

const shownText = z.string().max(2_000);

/** What is masked until somebody asks to see it whole: numbers, telephones, addresses. */
const personal = z.object({
  idNumber: z.string().max(40),
  phone: z.string().max(40).nullable(),
  answers: z.array(z.object({ label: z.string().max(500), shown: shownText })).max(200),
  delivery: z.discriminatedUnion('way', [
    z.object({ way: z.literal('window') }),
    z.object({
      way: z.literal('express'),
      recipient: z.string().max(50),
      phone: z.string().max(20),
      address: z.string().max(200),
      postcode: z.string().max(6),
      pickUp: z.boolean(),
    }),
  ]),
});
export type PersonalPart = z.infer<typeof personal>;

export const applicationForm = z.object({
  id: uuid,
  receiptNo,
  atMs: epochMs,
  receivedMs: epochMs,
  terminalId,
  proof,
  locale,
  flow: z.object({ id: z.string(), version: z.string() }),
  name: z.string().max(140),
  enterprise: z.object({ uscc: z.string().max(40), name: z.string().max(200) }).nullable(),
  /** Masked. */
  personal,
  /** What the application names; `here`: its row has come. */
  materials: z.array(z.object({ id: uuid, code: shortId, title: label, here: z.boolean() })).max(50),
  /** It was made to add to this earlier receipt (补正). */
  supplements: receiptNo.nullable(),
  /** It was submitted as one with others (联合审批): receipt number of the first, which one, of how many. */
  joint: z.object({ no: receiptNo, n: z.number().int(), of: z.number().int() }).nullable(),
  /** The enterprise's electronic seal; null: the flow asks for none. */
  seal: z
    .discriminatedUnion('state', [
      seal.pick({ no: true, name: true, uscc: true, simulated: true }).extend({
        state: z.literal('sealed'),
        atMs: epochMs,
        /** By the e-seal platform, for this enterprise; `unknown`: the hub has no key of it. */
        signed: z.enum(['valid', 'invalid', 'unknown']),
        /** The form that came is the one that was sealed; `missing`: it has not come. */
        covers: z.enum(['same', 'other', 'missing']),
      }),
      z.object({ state: z.literal('later'), way: sealLater }),
    ])
    .nullable(),
});
export type ApplicationForm = z.infer<typeof applicationForm>;

export const caseDesk = z.object({
  case: caseRow,
  /** Oldest first; `actor`: login of the clerk, null: the citizen. */
  timeline: z.array(caseEvent.extend({ actor: z.string().nullable() })).max(MAX_EVENTS),
  /** Every application of the case: the one that made it first, then its supplements. */
  applications: z.array(z.object({ id: uuid, receiptNo, atMs: epochMs })).max(50),
  /** null: its content was deleted, by the hall's retention or at the applicant's wish. */
  form: applicationForm.nullable(),
});
export type CaseDesk = z.infer<typeof caseDesk>;

/** What a clerk writes to the citizen; kept sealed. */
const reason = z.string().trim().min(2).max(500);

/** accept 受理 · askSupplement 补正 · conclude 办结 · refuse 不予受理 */
export const caseAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('accept') }),
  z.strictObject({
    action: z.literal('askSupplement'),
    reason,
    asked: z.array(askedMaterial).min(1).max(MAX_ASKED),
  }),
  z.strictObject({ action: z.literal('conclude'), reason }),
  z.strictObject({ action: z.literal('refuse'), reason }),
]);
export type CaseAction = z.infer<typeof caseAction>;

export const casesApi = {
  /** Newest first, by keyset. Nothing personal in it. */
  list: oc
    .route({ method: 'POST', path: '/console/cases/search', tags: ['console'] })
    .input(z.object({ filter: caseFilter, after: cursor.optional() }))
    .output(z.object({ rows: z.array(caseRow).max(PAGE), next: cursor.nullable() })),
  /** An application's form and its case. Audited as `case.open`. `not.found`: no application has that id, only materials. */
  desk: oc
    .route({ method: 'GET', path: '/console/applications/{id}/case', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(caseDesk),
  /** What the form masks (显示). Audited as `case.reveal` before it is answered. */
  reveal: oc
    .route({ method: 'POST', path: '/console/applications/{id}/reveal', tags: ['console'] })
    .input(z.object({ id: uuid }))
    .output(personal),
  /** Audited as `case.accept`, `case.askSupplement`, `case.conclude`, `case.refuse`. `case.unknown` · `case.notNow`. */
  act: oc
    .route({ method: 'POST', path: '/console/cases/{caseNo}/act', tags: ['console'] })
    .input(z.object({ caseNo, act: caseAction }))
    .output(z.object({ serverMs: epochMs, state: caseState })),
};
