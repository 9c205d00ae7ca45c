import type { Contents, PermissionCheckDetails, PermissionDetails, ShellSession } from './objects.ts';
import { isPadEntry, isPadOrigin, SCHEME } from './origin.ts';
import { isAllowedKey } from './shortcuts.ts';

/** Called with what was refused; `what` is a name, never an address or content. */
export type OnRefused = (what: string) => void;

const REFUSAL_LOG_MS = 60_000;

/** Logs refusals, each kind at most once a minute and with the number of those left out: a page in a loop fills no disk. */
export function refusalLog(
  log: (event: string, data: Record<string, unknown>) => void,
  now: () => number,
): OnRefused {
  const kinds = new Map<string, { loggedAt: number; leftOut: number }>();
  return (what) => {
    const kind = kinds.get(what);
    if (kind !== undefined && now() - kind.loggedAt < REFUSAL_LOG_MS) {
      kind.leftOut += 1;
      return;
    }
    log('shell.refused', { what, leftOut: kind?.leftOut ?? 0 });
    kinds.set(what, { loggedAt: now(), leftOut: 0 });
  };
}

export interface SessionRules {
  /** The pad may use the camera (`terminal.json`). */
  camera: boolean;
  /** Let developer tools load their own pages. Never in production. */
  devTools: boolean;
  onRefused: OnRefused;
}

/** May the page have what it asks for? Only the camera, only the pad's own top page, only when the terminal has one to offer. */
export function mayRequest(permission: string, details: PermissionDetails, camera: boolean): boolean {
  const types = details.mediaTypes ?? [];
  return (
    camera &&
    permission === 'media' &&
    types.length === 1 &&
    types[0] === 'video' &&
    details.isMainFrame &&
    isPadOrigin(details.requestingUrl ?? '')
  );
}

/** The same, asked by Chromium beforehand. */
export function mayCheck(
  permission: string,
  requestingOrigin: string,
  details: PermissionCheckDetails,
  camera: boolean,
): boolean {
  return (
    camera &&
    permission === 'media' &&
    details.mediaType === 'video' &&
    details.isMainFrame &&
    details.embeddingOrigin === undefined &&
    isPadOrigin(requestingOrigin)
  );
}

/** May this address be fetched at all? The shell's own files and what the page makes itself; never the network. */
export function mayFetch(address: string, devTools: boolean): boolean {
  const protocol = URL.parse(address)?.protocol;
  if (protocol === `${SCHEME}:` || protocol === 'blob:' || protocol === 'data:') return true;
  return devTools && (protocol === 'devtools:' || protocol === 'chrome:');
}

/** Denies a session whatever a pad does not need. */
export function lockSession(session: ShellSession, rules: SessionRules): void {
  const { camera, devTools, onRefused } = rules;
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const granted = mayRequest(permission, details, camera);
    if (!granted) onRefused(`permission:${permission}`);
    callback(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayCheck(permission, requestingOrigin, details, camera),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayFetch(details.url, devTools);
    if (cancel) onRefused('request');
    callback({ cancel });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
    onRefused('download');
  });
}

export interface ContentsRules {
  /** Refuse keys that leave the page. Off only in a developer's window. */
  filterKeys: boolean;
  onRefused: OnRefused;
}

/** Keeps contents on their page: no navigation but the pad's own reload, no window, no webview, no escaping key. */
export function lockContents(contents: Contents, rules: ContentsRules): void {
  const { onRefused } = rules;
  const navigation = (event: { url: string; isMainFrame: boolean; preventDefault(): void }): void => {
    if (event.isMainFrame && isPadEntry(event.url)) return;
    event.preventDefault();
    onRefused('navigation');
  };
  contents.on('will-navigate', navigation);
  contents.on('will-frame-navigate', navigation);
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    onRefused('redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    onRefused('webview');
  });
  // A page may not hold itself open: the event's default is to stay.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    onRefused('window');
    return { action: 'deny' };
  });
  if (rules.filterKeys) {
    contents.on('before-input-event', (event, input) => {
      if (!isAllowedKey(input)) event.preventDefault();
    });
  }
  contents.on('did-finish-load', () => {
    if (!contents.isDestroyed()) contents.setVisualZoomLevelLimits(1, 1).catch(() => onRefused('zoomLimits'));
  });
}
