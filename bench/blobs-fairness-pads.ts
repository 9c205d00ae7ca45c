/**
 * Pads that rate at a steady pace: `node blobs-fairness-pads.ts <hub url> <every ms>`, their names and folders as JSON
 * lines on stdin, then `go`. Says `online` when all are, and for each rating `saved`, and `acked <ms>`: from before it was saved
 * until the hub's acknowledgement was kept.
 */
import { createInterface } from 'node:readline';
import { startHubLink, systemClock, systemTimers } from '../sync/index.ts';
import { openStore } from '../sync/store/store.ts';
import { sampleRating } from '../sync/testing/sample.ts';

const [hubUrl = '', everyText = '100'] = process.argv.slice(2);
const clock = systemClock();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const pads: (() => void)[] = [];
let online = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go') break;
  const pad = JSON.parse(line) as { id: string; windowId: string; dir: string; storeDir: string };
  const { id, windowId, dir, storeDir } = pad;
  const opened = openStore({
    dir: storeDir,
    terminalId: id,
    key: new Uint8Array(32).fill(1),
    clock,
    newId: () => crypto.randomUUID(),
    ballastBytes: 512,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const link = startHubLink({
    hubUrl,
    terminalId: id,
    app: 'bench',
    store,
    dir,
    clock,
    timers: systemTimers(),
    random: () => 0,
    log: () => undefined,
  });
  let wasOnline = false;
  link.onChange(() => {
    if (wasOnline || !link.online()) return;
    wasOnline = true;
    online += 1;
  });
  let began = 0;
  store.onChange(() => {
    if (began === 0 || store.queue().ready > 0) return;
    say(`acked ${performance.now() - began}`);
    began = 0;
  });
  let n = 0;
  pads.push(() => {
    // One that is still on its way keeps its pad from the next: it is told with its whole time.
    if (began !== 0) return;
    began = performance.now();
    say('saved');
    const saved = store.saveRating(
      sampleRating(`${id} ${n++}`, { windowId, source: 'request', checked: true }),
      0,
    );
    if (!saved.ok) throw new Error(saved.error.code);
    link.kick();
  });
}
const waiting = setInterval(() => {
  if (online < pads.length) return;
  clearInterval(waiting);
  say('online');
}, 100);
let next = 0;
setInterval(() => pads[next++ % pads.length]?.(), Number(everyText));
process.on('SIGTERM', () => process.exit(0));
