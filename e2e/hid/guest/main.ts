/** Runs inside the guest as its one program: virtual devices through uhid, our drivers on hidraw. */
import { uptime } from 'node:os';
import type { DeviceContext } from '../../../devices/device.ts';
import { check, say } from './checks.ts';
import { checkIdReader } from './id-reader.ts';
import { checkScanner } from './scanners.ts';

const context: DeviceContext = {
  clock: { wallMs: () => Date.now(), boottimeMs: () => Math.round(uptime() * 1_000), bootId: 'guest' },
  timers: {
    after(ms, f) {
      const timer = setTimeout(f, ms);
      return () => clearTimeout(timer);
    },
  },
  log: () => undefined,
};

for (const [name, run] of [
  ['Honeywell', () => checkScanner('hidHoneywell', context)],
  ['Newland', () => checkScanner('hidNewland', context)],
  ['ID reader', () => checkIdReader(context)],
] as const) {
  await run().catch(async (error: unknown) => {
    await check(name, () => Promise.reject(error));
  });
}
say({ type: 'end' });
// Reads of /dev/uhid wait in threads that an orderly exit would wait for.
process.kill(process.pid, 'SIGKILL');
