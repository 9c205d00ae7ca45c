import type { Reference } from '../../contracts/reference.ts';
import type { RunningBus } from '../bus.ts';
import type { HubContext } from '../context.ts';
import { buildReference } from './build.ts';

/** What was built is good for this long even if no message of a change came through, ms. */
const FRESH_MS = 60_000;

export interface ReferenceCache {
  /** null when there is no such window. */
  get(windowId: string): Promise<Reference | null>;
  stop(): void;
}

/**
 * Reference data of each window, built once and kept until the bus tells of a change: heartbeats ask for its version
 * all the time. Holds at most one entry per window of the hall.
 */
export function referenceCache(
  hub: Pick<HubContext, 'db' | 'log' | 'secrets' | 'now'>,
  bus: Pick<RunningBus, 'subscribe' | 'onGap'>,
): ReferenceCache {
  const entries = new Map<string, { built: Promise<Reference | null>; atMs: number }>();
  const stops = [
    bus.subscribe('reference', ({ windowId }) => {
      if (windowId === null) entries.clear();
      else entries.delete(windowId);
    }),
    bus.onGap(() => entries.clear()),
  ];
  return {
    async get(windowId) {
      const nowMs = hub.now().getTime();
      const kept = entries.get(windowId);
      if (kept && nowMs - kept.atMs < FRESH_MS) return kept.built;
      const built = buildReference(hub, windowId);
      entries.set(windowId, { built, atMs: nowMs });
      const drop = (): void => {
        if (entries.get(windowId)?.built === built) entries.delete(windowId);
      };
      try {
        const value = await built;
        if (value === null) drop();
        return value;
      } catch (e) {
        drop();
        throw e;
      }
    },
    stop() {
      for (const stop of stops) stop();
      entries.clear();
    },
  };
}
