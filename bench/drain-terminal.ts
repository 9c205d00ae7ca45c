/**
 * One terminal that comes back with a full outbox: `node drain-terminal.ts <dir> <terminal id> <hub url> <rows>`.
 * Fills its store, says `filled`, waits for a line on stdin, drains, and says `drained <ms> <memory growth MB>`.
 */
import { createInterface } from 'node:readline';
import { startHubLink, systemClock, systemTimers } from '../sync/index.ts';
import { openStore } from '../sync/store/store.ts';
import { sampleRating } from '../sync/testing/sample.ts';
import { keepHeapSmall } from '../terminal/memory.ts';
import { residentMB } from './lib/fleet.ts';

keepHeapSmall();
const [dir = '', terminalId = '', hubUrl = '', rows = '0'] = process.argv.slice(2);
const clock = systemClock();
const opened = openStore({
  dir,
  terminalId,
  key: new Uint8Array(32).fill(1),
  clock,
  newId: () => crypto.randomUUID(),
  ballastBytes: 4_096,
});
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;
for (let n = 0; n < Number(rows); n += 1) {
  const tags = n % 3 === 0 ? ['413'] : [];
  const text = n % 5 === 0 ? '窗口人员很耐心,讲解清楚,办理很快' : '';
  store.saveRating(
    sampleRating(`${terminalId}-${n}`, { windowId: 'w0', tags, text, source: 'request', checked: true }),
    0,
  );
}
process.stdout.write('filled\n');
for await (const _ of createInterface({ input: process.stdin })) break;

const before = residentMB(process.pid);
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, residentMB(process.pid));
}, 50);
const started = performance.now();
const link = startHubLink({
  hubUrl,
  terminalId,
  app: 'bench',
  store,
  dir,
  clock,
  timers: systemTimers(),
  // No jitter: one terminal is measured here, not a crowd.
  random: () => 0,
  log: () => undefined,
});
const done = setInterval(async () => {
  if (store.queue().ready > 0) return;
  const ms = performance.now() - started;
  clearInterval(done);
  clearInterval(watch);
  await link.stop();
  process.stdout.write(`drained ${ms} ${peak - before}\n`);
  process.exit(0);
}, 20);
