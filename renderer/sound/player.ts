/** What the player uses of an `HTMLAudioElement`. */
export interface Sound {
  volume: number;
  currentTime: number;
  readonly paused: boolean;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: 'ended' | 'error' | 'pause', listener: () => void): void;
  removeEventListener(type: 'ended' | 'error' | 'pause', listener: () => void): void;
}

export interface PlayerEnv {
  open: (url: string) => Sound;
  /** Told of what could not be played, by its URL. */
  failed: (url: string, reason: string) => void;
  setTimer: (act: () => void, ms: number) => unknown;
  clearTimer: (timer: unknown) => void;
}

export interface Player {
  /** Plays a chime now, over nothing else: it silences speech. Resolves when it has ended, for whatever reason. */
  chime: (url: string) => Promise<void>;
  /** Speaks after a chime that is sounding, in place of speech that is sounding or waiting. Resolves as `chime`. */
  speak: (url: string) => Promise<void>;
  stopSpeech: () => void;
  /** Of a sound that is not played again. */
  forget: (url: string) => void;
  /** From 0 to 1, now and from now on. */
  setVolume: (volume: number) => void;
}

/** Longer than any prompt or error text: a sound that has not ended by then never will. */
export const LONGEST_SOUND_MS = 40_000;

/** One sound at a time. Nothing here ever rejects or throws: a mute pad still takes ratings. */
export function createPlayer(env: PlayerEnv): Player {
  const sounds = new Map<string, Sound>();
  let volume = 1;
  let sounding: Sound | null = null;
  let chiming: Promise<void> = Promise.resolve();
  let speech: Sound | null = null;
  let turn = 0;

  const soundOf = (url: string): Sound => {
    const known = sounds.get(url);
    if (known !== undefined) return known;
    const sound = env.open(url);
    sounds.set(url, sound);
    return sound;
  };

  async function play(url: string): Promise<void> {
    let sound: Sound;
    try {
      sound = soundOf(url);
      sounding?.pause();
      sound.volume = volume;
      sound.currentTime = 0;
    } catch (e) {
      return env.failed(url, nameOf(e));
    }
    sounding = sound;
    await new Promise<void>((resolve) => {
      let over = false;
      const end = (failure?: string) => {
        if (over) return;
        over = true;
        if (failure !== undefined) env.failed(url, failure);
        env.clearTimer(timer);
        sound.removeEventListener('ended', ended);
        sound.removeEventListener('pause', paused);
        sound.removeEventListener('error', broke);
        resolve();
      };
      const ended = () => end();
      // The event of a pause comes late: by then the same sound may be playing anew.
      const paused = () => {
        if (sound.paused) end();
      };
      const broke = () => end('error');
      const timer = env.setTimer(() => {
        end('timeout');
        sound.pause();
      }, LONGEST_SOUND_MS);
      sound.addEventListener('ended', ended);
      sound.addEventListener('pause', paused);
      sound.addEventListener('error', broke);
      // A sound that another one silences before it began is no failure.
      sound.play().catch((e) => end(nameOf(e) === 'AbortError' ? undefined : nameOf(e)));
    });
    if (sounding === sound) sounding = null;
  }

  function stopSpeech(): void {
    turn++;
    speech?.pause();
    speech = null;
  }

  return {
    chime(url) {
      stopSpeech();
      chiming = play(url);
      return chiming;
    },
    async speak(url) {
      stopSpeech();
      const mine = turn;
      await chiming;
      if (mine !== turn) return;
      const playing = play(url);
      speech = sounding;
      await playing;
    },
    stopSpeech,
    forget: (url) => void sounds.delete(url),
    setVolume(wanted) {
      volume = Number.isFinite(wanted) ? Math.max(0, Math.min(1, wanted)) : volume;
      if (sounding !== null) sounding.volume = volume;
    },
  };
}

const nameOf = (e: unknown): string => (e instanceof Error ? e.name : 'unknown');
