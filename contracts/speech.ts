import { oc } from '@orpc/contract';
import { z } from 'zod';
import { locale } from './primitives.ts';
import { answer } from './terminal-answer.ts';

/** Longest text that is spoken in one go, characters: a sentence or two, its numbers in words. */
export const MAX_SPOKEN = 600;

/**
 * Speech that is made on the spot (语音合成), for what no recording holds: names, reasons, whatever a hall writes.
 * ready · missing: the terminal has no program for it · failing: it had one, and the last try failed. Without it the
 * kiosk says what is recorded.
 */
export const speechState = z.enum(['ready', 'missing', 'failing']);
export type SpeechState = z.infer<typeof speechState>;

export const speechContract = {
  /** A WAV file. What is asked for later ends what is still being made: `device.stopped`. `speech.missing`, `speech.failed`. */
  make: oc
    .input(z.object({ text: z.string().trim().min(1).max(MAX_SPOKEN), locale }))
    .output(answer(z.file())),
};
