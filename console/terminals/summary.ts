import type { DeviceSummary } from '../../contracts/devices.ts';
import type { TerminalRow } from '../../contracts/hub/console-api.ts';

/** A clock this far off is worth a technician's look; ratings stay right by their anchors. */
export const CLOCK_LIMIT_MS = 60_000;

/** A peripheral that citizens miss: it is required and does not work. Switched off by a technician is on purpose. */
export const isDeviceOut = (d: DeviceSummary): boolean =>
  d.required && (d.state === 'missing' || d.state === 'fault');

export const needsAttention = (t: TerminalRow): boolean =>
  t.state !== 'revoked' &&
  (t.fault !== null ||
    t.queueDead > 0 ||
    t.quarantined > 0 ||
    t.devices.some(isDeviceOut) ||
    (t.clockOffsetMs !== null && Math.abs(t.clockOffsetMs) > CLOCK_LIMIT_MS));

export function summarize(rows: TerminalRow[]): {
  online: number;
  offline: number;
  attention: number;
  queue: number;
} {
  return {
    online: rows.filter((t) => t.state === 'online').length,
    offline: rows.filter((t) => t.state === 'offline').length,
    attention: rows.filter(needsAttention).length,
    queue: rows.reduce((sum, t) => sum + t.queueReady, 0),
  };
}

const ORDER: Record<TerminalRow['state'], number> = { offline: 0, online: 1, never: 2, revoked: 3 };

/** What needs somebody first, then by name. */
export const byUrgency = (rows: TerminalRow[]): TerminalRow[] =>
  [...rows].sort(
    (a, b) =>
      Number(needsAttention(b)) - Number(needsAttention(a)) ||
      ORDER[a.state] - ORDER[b.state] ||
      a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
