import { describe, expect, test } from 'vitest';
import { createFakeMaintenance } from '../testing/fake-maintenance.ts';
import { MAINTENANCE_SESSION, maintenanceAt } from '../testing/maintenance-fixtures.ts';
import { callService, LATE, LOST, type MaintenanceEnvironment } from './calls.ts';
import { type SessionState, startSession } from './session.ts';

/** Delays end when the test says so, or when they are aborted. */
function testEnvironment() {
  const pending = new Set<() => void>();
  const env: MaintenanceEnvironment = {
    now: () => 1_000,
    wallMs: () => 0,
    delay: (_, signal) =>
      new Promise((resolve) => {
        const done = () => {
          pending.delete(done);
          resolve();
        };
        if (signal.aborted) return done();
        pending.add(done);
        signal.addEventListener('abort', done, { once: true });
      }),
  };
  return {
    env,
    pending,
    elapse() {
      for (const done of [...pending]) done();
    },
  };
}

function started() {
  const time = testEnvironment();
  const fake = createFakeMaintenance(maintenanceAt(0), { wallMs: () => 0 });
  const session = startSession(fake.service, MAINTENANCE_SESSION, time.env);
  const phases: SessionState['phase'][] = [];
  session.subscribe(() => phases.push(session.state().phase));
  const phase = (wanted: SessionState['phase']) =>
    expect.poll(() => session.state().phase, { interval: 5 }).toBe(wanted);
  return { ...time, fake, session, phases, phase };
}

describe('a maintenance session', () => {
  test('follows the status, and counts from when it came', async () => {
    const { fake, session, phase } = started();
    await phase('live');
    fake.push({ online: false });
    await expect
      .poll(() => session.state(), { interval: 5 })
      .toMatchObject({ phase: 'live', receivedAt: 1_000, status: { online: false } });
    session.stop();
  });

  test('keeps what it showed while the line is gone, and goes on over the next line', async () => {
    const { fake, session, phase } = started();
    await phase('live');
    fake.drop();
    await phase('lost');
    expect(session.state()).toMatchObject({ last: { terminalId: 'pad-01' } });
    expect(await session.call(1, (to, sessionId) => to.touch({ sessionId }))).toEqual({
      ok: false,
      code: LOST,
    });
    fake.connect();
    await phase('live');
    session.stop();
  });

  test('is over when the service ends it', async () => {
    const { fake, session, phase, phases } = started();
    await phase('live');
    fake.end();
    await phase('over');
    expect(phases).toEqual(['live', 'over']);
    session.stop();
  });

  test('waits for a line when there is none', async () => {
    const time = testEnvironment();
    const fake = createFakeMaintenance(maintenanceAt(0), { wallMs: () => 0 });
    fake.drop();
    const session = startSession(fake.service, MAINTENANCE_SESSION, time.env);
    expect(session.state().phase).toBe('connecting');
    fake.connect();
    await expect.poll(() => session.state().phase, { interval: 5 }).toBe('live');
    session.stop();
  });

  test('a watch that breaks on a line that stands is asked for three times, then the session is over', async () => {
    const time = testEnvironment();
    let asked = 0;
    const fake = createFakeMaintenance(maintenanceAt(0), { wallMs: () => 0 });
    fake.terminal.maintenance.watch = (async () => {
      asked += 1;
      throw new Error('broken');
    }) as unknown as typeof fake.terminal.maintenance.watch;
    const session = startSession(fake.service, MAINTENANCE_SESSION, time.env);
    for (const n of [1, 2]) {
      await expect.poll(() => asked, { interval: 5 }).toBe(n);
      await expect.poll(() => time.pending.size, { interval: 5 }).toBe(1);
      time.elapse();
    }
    await expect.poll(() => session.state().phase, { interval: 5 }).toBe('over');
    expect(asked).toBe(3);
    session.stop();
  });

  test('leaves nothing waiting when it stops', async () => {
    const { session, phase, pending } = started();
    await phase('live');
    session.stop();
    await expect.poll(() => pending.size, { interval: 5 }).toBe(0);
  });
});

describe('a call to the service', () => {
  const fake = () => createFakeMaintenance(maintenanceAt(0), { wallMs: () => 0 });

  test('that is not answered in time comes back as late', async () => {
    const { env, elapse } = testEnvironment();
    const reply = callService(fake().service, env.delay, 10, () => new Promise(() => undefined));
    elapse();
    expect(await reply).toEqual({ ok: false, code: LATE });
  });

  test('whose line breaks comes back as lost, at once', async () => {
    const { env, pending } = testEnvironment();
    const service = fake();
    const reply = callService(service.service, env.delay, 10, () => new Promise(() => undefined));
    service.drop();
    expect(await reply).toEqual({ ok: false, code: LOST });
    expect(pending.size).toBe(0);
  });

  test('that the service breaks over comes back as internal', async () => {
    const { env } = testEnvironment();
    const broken = callService(fake().service, env.delay, 10, () => Promise.reject(new Error('no')));
    expect(await broken).toEqual({ ok: false, code: 'internal' });
  });

  test('gives what the service answers', async () => {
    const { env } = testEnvironment();
    const answered = callService(fake().service, env.delay, 10, async () => ({ ok: true, value: 7 }));
    expect(await answered).toEqual({ ok: true, value: 7 });
  });
});
