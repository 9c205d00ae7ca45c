import prompts from '../../assets/sounds/prompts.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { createPlayer } from './player.ts';
import { createSpeaker, type Speaker, type SpeakerEnv } from './speaker.ts';

/** Spoken prompts (语音提示) of the pad; their words are in `assets/sounds/prompts.json`. */
export type PromptId = keyof typeof prompts;

export const PROMPT_IDS = Object.keys(prompts) as PromptId[];

/** The words of a prompt, for the screen: what is heard can always be read. */
export const promptText = (prompt: PromptId, locale: Locale): string => prompts[prompt][locale];

const FILES = import.meta.glob<string>('../../assets/sounds/*.mp3', {
  eager: true,
  // Never inlined: the content policy plays no data: URL.
  query: '?url&no-inline',
  import: 'default',
});
const urlOf = (name: string): string => FILES[`../../assets/sounds/${name}.mp3`] ?? '';

const player = createPlayer({
  open: (url) => {
    const audio = new Audio(url);
    audio.preload = 'auto';
    return audio;
  },
  failed: (url, reason) => console.warn('sound.failed', url.slice(url.lastIndexOf('/') + 1), reason),
  setTimer: (act, ms) => setTimeout(act, ms),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
});

/** The chime of a request. Resolves when it has sounded, or could not; never rejects. */
export const playChime = (): Promise<void> => player.chime(urlOf('chime'));

/** Speaks a prompt, after a chime that still sounds. Resolves when it was spoken, replaced, stopped or failed. */
export const speak = (prompt: PromptId, locale: Locale): Promise<void> =>
  player.speak(urlOf(`${prompt}.${locale}`));

/** The voice of the kiosk's audio mode; its sounds and the pad's prompts are never heard at the same time. */
export const createVoice = (env: Pick<SpeakerEnv, 'isLive' | 'make'>): Speaker =>
  createSpeaker({
    ...env,
    recordings: async () => (await import('./recordings.ts')).recordings,
    play: player.speak,
    silence: player.stopSpeech,
    addressOf(sound) {
      const url = URL.createObjectURL(sound);
      return {
        url,
        release() {
          player.forget(url);
          URL.revokeObjectURL(url);
        },
      };
    },
  });

/** From 0 (mute) to 1, at once and for all that follows. */
export const setVolume = (volume: number): void => player.setVolume(volume);

export const stopSpeech = (): void => player.stopSpeech();
