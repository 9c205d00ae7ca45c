import { playChime, setVolume, speak } from '../sound/index.ts';
import type { PadSound, Volume } from './context.ts';

const GAIN: Readonly<Record<Volume, number>> = { 0: 0, 1: 0.5, 2: 1 };

export const padSound: PadSound = {
  chime: () => void playChime(),
  speak: (prompt, locale) => void speak(prompt, locale),
  setVolume: (volume) => setVolume(GAIN[volume]),
};
