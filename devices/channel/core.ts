import type { Result } from '../../contracts/result.ts';
import { fail, ok } from '../../contracts/result.ts';
import { inTime } from './in-time.ts';
import type { ByteChannel, ChannelCode } from './types.ts';

const MOST_WAITING_BYTES = 65_536;

type ChannelFailure = { code: ChannelCode; detail?: string };
export type Written = Result<null, ChannelFailure>;

/** The half of a channel that is the same on every wire: its listeners, and that it ends once. */
export interface ChannelCore extends Pick<ByteChannel, 'onData' | 'onClose'> {
  /** A chunk came. Before the first listener at most 64 KiB wait for it; what is more is dropped. */
  data(chunk: Uint8Array): void;
  /** The channel is over; later calls change nothing. null = closed by `close`. */
  end(code: ChannelCode | null): void;
  ended(): boolean;
  /** What a write to an ended channel answers. */
  gone(): { ok: false; error: ChannelFailure };
  /**
   * Runs one transfer to its end, to the end of the channel, or for `ms` (`device.timeout`); a rejection is `failed`.
   * For channels to real ports: it waits by the machine's own timer.
   */
  transfer<T>(run: () => Promise<T>, ms: number, failed: ChannelCode): Promise<Result<T, ChannelFailure>>;
}

export function createCore(): ChannelCore {
  const dataListeners = new Set<(chunk: Uint8Array) => void>();
  const closeListeners = new Set<(code: ChannelCode | null) => void>();
  let waiting: Uint8Array[] | null = [];
  let over: { code: ChannelCode | null } | null = null;
  const core: ChannelCore = {
    data(chunk) {
      if (over !== null || chunk.length === 0) return;
      if (waiting === null) {
        for (const listener of [...dataListeners]) listener(chunk);
      } else if (waiting.reduce((sum, c) => sum + c.length, chunk.length) <= MOST_WAITING_BYTES) {
        waiting.push(chunk);
      }
    },
    end(code) {
      if (over !== null) return;
      over = { code };
      const told = [...closeListeners];
      closeListeners.clear();
      dataListeners.clear();
      waiting = null;
      for (const listener of told) listener(code);
    },
    ended: () => over !== null,
    gone: () => fail(over?.code ?? 'device.unplugged'),
    onData(listener) {
      if (over !== null) return () => {};
      dataListeners.add(listener);
      const early = waiting ?? [];
      waiting = null;
      for (const chunk of early) listener(chunk);
      return () => dataListeners.delete(listener);
    },
    onClose(listener) {
      if (over !== null) {
        listener(over.code);
        return () => {};
      }
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    async transfer(run, ms, failed) {
      if (over !== null) return core.gone();
      let stopWatching = () => {};
      const ended = new Promise<'ended'>((resolve) => {
        stopWatching = core.onClose(() => resolve('ended'));
      });
      try {
        const outcome = await inTime(Promise.race([run().then(ok), ended]), ms);
        if (outcome === 'late') return fail('device.timeout');
        return outcome === 'ended' ? core.gone() : outcome;
      } catch (error) {
        return over === null ? fail(failed, messageOf(error)) : core.gone();
      } finally {
        stopWatching();
      }
    },
  };
  return core;
}

/** node-hid throws errors and emits strings. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
