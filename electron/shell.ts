import type { Timers } from '../contracts/clock.ts';
import type { Panel } from '../contracts/config.ts';
import type { FromService } from '../contracts/shell.ts';
import { serveApp } from './app-protocol.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { checkFrame } from './frame-check.ts';
import { lockContents, lockSession, refusalLog } from './lockdown.ts';
import type { ElectronObjects, PadWindow } from './objects.ts';
import { type FaultReason, faultUrl, pageUrl, SCHEME } from './origin.ts';
import {
  LADDER_LIMITS,
  type LadderAction,
  type LadderEvent,
  ladder,
  ladderStart,
} from './renderer-ladder.ts';
import { serviceHost } from './service.ts';
import { SUPERVISOR_LIMITS, type SupervisorEvent, supervise } from './supervisor.ts';
import { every } from './timers.ts';
import { createPadWindow, PARTITION } from './window.ts';

/** The shell of a pad: one kiosk window over the built renderer, one terminal service, both brought back when they fall. */

export interface ShellOptions {
  paths: {
    /** Directory of the built renderer. */
    renderer: string;
    /** Directory of `fault.html`. */
    fault: string;
    preload: string;
    /** The built service (`terminal/utility.ts`). */
    service: string;
    /** `terminal.json`. */
    config: string;
  };
  /** From `terminal.json`; null when it could not be read: then only the fault page is shown. */
  settings: { role: 'pad' | 'kiosk'; camera: boolean; panel: Panel } | null;
  /** The built renderer is there. */
  rendererPresent: boolean;
  /** A developer's ordinary window: closable, with developer tools, keys not filtered. */
  windowed: boolean;
  timers: Timers;
  /** Monotonic, ms. */
  now: () => number;
  /** U[0,1). */
  random: () => number;
  log: (event: string, data?: Record<string, unknown>) => void;
}

export interface Shell {
  /** Was something on the screen seen to live lately? What the outer watchdog is fed with. */
  alive(): boolean;
  /** Stops the service, then ends the application. Later calls change nothing. */
  leave(code: ExitCode, why: string): void;
}

type View = { page: 'pad' } | { page: 'fault'; reason: FaultReason };

const TICK_MS = 1_000;
const FRAME_CHECK_MS = 30_000;
const FRAME_TIMEOUT_MS = 10_000;
/** Longest time without evidence before the watchdog is left hungry: four frame checks. */
const EVIDENCE_MS = 4 * FRAME_CHECK_MS;
/** Chromium's code for a load that another one replaced. */
const ABORTED = -3;

/** Called while the main module is evaluated, before Electron is ready. Null when another instance runs: then the application is ending. */
export function startShell(electron: ElectronObjects, options: ShellOptions): Shell | null {
  const { app } = electron;
  const { log } = options;
  if (!app.requestSingleInstanceLock()) {
    log('shell.alreadyRunning');
    app.exit(EXIT.alreadyRunning);
    return null;
  }
  app.enableSandbox();
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  electron.protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  const onRefused = refusalLog(log, options.now);
  app.on('web-contents-created', (_event, contents) =>
    lockContents(contents, { filterKeys: !options.windowed, onRefused }),
  );
  // Without a listener Electron quits between two windows.
  app.on('window-all-closed', () => undefined);

  const shell = createShell(electron, options);
  app.on('second-instance', shell.focus);
  app.on('before-quit', (event) => {
    event.preventDefault();
    shell.leave(EXIT.done, 'quit');
  });
  void app.whenReady().then(() => {
    electron.Menu.setApplicationMenu(null);
    electron.powerSaveBlocker.start('prevent-display-sleep');
    electron.powerMonitor.on('shutdown', () => shell.leave(EXIT.done, 'shutdown'));
    const camera = options.settings?.camera ?? false;
    const padSession = electron.session.fromPartition(PARTITION);
    for (const session of [electron.session.defaultSession, padSession]) {
      lockSession(session, { camera, devTools: options.windowed, onRefused });
    }
    padSession.protocol.handle(SCHEME, serveApp({ pad: options.paths.renderer, fault: options.paths.fault }));
    shell.open();
  });
  return shell;
}

function createShell(electron: ElectronObjects, options: ShellOptions) {
  const { timers, now, log, settings } = options;
  let window: PadWindow | null = null;
  let view: View =
    settings === null
      ? { page: 'fault', reason: 'config' }
      : options.rendererPresent
        ? { page: 'pad' }
        : { page: 'fault', reason: 'renderer' };
  let page = ladderStart(now());
  let evidenceAt = now();
  let leaving = false;
  const stops: (() => void)[] = [];

  const host = serviceHost({
    utilityProcess: electron.utilityProcess,
    MessageChannelMain: electron.MessageChannelMain,
    modulePath: options.paths.service,
    configPath: options.paths.config,
    onMessage: onServiceMessage,
    onBadMessage: () => log('service.badMessage'),
  });
  const supervisor = supervise({
    spawn: host.spawn,
    timers,
    random: options.random,
    onEvent: onSupervisorEvent,
  });

  function open(): void {
    if (leaving) return;
    openWindow();
    if (settings !== null) supervisor.start();
    if (view.page === 'fault') {
      stops.push(timers.after(SUPERVISOR_LIMITS.faultRetryMs, () => leave(EXIT.restart, 'retryAfterFault')));
    }
    stops.push(every(timers, TICK_MS, () => dispatch({ type: 'tick', at: now() })));
    stops.push(every(timers, FRAME_CHECK_MS, lookAtFrame));
  }

  function openWindow(): void {
    const created = createPadWindow(electron.BrowserWindow, {
      preload: options.paths.preload,
      windowed: options.windowed,
      widthPx: settings?.panel.widthPx ?? 1280,
      heightPx: settings?.panel.heightPx ?? 800,
    });
    window = created;
    const contents = created.webContents;
    /** Events of a window that was replaced are late news. */
    const present = (f: () => void) => (): void => {
      if (window === created) f();
    };
    created.on('close', (event) => {
      if (leaving) return;
      event.preventDefault();
      if (options.windowed) leave(EXIT.done, 'closed');
      else log('shell.closeRefused');
    });
    created.on('session-end', () => leave(EXIT.done, 'sessionEnd'));
    created.on(
      'unresponsive',
      present(() => dispatch({ type: 'unresponsive', at: now() })),
    );
    contents.on('render-process-gone', (_event, details) =>
      present(() => {
        log('renderer.gone', { reason: details.reason });
        dispatch({ type: 'gone', at: now() });
      })(),
    );
    contents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED) present(() => dispatch({ type: 'loadFailed', at: now() }))();
    });
    contents.on(
      'did-finish-load',
      present(() => {
        dispatch({ type: 'loaded', at: now() });
        connectPage();
      }),
    );
    load();
  }

  /** Shows what `view` says in the present window. A failure comes as `did-fail-load`. */
  function load(): void {
    const url = view.page === 'pad' ? pageUrl(settings?.role ?? 'pad') : faultUrl(view.reason);
    window?.loadURL(url).catch(() => undefined);
  }

  function show(next: View): void {
    view = next;
    dispatch({ type: 'loadStarted', at: now() });
    load();
  }

  function connectPage(): void {
    if (view.page !== 'pad' || page.phase !== 'up' || window === null) return;
    if (host.connect(window.webContents)) dispatch({ type: 'connected', at: now() });
  }

  function dispatch(event: LadderEvent): void {
    if (leaving) return;
    const step = ladder(page, event);
    page = step.state;
    if (step.action !== null) act(step.action);
  }

  function act(action: LadderAction): void {
    log(`renderer.${action.type}`, { trouble: action.trouble });
    if (action.type === 'restartApp') leave(EXIT.restart, action.trouble);
    if (action.type === 'recreate') {
      const old = window;
      openWindow();
      old?.destroy();
    }
    if (action.type === 'reload') {
      if (action.kill) window?.webContents.forcefullyCrashRenderer();
      load();
    }
  }

  async function lookAtFrame(): Promise<void> {
    const looked = window;
    if (looked === null || looked.isDestroyed() || looked.isMinimized() || !looked.isVisible()) return;
    const frame = await checkFrame(looked.webContents, timers, FRAME_TIMEOUT_MS);
    if (window !== looked) return;
    if (frame !== 'blank') evidenceAt = now();
    if (frame !== 'unknown') dispatch({ type: 'frame', blank: frame === 'blank', at: now() });
  }

  function onServiceMessage(message: FromService): void {
    if (message.type === 'exit-requested') leave(EXIT.done, 'staff');
    if (message.type === 'heartbeat') {
      const { rendererMs } = message;
      if (rendererMs !== null && rendererMs < LADDER_LIMITS.silentMs) evidenceAt = now();
      dispatch({ type: 'report', ageMs: rendererMs, at: now() });
    }
  }

  function onSupervisorEvent(event: SupervisorEvent): void {
    const { type, ...data } = event;
    log(`service.${type}`, data);
    if (leaving) return;
    const serviceFault = view.page === 'fault' && view.reason === 'service';
    if (type === 'ready') {
      if (serviceFault) show({ page: 'pad' });
      else connectPage();
    }
    if (type === 'ended') dispatch({ type: 'disconnected', at: now() });
    if (type === 'fault' && view.page === 'pad') show({ page: 'fault', reason: 'service' });
  }

  function leave(code: ExitCode, why: string): void {
    if (leaving) return;
    leaving = true;
    log('shell.leaving', { code, why });
    for (const stop of stops) stop();
    void supervisor.stop().then(() => electron.app.exit(code));
  }

  function focus(): void {
    if (window === null || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  return { open, focus, leave, alive: () => now() - evidenceAt < EVIDENCE_MS };
}
