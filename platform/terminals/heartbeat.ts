import { sql } from 'kysely';
import type { DeviceSummary } from '../../contracts/devices.ts';
import type { Heartbeat } from '../../contracts/hub/terminal-api.ts';
import type { HubContext } from '../context.ts';

/** A pad that was seen within this time counts as online: three heartbeats of 30 s. */
export const ONLINE_MS = 90_000;

/** Keeps what a terminal says of itself. */
export async function noteHeartbeat(
  hub: Pick<HubContext, 'db' | 'now'>,
  terminalId: string,
  beat: Heartbeat,
): Promise<void> {
  await hub.db
    .updateTable('terminal')
    .set({
      last_seen_at: latest(hub.now()),
      app: storable(beat.app),
      epoch: beat.epoch,
      queue_ready: Math.min(beat.queue.ready, MAX_INT),
      queue_dead: Math.min(beat.queue.dead, MAX_INT),
      oldest_ms: beat.queue.oldestMs,
      fault: beat.fault === null ? null : storable(beat.fault),
      clock_offset_ms: beat.clockOffsetMs,
      devices: JSON.stringify(beat.devices?.map(storableDevice) ?? []),
    })
    .where('id', '=', terminalId)
    .execute();
}

/** Terminals that were heard of otherwise: an answered ping. */
export async function noteSeen(hub: Pick<HubContext, 'db' | 'now'>, terminalIds: string[]): Promise<void> {
  if (terminalIds.length === 0) return;
  await hub.db
    .updateTable('terminal')
    .set({ last_seen_at: latest(hub.now()) })
    .where('id', 'in', terminalIds)
    .execute();
}

/** Two reports may arrive in the other order; the time last seen never goes back. */
const latest = (at: Date) => sql<Date>`greatest(last_seen_at, ${at}::timestamptz)`;

/** PostgreSQL's int4 and text. */
const MAX_INT = 2_147_483_647;
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
const storableDevice = (d: DeviceSummary): DeviceSummary => ({
  ...d,
  code: d.code === null ? null : storable(d.code),
});
