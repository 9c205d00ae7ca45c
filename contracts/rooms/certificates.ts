import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  certificateId,
  certificateView,
  MAX_CERTIFICATE_PAGES,
  MAX_CERTIFICATES,
  printPurpose,
  printsLeft,
} from '../certificate.ts';
import { durationMs, uuid } from '../primitives.ts';
import { answer, done } from '../terminal-answer.ts';

/**
 * The kiosk's room of electronic certificates and proofs (我的证照、我的证明). Everything needs a person who has proven who
 * they are (`auth.required`) and the hub (`hub.unreachable`). What was opened is kept in memory until it is closed,
 * another is opened, or the visit ends.
 */
const inVisit = z.object({ visitId: uuid });
const ofOne = inVisit.extend({ id: certificateId });

export const certificateList = z.object({
  simulated: z.boolean(),
  /** This terminal has a document printer that is connected. */
  canPrint: z.boolean(),
  rows: z.array(certificateView).max(MAX_CERTIFICATES),
});
export type CertificateList = z.infer<typeof certificateList>;

const pageSize = z.object({ widthPx: z.number().int().min(1), heightPx: z.number().int().min(1) });
export const openCertificate = z.object({ pages: z.array(pageSize).min(1).max(MAX_CERTIFICATE_PAGES) });
export type OpenCertificate = z.infer<typeof openCertificate>;

/** The last print of this visit. */
export const certificatePrinting = z.object({
  phase: z.enum(['none', 'printing', 'printed', 'failed']),
  /** Why it failed. */
  code: z.string().max(60).nullable(),
  /** Which print of its certificate it is in this year; null: none was begun. */
  no: z.number().int().min(1).nullable(),
  left: printsLeft.nullable(),
});
export type CertificatePrinting = z.infer<typeof certificatePrinting>;

export const certificatesContract = {
  list: oc.input(inVisit).output(answer(certificateList)),
  /** Fetches and draws one. `not.found`: not listed in this visit · `certificate.badFile`, `certificate.libraryAway` … */
  open: oc.input(ofOne).output(answer(openCertificate)),
  /** A page of the one that is open, from 1, as a JPEG. */
  page: oc
    .input(ofOne.extend({ no: z.number().int().min(1).max(MAX_CERTIFICATE_PAGES) }))
    .output(answer(z.file())),
  /** Lets go of the one that is open. */
  close: oc.input(inVisit).output(done),
  /** A fresh code to be checked by others. */
  code: oc.input(ofOne).output(answer(z.object({ text: z.string().min(1).max(500), ttlMs: durationMs }))),
  /**
   * Begins a print, counted and marked with time, terminal, number and purpose; `printing` tells what becomes of it.
   * `device.missing`, `busy`: one is being printed · `certificate.dayLimit`, `certificate.yearLimit`, `certificate.notNow`.
   */
  print: oc.input(ofOne.extend({ purpose: printPurpose })).output(answer(certificatePrinting)),
  /** Answers when it is over, and after 5 s in any case. */
  printing: oc.input(inVisit).output(answer(certificatePrinting)),
};
