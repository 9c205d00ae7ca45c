import { useCallback, useRef, useState } from 'react';
import type { MaintenanceEnvironment } from './calls.ts';
import { type DeviceAction, type Outcome, WAYS } from './device-actions.ts';
import type { MaintenanceSession } from './session.ts';

/** What is going on at one device, and how its last action ended. */
export interface DeviceWork {
  /** `since`: ms of `MaintenanceEnvironment.now`. */
  running: { action: DeviceAction; since: number } | null;
  outcome: Outcome | null;
}
const NOTHING: DeviceWork = { running: null, outcome: null };

export interface DeviceActions {
  of(deviceId: string): DeviceWork;
  /** One action at a time on each device: while one goes on, others are ignored. */
  start(deviceId: string, action: DeviceAction): void;
}

/** Actions outlive the page that began them: whoever comes back finds how they ended. */
export function useDeviceActions(session: MaintenanceSession, env: MaintenanceEnvironment): DeviceActions {
  const [work, setWork] = useState<Readonly<Record<string, DeviceWork>>>({});
  const inFlight = useRef(new Set<string>());
  const start = useCallback(
    async (deviceId: string, action: DeviceAction) => {
      if (inFlight.current.has(deviceId)) return;
      inFlight.current.add(deviceId);
      const note = (next: DeviceWork) => setWork((all) => ({ ...all, [deviceId]: next }));
      note({ running: { action, since: env.now() }, outcome: null });
      const way = WAYS[action];
      const reply = await session.call(way.ms, (to, sessionId) => way.ask(to, { sessionId, deviceId }));
      inFlight.current.delete(deviceId);
      note({ running: null, outcome: { action, reply } });
    },
    [session, env],
  );
  return {
    of: (deviceId) => work[deviceId] ?? NOTHING,
    start: (deviceId, action) => void start(deviceId, action),
  };
}
