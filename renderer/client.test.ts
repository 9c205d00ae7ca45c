import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, test } from 'vitest';
import { type PadStatus, terminalContract } from '../contracts/terminal.ts';
import { type LinkState, type PadEnvironment, type PadLink, startPadLink } from './client.ts';
import { type Connector, portConnector } from './connectors.ts';
import { PAD_STATUS } from './testing/fixtures.ts';

/** A page that ports are posted to, as the preload does it. */
function fakePage() {
  const events = new EventTarget();
  const page = {
    location: { origin: 'app://pad' },
    addEventListener: events.addEventListener.bind(events),
  } as unknown as Window;
  return {
    page,
    post(port: MessagePort, over: Partial<{ origin: string; source: unknown; type: string }> = {}) {
      const message = {
        data: { type: over.type ?? 'hall-terminal-port' },
        origin: over.origin ?? 'app://pad',
        source: over.source ?? page,
        ports: [port],
      };
      events.dispatchEvent(Object.assign(new Event('message'), message));
    },
  };
}

/** A terminal service on one end of a channel; `port` is the other. `end()` ends the watch, `hang()` answers no more. */
function fakeService(revision: number) {
  const { port1, port2 } = new MessageChannel();
  const os = implement(terminalContract);
  const status: PadStatus = { ...PAD_STATUS, revision };
  let endWatch: () => void = () => undefined;
  let hangs = false;
  let watches = 0;
  const beats: number[] = [];
  const done = { ok: true as const, value: null };
  const router = {
    pad: {
      watch: os.pad.watch.handler(async function* () {
        watches += 1;
        yield status;
        await new Promise<void>((resolve) => {
          endWatch = resolve;
        });
      }),
      rate: os.pad.rate.handler(async () => {
        if (hangs) await new Promise(() => undefined);
        return done;
      }),
    },
    shell: {
      heartbeat: os.shell.heartbeat.handler(async ({ input }) => {
        beats.push(input.frames);
        if (hangs) await new Promise(() => undefined);
        return null;
      }),
    },
  };
  new RPCHandler(router).upgrade(port1, { context: {} });
  port1.start();
  return {
    port: port2,
    beats,
    watches: () => watches,
    endWatch: () => endWatch(),
    hang: () => {
      hangs = true;
    },
    die: () => port1.close(),
  };
}

/** Delays that pass when the test says so. */
function fakeTime() {
  let waiting: { ms: number; wake: () => void }[] = [];
  const env: PadEnvironment = {
    now: () => 42,
    random: () => 0.5,
    frame: async () => undefined,
    delay: (ms, signal) =>
      new Promise((wake) => {
        if (signal.aborted) return wake();
        waiting.push({ ms, wake });
        signal.addEventListener('abort', () => wake(), { once: true });
      }),
  };
  return {
    env,
    /** Lets every wait of at most `ms` end. */
    pass(ms: number) {
      const due = waiting.filter((w) => w.ms <= ms);
      waiting = waiting.filter((w) => w.ms > ms);
      for (const w of due) w.wake();
    },
  };
}

let link: PadLink | null = null;
afterEach(() => link?.stop());

function start(connector: Connector, env: PadEnvironment): PadLink {
  link = startPadLink(connector, env);
  return link;
}
const until = (l: PadLink, wanted: (s: LinkState) => boolean) =>
  new Promise<LinkState>((resolve) => {
    const look = () => {
      if (!wanted(l.state())) return;
      stop();
      resolve(l.state());
    };
    const stop = l.subscribe(look);
    queueMicrotask(look);
  });
const live = (revision: number) => (s: LinkState) => s.phase === 'live' && s.status.revision === revision;
const isLost = (s: LinkState) => s.phase === 'lost';
const rate = {
  sessionId: '0b9f1e5e-6a7c-4c2e-9f0a-000000000001',
  level: 2,
  locale: 'zh-CN',
  elder: false,
} as const;

describe('the line to the terminal service', () => {
  test('goes live with the first status and says when it came', async () => {
    const { page, post } = fakePage();
    const l = start(portConnector(page), fakeTime().env);
    expect(l.state()).toEqual({ phase: 'connecting' });
    post(fakeService(7).port);
    expect(await until(l, live(7))).toMatchObject({ receivedAt: 42 });
  });

  test('a dead service is lost and a new port brings the pad back', async () => {
    const { page, post } = fakePage();
    const time = fakeTime();
    const l = start(portConnector(page), time.env);
    const first = fakeService(1);
    post(first.port);
    await until(l, live(1));
    first.die();
    await until(l, isLost);
    expect(await l.send((t) => t.pad.rate(rate))).toEqual({ ok: false, code: 'busy' });
    post(fakeService(2).port);
    time.pass(3_000);
    await until(l, live(2));
  });

  test('a port that is replaced alive is left for the new one', async () => {
    const { page, post } = fakePage();
    const time = fakeTime();
    const l = start(portConnector(page), time.env);
    post(fakeService(1).port);
    await until(l, live(1));
    post(fakeService(2).port);
    await until(l, isLost);
    time.pass(3_000);
    await until(l, live(2));
  });

  test('a watch that ends is watched again on the same line', async () => {
    const { page, post } = fakePage();
    const time = fakeTime();
    const l = start(portConnector(page), time.env);
    const service = fakeService(1);
    post(service.port);
    await until(l, live(1));
    service.endWatch();
    await until(l, isLost);
    time.pass(3_000);
    await until(l, live(1));
    expect(service.watches()).toBe(2);
  });

  test('a service that leaves a heartbeat unanswered is lost', async () => {
    const { page, post } = fakePage();
    const time = fakeTime();
    const l = start(portConnector(page), time.env);
    const service = fakeService(1);
    post(service.port);
    await until(l, live(1));
    await expect.poll(() => service.beats).toEqual([1]);
    service.hang();
    await expect
      .poll(() => {
        time.pass(3_000);
        return service.beats;
      })
      .toEqual([1, 2]);
    const lost = until(l, isLost);
    time.pass(6_000);
    await lost;
  });

  test('an intention that stays without an answer is told as busy', async () => {
    const { page, post } = fakePage();
    const time = fakeTime();
    const l = start(portConnector(page), time.env);
    const service = fakeService(1);
    post(service.port);
    await until(l, live(1));
    expect(await l.send((t) => t.pad.rate(rate))).toMatchObject({ ok: true });
    service.hang();
    const answer = l.send((t) => t.pad.rate(rate));
    time.pass(8_000);
    expect(await answer).toEqual({ ok: false, code: 'busy' });
  });

  test.each([{ origin: 'https://elsewhere.example' }, { source: null }, { type: 'something-else' }])(
    'a port handed over by %o is not taken',
    async (over) => {
      const { page, post } = fakePage();
      const connect = portConnector(page);
      post(fakeService(1).port, over);
      const first = await Promise.race([connect().then(() => 'taken'), Promise.resolve('waiting')]);
      expect(first).toBe('waiting');
      post(fakeService(2).port);
    },
  );
});
