import type { Timers } from '../../contracts/clock.ts';
import { MAX_VIDEO_BYTES, MAX_VIDEO_MS } from '../../contracts/video.ts';

/** What is used of a `MediaRecorder` (MediaStream Recording, W3C). */
export interface FilmRecorder {
  start(sliceMs: number): void;
  stop(): void;
}
export interface FilmEvents {
  slice: (data: Blob) => void;
  stopped: () => void;
  broke: () => void;
}

export type Recording =
  | { phase: 'ready' }
  /** `endsAt`: when it stops by itself, monotonic ms. */
  | { phase: 'recording'; endsAt: number }
  /** Over; the recorder packs what it still has. */
  | { phase: 'packing' }
  | { phase: 'done'; film: Blob }
  /** Nothing was recorded that could be kept. */
  | { phase: 'failed' };

export interface RecorderEnv {
  /** Throws where the browser cannot record. */
  open: (events: FilmEvents) => FilmRecorder;
  timers: Timers;
  now: () => number;
  onState: (state: Recording) => void;
}

/** WebM with VP8: every Chromium packs it, also on a slow core. */
export const FILM_TYPE = 'video/webm;codecs=vp8';
/** Bits a second: ten seconds are 2 MB. */
export const FILM_BITS = 1_500_000;
const SLICE_MS = 500;
/** After it was told to stop a recorder hands over what it has within this time, ms; a slow core lags behind the film. */
export const LAST_SLICE_MS = 20_000;

export interface Recorder {
  start(): void;
  /** Sooner than by itself. */
  stop(): void;
  /** For another one; what was recorded is let go. */
  reset(): void;
  /** Nothing more is told. */
  close(): void;
}

/** Records one short film at a time, of `MAX_VIDEO_MS` and `MAX_VIDEO_BYTES` at most. */
export function createRecorder({ open, timers, now, onState }: RecorderEnv): Recorder {
  let own: FilmRecorder | null = null;
  let turn = 0;
  let cancel = (): void => undefined;

  /** Whatever the recorder still tells is of no matter. */
  const leave = () => {
    cancel();
    turn += 1;
    const left = own;
    own = null;
    try {
      left?.stop();
    } catch {
      // It has stopped by itself.
    }
  };
  const fail = () => {
    leave();
    onState({ phase: 'failed' });
  };
  const stop = () => {
    cancel();
    if (own === null) return;
    cancel = timers.after(LAST_SLICE_MS, fail);
    onState({ phase: 'packing' });
    try {
      own.stop();
    } catch {
      fail();
    }
  };
  return {
    start() {
      leave();
      const slices: Blob[] = [];
      let bytes = 0;
      const mine = turn;
      const ifMine =
        <T extends unknown[]>(act: (...given: T) => void) =>
        (...given: T) => {
          if (mine === turn) act(...given);
        };
      try {
        own = open({
          slice: ifMine((data: Blob) => {
            bytes += data.size;
            if (bytes > MAX_VIDEO_BYTES) return fail();
            slices.push(data);
          }),
          broke: ifMine(fail),
          stopped: ifMine(() => {
            cancel();
            own = null;
            if (bytes === 0) onState({ phase: 'failed' });
            else onState({ phase: 'done', film: new Blob(slices, { type: 'video/webm' }) });
          }),
        });
        own.start(SLICE_MS);
      } catch {
        return fail();
      }
      cancel = timers.after(MAX_VIDEO_MS, stop);
      onState({ phase: 'recording', endsAt: now() + MAX_VIDEO_MS });
    },
    stop,
    reset() {
      leave();
      onState({ phase: 'ready' });
    },
    close: leave,
  };
}
