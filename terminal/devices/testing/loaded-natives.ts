/** Starts the service with the devices of `argv[2]` (JSON) and tells on stdout which native libraries it has loaded. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terminalConfig } from '../../../contracts/config.ts';
import { systemClock, systemTimers } from '../../../sync/clock.ts';
import { startService } from '../../service.ts';

const LOADING_MS = 700;
const dir = mkdtempSync(join(tmpdir(), 'hall-loaded-'));
const started = startService({
  config: terminalConfig.parse({
    terminalId: 'pad-01',
    role: 'pad',
    hubUrl: 'http://127.0.0.1:1',
    devices: JSON.parse(process.argv[2] ?? '[]'),
  }),
  dir,
  flowsDir: join(dir, 'flows'),
  app: '0.1.0',
  clock: systemClock(),
  timers: systemTimers(),
  key: new Uint8Array(32),
  onExit: () => undefined,
  log: () => undefined,
});
if (!started.ok) throw new Error(started.error.detail);
setTimeout(async () => {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  process.stdout.write(JSON.stringify(sharedObjects.filter((path) => path.endsWith('.node'))));
  await started.value.stop();
  rmSync(dir, { recursive: true, force: true });
  process.exit(0);
}, LOADING_MS);
