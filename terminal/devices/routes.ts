import { implement } from '@orpc/server';
import type { DeviceSummary } from '../../contracts/devices.ts';
import { devicesContract } from '../../contracts/maintenance.ts';
import { answer } from '../answer.ts';
import type { Latest } from '../latest.ts';
import type { DeviceManager } from './manager.ts';

/** `devices.*` of the terminal contract. `summaries`: changes only when what any screen may know has changed. */
export function devicesRoutes(manager: DeviceManager, summaries: Latest<DeviceSummary[]>) {
  const os = implement(devicesContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => summaries.follow(signal)),
    pageReport: os.pageReport.handler(({ input }) =>
      answer(manager.pageReport(input.deviceId, input.state, input.code)),
    ),
    wedge: os.wedge.handler(({ input }) => answer(manager.typed(input.text))),
  });
}
