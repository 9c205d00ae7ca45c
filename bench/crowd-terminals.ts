/**
 * Many terminals in one process: `node crowd-terminals.ts <hub url> <rows each> <jitter 0|1>`, their names and folders
 * as JSON lines on stdin, then `go`. Says `filled`, `saw <request id> <ms since epoch>` at each ring, `empty` when
 * every outbox is.
 */
import { createInterface } from 'node:readline';
import { startHubLink, systemClock, systemTimers } from '../sync/index.ts';
import { openStore, type TerminalStore } from '../sync/store/store.ts';
import { sampleRating } from '../sync/testing/sample.ts';

const [hubUrl = '', rowsText = '0', jitter = '1'] = process.argv.slice(2);
const clock = systemClock();
const terminals: { id: string; windowId: string; dir: string }[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go') break;
  terminals.push(JSON.parse(line));
}

const stores = terminals.map((t): TerminalStore => {
  const opened = openStore({
    dir: t.dir,
    terminalId: t.id,
    key: new Uint8Array(32).fill(1),
    clock,
    newId: () => crypto.randomUUID(),
    ballastBytes: 512,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  for (let n = 0; n < Number(rowsText); n += 1)
    opened.value.saveRating(
      sampleRating(`${t.id}-${n}`, { windowId: t.windowId, source: 'request', checked: true }),
      0,
    );
  return opened.value;
});
process.stdout.write('filled\n');

terminals.forEach((t, i) => {
  const store = stores[i];
  if (store === undefined) return;
  let seen = '';
  const link = startHubLink({
    hubUrl,
    terminalId: t.id,
    app: 'bench',
    store,
    dir: t.dir,
    clock,
    timers: systemTimers(),
    random: jitter === '1' ? Math.random : () => 0,
    log: () => undefined,
  });
  link.onChange(() => {
    const request = link.request();
    if (request === null || request.id === seen) return;
    seen = request.id;
    process.stdout.write(`saw ${request.id} ${performance.timeOrigin + performance.now()}\n`);
    link.progress(request.id, 'rung');
  });
});

const started = Date.now();
setInterval(() => {
  if (stores.every((s) => s.queue().ready === 0)) process.stdout.write(`empty ${Date.now() - started}\n`);
}, 500);
process.on('SIGTERM', () => process.exit(0));
