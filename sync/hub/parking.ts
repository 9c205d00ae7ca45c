import { fullJitter } from '../../contracts/backoff.ts';
import type { Timers } from '../../contracts/clock.ts';

export interface ParkingOptions {
  timers: Timers;
  random: () => number;
  /** Some rows may be tried again. */
  onDue: () => void;
}
/**
 * `later`: the hub wants the row later, in any batch · `alone`: refused when sent alone, by a hub in trouble ·
 * `blamed`: refused when sent alone, as a row that is never acceptable.
 */
export type Reason = 'later' | 'alone' | 'blamed';
interface Place {
  attempt: number;
  reason: Reason;
  due: boolean;
}

const PLACES = 1_000;

/** Rows that wait out a back-off of their own while the rest goes on. In memory: a restart means ready. */
export function createParking(o: ParkingOptions) {
  const places = new Map<number, Place>();
  const timers = new Set<() => void>();

  function park(seqs: readonly number[], reason: Reason): void {
    if (seqs.length === 0) return;
    const attempt = Math.max(...seqs.map((seq) => (places.get(seq)?.attempt ?? -1) + 1));
    const group = seqs.map((seq): [number, Place] => [seq, { attempt, reason, due: false }]);
    for (const [seq, place] of group) places.set(seq, place);
    const cancel = o.timers.after(fullJitter(attempt, o.random()), () => {
      timers.delete(cancel);
      for (const [, place] of group) place.due = true;
      o.onDue();
    });
    timers.add(cancel);
  }

  return {
    /** Back-off for all of `seqs` together. */
    park,
    leave: (seq: number): void => void places.delete(seq),
    /** Rows that no batch may hold now. */
    closed(): ReadonlySet<number> {
      return new Set([...places].filter(([, p]) => p.reason !== 'later' || !p.due).map(([seq]) => seq));
    },
    /** Rows to be sent alone now; those that are blamed also ahead of their time when the hub `takes` others. */
    lone(takes: boolean): number[] {
      return [...places]
        .filter(([, p]) => p.reason !== 'later' && (p.due || (takes && p.reason === 'blamed')))
        .map(([seq]) => seq);
    },
    /** So many are no exceptions any more. */
    isFull: (): boolean => places.size >= PLACES,
    stop(): void {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
