import type { Clock, Timers } from '../clock.ts';

/** A clock and its timers that stand still until a test moves them. */
export interface VirtualTime {
  clock: Clock & { bootId: string };
  timers: Timers;
  /** Runs what falls due, in order, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** The wall clock alone jumps. */
  setWall(ms: number): void;
  /** A new boot: the boot clock starts again. */
  reboot(bootId: string): void;
}

export function virtualTime(startMs = Date.UTC(2026, 0, 5, 9)): VirtualTime {
  let boot = 1_000;
  let wallOffset = startMs - boot;
  let serial = 0;
  let due: { at: number; serial: number; run: () => void }[] = [];
  const clock = { bootId: 'boot-1', wallMs: () => boot + wallOffset, boottimeMs: () => boot };
  return {
    clock,
    timers: {
      after(ms, run) {
        const timer = { at: boot + ms, serial: serial++, run };
        due.push(timer);
        return () => {
          due = due.filter((t) => t !== timer);
        };
      },
    },
    async advance(ms) {
      const until = boot + ms;
      for (;;) {
        await settle();
        const next = due
          .filter((t) => t.at <= until)
          .toSorted((a, b) => a.at - b.at || a.serial - b.serial)[0];
        if (next === undefined) break;
        due = due.filter((t) => t !== next);
        boot = Math.max(boot, next.at);
        next.run();
      }
      boot = until;
      await settle();
    },
    setWall(ms) {
      wallOffset = ms - boot;
    },
    reboot(bootId) {
      clock.bootId = bootId;
      wallOffset += boot;
      boot = 0;
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
