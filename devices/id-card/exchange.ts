import type { Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ByteChannel, Line } from '../channel/types.ts';
import { type Command, createFrameParser, encodeRequest, type Reply } from './codec.ts';
import { overHid } from './over-hid.ts';
import { answers, isSuccess } from './shapes.ts';
import { type AskFailure, failureOf } from './sw3.ts';

/** Until an answer must be whole, ms. */
export const TIMEOUT_MS: Readonly<Record<Command, number>> = {
  status: 1_000,
  resetSam: 3_000,
  samId: 1_000,
  find: 1_000,
  select: 1_000,
  read: 3_000,
  readWithFingerprint: 3_000,
  newestAddress: 1_000,
};
/** After damage the answer may still come, within this time, ms. */
const GRACE_MS = 150;
const MOST_WAITING = 8;

export type Ask = (command: Command) => Promise<Result<Reply, AskFailure>>;

/**
 * Commands and answers over a line: one at a time, in order.
 * Failures: those of `sw3.ts`; `idCard.noAnswer`; `idCard.frameChecksum` and `device.garbled` when bytes came but no
 * answer; `device.busy`, `device.stopped`, and why there is no channel.
 */
export interface Exchange {
  ask: Ask;
  /** What is pending or asked later ends with `device.stopped`. */
  stop(): void;
}

interface Waiting {
  command: Command;
  settle: (answer: Result<Reply, AskFailure>) => void;
}
interface Pending extends Waiting {
  code: 'idCard.noAnswer' | 'idCard.frameChecksum' | 'device.garbled';
  cancelTimer: () => void;
  inGrace: boolean;
}

export interface ExchangeOptions {
  line: Line;
  timers: Timers;
  /** The line carries HID reports. */
  hid: boolean;
  onDamage: () => void;
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { line, timers } = options;
  const parser = createFrameParser();
  const waiting: Waiting[] = [];
  let pending: Pending | null = null;
  let stopped = false;
  let attached: ByteChannel | null = null;
  /** The attached one as a stream of frames. */
  let channel: ByteChannel | null = null;
  let leave: () => void = () => {};
  /** The write before: it may outlive the time-out of its command. */
  let writing: Promise<void> = Promise.resolve();

  function settle(answer: Result<Reply, AskFailure>): void {
    if (pending === null) return;
    const { settle: tell, cancelTimer } = pending;
    pending = null;
    cancelTimer();
    tell(answer);
    next();
  }

  function next(): void {
    const asked = pending === null ? waiting.shift() : undefined;
    if (asked === undefined) return;
    const { command } = asked;
    const timeUp = () => settle(fail(pending?.code ?? 'idCard.noAnswer', command));
    const cancelTimer = timers.after(TIMEOUT_MS[command], timeUp);
    const mine: Pending = { ...asked, code: 'idCard.noAnswer', cancelTimer, inGrace: false };
    pending = mine;
    if (channel === null) settle(fail(line.code() ?? 'device.missing'));
    else void send(channel, mine);
  }

  async function send(to: ByteChannel, mine: Pending): Promise<void> {
    const before = writing;
    const mayWrite = Promise.withResolvers<void>();
    writing = mayWrite.promise;
    await before;
    if (pending === mine) {
      parser.reset();
      const written = await to.write(encodeRequest(mine.command));
      if (!written.ok && pending === mine) settle(written);
    }
    mayWrite.resolve();
  }

  function onData(chunk: Uint8Array): void {
    for (const frame of parser.push(chunk)) {
      if (frame.type === 'damage') {
        if (pending !== null) options.onDamage();
        hurry(frame.what);
      } else if (pending !== null && answers(pending.command, frame.reply)) {
        const good = isSuccess(pending.command, frame.reply);
        settle(good ? ok(frame.reply) : { ok: false, error: failureOf(frame.reply) });
      }
    }
    if (pending?.code === 'idCard.noAnswer') pending.code = 'device.garbled';
  }

  /** The answer is damaged: it need not be waited for much longer. */
  function hurry(what: 'noise' | 'length' | 'checksum'): void {
    if (pending === null || what === 'noise' || pending.inGrace) return;
    const { command } = pending;
    const code = what === 'checksum' ? 'idCard.frameChecksum' : 'device.garbled';
    pending.cancelTimer();
    pending.cancelTimer = timers.after(GRACE_MS, () => settle(fail(code, command)));
    pending.inGrace = true;
  }

  function attach(): void {
    const found = line.channel();
    if (found === attached) return;
    leave();
    attached = found;
    channel = found !== null && options.hid ? overHid(found) : found;
    writing = Promise.resolve();
    parser.reset();
    leave = () => {};
    // What was asked of the channel before is lost with it.
    settle(fail(line.code() ?? 'device.unplugged'));
    if (channel === null) return;
    const stops = [
      channel.onData(onData),
      channel.onClose((code) => settle(fail(code ?? 'device.unplugged'))),
    ];
    leave = () => {
      for (const stop of stops) stop();
    };
  }

  const stopWatching = line.onChange(attach);
  attach();

  return {
    ask(command) {
      if (stopped) return Promise.resolve(fail('device.stopped'));
      if (waiting.length >= MOST_WAITING) return Promise.resolve(fail('device.busy'));
      return new Promise((resolve) => {
        waiting.push({ command, settle: resolve });
        next();
      });
    },
    stop() {
      stopped = true;
      stopWatching();
      leave();
      for (const { settle: tell } of waiting.splice(0)) tell(fail('device.stopped'));
      settle(fail('device.stopped'));
    },
  };
}
