export { systemClock, systemTimers } from './clock.ts';
export { type DeviceKey, loadDeviceKey } from './hub/device-key.ts';
export { startHubLink } from './hub/link.ts';
export { loadKeyFile } from './key-file.ts';
export { openStore, type TerminalStore } from './store/store.ts';
export type {
  BlobProgress,
  BlobSource,
  HubLink,
  HubLinkOptions,
  MaterialLink,
  MaterialProgress,
  MaterialState,
  Store,
  StoreOptions,
  UploadLimits,
} from './types.ts';
