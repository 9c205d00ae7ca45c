import { oc } from '@orpc/contract';
import { z } from 'zod';
import { durationMs, uuid } from './primitives.ts';
import { sealCode } from './seal.ts';
import { answer, done } from './terminal-answer.ts';

/** A code is on its way to the enterprise's phone. */
export const sealRequested = z.object({
  /** Masked. */
  sentTo: z.string().max(20),
  leftMs: durationMs,
  /** A simulator stands for the e-seal platform. */
  simulated: z.boolean(),
});
export type SealRequested = z.infer<typeof sealRequested>;

const inSession = z.object({ sessionId: uuid });

/** The step that asks for an enterprise's electronic seal (电子印章). */
export const sealContract = {
  /** Sends a code; one that was sent before ends. `auth.required`, `hub.unreachable`, `seal.*` as the hub says. */
  requestSeal: oc.input(inSession).output(answer(sealRequested)),
  /** Puts the seal on the form. `seal.expired`: no code was sent, or it is over; else as `requestSeal`. */
  confirmSeal: oc.input(inSession.extend({ code: sealCode })).output(done),
  /** Goes on without: it is asked for afterwards, or brought on paper, as the flow says. */
  sealLater: oc.input(inSession).output(done),
};
