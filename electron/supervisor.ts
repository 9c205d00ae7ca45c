import type { Timers } from '../contracts/clock.ts';

/**
 * Keeps one child process running. Knows neither Electron nor `child_process`: a spawner adapts either
 * (`service.ts` the utility process, `node-child.ts` a plain process).
 *
 * A child that ends is started again: at once the first time, then after 1 s·2ⁿ up to 60 s (with equal jitter, so
 * that the pads of a hall do not start in step). `healthyMs` of health forget past failures. After `crashLimit`
 * failures in a row the state is `fault`: somebody should see it; tries go on, but only every `faultRetryMs`.
 */

/** A running child, as the supervisor sees it. */
export interface Child {
  /** Asks the child to end by itself (message `shutdown`, SIGTERM). Must not throw when it is already gone. */
  requestStop(): void;
  /** Ends the child at once (SIGKILL). Must not throw when it is already gone. */
  kill(): void;
}

/** What a spawner reports of the child that it made. Calls about a child that is no longer the present one are ignored. */
export interface ChildReports {
  ready(): void;
  /** A sign of life after `ready`. The first one starts the watch for silence. */
  alive(): void;
  /** The child has ended. `code` null: by a signal, or it never started. */
  exited(code: number | null): void;
}

export type Spawn = (reports: ChildReports) => Child;

export type SupervisorState = 'idle' | 'starting' | 'ready' | 'waiting' | 'fault' | 'stopping' | 'stopped';

export type SupervisorEvent =
  | { type: 'starting'; failures: number }
  | { type: 'ready' }
  /** `reason`: what ended it. `retryMs`: when the next try comes. */
  | { type: 'ended'; reason: EndReason; code: number | null; failures: number; retryMs: number }
  /** The crash limit is reached; tries go on slowly. */
  | { type: 'fault'; failures: number; retryMs: number }
  | { type: 'stopped'; killed: boolean };

export type EndReason = 'exited' | 'readyTimeout' | 'silent' | 'spawnFailed';

export interface SupervisorLimits {
  /** From spawn to `ready`; a migration of a large store fits in. */
  readyMs: number;
  /** Longest silence of a child that has given a sign of life. */
  silentMs: number;
  /** Ready for this long: past failures are forgotten. */
  healthyMs: number;
  /** Ceiling of the back-off. */
  backoffCapMs: number;
  /** Failures in a row that make a fault. */
  crashLimit: number;
  /** Between tries during a fault. */
  faultRetryMs: number;
  /** From the polite request to SIGKILL. */
  stopMs: number;
  /** From SIGKILL to giving up the wait for the exit (a process stuck in the kernel). */
  killMs: number;
}

export const SUPERVISOR_LIMITS: Readonly<SupervisorLimits> = {
  readyMs: 60_000,
  silentMs: 30_000,
  healthyMs: 60_000,
  backoffCapMs: 60_000,
  crashLimit: 5,
  faultRetryMs: 5 * 60_000,
  stopMs: 5_000,
  killMs: 5_000,
};

export interface SupervisorOptions {
  spawn: Spawn;
  timers: Timers;
  /** U[0,1). */
  random: () => number;
  /** Told after each change of state. */
  onEvent?: (event: SupervisorEvent) => void;
  limits?: Partial<SupervisorLimits>;
}

export interface Supervisor {
  /** Once; later calls do nothing. */
  start(): void;
  /** Resolves when the child has ended, or was killed and did not end within `killMs`. Never rejects. */
  stop(): Promise<void>;
  state(): SupervisorState;
}

/** Wait before try number `failures` + 1, ms. */
export function backoffMs(failures: number, random: number, capMs: number): number {
  if (failures <= 1) return 0;
  const full = Math.min(capMs, 1_000 * 2 ** Math.min(failures - 2, 30));
  return Math.round(full / 2 + (full / 2) * random);
}

export function supervise(options: SupervisorOptions): Supervisor {
  const limits = { ...SUPERVISOR_LIMITS, ...options.limits };
  const { timers, random } = options;
  const tell = options.onEvent ?? (() => undefined);

  let state: SupervisorState = 'idle';
  let failures = 0;
  /** The present child; `token` tells its reports from those of an earlier one. */
  let child: Child | null = null;
  let token = 0;
  let ending: EndReason = 'exited';
  let silence = nothing;
  /** The time-out of the present state: ready time-out, health, or the wait for the next try. */
  let pending = nothing;
  let stopped: Promise<void> | null = null;
  let onGone = nothing;

  function clearTimers(): void {
    silence();
    pending();
    silence = nothing;
    pending = nothing;
  }

  function launch(): void {
    clearTimers();
    state = 'starting';
    ending = 'exited';
    token += 1;
    const mine = token;
    const present = (f: () => void) => () => {
      if (mine === token) f();
    };
    tell({ type: 'starting', failures });
    if (mine !== token || state !== 'starting') return;
    pending = timers.after(limits.readyMs, () => end('readyTimeout'));
    try {
      const spawned = options.spawn({
        ready: present(onReady),
        alive: present(onAlive),
        exited: (code) => present(() => onExited(code))(),
      });
      if (mine === token) child = spawned;
    } catch {
      if (mine === token) {
        ending = 'spawnFailed';
        onExited(null);
      }
    }
  }

  function onReady(): void {
    if (state !== 'starting') return;
    clearTimers();
    state = 'ready';
    pending = timers.after(limits.healthyMs, () => {
      failures = 0;
    });
    tell({ type: 'ready' });
  }

  function onAlive(): void {
    if (state !== 'ready') return;
    silence();
    silence = timers.after(limits.silentMs, () => end('silent'));
  }

  /** Kills a child that misbehaves; `onExited` follows, or is made up when the kernel never reports it. */
  function end(reason: EndReason): void {
    clearTimers();
    ending = reason;
    state = 'waiting';
    child?.kill();
    if (child === null) return;
    pending = timers.after(limits.killMs, () => onExited(null));
  }

  function onExited(code: number | null): void {
    clearTimers();
    child = null;
    token += 1;
    if (state === 'stopping') {
      onGone();
      return;
    }
    failures += 1;
    const fault = failures >= limits.crashLimit;
    const retryMs = fault ? limits.faultRetryMs : backoffMs(failures, random(), limits.backoffCapMs);
    state = fault ? 'fault' : 'waiting';
    pending = timers.after(retryMs, launch);
    tell({ type: 'ended', reason: ending, code, failures, retryMs });
    if (fault && state === 'fault') tell({ type: 'fault', failures, retryMs });
  }

  function stop(): Promise<void> {
    stopped ??= new Promise((resolve) => {
      clearTimers();
      let killed = false;
      const gone = () => {
        clearTimers();
        token += 1;
        child = null;
        state = 'stopped';
        tell({ type: 'stopped', killed });
        resolve();
      };
      if (child === null) return gone();
      state = 'stopping';
      onGone = gone;
      pending = timers.after(limits.stopMs, () => {
        killed = true;
        pending = timers.after(limits.killMs, gone);
        child?.kill();
      });
      child.requestStop();
    });
    return stopped;
  }

  return {
    start: () => {
      if (state === 'idle') launch();
    },
    stop,
    state: () => state,
  };
}

function nothing(): void {}
