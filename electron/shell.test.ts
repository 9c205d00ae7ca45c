import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAD_PANEL } from '../contracts/config.ts';
import { EXIT } from './exit-codes.ts';
import { type Shell, type ShellOptions, startShell } from './shell.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { StubService } from './testing/stub-service.ts';
import { VirtualTimers } from './testing/virtual-timers.ts';

/** Lets promises and the fake's loads settle; the virtual clock stands still. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 6; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

const here = fileURLToPath(new URL('.', import.meta.url));

async function boot(
  overrides: Partial<ShellOptions> = {},
  prepare?: (electron: ReturnType<typeof createFakeElectron>) => void,
) {
  const timers = new VirtualTimers();
  const services: StubService[] = [];
  const events: string[] = [];
  const electron = createFakeElectron({
    fork: (modulePath, args) => {
      const service = new StubService(modulePath, args);
      services.push(service);
      return service;
    },
  });
  prepare?.(electron);
  const shell = startShell(electron, {
    paths: {
      renderer: here,
      fault: here,
      preload: '/p/preload.cjs',
      service: '/p/utility.js',
      config: '/d/terminal.json',
    },
    settings: { role: 'pad', camera: true, panel: PAD_PANEL },
    rendererPresent: true,
    windowed: false,
    timers,
    now: timers.now,
    random: () => 0,
    log: (event) => events.push(event),
    ...overrides,
  });
  await settle();
  const service = (): StubService => {
    const present = services.at(-1);
    if (present === undefined) throw new Error('no service was started');
    return present;
  };
  /** Moves the clock second by second, as the service reports; `beats` false: of a page that never beat. */
  const pass = async (ms: number, beats = true): Promise<void> => {
    for (let t = 0; t < ms; t += 1_000) {
      timers.advance(1_000);
      if (service().alive) service().says({ type: 'heartbeat', rendererMs: beats ? 500 : null });
      await settle();
    }
  };
  return { electron, shell, timers, services, service, events, pass };
}

/** The pad is shown and has its line. */
async function up(overrides: Partial<ShellOptions> = {}) {
  const bench = await boot(overrides);
  bench.service().says({ type: 'ready' });
  await settle();
  return bench;
}

const connects = (service: StubService): number =>
  service.received.filter(({ message, ports }) => message.type === 'connect' && ports === 1).length;

describe('the window', () => {
  it('is a sandboxed kiosk without ways out', async () => {
    const { electron } = await up();
    const { options, webContents } = electron.window();
    expect(options).toMatchObject({ kiosk: true, fullscreen: true, frame: false });
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      devTools: false,
      zoomFactor: 1,
      preload: '/p/preload.cjs',
    });
    expect(options.webPreferences.partition).not.toMatch(/^persist:/);
    expect(electron.app.sandboxed).toBe(true);
    expect(electron.app.switches).toContain('disable-pinch');
    expect(webContents.zoomLimits).toEqual([1, 1]);
    expect(webContents.loaded).toEqual(['app://pad/index.html']);
  });

  it('serves its own scheme only in the pad’s session', async () => {
    const { electron } = await up();
    expect(electron.schemes).toEqual(['app']);
    expect([...electron.session.fromPartition('pad').handlers.keys()]).toEqual(['app']);
    expect(electron.session.defaultSession.handlers.size).toBe(0);
  });

  it('cannot be closed from outside', async () => {
    const { electron, events } = await up();
    expect(electron.window().close()).toBe(false);
    expect(events).toContain('shell.closeRefused');
    expect(electron.app.exitCode).toBeNull();
  });

  it('is an ordinary one for a developer', async () => {
    const { electron } = await up({ windowed: true });
    expect(electron.window().options).toMatchObject({ kiosk: false, frame: true });
    expect(
      electron
        .window()
        .webContents.press({ key: 'F5', shift: false, control: false, alt: false, meta: false }),
    ).toBe(false);
    electron.window().close();
    await settle();
    expect(electron.app.exitCode).toBe(EXIT.done);
  });
});

describe('what a page may not do', () => {
  it.each([
    'https://example.com/',
    'file:///etc/passwd',
    'app://fault/fault.html',
    'app://pad/other.html',
    'data:text/html,x',
    'javascript:1',
  ])('go to %s', async (url) => {
    const { electron } = await up();
    const { webContents } = electron.window();
    expect(webContents.attempt('will-navigate', url)).toBe(true);
    expect(webContents.attempt('will-frame-navigate', url, false)).toBe(true);
    expect(webContents.attempt('will-redirect', url)).toBe(true);
  });

  it('reload itself is allowed, in its top frame alone', async () => {
    const { electron } = await up();
    const { webContents } = electron.window();
    expect(webContents.attempt('will-navigate', 'app://pad/index.html')).toBe(false);
    expect(webContents.attempt('will-frame-navigate', 'app://pad/index.html', false)).toBe(true);
    expect(webContents.attempt('will-redirect', 'app://pad/index.html')).toBe(true);
  });

  it('open windows or webviews, hold itself open, download, fetch, use devices or the screen', async () => {
    const { electron, events } = await up();
    const { webContents } = electron.window();
    expect(webContents.openWindow()).toBe('deny');
    expect(webContents.attemptPrevented('will-attach-webview')).toBe(true);
    expect(webContents.attemptPrevented('will-prevent-unload')).toBe(true);
    for (const session of [electron.session.fromPartition('pad'), electron.session.defaultSession]) {
      expect(session.downloads()).toBe(false);
      expect(session.grantsDevice()).toBe(false);
      expect(session.sharesScreen()).toBe(false);
      expect(session.fetches('https://example.com/')).toBe(false);
      expect(session.fetches('app://pad/main.js')).toBe(true);
      expect(session.requests('geolocation', { isMainFrame: true, requestingUrl: 'app://pad/' })).toBe(false);
      expect(session.checks('geolocation', 'app://pad/', { isMainFrame: true })).toBe(false);
    }
    expect(events).toContain('shell.refused');
  });

  it('press the keys that leave the kiosk', async () => {
    const { electron } = await up();
    const { webContents } = electron.window();
    const none = { shift: false, control: false, alt: false, meta: false };
    expect(webContents.press({ ...none, key: 'F4', alt: true })).toBe(true);
    expect(webContents.press({ ...none, key: 'F11' })).toBe(true);
    expect(webContents.press({ ...none, key: 'I', control: true, shift: true })).toBe(true);
    expect(webContents.press({ ...none, key: 'a' })).toBe(false);
  });

  it('use the camera, unless the terminal has one to offer', async () => {
    const asks = { isMainFrame: true, requestingUrl: 'app://pad/index.html', mediaTypes: ['video'] };
    const withCamera = await up();
    expect(withCamera.electron.session.fromPartition('pad').requests('media', asks)).toBe(true);
    const without = await up({ settings: { role: 'pad', camera: false, panel: PAD_PANEL } });
    expect(without.electron.session.fromPartition('pad').requests('media', asks)).toBe(false);
  });
});

describe('single instance', () => {
  it('a second one ends at once and starts nothing', async () => {
    const { electron, shell, services } = await boot({}, (fake) => {
      fake.app.first = false;
    });
    expect(shell).toBeNull();
    expect(electron.app.exitCode).toBe(EXIT.alreadyRunning);
    expect(electron.windows).toEqual([]);
    expect(services).toEqual([]);
  });

  it('the first one comes to the front', async () => {
    const { electron } = await up();
    electron.window().minimized = true;
    electron.app.emit('second-instance');
    expect(electron.window()).toMatchObject({ minimized: false, focused: 1 });
  });
});

describe('the service', () => {
  it('is told its configuration and gets one port per page', async () => {
    const { service } = await up();
    expect(service()).toMatchObject({ modulePath: '/p/utility.js', args: ['--config', '/d/terminal.json'] });
    expect(connects(service())).toBe(1);
  });

  it('gets another port when the page was loaded again', async () => {
    const { electron, service } = await up();
    electron.window().webContents.emit('did-finish-load');
    expect(connects(service())).toBe(2);
  });

  it('is started again when it falls, and the page is connected to the new one', async () => {
    const { electron, services, service, pass } = await up();
    service().exits(1);
    await pass(1_000);
    expect(services).toHaveLength(2);
    service().says({ type: 'ready' });
    await settle();
    expect(connects(service())).toBe(1);
    expect(electron.window().webContents.loaded).toHaveLength(1);
  });

  it('shows the fault page when it cannot run, and the pad when it can again', async () => {
    const { electron, service, events, pass } = await boot();
    for (let i = 0; i < 5; i += 1) {
      service().exits(1);
      await pass(60_000, false);
    }
    expect(electron.window().webContents.url).toBe('app://fault/fault.html#service');
    expect(electron.app.exitCode).toBeNull();
    await pass(245_000, false);
    expect(events.filter((event) => event === 'service.fault')).toHaveLength(1);
    service().says({ type: 'ready' });
    await settle();
    expect(electron.window().webContents.url).toBe('app://pad/index.html');
    expect(connects(service())).toBe(1);
  });

  it('is ended and started again when it hangs', async () => {
    const { services, service, timers } = await up();
    service().says({ type: 'heartbeat', rendererMs: null });
    const first = service();
    timers.advance(30_000);
    await settle();
    timers.advance(1_000);
    expect(first.alive).toBe(false);
    expect(services.length).toBeGreaterThan(1);
  });

  it('may say anything at all without harm', async () => {
    const { electron, service } = await up();
    fc.assert(
      fc.property(fc.anything(), (message) => {
        service().emit('message', message);
        return electron.app.exitCode === null && electron.windows.length === 1;
      }),
    );
  });

  it('may say nonsense without harm', async () => {
    const { electron, service, events } = await up();
    for (const nonsense of [
      {},
      { type: 'heartbeat', rendererMs: -1 },
      { type: 'exit-requested', pin: '1' },
      [],
      { type: 'x' },
    ]) {
      service().says(nonsense);
    }
    await settle();
    expect(events.filter((event) => event === 'service.badMessage')).toHaveLength(5);
    expect(electron.app.exitCode).toBeNull();
  });
});

describe('the page', () => {
  it('is left alone while it beats', async () => {
    const { electron, pass } = await up();
    await pass(180_000);
    expect(electron.window().webContents.loaded).toHaveLength(1);
  });

  it('climbs the ladder when it falls again and again', async () => {
    const { electron, service } = await up();
    electron.window().webContents.goes();
    await settle();
    expect(electron.windows).toHaveLength(1);
    expect(electron.window().webContents.loaded).toHaveLength(2);
    expect(connects(service())).toBe(2);

    electron.window().webContents.goes();
    await settle();
    expect(electron.windows).toHaveLength(2);
    expect(electron.windows[0]?.destroyed).toBe(true);
    expect(connects(service())).toBe(3);

    electron.windows[0]?.webContents.goes('late news of the old window');
    await settle();
    expect(electron.app.exitCode).toBeNull();

    electron.window().webContents.goes();
    await settle();
    expect(service().alive).toBe(false);
    expect(electron.app.exitCode).toBe(EXIT.restart);
  });

  it('is killed and loaded again when it hangs', async () => {
    const { electron } = await up();
    electron.window().emit('unresponsive');
    await settle();
    expect(electron.window().webContents.crashes).toBe(1);
    expect(electron.window().webContents.loaded).toHaveLength(2);
    expect(electron.windows).toHaveLength(1);
  });

  it('is loaded again when it falls silent for 15 s', async () => {
    const { electron, pass } = await up();
    await pass(14_000, false);
    expect(electron.window().webContents.loaded).toHaveLength(1);
    await pass(3_000, false);
    expect(electron.window().webContents.loaded).toHaveLength(2);
  });

  it('is loaded again when it stays white', async () => {
    const { electron, pass } = await up();
    electron.window().webContents.frame = 'blank';
    await pass(31_000);
    expect(electron.window().webContents.loaded).toHaveLength(1);
    await pass(30_000);
    expect(electron.window().webContents.loaded).toHaveLength(2);
  });

  it('is not blamed for a locked screen', async () => {
    const { electron, pass, shell } = await up();
    electron.window().webContents.frame = 'locked';
    await pass(200_000);
    expect(electron.window().webContents.loaded).toHaveLength(1);
    expect((shell as Shell).alive()).toBe(true);
  });

  it('that cannot be loaded ends the application in a few steps', async () => {
    const { electron } = await boot({}, (fake) => {
      fake.app.on('web-contents-created', (_event, contents) => {
        contents.loads = 'fail';
      });
    });
    await settle();
    await settle();
    expect(electron.app.exitCode).toBe(EXIT.restart);
  });
});

describe('leaving', () => {
  it('staff leave: the service stops first, and the code says not to start again', async () => {
    const { electron, service } = await up();
    service().says({ type: 'exit-requested' });
    expect(service().received.at(-1)?.message).toEqual({ type: 'shutdown' });
    await settle();
    expect(service().alive).toBe(false);
    expect(electron.app.exitCode).toBe(EXIT.done);
  });

  it('a service that does not stop is killed after five seconds', async () => {
    const { electron, service, timers } = await up();
    service().obeysShutdown = false;
    service().says({ type: 'exit-requested' });
    await settle();
    expect(electron.app.exitCode).toBeNull();
    timers.advance(5_000);
    await settle();
    expect(service().alive).toBe(false);
    expect(electron.app.exitCode).toBe(EXIT.done);
  });

  it.each([
    ['the system quits it', (fake: ReturnType<typeof createFakeElectron>) => void fake.app.quits()],
    [
      'Windows ends the session',
      (fake: ReturnType<typeof createFakeElectron>) => void fake.window().emit('session-end'),
    ],
    [
      'Linux shuts down',
      (fake: ReturnType<typeof createFakeElectron>) => void fake.powerMonitor.emit('shutdown'),
    ],
  ])('%s: in order', async (_why, happen) => {
    const { electron, service, services, timers } = await up();
    happen(electron);
    await settle();
    expect(service().received.at(-1)?.message).toEqual({ type: 'shutdown' });
    expect(electron.app.exitCode).toBe(EXIT.done);
    timers.advance(1_000_000);
    expect(services).toHaveLength(1);
    expect(timers.pending()).toBe(0);
  });
});

it('that the system ends before Electron is ready opens no window', async () => {
  const { electron, services } = await boot({}, (fake) => {
    fake.app.whenReady = async () => {
      fake.app.quits();
    };
  });
  expect(electron.windows).toEqual([]);
  expect(services).toEqual([]);
  expect(electron.app.exitCode).toBe(EXIT.done);
});

describe('faults that need hands', () => {
  it('a bad terminal.json: the fault page, no service, and another try in five minutes', async () => {
    const { electron, services, timers } = await boot({ settings: null });
    expect(electron.window().webContents.url).toBe('app://fault/fault.html#config');
    expect(services).toEqual([]);
    for (let i = 0; i < 300; i += 1) timers.advance(1_000);
    await settle();
    expect(electron.app.exitCode).toBe(EXIT.restart);
  });

  it('no renderer: the fault page, while the service goes on sending what is queued', async () => {
    const { electron, service } = await up({ rendererPresent: false });
    expect(electron.window().webContents.url).toBe('app://fault/fault.html#renderer');
    expect(service().alive).toBe(true);
    expect(connects(service())).toBe(0);
  });
});

describe('evidence for the watchdog', () => {
  it('goes on while the page beats, or while another page is painted', async () => {
    const beating = await up();
    await beating.pass(300_000);
    expect((beating.shell as Shell).alive()).toBe(true);
    const fault = await boot({ rendererPresent: false });
    await fault.pass(240_000, false);
    expect((fault.shell as Shell).alive()).toBe(true);
  });

  it('ends when nothing is painted and nothing beats', async () => {
    const { electron, shell, timers } = await boot();
    electron.window().webContents.frame = 'hang';
    timers.advance(120_000);
    expect((shell as Shell).alive()).toBe(false);
  });
});
