import { implement } from '@orpc/server';
import { maintenanceContract } from '../../contracts/maintenance.ts';
import { answer } from '../answer.ts';
import type { Maintenance } from './maintenance.ts';

/** `maintenance.*` of the terminal contract. */
export function maintenanceRoutes(m: Maintenance) {
  const os = implement(maintenanceContract);
  return os.router({
    enter: os.enter.handler(async ({ input, signal }) => answer(await m.enter(input, signal))),
    watch: os.watch.handler(({ input, signal }) => m.watch(input.sessionId, signal)),
    touch: os.touch.handler(({ input }) => answer(m.touch(input.sessionId))),
    selfTest: os.selfTest.handler(async ({ input: { sessionId, deviceId } }) =>
      answer(await m.act(sessionId, 'selfTest', deviceId, (devices) => devices.selfTest(deviceId))),
    ),
    recalibrate: os.recalibrate.handler(async ({ input: { sessionId, deviceId } }) =>
      answer(await m.act(sessionId, 'recalibrate', deviceId, (devices) => devices.recalibrate(deviceId))),
    ),
    setEnabled: os.setEnabled.handler(async ({ input: { sessionId, deviceId, enabled } }) => {
      const what = enabled ? 'switchOn' : 'switchOff';
      return answer(
        await m.act(sessionId, what, deviceId, (devices) => devices.setEnabled(deviceId, enabled)),
      );
    }),
    record: os.record.handler(async ({ input: { sessionId, deviceId, on } }) => {
      const what = on ? 'recordOn' : 'recordOff';
      return answer(await m.act(sessionId, what, deviceId, (devices) => devices.record(deviceId, on)));
    }),
    testPage: os.testPage.handler(async ({ input: { sessionId, deviceId } }) =>
      answer(await m.act(sessionId, 'testPage', deviceId, (devices) => devices.testPage(deviceId))),
    ),
    discover: os.discover.handler(async ({ input }) => answer(await m.discover(input.sessionId))),
    exportDiagnostics: os.exportDiagnostics.handler(async ({ input }) =>
      answer(await m.exportDiagnostics(input.sessionId)),
    ),
    leave: os.leave.handler(({ input }) => answer(m.leave(input.sessionId))),
  });
}
