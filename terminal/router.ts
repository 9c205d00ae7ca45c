import { implement } from '@orpc/server';
import type { DeviceSummary } from '../contracts/devices.ts';
import { fail, type Result } from '../contracts/result.ts';
import { type PadStatus, terminalContract } from '../contracts/terminal.ts';
import type { Store } from '../sync/types.ts';
import { answer } from './answer.ts';
import type { DeviceManager } from './devices/manager.ts';
import { devicesRoutes } from './devices/routes.ts';
import type { KioskRoutes } from './kiosk/router.ts';
import type { Latest } from './latest.ts';
import type { Maintenance } from './maintenance/maintenance.ts';
import { maintenanceRoutes } from './maintenance/routes.ts';
import type { Desk } from './pad/desk.ts';
import { padUpdates } from './pad/updates.ts';
import type { RoomRoutes } from './rooms/rooms.ts';
import type { Synthesizer } from './speech/synthesizer.ts';

export interface RouterOptions {
  desk: Desk;
  store: Store;
  status: Latest<PadStatus>;
  devices: DeviceManager;
  summaries: Latest<DeviceSummary[]>;
  maintenance: Maintenance;
  /** null: this terminal speaks no more than its recordings. */
  speech: Pick<Synthesizer, 'make'> | null;
  kiosk: KioskRoutes;
  rooms: RoomRoutes;
  checkPin: (pin: string) => Result<null>;
  /** A renderer gave a sign of life. */
  onHeartbeat: () => void;
  /** Staff have proven themselves: the shell may leave the kiosk. */
  onExit: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The terminal contract, served the same over a MessagePort and a WebSocket. */
export function createRouter(o: RouterOptions) {
  const os = implement(terminalContract);
  return os.router({
    pad: {
      watch: os.pad.watch.handler(({ signal }) => padUpdates(o.status.follow(signal))),
      shown: os.pad.shown.handler(({ input }) => answer(o.desk.shown(input.sessionId))),
      rate: os.pad.rate.handler(({ input }) =>
        answer(o.desk.rate(input.sessionId, input.level, input.locale, input.elder)),
      ),
      undo: os.pad.undo.handler(({ input }) => answer(o.desk.undo(input.sessionId))),
      detail: os.pad.detail.handler(({ input }) =>
        answer(o.desk.detail(input.sessionId, input.tags, input.text, input.anonymous)),
      ),
      touch: os.pad.touch.handler(({ input }) => answer(o.desk.touch(input.sessionId))),
      finish: os.pad.finish.handler(({ input }) => answer(o.desk.finish(input.sessionId))),
      walkUp: os.pad.walkUp.handler(async ({ input }) =>
        answer(await o.desk.walkUp(input.source, input.text, input.stage)),
      ),
    },
    devices: devicesRoutes(o.devices, o.summaries),
    maintenance: maintenanceRoutes(o.maintenance),
    speech: {
      make: os.speech.make.handler(async ({ input }) => {
        const made = await (o.speech?.make(input.text, input.locale) ?? fail('speech.missing'));
        return made.ok
          ? {
              ok: true as const,
              value: new File([Uint8Array.from(made.value)], 'speech.wav', { type: 'audio/wav' }),
            }
          : answer(made);
      }),
    },
    kiosk: o.kiosk,
    rooms: o.rooms,
    asset: os.asset.handler(({ input }) => {
      const asset = o.store.asset(input.sha256);
      if (asset === null) return { ok: false as const, code: 'not.found' };
      return {
        ok: true as const,
        value: new File([Buffer.from(asset.bytes)], input.sha256, { type: asset.type }),
      };
    }),
    shell: {
      heartbeat: os.shell.heartbeat.handler(() => {
        o.onHeartbeat();
        return null;
      }),
      exit: os.shell.exit.handler(({ input }) => {
        const checked = o.checkPin(input.pin);
        o.log('shell.exit', { granted: checked.ok });
        if (checked.ok) o.onExit();
        return answer(checked);
      }),
    },
  });
}
export type TerminalRouter = ReturnType<typeof createRouter>;
