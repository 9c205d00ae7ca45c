/**
 * What to do about a page that does not show itself well: reload it, then make the window anew, then end the
 * application with a code that has it started again (and, outside, systemd at last reboots the machine).
 * White screens give no crash event: so heartbeat and frames are watched as well. A pure reducer; `at` is monotonic ms.
 */

export type Trouble = 'gone' | 'unresponsive' | 'silent' | 'blank' | 'loadFailed' | 'loadTimeout';

export type LadderEvent = { at: number } & (
  | { type: 'loadStarted' }
  | { type: 'loaded' }
  | { type: 'loadFailed' }
  /** The renderer process ended (`render-process-gone`). */
  | { type: 'gone' }
  | { type: 'unresponsive' }
  /** A captured frame: uniform (or not to be had), or with something on it. */
  | { type: 'frame'; blank: boolean }
  /** The loaded page was given its line to the service: heartbeats are due from now on. */
  | { type: 'connected' }
  /** The service is gone: heartbeats cannot come. */
  | { type: 'disconnected' }
  /** The service's report. `ageMs`: age of the page's last heartbeat; null = none yet. No report judges no page. */
  | { type: 'report'; ageMs: number | null }
  | { type: 'tick' }
);

export type LadderAction =
  /** `kill`: the renderer process hangs and must be ended first. */
  | { type: 'reload'; trouble: Trouble; kill: boolean }
  | { type: 'recreate'; trouble: Trouble }
  | { type: 'restartApp'; trouble: Trouble };

export interface LadderState {
  phase: 'loading' | 'up' | 'givenUp';
  /** When the phase began. */
  since: number;
  /** Steps climbed since the last long enough good time. */
  rung: number;
  connected: boolean;
  /** When the page last gave a sign of life; counts while `connected`. */
  aliveAt: number;
  /** Reports in a row by which the page is silent. */
  silences: number;
  /** Blank frames in a row. */
  blanks: number;
  /** We killed the process ourselves: its `gone` is no trouble. */
  expectGone: boolean;
}

export interface LadderLimits {
  loadMs: number;
  silentMs: number;
  /** Reports in a row that make a trouble: the first after a hold-up of the service itself is not to be believed. */
  silences: number;
  /** Up for this long without trouble: the ladder begins at its foot again. */
  healthyMs: number;
  /** Blank frames in a row that make a trouble. */
  blanks: number;
}

export const LADDER_LIMITS: Readonly<LadderLimits> = {
  loadMs: 20_000,
  silentMs: 15_000,
  silences: 2,
  healthyMs: 60_000,
  blanks: 2,
};

export const ladderStart = (at: number): LadderState => ({
  phase: 'loading',
  since: at,
  rung: 0,
  connected: false,
  aliveAt: at,
  silences: 0,
  blanks: 0,
  expectGone: false,
});

export interface LadderStep {
  state: LadderState;
  action: LadderAction | null;
}

export function ladder(
  state: LadderState,
  event: LadderEvent,
  limits: LadderLimits = LADDER_LIMITS,
): LadderStep {
  if (state.phase === 'givenUp') return stay(state);
  const { at } = event;
  switch (event.type) {
    case 'loadStarted':
      return stay({ ...state, phase: 'loading', since: at, connected: false, blanks: 0 });
    case 'loaded':
      return stay({ ...state, phase: 'up', since: at, connected: false, blanks: 0, expectGone: false });
    case 'loadFailed':
      return climb(state, at, 'loadFailed');
    case 'gone':
      return state.expectGone ? stay({ ...state, expectGone: false }) : climb(state, at, 'gone');
    case 'unresponsive':
      return climb(state, at, 'unresponsive');
    case 'frame': {
      if (state.phase !== 'up') return stay(state);
      const blanks = event.blank ? state.blanks + 1 : 0;
      return blanks >= limits.blanks ? climb(state, at, 'blank') : stay({ ...state, blanks });
    }
    case 'connected':
      return stay({ ...state, connected: true, aliveAt: at, silences: 0 });
    case 'disconnected':
      return stay({ ...state, connected: false });
    case 'report':
      return report(state, at, event.ageMs, limits);
    case 'tick':
      return tick(state, at, limits);
  }
}

function report(state: LadderState, at: number, ageMs: number | null, limits: LadderLimits): LadderStep {
  const aliveAt = ageMs === null ? state.aliveAt : Math.max(state.aliveAt, at - ageMs);
  const silent = state.phase === 'up' && state.connected && at - aliveAt >= limits.silentMs;
  const silences = silent ? state.silences + 1 : 0;
  if (silences >= limits.silences) return climb(state, at, 'silent');
  return stay({ ...state, aliveAt, silences });
}

function tick(state: LadderState, at: number, limits: LadderLimits): LadderStep {
  if (state.phase === 'loading') {
    return at - state.since >= limits.loadMs ? climb(state, at, 'loadTimeout') : stay(state);
  }
  return at - state.since >= limits.healthyMs ? stay({ ...state, rung: 0 }) : stay(state);
}

const HUNG: ReadonlySet<Trouble> = new Set(['unresponsive', 'silent', 'blank', 'loadTimeout']);

function climb(state: LadderState, at: number, trouble: Trouble): LadderStep {
  const next: LadderState = {
    ...state,
    phase: 'loading',
    since: at,
    rung: state.rung + 1,
    connected: false,
    silences: 0,
    blanks: 0,
    expectGone: false,
  };
  if (state.rung === 0) {
    const kill = HUNG.has(trouble);
    return { state: { ...next, expectGone: kill }, action: { type: 'reload', trouble, kill } };
  }
  if (state.rung === 1) return { state: next, action: { type: 'recreate', trouble } };
  return { state: { ...next, phase: 'givenUp' }, action: { type: 'restartApp', trouble } };
}

const stay = (state: LadderState): LadderStep => ({ state, action: null });
