/**
 * The card reader's driver in a process of its own, for its CPU time: `fork('id-card-driver.ts', [<port>])`. Sends
 * `{ told, at }` with each event (epoch ms), and `{ cpuMs }` since the message before to each message it gets.
 */
import { keepOpen } from '../devices/channel/keep-open.ts';
import { openChannel } from '../devices/channel/open.ts';
import { createIdCardReader } from '../devices/id-card/driver.ts';
import { systemClock, systemTimers } from '../sync/clock.ts';

const path = process.argv[2] ?? '';
const [clock, timers] = [systemClock(), systemTimers()];
const port = { type: 'serial' as const, path, baudRate: 115_200 };
const reader = createIdCardReader(
  {
    id: 'card',
    class: 'idCardReader',
    driver: 'sdt',
    port,
    required: true,
    simulated: true,
    fingerprint: false,
  },
  keepOpen(openChannel(port), { clock, timers }),
  { clock, timers, log: () => undefined },
);
const now = (): number => performance.timeOrigin + performance.now();
reader.onEvent((event) => process.send?.({ told: event.type, at: now() }));
reader.arm();

let before = process.cpuUsage();
process.on('message', () => {
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});
