import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  type Child,
  type ChildReports,
  SUPERVISOR_LIMITS,
  type SupervisorEvent,
  supervise,
} from './supervisor.ts';
import { VirtualTimers } from './testing/virtual-timers.ts';

/** A child whose every move the test decides. */
class FakeChild implements Child {
  alive = true;
  asked = 0;
  killed = 0;
  readonly reports: ChildReports;
  private readonly obeys: { stop: boolean; kill: boolean };
  /** `obeys`: does it end when asked, when killed? */
  constructor(reports: ChildReports, obeys: { stop: boolean; kill: boolean }) {
    this.reports = reports;
    this.obeys = obeys;
  }
  exit(code: number | null = 1): void {
    this.alive = false;
    this.reports.exited(code);
  }
  requestStop(): void {
    this.asked += 1;
    if (this.alive && this.obeys.stop) this.exit(0);
  }
  kill(): void {
    this.killed += 1;
    if (this.alive && this.obeys.kill) this.exit(null);
  }
}

function bench(obeys = { stop: true, kill: true }) {
  const timers = new VirtualTimers();
  const children: FakeChild[] = [];
  const events: SupervisorEvent[] = [];
  const supervisor = supervise({
    spawn: (reports) => {
      const child = new FakeChild(reports, obeys);
      children.push(child);
      return child;
    },
    timers,
    random: () => 1,
    onEvent: (event) => events.push(event),
  });
  const last = (): FakeChild => {
    const child = children.at(-1);
    if (child === undefined) throw new Error('no child yet');
    return child;
  };
  return { timers, children, events, supervisor, last };
}

describe('starting again', () => {
  it('starts once, however often it is asked', () => {
    const { supervisor, children } = bench();
    supervisor.start();
    supervisor.start();
    expect(children).toHaveLength(1);
    expect(supervisor.state()).toBe('starting');
  });

  it('starts a crashed child at once, then ever later', () => {
    const { supervisor, timers, children, last } = bench();
    supervisor.start();
    last().reports.ready();
    last().exit();
    timers.advance(0);
    expect(children).toHaveLength(2);
    last().exit();
    timers.advance(999);
    expect(children).toHaveLength(2);
    timers.advance(1);
    expect(children).toHaveLength(3);
    last().exit();
    timers.advance(1_999);
    expect(children).toHaveLength(3);
    timers.advance(1);
    expect(children).toHaveLength(4);
  });

  it('forgets past failures after a minute of health', () => {
    const { supervisor, timers, children, last, events } = bench();
    supervisor.start();
    for (let i = 0; i < 3; i += 1) {
      last().exit();
      timers.advance(60_000);
    }
    last().reports.ready();
    timers.advance(SUPERVISOR_LIMITS.healthyMs);
    const before = children.length;
    last().exit();
    timers.advance(0);
    expect(children).toHaveLength(before + 1);
    expect(events.at(-1)).toEqual({ type: 'starting', failures: 1 });
  });

  it('raises a fault at the crash limit and goes on slowly', () => {
    const { supervisor, timers, children, last, events } = bench();
    supervisor.start();
    for (let i = 1; i < SUPERVISOR_LIMITS.crashLimit; i += 1) {
      last().exit();
      timers.advance(60_000);
    }
    last().exit();
    expect(supervisor.state()).toBe('fault');
    expect(events.at(-1)).toMatchObject({ type: 'fault', failures: SUPERVISOR_LIMITS.crashLimit });
    const before = children.length;
    timers.advance(SUPERVISOR_LIMITS.faultRetryMs - 1);
    expect(children).toHaveLength(before);
    timers.advance(1);
    expect(children).toHaveLength(before + 1);
    last().reports.ready();
    expect(supervisor.state()).toBe('ready');
  });

  it('counts a spawn that throws as a failure', () => {
    const timers = new VirtualTimers();
    let spawns = 0;
    const events: SupervisorEvent[] = [];
    const supervisor = supervise({
      spawn: () => {
        spawns += 1;
        throw new Error('ENOENT');
      },
      timers,
      random: () => 0,
      onEvent: (event) => events.push(event),
    });
    supervisor.start();
    timers.advance(120_000);
    expect(spawns).toBe(SUPERVISOR_LIMITS.crashLimit);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ended', reason: 'spawnFailed' }));
    expect(supervisor.state()).toBe('fault');
  });
});

it('does not spin: a child that always crashes is tried a few times, then every five minutes', () => {
  const timers = new VirtualTimers();
  let spawns = 0;
  supervise({
    spawn: (reports) => {
      spawns += 1;
      timers.after(0, () => reports.exited(1));
      return { requestStop: () => undefined, kill: () => undefined };
    },
    timers,
    random: () => 0,
  }).start();
  timers.advance(3_600_000);
  const slowTries = 3_600_000 / SUPERVISOR_LIMITS.faultRetryMs;
  expect(spawns).toBeLessThanOrEqual(SUPERVISOR_LIMITS.crashLimit + slowTries);
  expect(spawns).toBeGreaterThan(slowTries);
});

describe('children that hang', () => {
  it('kills one that is not ready in time', () => {
    const { supervisor, timers, last, events } = bench();
    supervisor.start();
    const first = last();
    timers.advance(SUPERVISOR_LIMITS.readyMs);
    expect(first.killed).toBe(1);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ended', reason: 'readyTimeout' }));
  });

  it('kills one that fell silent, and only one that had ever spoken', () => {
    const { supervisor, timers, last, events } = bench();
    supervisor.start();
    const first = last();
    first.reports.ready();
    timers.advance(10 * SUPERVISOR_LIMITS.silentMs);
    expect(first.killed).toBe(0);
    first.reports.alive();
    timers.advance(SUPERVISOR_LIMITS.silentMs - 1);
    first.reports.alive();
    timers.advance(SUPERVISOR_LIMITS.silentMs - 1);
    expect(first.killed).toBe(0);
    timers.advance(1);
    expect(first.killed).toBe(1);
    expect(events).toContainEqual(expect.objectContaining({ type: 'ended', reason: 'silent' }));
  });

  it('does not take a ready that comes after the kill for health', () => {
    const { supervisor, timers, last, events } = bench({ stop: false, kill: false });
    supervisor.start();
    const first = last();
    timers.advance(SUPERVISOR_LIMITS.readyMs);
    first.reports.ready();
    expect(events.filter((event) => event.type === 'ready')).toEqual([]);
    timers.advance(SUPERVISOR_LIMITS.killMs);
    expect(last()).not.toBe(first);
    first.reports.exited(0);
    expect(supervisor.state()).toBe('starting');
  });
});

describe('stopping', () => {
  it('asks first and waits for the exit', async () => {
    const { supervisor, last, events } = bench();
    supervisor.start();
    last().reports.ready();
    await supervisor.stop();
    expect(last()).toMatchObject({ asked: 1, killed: 0, alive: false });
    expect(events.at(-1)).toEqual({ type: 'stopped', killed: false });
  });

  it('kills after five seconds', async () => {
    const { supervisor, timers, last, events } = bench({ stop: false, kill: true });
    supervisor.start();
    const stopped = supervisor.stop();
    timers.advance(SUPERVISOR_LIMITS.stopMs - 1);
    expect(last().killed).toBe(0);
    timers.advance(1);
    await stopped;
    expect(last()).toMatchObject({ killed: 1, alive: false });
    expect(events.at(-1)).toEqual({ type: 'stopped', killed: true });
  });

  it('ends even when the kernel never reports the exit', async () => {
    const { supervisor, timers } = bench({ stop: false, kill: false });
    supervisor.start();
    const stopped = supervisor.stop();
    timers.advance(SUPERVISOR_LIMITS.stopMs + SUPERVISOR_LIMITS.killMs);
    await stopped;
    expect(supervisor.state()).toBe('stopped');
  });

  it('cancels a planned try', async () => {
    const { supervisor, timers, children, last } = bench();
    supervisor.start();
    last().exit();
    await supervisor.stop();
    timers.advance(1_000_000);
    expect(children).toHaveLength(1);
    expect(timers.pending()).toBe(0);
  });
});

it('waits between half and all of 1 s·2ⁿ, up to the ceiling', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        const wait = backoffMs(n, random, 60_000);
        if (n <= 1) return wait === 0;
        const full = Math.min(60_000, 1_000 * 2 ** (n - 2));
        return wait >= full / 2 && wait <= full;
      },
    ),
  );
});

type Move =
  | { type: 'exit' }
  | { type: 'ready' }
  | { type: 'alive' }
  | { type: 'wait'; ms: number }
  | { type: 'stale' };
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>({ type: 'exit' }, { type: 'ready' }, { type: 'alive' }, { type: 'stale' }),
  fc.integer({ min: 0, max: 400_000 }).map((ms): Move => ({ type: 'wait', ms })),
);

it('never runs two children at once and leaves none behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 80 }), fc.boolean(), async (moves, obeysStop) => {
      const { timers, supervisor, children, last } = bench({ stop: obeysStop, kill: true });
      supervisor.start();
      for (const step of moves) {
        if (step.type === 'exit' && last().alive) last().exit();
        if (step.type === 'ready' && last().alive) last().reports.ready();
        if (step.type === 'alive' && last().alive) last().reports.alive();
        if (step.type === 'stale') children[0]?.reports.exited(1);
        if (step.type === 'stale' && children.length === 1) children[0]?.exit();
        if (step.type === 'wait') timers.advance(step.ms);
        expect(children.filter((child) => child.alive).length).toBeLessThanOrEqual(1);
      }
      const stopped = supervisor.stop();
      timers.advance(20_000);
      await stopped;
      expect(children.filter((child) => child.alive)).toEqual([]);
      expect(timers.pending()).toBe(0);
      const count = children.length;
      timers.advance(10_000_000);
      expect(children).toHaveLength(count);
    }),
    { numRuns: 300 },
  );
});
