import { type FileHandle, open as openFile } from 'node:fs/promises';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { createCore, messageOf } from './core.ts';
import { type Anonymise, type RecordingEntry, type RecordingHeader, toHex } from './recording.ts';
import type { ByteChannel, OpenChannel } from './types.ts';

export const MOST_RECORDED_BYTES = 5 * 1024 * 1024;
export const MOST_RECORDED_MS = 10 * 60_000;

/** The byte recorder of one device: stands between the port and the driver, and costs nothing while it is off. */
export interface Recorder {
  /** What `keepOpen` opens. */
  readonly open: OpenChannel;
  /**
   * Writes to a new file, mode 0600, until `stop`, ten minutes or 5 MB. An open channel is closed, so that a recording
   * always begins with an opening: with half a frame at its start no anonymiser could be sure.
   * `device.busy` while it records, `store.fault` when the file cannot be made.
   */
  start(file: string, about: Record<string, string>): Promise<Result<null>>;
  /** Resolves when the file is whole. */
  stop(): Promise<void>;
  recording(): boolean;
  onChange(listener: () => void): () => void;
}

export interface RecorderOptions {
  anonymise: Anonymise;
  clock: Clock;
  timers: Timers;
}

type Unstamped<E> = E extends unknown ? Omit<E, 't'> : never;
/** Takes entries until it is full or closed. */
interface Tape {
  write(entry: Unstamped<RecordingEntry>): void;
  close(): Promise<void>;
}

export function createRecorder(open: OpenChannel, options: RecorderOptions): Recorder {
  const listeners = new Set<() => void>();
  let current: ByteChannel | null = null;
  let tape: Tape | null = null;
  let isStarting = false;
  let cancelLimit = () => {};

  async function stop(): Promise<void> {
    const full = tape;
    if (full === null) return;
    tape = null;
    cancelLimit();
    tell();
    await full.close();
  }

  function tell(): void {
    for (const listener of [...listeners]) listener();
  }

  return {
    async open() {
      const opened = await open();
      if (!opened.ok) return opened;
      const channel = tape === null ? opened.value : recorded(opened.value, tape, options.anonymise);
      current = channel;
      channel.onClose(() => {
        if (current === channel) current = null;
      });
      return ok(channel);
    },
    async start(file, about) {
      if (tape !== null || isStarting) return fail('device.busy');
      isStarting = true;
      try {
        const handle = await openFile(file, 'wx', 0o600);
        const header: RecordingHeader = { format: 'hall-recording', version: 1, about };
        tape = createTape(handle, header, options.clock, () => void stop());
      } catch (error) {
        return fail('store.fault', messageOf(error));
      } finally {
        isStarting = false;
      }
      cancelLimit = options.timers.after(MOST_RECORDED_MS, () => void stop());
      tell();
      await current?.close();
      return ok(null);
    },
    stop,
    recording: () => tape !== null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** `onFull` is called when there is no room left, or the disk refuses. */
function createTape(handle: FileHandle, header: RecordingHeader, clock: Clock, onFull: () => void): Tape {
  const stream = handle.createWriteStream();
  const startedAt = clock.boottimeMs();
  let bytes = 0;
  let isOpen = true;
  stream.on('error', end);
  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    onFull();
  }
  function line(value: RecordingHeader | RecordingEntry): void {
    if (!isOpen) return;
    const text = `${JSON.stringify(value)}\n`;
    bytes += text.length;
    if (bytes > MOST_RECORDED_BYTES) end();
    else stream.write(text);
  }
  line(header);
  return {
    write: (entry) => line({ t: clock.boottimeMs() - startedAt, ...entry }),
    close() {
      isOpen = false;
      return new Promise((resolve) => {
        if (stream.closed) resolve();
        else stream.once('close', resolve);
        stream.end();
      });
    },
  };
}

/** The same channel, with everything that passes written down. */
function recorded(channel: ByteChannel, tape: Tape, anonymise: Anonymise): ByteChannel {
  const core = createCore();
  const clean = { in: safely(anonymise('in')), out: safely(anonymise('out')) };
  tape.write({ type: 'open', port: channel.port });
  channel.onData((chunk) => {
    tape.write({ type: 'in', hex: toHex(clean.in(chunk)) });
    core.data(chunk);
  });
  channel.onClose((code) => {
    tape.write({ type: 'close', code });
    core.end(code);
  });
  const { feature } = channel;
  return {
    ...channel,
    write(bytes) {
      tape.write({ type: 'out', hex: toHex(clean.out(bytes)) });
      return channel.write(bytes);
    },
    onData: core.onData,
    onClose: core.onClose,
    ...(feature && { feature: recordedFeature(feature, tape) }),
  };
}

/** Feature reports carry settings, never what a citizen brings: they are kept as they are. */
function recordedFeature(
  feature: NonNullable<ByteChannel['feature']>,
  tape: Tape,
): NonNullable<ByteChannel['feature']> {
  return {
    send(report) {
      tape.write({ type: 'set', hex: toHex(report) });
      return feature.send(report);
    },
    async get(reportId, length) {
      const report = await feature.get(reportId, length);
      if (report.ok) tape.write({ type: 'get', reportId, hex: toHex(report.value) });
      return report;
    },
  };
}

/** What an anonymiser fails on is never written as it was. */
function safely(anonymise: (chunk: Uint8Array) => Uint8Array): (chunk: Uint8Array) => Uint8Array {
  return (chunk) => {
    try {
      const clean = anonymise(Uint8Array.from(chunk));
      if (clean.length === chunk.length) return clean;
    } catch {
      // blanked below
    }
    return new Uint8Array(chunk.length);
  };
}
