import { once } from 'node:events';
import { expect, it } from 'vitest';
import { nodeChild } from './node-child.ts';
import { type SupervisorEvent, supervise } from './supervisor.ts';
import { realTimers } from './timers.ts';

/** A supervisor over a real Node process that runs `script`; `next` waits for an event. */
function run(script: string, options: { stopMessage?: object; stopMs?: number } = {}) {
  const seen = new EventTarget();
  const messages: unknown[] = [];
  const supervisor = supervise({
    spawn: nodeChild({
      command: process.execPath,
      args: ['-e', script],
      isReady: (message) => message === 'ready',
      onMessage: (message) => messages.push(message),
      ...(options.stopMessage === undefined ? {} : { stopMessage: options.stopMessage }),
    }),
    timers: realTimers,
    random: () => 0,
    limits: { stopMs: options.stopMs ?? 5_000 },
    onEvent: (event) => seen.dispatchEvent(new CustomEvent(event.type, { detail: event })),
  });
  const next = async (type: SupervisorEvent['type']): Promise<SupervisorEvent> => {
    const [event] = (await once(seen, type)) as [CustomEvent<SupervisorEvent>];
    return event.detail;
  };
  return { supervisor, next, messages };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('starts a process again that crashed, and stops it by message', async () => {
  const { supervisor, next, messages } = run(
    "process.send('ready'); process.send({ pid: process.pid });" +
      "process.on('message', (m) => process.exit(m.type === 'shutdown' ? 0 : 1));",
    { stopMessage: { type: 'shutdown' } },
  );
  const ready = next('ready');
  supervisor.start();
  await ready;
  while (messages.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const { pid } = messages[1] as { pid: number };
  const ended = next('ended');
  const again = next('ready');
  process.kill(pid, 'SIGKILL');
  expect(await ended).toMatchObject({ reason: 'exited', code: null, failures: 1, retryMs: 0 });
  await again;
  const stopped = next('stopped');
  await supervisor.stop();
  expect(await stopped).toEqual({ type: 'stopped', killed: false });
  expect(alive(pid)).toBe(false);
});

it('kills a process that does not listen', async () => {
  const { supervisor, next, messages } = run(
    "process.on('SIGTERM', () => undefined); process.send('ready'); process.send(process.pid); setInterval(() => undefined, 1000);",
    { stopMs: 50 },
  );
  const ready = next('ready');
  supervisor.start();
  await ready;
  while (messages.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const stopped = next('stopped');
  await supervisor.stop();
  expect(await stopped).toEqual({ type: 'stopped', killed: true });
  expect(alive(messages[1] as number)).toBe(false);
});

it('reports a command that does not exist', async () => {
  const seen = new EventTarget();
  const supervisor = supervise({
    spawn: nodeChild({ command: '/nowhere/node', args: [], isReady: () => false }),
    timers: realTimers,
    random: () => 0,
    onEvent: (event) => seen.dispatchEvent(new CustomEvent(event.type, { detail: event })),
  });
  const ended = once(seen, 'ended');
  supervisor.start();
  const [event] = (await ended) as [CustomEvent<SupervisorEvent>];
  expect(event.detail).toMatchObject({ code: null, failures: 1 });
  await supervisor.stop();
});
