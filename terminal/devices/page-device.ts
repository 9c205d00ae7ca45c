import type { DeviceReport, SelfTest } from '../../contracts/devices.ts';
import type { Device, DeviceContext } from '../../devices/device.ts';
import { createTracker } from '../../devices/tracker.ts';
import { isUsable } from './availability.ts';

/** A device that the screens open themselves, such as a camera: the service has nothing of it but what they report. */
export function createPageDevice({ clock }: DeviceContext, match: string | null): Device {
  const tracker = createTracker(clock);
  tracker.identify({ product: match });
  return {
    report: tracker.report,
    onChange: tracker.onChange,
    selfTest: async () => pageTest(tracker.report(), clock.wallMs()),
    stop: async () => undefined,
  };
}

/** Its self-test: what the screens said last. Their own test is the picture they show. */
export function pageTest({ state, code, identity }: DeviceReport, at: number): SelfTest {
  const isWell = isUsable({ state });
  return {
    ok: isWell,
    at,
    steps: [{ name: 'camera.page', ok: isWell, code, detail: identity.product, ms: 0 }],
  };
}
