import { createContext, useContext } from 'react';
import type { Level } from '../../contracts/levels.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Answer, PadLink } from '../client.ts';
import type { Terminal } from '../connectors.ts';
import type { Texts } from '../i18n.ts';
import type { Pictures } from '../pictures.ts';
import type { PromptId } from '../sound/index.ts';

/** 0 silent, 1 medium, 2 loud. */
export type Volume = 0 | 1 | 2;

/** How the citizen wants the screen; back to the hall's default after every session. */
export interface Display {
  locale: Locale;
  /** 长辈模式: larger text, simpler pages. */
  elder: boolean;
  volume: Volume;
}

/** Sounds never fail and never block: a silent loudspeaker is no reason not to rate. */
export interface PadSound {
  chime(): void;
  speak(prompt: PromptId, locale: Locale): void;
  setVolume(volume: Volume): void;
}

/** What the pages of a rating ask of the service: of the pad, or of a kiosk's room. */
export interface RatingCalls {
  rate(input: { sessionId: string; level: Level; locale: Locale; elder: boolean }): Promise<Answer>;
  undo(input: { sessionId: string }): Promise<Answer>;
  detail(input: { sessionId: string; tags: string[]; text: string; anonymous: boolean }): Promise<Answer>;
  finish(input: { sessionId: string }): Promise<Answer>;
}

/** What every page of the pad is handed. */
export interface Pad {
  link: Pick<PadLink, 'send'>;
  calls(terminal: Terminal): RatingCalls;
  texts: Texts;
  display: Display;
  changeDisplay(change: Partial<Display>): void;
  pictures: Pictures;
  sound: PadSound;
  /** Monotonic ms, the clock of `receivedAt`. */
  now(): number;
  /** Wall clock for the citizen to read. */
  wallNow(): Date;
  /** When the present status came. */
  receivedAt: number;
  /** Tells a screen reader. */
  announce(text: string): void;
}

export const PadContext = createContext<Pad | null>(null);

export function usePad(): Pad {
  const pad = useContext(PadContext);
  if (pad === null) throw new Error('PadContext is missing');
  return pad;
}
