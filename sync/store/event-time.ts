import type { Database } from 'better-sqlite3';
import type { Clock } from '../../contracts/clock.ts';
import type { EventTime } from '../../contracts/ingest.ts';

/** When a row was made, as the terminal's clocks had it. */
export interface Stamp {
  wallMs: number;
  bootId: string;
  boottimeMs: number;
}
export interface Anchor {
  bootId: string;
  boottimeMs: number;
  serverMs: number;
  rttMs: number;
}

/** How far the boot clock may run off the hub's, in parts per million (a cheap crystal). */
const DRIFT_PPM = 100;
/** What is said of a time that only the terminal's own clock knows: a day. */
const WALL_UNCERTAINTY_MS = 86_400_000;
/** A clock that shows a time before this software was made (1970 after a dead battery) knows nothing. */
const NO_TIME_BEFORE_MS = Date.UTC(2025, 0, 1);
/** The largest that the contract carries. */
const NO_IDEA_MS = 1e12;
const ANCHORS_KEPT = 10;

/** Nothing is ever refused because of a clock: an unknown time is told with its uncertainty, and order is by seq. */
export function eventTime(stamp: Stamp, anchor: Anchor | null): EventTime {
  if (anchor === null || anchor.bootId !== stamp.bootId)
    return {
      ms: Math.max(0, Math.round(stamp.wallMs)),
      uncertaintyMs: stamp.wallMs < NO_TIME_BEFORE_MS ? NO_IDEA_MS : WALL_UNCERTAINTY_MS,
      clock: 'wall',
    };
  const away = stamp.boottimeMs - anchor.boottimeMs;
  const uncertainty = anchor.rttMs / 2 + (Math.abs(away) * DRIFT_PPM) / 1_000_000;
  return {
    ms: Math.max(0, Math.round(anchor.serverMs + away)),
    uncertaintyMs: Math.ceil(uncertainty),
    clock: 'anchor',
  };
}

export const stampNow = (clock: Clock): Stamp => ({
  wallMs: Math.max(0, Math.round(clock.wallMs())),
  bootId: clock.bootId,
  boottimeMs: Math.round(clock.boottimeMs()),
});

/** Keeps one anchor per boot: the one from which the hub's time is known best now. */
export function clockAnchors(db: Database) {
  const insert = db.prepare(
    `insert into clock_anchor (boot_id, boottime_ms, server_ms, rtt_ms) values (?, ?, ?, ?)
     on conflict (boot_id) do update set
       boottime_ms = excluded.boottime_ms, server_ms = excluded.server_ms, rtt_ms = excluded.rtt_ms`,
  );
  const trim = db.prepare(
    'delete from clock_anchor where rowid not in (select rowid from clock_anchor order by rowid desc limit ?)',
  );
  const load = db.prepare(
    'select boot_id as bootId, boottime_ms as boottimeMs, server_ms as serverMs, rtt_ms as rttMs from clock_anchor',
  );
  const known = new Map((load.all() as Anchor[]).map((a) => [a.bootId, a]));
  return {
    of: (bootId: string): Anchor | null => known.get(bootId) ?? null,
    /** The hub's time now, ms, as this boot knows it; null when this boot has not met the hub. */
    hubNow(clock: Clock): number | null {
      const anchor = known.get(clock.bootId);
      return anchor === undefined ? null : anchor.serverMs + (clock.boottimeMs() - anchor.boottimeMs);
    },
    put(a: Anchor): void {
      const before = known.get(a.bootId);
      if (before !== undefined && !isBetter(a, before)) return;
      db.transaction(() => {
        insert.run(a.bootId, Math.round(a.boottimeMs), a.serverMs, Math.round(a.rttMs));
        trim.run(ANCHORS_KEPT);
      })();
      known.set(a.bootId, a);
    },
  };
}

/** Lower uncertainty now wins; the old one's grows with its age. */
function isBetter(next: Anchor, before: Anchor): boolean {
  const age = next.boottimeMs - before.boottimeMs;
  return next.rttMs / 2 < before.rttMs / 2 + (age * DRIFT_PPM) / 1_000_000;
}
export type ClockAnchors = ReturnType<typeof clockAnchors>;
