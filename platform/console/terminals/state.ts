import type { TerminalRow } from '../../../contracts/hub/console-api.ts';

/** Seen within this time = online: three heartbeats of 30 s. */
export const ONLINE_MS = 90_000;

export function terminalState(
  t: { state: 'enrolling' | 'active' | 'revoked'; last_seen_at: Date | null },
  nowMs: number,
): TerminalRow['state'] {
  if (t.state === 'revoked') return 'revoked';
  if (t.last_seen_at === null) return 'never';
  return nowMs - t.last_seen_at.getTime() < ONLINE_MS ? 'online' : 'offline';
}
