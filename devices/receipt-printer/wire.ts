import type { Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ByteChannel } from '../channel/types.ts';
import { type Answer, createAnswerReader, type PrinterStatus } from './status.ts';

/** Bytes written at once: half a second at 9600 baud. */
export const CHUNK_BYTES = 512;
/** A printer that does not take a chunk for so long is stuck, ms. */
export const WRITE_MS = 5_000;

type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>;

/** Questions and answers over one open channel. What is pending ends when the channel does, or with `end`. */
export interface Wire {
  readonly channel: ByteChannel;
  /** Chunk by chunk. `device.timeout` when one is not taken, which ends the wire; or why the channel ended. */
  write(bytes: Uint8Array): Promise<Result<null>>;
  /** Writes a question and waits for the next answer of one kind; each kind is waited for by one caller at a time. */
  ask<T extends Answer['type']>(question: Uint8Array, type: T, ms: number): Promise<Result<AnswerOf<T>>>;
  /** Ends early when the wire does. */
  pause(ms: number): Promise<void>;
  /** The printer told a change by itself. */
  onChanges(listener: (status: PrinterStatus) => void): void;
  ended(): boolean;
  /** What waits ends with `code`. The channel stays open. */
  end(code: string): void;
}

export function createWire(channel: ByteChannel, timers: Timers): Wire {
  const reader = createAnswerReader();
  const waiting = new Map<Answer['type'], (answer: Result<Answer>) => void>();
  const ends = new Set<(code: string) => void>();
  let changed: (status: PrinterStatus) => void = () => {};
  let over: string | null = null;

  function end(code: string): void {
    if (over !== null) return;
    over = code;
    stopData();
    for (const settle of [...ends]) settle(code);
  }
  const stopData = channel.onData((chunk) => {
    for (const answer of reader.push(chunk)) {
      if (answer.type === 'changes') changed(answer.status);
      waiting.get(answer.type)?.(ok(answer));
    }
  });
  channel.onClose((code) => end(code ?? 'device.stopped'));

  /** Settles once: by `start`'s callback, the time-out, or the end of the wire. */
  function within<T>(
    ms: number,
    start: (settle: (result: Result<T>) => void) => (() => void) | undefined,
  ): Promise<Result<T>> {
    if (over !== null) return Promise.resolve(fail(over));
    return new Promise((resolve) => {
      const settle = (result: Result<T>): void => {
        cancel();
        ends.delete(onEnd);
        clean?.();
        resolve(result);
      };
      const onEnd = (code: string) => settle(fail(code));
      ends.add(onEnd);
      const cancel = timers.after(ms, () => settle(fail('device.timeout')));
      const clean = start(settle);
    });
  }

  async function write(bytes: Uint8Array): Promise<Result<null>> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      const written = await within<null>(WRITE_MS, (settle) => {
        void channel.write(chunk).then(settle);
        return undefined;
      });
      if (!written.ok) {
        // A write that hangs may still leave one day: nothing more goes this way.
        if (written.error.code === 'device.timeout') end('device.timeout');
        return written;
      }
    }
    return ok(null);
  }

  return {
    channel,
    write,
    async ask<T extends Answer['type']>(question: Uint8Array, type: T, ms: number) {
      const answer = within<AnswerOf<T>>(ms, (settle) => {
        const take = (result: Result<Answer>) => settle(result as Result<AnswerOf<T>>);
        waiting.set(type, take);
        return () => {
          if (waiting.get(type) === take) waiting.delete(type);
        };
      });
      const written = await write(question);
      if (!written.ok) waiting.get(type)?.(written);
      return answer;
    },
    async pause(ms) {
      await within<null>(ms, () => undefined);
    },
    onChanges(listener) {
      changed = listener;
    },
    ended: () => over !== null,
    end,
  };
}
