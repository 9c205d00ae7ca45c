import type { Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ByteChannel } from '../channel/types.ts';
import type { Heard } from './protocol.ts';

/** Longest wait for an answer: scanners answer within some tens of ms. */
export const ANSWER_MS = 1_000;
const MOST_WAITING = 8;

export type Answer = Extract<Heard, { type: 'answer' }>;

/** One command at a time to one open channel; every command is settled, at the latest when the channel is over. */
export interface Commands {
  /**
   * Resolves with the text of the answer (null without one), or when the bytes have left where no answer is to come.
   * `code.refused` · `device.timeout` · `device.busy` · what the channel says · `device.stopped`.
   */
  run(bytes: Uint8Array, isAnswered: boolean): Promise<Result<string | null>>;
  /** HID: sends a feature report, after what is being written. */
  feature(report: Uint8Array): Promise<Result<null>>;
  /** Goes out between commands, unanswered. */
  reply(bytes: Uint8Array): Promise<unknown>;
  answered(answer: Answer): void;
  /** Settles what is pending with this code. */
  end(code: string): void;
}

export function createCommands(channel: ByteChannel, timers: Timers): Commands {
  let ended: string | null = null;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let writing: Promise<unknown> = Promise.resolve();
  let settle: ((result: Result<string | null>) => void) | null = null;

  /** One write at a time. */
  function next(send: () => Promise<Result<null>>): Promise<Result<null>> {
    const sent = writing.then(send);
    writing = sent;
    return sent;
  }
  const write = (bytes: Uint8Array): Promise<Result<null>> => next(() => channel.write(bytes));

  async function attempt(bytes: Uint8Array, isAnswered: boolean): Promise<Result<string | null>> {
    if (ended !== null) return fail(ended);
    if (!isAnswered) {
      const written = await write(bytes);
      return written.ok && ended !== null ? fail(ended) : written;
    }
    const { promise, resolve } = Promise.withResolvers<Result<string | null>>();
    settle = resolve;
    const cancel = timers.after(ANSWER_MS, () => resolve(fail('device.timeout')));
    void write(bytes).then((written) => {
      if (!written.ok) resolve(written);
    });
    const result = await promise;
    cancel();
    settle = null;
    return result;
  }

  return {
    async run(bytes, isAnswered) {
      if (waiting >= MOST_WAITING) return fail('device.busy');
      waiting += 1;
      const turn = last.then(() => attempt(bytes, isAnswered));
      last = turn;
      const result = await turn;
      waiting -= 1;
      return result;
    },
    async feature(report) {
      const { feature } = channel;
      if (ended !== null) return fail(ended);
      return feature === undefined ? fail('device.unsupported') : next(() => feature.send(report));
    },
    reply: async (bytes) => (ended === null ? write(bytes) : null),
    answered(answer) {
      settle?.(answer.accepted ? ok(answer.text) : fail('code.refused'));
    },
    end(code) {
      ended ??= code;
      settle?.(fail(code));
    },
  };
}
