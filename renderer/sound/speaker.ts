import type { Locale } from '../../contracts/primitives.ts';
import { type Means, planSpeech } from './plan.ts';

export interface SpeakerEnv {
  /** Loads what is recorded. Rejects: there is nothing to say anything with. */
  recordings: () => Promise<Pick<Means, 'recording' | 'unit'>>;
  /** Speech can be made now. */
  isLive: () => boolean;
  /** null: it could not be made. */
  make: (text: string, locale: Locale) => Promise<Blob | null>;
  /** Plays it to its end. Resolves in any case. */
  play: (url: string) => Promise<void>;
  /** Silences what `play` plays. */
  silence: () => void;
  /** An address for a sound, for as long as it is played. */
  addressOf: (sound: Blob) => { url: string; release: () => void };
}

/** `now`: in place of everything that is being said · `next`: after it. */
export type When = 'now' | 'next';
export interface Speaker {
  say(text: string, locale: Locale, when: When): void;
  stop(): void;
}

/** Utterances that wait; of more the oldest go unsaid. */
const MAX_WAITING = 40;

/** Says one text after the other, each in its recorded and made parts. Never rejects: a mute kiosk still works. */
export function createSpeaker(env: SpeakerEnv): Speaker {
  let waiting: { text: string; locale: Locale }[] = [];
  let turn = 0;
  let isSpeaking = false;

  async function utter(text: string, locale: Locale, mine: number): Promise<void> {
    const recorded = await env.recordings();
    for (const segment of planSpeech(text, locale, { ...recorded, live: env.isLive() })) {
      if (mine !== turn) return;
      if ('url' in segment) await env.play(segment.url);
      else {
        const sound = await env.make(segment.text, locale);
        if (mine !== turn || sound === null) continue;
        const address = env.addressOf(sound);
        await env.play(address.url);
        address.release();
      }
    }
  }
  async function go(): Promise<void> {
    if (isSpeaking) return;
    isSpeaking = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await utter(next.text, next.locale, turn);
      } catch {
        // What cannot be said stands on the screen.
      }
    }
    isSpeaking = false;
  }
  function stop(): void {
    turn += 1;
    waiting = [];
    env.silence();
  }
  return {
    say(text, locale, when) {
      if (when === 'now') stop();
      waiting.push({ text, locale });
      if (waiting.length > MAX_WAITING) waiting.shift();
      void go();
    },
    stop,
  };
}
