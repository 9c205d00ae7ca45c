import type { CodeScanner, DeviceContext, ScannedCode } from '../device.ts';
import { textOf } from './charset.ts';
import { DISARMED, reduce, type ScannerEvent, type ScannerState, wakeAt } from './machine.ts';
import { digestOf } from './repeat.ts';

interface Hooks {
  source: ScannedCode['source'];
  light: () => void;
  dark: () => void;
}

/** Runs the machine on the clock, and hands codes on while it is armed. */
export interface Arming extends Pick<CodeScanner, 'arm' | 'disarm' | 'onCode'> {
  /** True when the code was handed on. */
  read(code: { bytes: Uint8Array; aim: string | null }): boolean;
  /** The scanner came (back), or was used for something else: light it when it is armed. */
  opened(): void;
  /** True when it was armed until now. */
  stop(): boolean;
}

export function createArming({ clock, timers, log }: DeviceContext, hooks: Hooks): Arming {
  const listeners = new Set<(code: ScannedCode) => void>();
  let state: ScannerState = DISARMED;
  let cancelTick: (() => void) | null = null;

  /** True when a code is to be handed on. */
  function happen(event: ScannerEvent): boolean {
    const step = reduce(state, event, clock.boottimeMs());
    state = step.state;
    cancelTick?.();
    const wake = wakeAt(state);
    cancelTick =
      wake === null
        ? null
        : timers.after(Math.max(0, wake - clock.boottimeMs()), () => {
            happen({ type: 'tick' });
          });
    if (step.effects.includes('light')) hooks.light();
    if (step.effects.includes('dark')) hooks.dark();
    return step.effects.includes('deliver');
  }

  return {
    arm: (timeoutMs) => void happen({ type: 'arm', timeoutMs }),
    disarm: () => void happen({ type: 'disarm' }),
    opened: () => void happen({ type: 'opened' }),
    onCode(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read({ bytes, aim }) {
      if (!happen({ type: 'read', digest: digestOf(bytes) })) return false;
      log('codeScanner.read', { aim, source: hooks.source });
      const code = { bytes, text: textOf(bytes), aim, source: hooks.source, at: clock.boottimeMs() };
      for (const listener of [...listeners]) listener(code);
      return true;
    },
    stop() {
      cancelTick?.();
      cancelTick = null;
      const wasArmed = state.until !== null;
      state = DISARMED;
      listeners.clear();
      return wasArmed;
    },
  };
}
