import type { ServiceLine } from '../client.ts';
import type { Terminal } from '../connectors.ts';
import { type Delay, NoAnswer, within } from '../waiting.ts';

/** What a call came to. `code` is of `errors.ts`, or `LATE` or `LOST`. */
export type Reply<T> = { ok: true; value: T } | { ok: false; code: string };

/** The service gave no answer in time: what was asked may still come to pass. */
export const LATE = 'late';
/** There is no line to the service, or it broke while the answer was awaited. */
export const LOST = 'lost';

/** How long an answer is awaited, ms: what the service and its drivers may take, and a little more. */
export const PATIENCE = {
  pin: 8_000,
  badge: 20_000,
  exit: 8_000,
  touch: 8_000,
  leave: 5_000,
  selfTest: 40_000,
  recalibrate: 125_000,
  testPage: 125_000,
  setEnabled: 20_000,
  record: 8_000,
  discover: 35_000,
  exportDiagnostics: 60_000,
} as const;

/** Time, handed in so that tests own it. */
export interface MaintenanceEnvironment {
  /** Monotonic ms. */
  now(): number;
  /** The machine's idea of UTC, ms: the clock of the service, which runs on the same machine. */
  wallMs(): number;
  delay: Delay;
}

/** Asks the service. Never rejects, and answers within `ms`. */
export async function callService<T>(
  service: ServiceLine,
  delay: Delay,
  ms: number,
  ask: (terminal: Terminal) => Promise<Reply<T>>,
): Promise<Reply<T>> {
  const line = service.line();
  if (line === null) return { ok: false, code: LOST };
  try {
    return await within(delay, ms, ask(line.terminal), line.gone);
  } catch (error) {
    if (line.gone.aborted) return { ok: false, code: LOST };
    return { ok: false, code: error instanceof NoAnswer ? LATE : 'internal' };
  }
}
