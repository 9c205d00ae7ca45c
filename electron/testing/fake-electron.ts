import { EventEmitter } from 'node:events';
import { forwardPort } from '../forward-port.ts';
import type {
  Contents,
  ElectronObjects,
  PadWindow,
  PermissionCheckDetails,
  PermissionDetails,
  ServiceProcess,
  ShellApp,
  ShellSession,
  WindowOptions,
} from '../objects.ts';
import type { KeyInput } from '../shortcuts.ts';
import { FakeMessageChannelMain, type FakePortMain, forkWorker } from './worker-process.ts';

/**
 * Stands in for the `electron` module where its binary cannot be had: `vitest.config.ts` aliases `electron` to this
 * file. `createFakeElectron` gives a test objects of its own; the exports at the end are one shared set, so that
 * `main.ts` itself can run. It plays the events of Electron, not Chromium: what only a browser can show (CSP,
 * layout, real key routing) is shown by the e2e suites.
 */

/** What a loaded document of the fake does: tests give one to see the port and talk over it. */
export type FakePage = (message: unknown, targetOrigin: string, ports: MessagePort[]) => void;

class Preventable {
  prevented = false;
  preventDefault(): void {
    this.prevented = true;
  }
}

export class FakeContents extends EventEmitter implements Contents {
  /** What the next loads do. */
  loads: 'finish' | 'fail' | 'hang' = 'finish';
  frame: 'painted' | 'blank' | 'locked' | 'hang' = 'painted';
  url = '';
  loaded: string[] = [];
  crashes = 0;
  zoomLimits: [number, number] | null = null;
  page: FakePage = () => undefined;
  private windowOpenHandler: (() => { action: 'deny' }) | null = null;
  private readonly ipc = new EventEmitter();
  destroyed = false;

  constructor() {
    super();
    forwardPort(this.ipc, {
      location: { origin: 'app://pad' },
      postMessage: (message, targetOrigin, ports) => this.page(message, targetOrigin, ports),
    });
  }

  async loadURL(url: string): Promise<void> {
    this.url = url;
    this.loaded.push(url);
    const { loads } = this;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.url !== url || this.destroyed || loads === 'hang') return;
    if (loads === 'finish') this.emit('did-finish-load');
    else this.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true);
  }

  /** Plays an attempt of the page; true = Electron was told not to. */
  attempt(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate',
    url: string,
    isMainFrame = true,
  ): boolean {
    const details = Object.assign(new Preventable(), { url, isMainFrame });
    this.emit(event, details);
    return details.prevented;
  }
  attemptPrevented(event: 'will-attach-webview' | 'will-prevent-unload'): boolean {
    const details = new Preventable();
    this.emit(event, details);
    return details.prevented;
  }
  /** True = the key was kept from the page. */
  press(input: KeyInput): boolean {
    const event = new Preventable();
    this.emit('before-input-event', event, input);
    return event.prevented;
  }
  openWindow(): 'deny' | 'allow' {
    return this.windowOpenHandler?.().action ?? 'allow';
  }
  goes(reason = 'crashed'): void {
    this.emit('render-process-gone', {}, { reason });
  }

  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.windowOpenHandler = handler;
  }
  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.zoomLimits = [minimum, maximum];
  }
  postMessage(channel: string, _message: unknown, ports: FakePortMain[] = []): void {
    this.ipc.emit(channel, { ports: ports.map((port) => port.native) });
  }
  forcefullyCrashRenderer(): void {
    this.crashes += 1;
    setImmediate(() => this.goes('killed'));
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  capturePage(): ReturnType<Contents['capturePage']> {
    if (this.frame === 'hang') return new Promise(() => undefined);
    const bitmap = new Uint8Array(400).fill(240);
    if (this.frame === 'painted') bitmap.fill(20, 200, 240);
    return Promise.resolve({
      isEmpty: () => this.frame === 'locked',
      resize: () => ({ toBitmap: () => bitmap }),
    });
  }
}

export class FakeWindow extends EventEmitter implements PadWindow {
  readonly webContents = new FakeContents();
  readonly options: WindowOptions;
  destroyed = false;
  minimized = false;
  visible = true;
  focused = 0;

  constructor(options: WindowOptions) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  /** Plays somebody's attempt to close it; true = it is closed. */
  close(): boolean {
    const event = new Preventable();
    this.emit('close', event);
    if (!event.prevented) this.destroy();
    return !event.prevented;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isVisible(): boolean {
    return this.visible;
  }
  restore(): void {
    this.minimized = false;
  }
  focus(): void {
    this.focused += 1;
  }
  destroy(): void {
    this.destroyed = true;
    this.webContents.destroyed = true;
  }
}

export class FakeSession extends EventEmitter implements ShellSession {
  private request: Parameters<ShellSession['setPermissionRequestHandler']>[0] | null = null;
  private check: Parameters<ShellSession['setPermissionCheckHandler']>[0] | null = null;
  private device: (() => boolean) | null = null;
  private display: Parameters<ShellSession['setDisplayMediaRequestHandler']>[0] | null = null;
  private before: Parameters<ShellSession['webRequest']['onBeforeRequest']>[0] | null = null;
  readonly handlers = new Map<string, (request: Request) => Promise<Response>>();

  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      this.handlers.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (listener: Parameters<ShellSession['webRequest']['onBeforeRequest']>[0]): void => {
      this.before = listener;
    },
  };
  setPermissionRequestHandler(handler: Parameters<ShellSession['setPermissionRequestHandler']>[0]): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: Parameters<ShellSession['setPermissionCheckHandler']>[0]): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: Parameters<ShellSession['setDisplayMediaRequestHandler']>[0]): void {
    this.display = handler;
  }

  // What a page would see; Electron grants where no handler was set.
  requests(permission: string, details: PermissionDetails): boolean {
    let granted = true;
    this.request?.(
      {},
      permission,
      (answer) => {
        granted = answer;
      },
      details,
    );
    return granted;
  }
  checks(permission: string, origin: string, details: PermissionCheckDetails): boolean {
    return this.check?.({}, permission, origin, details) ?? true;
  }
  grantsDevice(): boolean {
    return this.device?.() ?? true;
  }
  sharesScreen(): boolean {
    let streams: unknown = 'never answered';
    this.display?.({}, (answer) => {
      streams = answer;
    });
    return streams !== null;
  }
  fetches(url: string): boolean {
    let cancelled = false;
    this.before?.({ url }, (answer) => {
      cancelled = answer.cancel;
    });
    return !cancelled;
  }
  downloads(): boolean {
    const event = new Preventable();
    this.emit('will-download', event);
    return !event.prevented;
  }
}

export class FakeApp extends EventEmitter implements ShellApp {
  isPackaged = true;
  /** False plays a second instance. */
  first = true;
  sandboxed = false;
  readonly switches: string[] = [];
  readonly paths: Record<string, string> = {};
  exitCode: number | null = null;
  private readonly onExit: (code: number) => void;
  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void => {
      this.switches.push(value === undefined ? name : `${name}=${value}`);
    },
  };

  constructor(onExit: (code: number) => void) {
    super();
    this.onExit = onExit;
  }
  requestSingleInstanceLock(): boolean {
    return this.first;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  exit(code: number): void {
    if (this.exitCode !== null) return;
    this.exitCode = code;
    this.emit('fake-exit', code);
    this.onExit(code);
  }
  /** Plays `app.quit()` or the system's wish; true = quitting goes on. */
  quits(): boolean {
    const event = new Preventable();
    this.emit('before-quit', event);
    return !event.prevented;
  }
}

export interface FakeElectron extends ElectronObjects {
  app: FakeApp;
  powerMonitor: EventEmitter;
  session: { defaultSession: FakeSession; fromPartition(partition: string): FakeSession };
  /** Every window that was made, oldest first. */
  windows: FakeWindow[];
  window(): FakeWindow;
  schemes: string[];
}

export interface FakeOptions {
  fork?: (modulePath: string, args: string[]) => ServiceProcess;
  onExit?: (code: number) => void;
}

export function createFakeElectron(options: FakeOptions = {}): FakeElectron {
  const app = new FakeApp(options.onExit ?? (() => undefined));
  const windows: FakeWindow[] = [];
  const schemes: string[] = [];
  const sessions = new Map<string, FakeSession>();
  const fromPartition = (partition: string): FakeSession => {
    const session = sessions.get(partition) ?? new FakeSession();
    sessions.set(partition, session);
    return session;
  };
  return {
    app,
    windows,
    schemes,
    window: () => {
      const window = windows.at(-1);
      if (window === undefined) throw new Error('no window was made');
      return window;
    },
    BrowserWindow: class extends FakeWindow {
      constructor(windowOptions: WindowOptions) {
        super(windowOptions);
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    },
    Menu: { setApplicationMenu: () => undefined },
    MessageChannelMain: FakeMessageChannelMain,
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: { start: () => 1 },
    protocol: { registerSchemesAsPrivileged: (list) => schemes.push(...list.map(({ scheme }) => scheme)) },
    session: { defaultSession: fromPartition(''), fromPartition },
    utilityProcess: { fork: (modulePath, args) => (options.fork ?? forkWorker)(modulePath, args) },
  };
}

/** The shared set, for `import … from 'electron'`: its `app.exit` ends the process. */
const shared = createFakeElectron({ onExit: (code) => process.exit(code) });
export const { app, BrowserWindow, Menu, MessageChannelMain, powerMonitor, powerSaveBlocker } = shared;
export const { protocol, session, utilityProcess } = shared;
export const ipcRenderer = new EventEmitter();
