import type { ToService } from '../contracts/shell.ts';
import type { Capturable } from './frame-check.ts';
import type { KeyInput } from './shortcuts.ts';

/**
 * The parts of Electron that the shell uses, as it uses them. `main.ts` hands in the real ones (the compiler checks
 * that they fit), tests hand in `testing/fake-electron.ts`.
 */

export interface Preventable {
  preventDefault(): void;
}
export interface Navigation extends Preventable {
  url: string;
  isMainFrame: boolean;
}

/** Only passed on; never read or written by the shell. */
export interface Port {
  close(): void;
}

export interface Contents extends Capturable {
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate',
    listener: (event: Navigation) => void,
  ): unknown;
  on(event: 'will-attach-webview' | 'will-prevent-unload', listener: (event: Preventable) => void): unknown;
  on(event: 'before-input-event', listener: (event: Preventable, input: KeyInput) => void): unknown;
  on(event: 'did-finish-load', listener: () => void): unknown;
  on(
    event: 'did-fail-load',
    listener: (event: unknown, code: number, description: string, url: string, isMainFrame: boolean) => void,
  ): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void>;
  postMessage(channel: string, message: unknown, ports?: Port[]): void;
  forcefullyCrashRenderer(): void;
  isDestroyed(): boolean;
}

export interface PadWindow {
  readonly webContents: Contents;
  on(event: 'close', listener: (event: Preventable) => void): unknown;
  on(event: 'unresponsive', listener: () => void): unknown;
  /** Windows: the user signs off or the machine shuts down. */
  on(event: 'session-end', listener: () => void): unknown;
  loadURL(url: string): Promise<void>;
  isDestroyed(): boolean;
  isMinimized(): boolean;
  isVisible(): boolean;
  restore(): void;
  focus(): void;
  destroy(): void;
}

/** The window options that the shell sets. */
export interface WindowOptions {
  kiosk: boolean;
  fullscreen: boolean;
  frame: boolean;
  width: number;
  height: number;
  show: boolean;
  autoHideMenuBar: boolean;
  backgroundColor: string;
  title: string;
  webPreferences: {
    preload: string;
    partition: string;
    sandbox: true;
    contextIsolation: true;
    nodeIntegration: false;
    nodeIntegrationInSubFrames: false;
    nodeIntegrationInWorker: false;
    webviewTag: false;
    webSecurity: true;
    allowRunningInsecureContent: false;
    experimentalFeatures: false;
    navigateOnDragDrop: false;
    disableDialogs: true;
    spellcheck: false;
    devTools: boolean;
    backgroundThrottling: false;
    zoomFactor: 1;
  };
}

export interface PermissionDetails {
  isMainFrame: boolean;
  requestingUrl?: string;
  mediaTypes?: readonly string[];
}
export interface PermissionCheckDetails {
  isMainFrame: boolean;
  mediaType?: string;
  embeddingOrigin?: string;
}

export interface ShellSession {
  readonly protocol: {
    handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
  };
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, callback: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
  on(event: 'will-download', listener: (event: Preventable) => void): unknown;
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      callback: (granted: boolean) => void,
      details: PermissionDetails,
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (
      contents: unknown,
      permission: string,
      requestingOrigin: string,
      details: PermissionCheckDetails,
    ) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, callback: (streams: null) => void) => void): void;
}

export interface ServiceProcess {
  readonly pid: number | undefined;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: ToService, ports?: Port[]): void;
  kill(): boolean;
}

export interface ShellApp {
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<void>;
  exit(code: number): void;
  enableSandbox(): void;
  on(event: 'second-instance' | 'window-all-closed', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: Preventable) => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: Contents) => void): unknown;
  readonly commandLine: { appendSwitch(name: string, value?: string): void };
}

export interface ElectronObjects {
  app: ShellApp;
  BrowserWindow: new (options: WindowOptions) => PadWindow;
  Menu: { setApplicationMenu(menu: null): void };
  MessageChannelMain: new () => { port1: Port; port2: Port };
  powerMonitor: { on(event: 'shutdown', listener: () => void): unknown };
  powerSaveBlocker: { start(type: 'prevent-display-sleep'): number };
  protocol: {
    registerSchemesAsPrivileged(
      schemes: {
        scheme: string;
        privileges: {
          standard: boolean;
          secure: boolean;
          supportFetchAPI: boolean;
          stream: boolean;
          codeCache: boolean;
        };
      }[],
    ): void;
  };
  session: { defaultSession: ShellSession; fromPartition(partition: string): ShellSession };
  utilityProcess: {
    fork(
      modulePath: string,
      args: string[],
      options: { serviceName: string; stdio: 'inherit' },
    ): ServiceProcess;
  };
}
