import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timers } from '../../contracts/clock.ts';
import type { TerminalConfig } from '../../contracts/config.ts';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import type { Reference } from '../../contracts/reference.ts';
import { type LoadedFlow, loadFlows } from '../flow/load.ts';
import { Latest } from '../latest.ts';
import { createKioskDesk } from './desk.ts';
import type { KioskDevices } from './devices.ts';
import { openPages } from './pages.ts';
import { createKioskRouter } from './router.ts';
import { kioskStatus } from './status.ts';

export interface KioskOptions {
  config: TerminalConfig;
  /** Data directory of this terminal. */
  dir: string;
  /** Folder of flow documents. */
  flowsDir: string;
  devices: KioskDevices;
  online: () => boolean;
  reference: () => Reference | null;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** Composes flows, devices and the desk of a kiosk. A pad has the same parts and no flows. */
export function createKiosk(o: KioskOptions) {
  const flows = o.config.role === 'kiosk' ? readFlows(o) : [];
  const desk = createKioskDesk({
    ...o,
    terminalId: o.config.terminalId,
    flows,
    pages: openPages(join(o.dir, 'session-pages')),
  });
  const parts = { ...o, flows, desk };
  let revision = 0;
  const now = (): KioskStatus => kioskStatus(revision, parts, o.clock.boottimeMs());
  const status = new Latest(now());
  const changed = () => {
    revision += 1;
    status.set(now());
  };
  const stopListening = desk.onChange(changed);
  return {
    routes: createKioskRouter(desk, status),
    /** Hub or store have changed. */
    changed,
    stop(): void {
      stopListening();
      desk.stop();
    },
  };
}

function readFlows({ flowsDir, log }: KioskOptions): readonly LoadedFlow[] {
  if (!existsSync(flowsDir)) {
    log('flow.none');
    return [];
  }
  const { flows, refused } = loadFlows(flowsDir);
  for (const { id, reason } of refused) log('flow.refused', { id, reason });
  return flows;
}
