import type { Timers } from '../../contracts/clock.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { SpeechState } from '../../contracts/speech.ts';
import type { RunProgram } from './program.ts';
import { mendedWav } from './wav.ts';

/** A sentence takes a tenth of a second; a program that takes longer than this hangs. */
export const MAKE_MS = 5_000;
const PROBE_MS = 10_000;
/** A program that was missing is looked for this often: it may be installed while the terminal runs. */
export const LOOK_AGAIN_MS = 10 * 60_000;
/** Ninety seconds of the voice's 22,050 samples a second of 2 bytes. */
const MAX_WAV_BYTES = 4_000_000;

interface Voice {
  name: string;
  /** Words a minute: slow and clear, as the recordings are. */
  speed: number;
  /** The text as the voice wants it. */
  read: (text: string) => Promise<string>;
}
const VOICES: Readonly<Record<Locale, Voice>> = {
  'zh-CN': {
    name: 'cmn-latn-pinyin',
    speed: 145,
    // Loaded when the first text is spoken: its dictionary takes memory that a silent terminal can do without.
    read: async (text) => (await import('./pinyin.ts')).spokenPinyin(text),
  },
  en: { name: 'en-us', speed: 140, read: async (text) => text },
};

export interface Synthesizer {
  state(): SpeechState;
  onChange(listener: () => void): () => void;
  /** WAV bytes. Ends what is still being made: `device.stopped`. `speech.missing`, `speech.failed`. */
  make(text: string, locale: Locale): Promise<Result<Uint8Array>>;
  stop(): void;
}

export interface SynthesizerOptions {
  run: RunProgram;
  timers: Timers;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/**
 * Speech by espeak-ng, a program of the terminal's system, started for each text. The text goes in by its standard input and
 * is neither an argument, which other programs could read, nor in the log; nothing is written to the disk.
 */
export function createSynthesizer({ run, timers, log }: SynthesizerOptions): Synthesizer {
  const listeners = new Set<() => void>();
  let state: SpeechState = 'missing';
  let running: AbortController | null = null;
  let isStopped = false;
  let cancel = (): void => undefined;

  const become = (next: SpeechState) => {
    if (state === next) return;
    state = next;
    log('speech.state', { state });
    for (const listener of listeners) listener();
  };
  async function probe(): Promise<void> {
    const said = await run(['--version'], { input: '', maxBytes: 10_000, timeoutMs: PROBE_MS });
    if (isStopped) return;
    if (said.ok) become('ready');
    else cancel = timers.after(LOOK_AGAIN_MS, () => void probe());
  }
  void probe();

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async make(text, locale) {
      if (state === 'missing') return fail('speech.missing');
      running?.abort();
      const own = new AbortController();
      running = own;
      const voice = VOICES[locale];
      const input = await voice.read(text);
      if (own.signal.aborted) return fail('device.stopped');
      const made = await run(
        ['-v', voice.name, '-s', String(voice.speed), '-b', '1', '--stdin', '--stdout'],
        {
          input,
          maxBytes: MAX_WAV_BYTES,
          timeoutMs: MAKE_MS,
          signal: own.signal,
        },
      );
      if (own.signal.aborted) return fail('device.stopped');
      running = null;
      const wav = made.ok ? mendedWav(made.value) : null;
      become(wav === null ? 'failing' : 'ready');
      return wav === null ? fail('speech.failed', made.ok ? 'no sound' : made.error.detail) : ok(wav);
    },
    stop() {
      isStopped = true;
      cancel();
      running?.abort();
    },
  };
}
