export { systemClock, systemTimers } from './clock.ts';
export { startHubLink } from './hub/link.ts';
export { loadKeyFile } from './key-file.ts';
export { openStore, type TerminalStore } from './store/store.ts';
export type { HubLink, HubLinkOptions, Store, StoreOptions } from './types.ts';
