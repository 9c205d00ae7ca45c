import type { ByteChannel } from '../channel/types.ts';
import type { DeviceContext } from '../device.ts';
import type { Commands } from './commands.ts';
import type { Decoder, Heard, LostCode, ScannerProtocol } from './protocol.ts';

/**
 * A silence is waited for in slices, at least two: while this process is busy, bytes wait to be read and timers run out,
 * and one slice is all that this may cost.
 */
const SLICE_MS = 10;

interface Hooks {
  /** `ms`: from the code's first byte. */
  onCode: (code: { bytes: Uint8Array; aim: string | null }, ms: number) => void;
  onLost: (code: LostCode) => void;
}

/** One open channel: its bytes become codes, answers and losses. */
export interface Session {
  channel: ByteChannel;
  commands: Commands;
  /** Settles pending commands with `code`; nothing is heard any more. */
  end(code: string): void;
}

export function createSession(
  protocol: ScannerProtocol,
  channel: ByteChannel,
  commands: Commands,
  { clock, timers }: Pick<DeviceContext, 'clock' | 'timers'>,
  hooks: Hooks,
): Session {
  const decoder: Decoder = protocol.decoder();
  let firstAt: number | null = null;
  let cancelSilence: (() => void) | null = null;
  let ended = false;

  function heard(all: Heard[]): void {
    const began = firstAt ?? clock.boottimeMs();
    for (const one of all) {
      // A listener may have ended the session.
      if (ended) return;
      if (one.type === 'code') hooks.onCode(one, clock.boottimeMs() - began);
      else if (one.type === 'lost') hooks.onLost(one.code);
      else if (one.type === 'reply') void commands.reply(one.bytes);
      else commands.answered(one);
    }
    if (!ended) waitForSilence();
  }

  function waitForSilence(): void {
    cancelSilence?.();
    cancelSilence = null;
    const ms = decoder.silenceMs();
    if (ms === null) firstAt = null;
    else waitSlices(ms, Math.min(SLICE_MS, ms / 2));
  }

  function waitSlices(leftMs: number, sliceMs: number): void {
    cancelSilence = timers.after(sliceMs, () => {
      cancelSilence = null;
      if (leftMs > sliceMs) waitSlices(leftMs - sliceMs, sliceMs);
      else heard(decoder.silence());
    });
  }

  const stopHearing = channel.onData((chunk) => {
    firstAt ??= clock.boottimeMs();
    heard(decoder.push(chunk));
  });

  return {
    channel,
    commands,
    end(code) {
      ended = true;
      stopHearing();
      cancelSilence?.();
      commands.end(code);
    },
  };
}
