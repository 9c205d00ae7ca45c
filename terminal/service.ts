import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timers } from '../contracts/clock.ts';
import type { TerminalConfig } from '../contracts/config.ts';
import { CHANNEL_PAD } from '../contracts/rating.ts';
import { ok, type Result } from '../contracts/result.ts';
import type { PadStatus } from '../contracts/terminal.ts';
import { loadDeviceKey, loadKeyFile, openStore, startHubLink } from '../sync/index.ts';
import { discoverPorts } from './devices/discover.ts';
import { openDriver } from './devices/drivers.ts';
import { createDeviceManager, type DeviceManager } from './devices/manager.ts';
import type { OpenDevice } from './devices/open-device.ts';
import { followSummaries } from './devices/summaries.ts';
import { createKiosk } from './kiosk/kiosk.ts';
import { Latest } from './latest.ts';
import { createMaintenance } from './maintenance/maintenance.ts';
import { findUsbStick } from './maintenance/usb-stick.ts';
import { createDesk } from './pad/desk.ts';
import { padStatus } from './pad/status.ts';
import { createRouter, type TerminalRouter } from './router.ts';
import { programOf, type RunProgram } from './speech/program.ts';
import { createSynthesizer } from './speech/synthesizer.ts';
import { createStaffCheck } from './staff-pin.ts';

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
  /** Folder of the flow documents that a kiosk offers. */
  flowsDir: string;
  /** Makes the drivers; tests hand in their own. */
  openDevice?: OpenDevice;
  /** Runs the program that speaks; tests hand in their own. */
  runSpeech?: RunProgram;
  /** Mount point of a USB stick, or null. */
  findStick?: () => string | null;
  /** The newest lines of the log, oldest first, for the diagnostics bundle. */
  recentLog?: () => readonly string[];
  onExit: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

export interface TerminalService {
  router: TerminalRouter;
  status: Latest<PadStatus>;
  devices: DeviceManager;
  /** ms since a renderer last gave a sign of life; null before the first. */
  rendererAgeMs(): number | null;
  stop(): Promise<void>;
}

/** Composes store, link to the hub, devices, the pad's desk and maintenance. Fails when the store cannot be opened. */
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

  const devices = createDeviceManager({
    declarations: o.config.devices,
    dir: o.dir,
    open: o.openDevice ?? openDriver,
    clock: o.clock,
    timers: o.timers,
    log: o.log,
  });
  const summaries = followSummaries(devices);
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
    devices: devices.summaries,
    log: o.log,
  });
  const desk = createDesk({
    store,
    link,
    channel: CHANNEL_PAD,
    clock: o.clock,
    timers: o.timers,
    newId,
    app: o.app,
    log: o.log,
  });

  const speech =
    o.config.role === 'kiosk'
      ? createSynthesizer({
          run: o.runSpeech ?? programOf('espeak-ng', o.timers),
          timers: o.timers,
          log: o.log,
        })
      : null;
  const deviceKey = loadDeviceKey(o.dir);
  const findStick = o.findStick ?? findUsbStick;
  const kiosk = createKiosk({
    config: o.config,
    signer: deviceKey.ok ? { alg: 'Ed25519', sign: deviceKey.value.sign } : null,
    speaks: () => speech?.state() === 'ready',
    findStick,
    dir: o.dir,
    flowsDir: o.flowsDir,
    devices,
    store,
    link,
    app: o.app,
    clock: o.clock,
    timers: o.timers,
    newId,
    log: o.log,
  });

  const staff = createStaffCheck(o.config, o.clock);
  const maintenance = createMaintenance({
    devices,
    staff,
    facts: () => ({
      terminalId: o.config.terminalId,
      app: o.app,
      online: link.online(),
      queue: { ready: store.queue().ready, dead: store.queue().dead },
      speech: speech?.state() ?? null,
    }),
    discover: () => discoverPorts(o.config.devices),
    exportDiagnostics: async () => {
      const { exportDiagnostics } = await import('./maintenance/diagnostics.ts');
      return exportDiagnostics({
        config: o.config,
        dir: o.dir,
        app: o.app,
        clock: o.clock,
        timers: o.timers,
        devices: devices.status,
        speech: () => speech?.state() ?? null,
        hub: () => ({
          online: link.online(),
          fault: link.fault(),
          storeFault: store.fault(),
          queue: store.queue(),
          dead: store.dead(),
        }),
        recentLog: o.recentLog ?? (() => []),
        findStick,
      });
    },
    clock: o.clock,
    timers: o.timers,
    newId,
    log: o.log,
  });

  let revision = 0;
  const now = () => padStatus(revision, o.config, store, link, desk.session(), o.clock.boottimeMs());
  const status = new Latest(now());
  const changed = () => {
    revision += 1;
    status.set(now());
    maintenance.changed();
    kiosk.changed();
  };
  const stopListening = [
    store.onChange(changed),
    link.onChange(changed),
    desk.onChange(changed),
    ...(speech === null ? [] : [speech.onChange(changed)]),
  ];

  let heartbeatAt: number | null = null;
  const router = createRouter({
    desk,
    store,
    status,
    devices,
    summaries: summaries.latest,
    maintenance,
    speech,
    kiosk: kiosk.routes,
    rooms: kiosk.rooms,
    checkPin: staff.pin,
    onHeartbeat: () => {
      heartbeatAt = o.clock.boottimeMs();
    },
    onExit: o.onExit,
    log: o.log,
  });

  return ok({
    router,
    status,
    devices,
    rendererAgeMs: () => (heartbeatAt === null ? null : o.clock.boottimeMs() - heartbeatAt),
    async stop() {
      for (const stop of stopListening) stop();
      desk.stop();
      speech?.stop();
      kiosk.stop();
      maintenance.stop();
      summaries.stop();
      await Promise.all([link.stop(), devices.stop()]);
      store.close();
    },
  });
}
