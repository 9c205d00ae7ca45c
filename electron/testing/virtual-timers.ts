import type { Timers } from '../../contracts/clock.ts';

/** Timers that stand still until `advance`. Timers of the same instant run in the order in which they were set. */
export class VirtualTimers implements Timers {
  private time = 0;
  private nextId = 0;
  private readonly waiting = new Map<number, { at: number; f: () => void }>();

  now = (): number => this.time;
  pending = (): number => this.waiting.size;

  after(ms: number, f: () => void): () => void {
    const id = this.nextId;
    this.nextId += 1;
    this.waiting.set(id, { at: this.time + Math.max(0, ms), f });
    return () => {
      this.waiting.delete(id);
    };
  }

  /** Moves on by `ms`, running whatever falls due, in order. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      let due: [number, { at: number; f: () => void }] | null = null;
      for (const entry of this.waiting) {
        if (entry[1].at <= end && (due === null || entry[1].at < due[1].at)) due = entry;
      }
      if (due === null) break;
      this.waiting.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].f();
    }
    this.time = end;
  }
}
