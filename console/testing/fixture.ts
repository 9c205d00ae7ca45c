import { implement, ORPCError } from '@orpc/server';
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts';
import type { Me } from '../../contracts/hub/console-api.ts';
import type { HelpCall } from '../../contracts/hub/help-api.ts';
import { hubContract } from '../../contracts/hub/index.ts';

/** What a test may turn on the fixture hub. */
export interface FixtureState {
  nowMs: () => number;
  /** How many ratings there are at the start, and how many rows a page of any list has (at most PAGE). */
  ratings: number;
  pageSize: number;
  /** Ratings that came in since the start: they shift every index. */
  arrived: number;
  sessions: Map<string, Me>;
  /** Answers every list with none. */
  empty: boolean;
  /** Answers every call with this failure. */
  broken: ErrorCode | null;
  onArrival: Set<() => void>;
  /** Citizens who called for staff. */
  helpCalls: HelpCall[];
}

export interface FixtureContext {
  state: FixtureState;
  cookie: string | undefined;
  authorization: string | undefined;
  setCookie: (value: string) => void;
}

export const refuse = (code: ErrorCode, detail?: string): never => {
  throw new ORPCError(code, {
    status: ERRORS[code].http,
    message: code,
    data: detail === undefined ? undefined : { detail },
  });
};

/** Somebody goes to the kiosk that called. */
export function takeHelp(state: FixtureState, id: string): void {
  if (!state.helpCalls.some((call) => call.id === id)) refuse('not.found');
  state.helpCalls = state.helpCalls.filter((call) => call.id !== id);
}

/** The contract, with every call refused while the hub is broken. */
export const os = implement(hubContract)
  .$context<FixtureContext>()
  .use(({ context, next }) => (context.state.broken === null ? next() : refuse(context.state.broken)));
