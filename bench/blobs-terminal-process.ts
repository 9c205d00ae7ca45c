/**
 * One terminal with a large document: `node blobs-terminal-process.ts <dir> <terminal id> <hub url> <bytes>`. Keeps it,
 * says `kept <ms> <memory growth MB>`, waits for a line on stdin, sends it, and says `sent <ms> <whole ms> <memory
 * growth MB>`: from the first answer of the hub until the last byte was on its disk, and until the commit.
 */
import { createInterface } from 'node:readline';
import { startHubLink, systemClock, systemTimers } from '../sync/index.ts';
import { openStore } from '../sync/store/store.ts';
import { keepHeapSmall } from '../terminal/memory.ts';
import { benchDocument } from './lib/document.ts';
import { residentMB } from './lib/fleet.ts';

keepHeapSmall();
const [dir = '', terminalId = '', hubUrl = '', bytesText = '0'] = process.argv.slice(2);
const size = Number(bytesText);

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

async function watched<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; growth: number }> {
  const before = residentMB(process.pid);
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMB(process.pid));
  }, 20);
  const started = performance.now();
  const value = await work();
  const ms = performance.now() - started;
  clearInterval(watch);
  return { value, ms, growth: Math.max(peak, residentMB(process.pid)) - before };
}

const { body, bytes } = benchDocument({ dir, terminalId, seed: `${dir} ${process.pid}`, size });
const { sha256 } = body.document;
const kept = await watched(() => store.saveMaterial(body, [{ sha256, size, bytes }]));
if (!kept.value.ok) throw new Error(`${kept.value.error.code} ${kept.value.error.detail}`);
process.stdout.write(`kept ${kept.ms} ${kept.growth}\n`);
for await (const _ of createInterface({ input: process.stdin })) break;

let onlineAt = 0;
let lastByteAt = 0;
const sent = await watched(async () => {
  const link = startHubLink({
    hubUrl,
    terminalId,
    app: 'bench',
    store,
    dir,
    clock,
    timers: systemTimers(),
    random: () => 0,
    log: (event, data) => {
      if (/^blob\.|^outbox\.dead/.test(event)) process.stderr.write(`${event} ${JSON.stringify(data)}\n`);
    },
  });
  link.onChange(() => {
    if (onlineAt === 0 && link.online()) onlineAt = performance.now();
  });
  await new Promise<void>((resolve, reject) => {
    link.onProgress((p) => {
      if (p.acked === p.total && lastByteAt === 0) lastByteAt = performance.now();
      if (store.material(body.id)?.blobs.every((b) => b.committed)) resolve();
    });
    store.onChange(() => {
      if (store.dead().length > 0) reject(new Error(`refused: ${store.dead()[0]?.code}`));
    });
  });
  return link;
});
process.stdout.write(`sent ${lastByteAt - onlineAt} ${performance.now() - onlineAt} ${sent.growth}\n`);
await sent.value.stop();
store.close();
process.exit(0);
