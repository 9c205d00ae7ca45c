import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { PAD_PANEL } from '../contracts/config.ts';
import { EXIT } from './exit-codes.ts';
import { type Shell, startShell } from './shell.ts';
import { createFakeElectron, type FakeElectron } from './testing/fake-electron.ts';
import { realTimers } from './timers.ts';

/** The shell with a real service in a thread and real MessagePorts, on the real clock. */

let running: { shell: Shell; electron: FakeElectron } | null = null;
afterEach(async () => {
  if (running === null || running.electron.app.exitCode !== null) return;
  const gone = once(running.electron.app, 'fake-exit');
  running.shell.leave(EXIT.done, 'end of test');
  await gone;
});

/** A page like the pad's: takes its port from the window message and checks where it comes from. */
class Page {
  private readonly arrived: MessagePort[] = [];
  private waiting: ((port: MessagePort) => void) | null = null;

  receive = (message: unknown, targetOrigin: string, ports: MessagePort[]): void => {
    expect(message).toEqual({ type: 'hall-terminal-port' });
    expect(targetOrigin).toBe('app://pad');
    expect(ports).toHaveLength(1);
    for (const port of ports) {
      if (this.waiting) this.waiting(port);
      else this.arrived.push(port);
      this.waiting = null;
    }
  };
  port(): Promise<MessagePort> {
    const port = this.arrived.shift();
    if (port !== undefined) return Promise.resolve(port);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

const ask = (port: MessagePort, question: string): Promise<unknown> =>
  new Promise((resolve) => {
    port.onmessage = (event) => resolve(event.data);
    port.postMessage(question);
  });

const closed = (port: MessagePort): Promise<void> =>
  new Promise((resolve) => {
    port.addEventListener('close', () => resolve());
  });

function boot(): { page: Page; electron: FakeElectron; shell: Shell } {
  const electron = createFakeElectron();
  const page = new Page();
  electron.app.on('web-contents-created', (_event, contents) => {
    contents.page = page.receive;
  });
  const here = fileURLToPath(new URL('.', import.meta.url));
  const shell = startShell(electron, {
    paths: {
      renderer: here,
      fault: here,
      preload: '/p/preload.cjs',
      service: fileURLToPath(new URL('./testing/echo-service.ts', import.meta.url)),
      config: '/d/terminal.json',
    },
    settings: { role: 'pad', camera: true, panel: PAD_PANEL },
    rendererPresent: true,
    windowed: false,
    timers: realTimers,
    now: () => performance.now(),
    random: Math.random,
    log: () => undefined,
  });
  if (shell === null) throw new Error('another instance');
  running = { shell, electron };
  return { page, electron, shell };
}

it('a page talks to the service over its own port', async () => {
  const { page } = boot();
  expect(await ask(await page.port(), 'ping')).toBe('pong 1');
});

it('a crashed service is started again, and the page works on over a new port', async () => {
  const { page, electron } = boot();
  const first = await page.port();
  expect(await ask(first, 'ping')).toBe('pong 1');
  const lost = closed(first);
  first.postMessage('crash');
  await lost;
  const second = await page.port();
  expect(await ask(second, 'ping')).toBe('pong 1');
  expect(electron.windows).toHaveLength(1);
  expect(electron.window().webContents.loaded).toHaveLength(1);
});

it('a page that fell gets a new port to the same service', async () => {
  const { page, electron } = boot();
  expect(await ask(await page.port(), 'ping')).toBe('pong 1');
  electron.window().webContents.goes();
  expect(await ask(await page.port(), 'ping')).toBe('pong 2');
});

it('nonsense from the service does no harm', async () => {
  const { page } = boot();
  const port = await page.port();
  port.postMessage('garbage');
  expect(await ask(port, 'ping')).toBe('pong 1');
});

it('staff leave: the service ends by itself and the application with code 0', async () => {
  const { page, electron } = boot();
  const port = await page.port();
  const gone = once(electron.app, 'fake-exit');
  const lost = closed(port);
  port.postMessage('exit');
  expect(await gone).toEqual([EXIT.done]);
  await lost;
});

it('a service that hangs is ended all the same', async () => {
  const { page, electron, shell } = boot();
  const port = await page.port();
  expect(await ask(port, 'ping')).toBe('pong 1');
  const gone = once(electron.app, 'fake-exit');
  const lost = closed(port);
  port.postMessage('hang');
  shell.leave(EXIT.restart, 'test');
  expect(await gone).toEqual([EXIT.restart]);
  await lost;
});
