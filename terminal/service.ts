import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timers } from '../contracts/clock.ts';
import type { TerminalConfig } from '../contracts/config.ts';
import { ok, type Result } from '../contracts/result.ts';
import type { PadStatus } from '../contracts/terminal.ts';
import { loadKeyFile, openStore, startHubLink } from '../sync/index.ts';
import { Latest } from './latest.ts';
import { createDesk } from './pad/desk.ts';
import { padStatus } from './pad/status.ts';
import { createRouter, type TerminalRouter } from './router.ts';
import { createPinCheck } from './staff-pin.ts';

export interface ServiceOptions {
  config: TerminalConfig;
  /** Data directory of this terminal. */
  dir: string;
  app: string;
  clock: Clock;
  timers: Timers;
  random?: () => number;
  newId?: () => string;
  /** 32-byte key of personal data; default: the 0600 file `store.key` in `dir`. */
  key?: Uint8Array;
  onExit: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

export interface TerminalService {
  router: TerminalRouter;
  status: Latest<PadStatus>;
  /** ms since a renderer last gave a sign of life; null before the first. */
  rendererAgeMs(): number | null;
  stop(): Promise<void>;
}

/** Composes the store, the link to the hub and the pad's desk. Fails when the store cannot be opened. */
export function startService(o: ServiceOptions): Result<TerminalService> {
  mkdirSync(o.dir, { recursive: true, mode: 0o700 });
  const key = o.key === undefined ? loadKeyFile(join(o.dir, 'store.key')) : ok(o.key);
  if (!key.ok) return key;
  const newId = o.newId ?? randomUUID;
  const opened = openStore({
    dir: o.dir,
    terminalId: o.config.terminalId,
    key: key.value,
    clock: o.clock,
    newId,
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  if (store.recovered !== null) o.log('store.recovered', { ...store.recovered });

  const link = startHubLink({
    hubUrl: o.config.hubUrl,
    terminalId: o.config.terminalId,
    enrolmentCode: o.config.enrolmentCode,
    app: o.app,
    store,
    dir: o.dir,
    clock: o.clock,
    timers: o.timers,
    random: o.random ?? Math.random,
    log: o.log,
  });
  const desk = createDesk({ store, link, clock: o.clock, timers: o.timers, newId, app: o.app, log: o.log });

  let revision = 0;
  const now = () => padStatus(revision, o.config, store, link, desk.session(), o.clock.boottimeMs());
  const status = new Latest(now());
  const changed = () => {
    revision += 1;
    status.set(now());
  };
  const stopListening = [store.onChange(changed), link.onChange(changed), desk.onChange(changed)];

  let heartbeatAt: number | null = null;
  const router = createRouter({
    desk,
    store,
    status,
    checkPin: createPinCheck(o.config.staffPin, o.clock),
    onHeartbeat: () => {
      heartbeatAt = o.clock.boottimeMs();
    },
    onExit: o.onExit,
    log: o.log,
  });

  return ok({
    router,
    status,
    rendererAgeMs: () => (heartbeatAt === null ? null : o.clock.boottimeMs() - heartbeatAt),
    async stop() {
      for (const stop of stopListening) stop();
      desk.stop();
      await link.stop();
      store.close();
    },
  });
}
