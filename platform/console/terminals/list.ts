import type { TerminalRow } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import { terminalState } from './state.ts';

/** Every terminal with what it last said of itself, by window and name. */
export async function listTerminals(hub: Pick<HubContext, 'db' | 'now'>): Promise<TerminalRow[]> {
  const rows = await hub.db
    .selectFrom('terminal as t')
    .leftJoin('service_window as w', 'w.id', 't.window_id')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('quarantine')
          .select((q) => ['terminal_id', q.fn.countAll<number>().as('count')])
          .groupBy('terminal_id')
          .as('q'),
      (join) => join.onRef('q.terminal_id', '=', 't.id'),
    )
    .selectAll('t')
    .select(['w.name_zh', 'w.name_en', 'q.count as quarantined'])
    .orderBy('t.window_id')
    .orderBy('t.id')
    .execute();
  const nowMs = hub.now().getTime();
  return rows.map((t) => ({
    id: t.id,
    windowId: t.window_id,
    windowName: { zh: t.name_zh || t.window_id, en: t.name_en || t.window_id },
    state: terminalState(t, nowMs),
    lastSeenMs: t.last_seen_at?.getTime() ?? null,
    app: t.app,
    queueReady: t.queue_ready,
    queueDead: t.queue_dead,
    oldestMs: t.oldest_ms,
    fault: t.fault,
    clockOffsetMs: t.clock_offset_ms,
    quarantined: Number(t.quarantined ?? 0),
    devices: t.devices,
  }));
}
