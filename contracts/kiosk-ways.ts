import { oc } from '@orpc/contract';
import { z } from 'zod';
import { certificateId, certificateView, MAX_CERTIFICATES } from './certificate.ts';
import { durationMs, epochMs, label, uuid } from './primitives.ts';
import { answer, done } from './terminal-answer.ts';

/**
 * Ways to a page of a scan step that lead over the hub: from the citizen's phone (手机扫码上传), from what the citizen has
 * submitted before (材料复用), and from the e-certificate library (以证代材料).
 */

/** A session of a phone: `url` is to be drawn as a QR code. */
export const phoneSession = z.object({ url: z.string().max(500), leftMs: durationMs });
export type PhoneSession = z.infer<typeof phoneSession>;

export const phoneFiles = z.object({
  /** A phone has opened the page. */
  seen: z.boolean(),
  /** Files on their way. */
  coming: z.number().int().min(0).max(100),
  leftMs: durationMs,
  /** Oldest first. */
  files: z
    .array(z.object({ id: uuid, name: z.string().max(120), isPdf: z.boolean(), bytes: z.number().int() }))
    .max(100),
});
export type PhoneFiles = z.infer<typeof phoneFiles>;

/** A material of an earlier application that its citizen let the hall offer again. */
export const earlierMaterial = z.object({
  id: uuid,
  title: label,
  itemName: label,
  pages: z.number().int().min(1),
  /** When the citizen kept it. */
  atMs: epochMs,
});
export type EarlierMaterial = z.infer<typeof earlierMaterial>;

/** Certificates and proofs that may stand for the material of a step, and are valid. */
export const fittingCertificates = z.object({
  /** A simulator stands for the library: the screen says so. */
  simulated: z.boolean(),
  rows: z
    .array(certificateView.pick({ id: true, kind: true, name: true, issuer: true, validUntil: true }))
    .max(MAX_CERTIFICATES),
});
export type FittingCertificates = z.infer<typeof fittingCertificates>;

const inSession = z.object({ sessionId: uuid });
const ofFile = inSession.extend({ fileId: uuid });

export const waysContract = {
  /** A new session; an earlier one ends. `phone.notOffered`, `hub.unreachable`. */
  openPhone: oc.input(inSession).output(answer(phoneSession)),
  /** What has come. `phone.over`, `hub.unreachable`. */
  phoneFiles: oc.input(inSession).output(answer(phoneFiles)),
  /** A file becomes a page, and goes from the hub. `page.full`, `page.pdfAlone`, `material.*`, `phone.over`, `hub.unreachable`. */
  takePhoneFile: oc.input(ofFile).output(done),
  /** The citizen does not want it. */
  dropPhoneFile: oc.input(ofFile).output(done),
  closePhone: oc.input(inSession).output(done),
  /** For the material of this step. `auth.required`: nobody has proven who they are; `hub.unreachable`. */
  reusable: oc.input(inSession).output(answer(z.array(earlierMaterial).max(200))),
  /** One of those that were listed last becomes the page. As `takePhoneFile`. */
  reuse: oc.input(inSession.extend({ materialId: uuid })).output(done),
  /** For the material of this step. `auth.required`, `hub.unreachable`, `certificate.*` as the hub says. */
  fittingCertificates: oc.input(inSession).output(answer(fittingCertificates)),
  /** One of them becomes the page. `not.found`, and as `takePhoneFile` and `fittingCertificates`. */
  takeCertificate: oc.input(inSession.extend({ certificateId })).output(done),
  /** Whether the hall may offer this step's pages again later. */
  allowReuse: oc.input(inSession.extend({ allow: z.boolean() })).output(done),
};
