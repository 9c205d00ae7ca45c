import type { ElectronObjects, PadWindow } from './objects.ts';

/** In memory only: nothing that a citizen's session leaves in the browser reaches the disk. */
export const PARTITION = 'pad';

export interface WindowSettings {
  preload: string;
  /** An ordinary window with developer tools, for development. */
  windowed: boolean;
  /** Of the windowed form, CSS pixels. */
  widthPx: number;
  heightPx: number;
}

/** The pad's window: full screen without frame or menu, sandboxed, shown at once on the page's own paper colour. */
export function createPadWindow(
  BrowserWindow: ElectronObjects['BrowserWindow'],
  settings: WindowSettings,
): PadWindow {
  const { windowed } = settings;
  return new BrowserWindow({
    kiosk: !windowed,
    fullscreen: !windowed,
    frame: windowed,
    width: settings.widthPx,
    height: settings.heightPx,
    show: true,
    autoHideMenuBar: true,
    backgroundColor: '#f7f5ef',
    title: '服务评价 · Service rating',
    webPreferences: {
      preload: settings.preload,
      partition: PARTITION,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      devTools: windowed,
      backgroundThrottling: false,
      zoomFactor: 1,
    },
  });
}
