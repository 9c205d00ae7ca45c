/**
 * Many kiosks in one process, each with one document: `node blobs-fairness-kiosks.ts <hub url> <bytes>`, their names
 * and folders as JSON lines on stdin, then `go`. Keeps them, says `kept`, waits for `send`, begins to send all at once,
 * and says `began <ms since epoch>` `done <terminal id> <ms since epoch>` as the hub has committed each, `wait <code>` when one has to come later.
 */
import { createInterface } from 'node:readline';
import { startHubLink, systemClock, systemTimers } from '../sync/index.ts';
import { openStore, type TerminalStore } from '../sync/store/store.ts';
import { keepHeapSmall } from '../terminal/memory.ts';
import { benchDocument } from './lib/document.ts';

keepHeapSmall();
const [hubUrl = '', bytesText = '0'] = process.argv.slice(2);
const size = Number(bytesText);
const clock = systemClock();
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async (): Promise<string> => String((await lines.next()).value ?? 'go');

interface Kiosk {
  id: string;
  dir: string;
  store: TerminalStore;
  materialId: string;
}
const kiosks: Kiosk[] = [];
for (let line = await nextLine(); line !== 'go'; line = await nextLine()) {
  const { id, dir } = JSON.parse(line) as { id: string; dir: string };
  const opened = openStore({
    dir,
    terminalId: id,
    key: new Uint8Array(32).fill(1),
    clock,
    newId: () => crypto.randomUUID(),
    ballastBytes: 512,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const { body, bytes } = benchDocument({ dir, terminalId: id, seed: id, size });
  const saved = await store.saveMaterial(body, [{ sha256: body.document.sha256, size, bytes }]);
  if (!saved.ok) throw new Error(saved.error.code);
  kiosks.push({ id, dir, store, materialId: body.id });
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say('kept');
await nextLine();

const now = (): number => Math.round(performance.timeOrigin + performance.now());
say(`began ${now()}`);
for (const { id, dir, store, materialId } of kiosks) {
  const link = startHubLink({
    hubUrl,
    terminalId: id,
    app: 'bench',
    store,
    dir,
    clock,
    timers: systemTimers(),
    random: Math.random,
    log(event, data) {
      if (event === 'blob.wait') say(`wait ${String(data?.code)}`);
      if (event.endsWith('.dead')) throw new Error(`${id} ${event} ${JSON.stringify(data)}`);
    },
  });
  let isDone = false;
  link.onProgress(() => {
    if (isDone || !store.material(materialId)?.blobs.every((b) => b.committed)) return;
    isDone = true;
    say(`done ${id} ${now()}`);
  });
}
process.on('SIGTERM', () => process.exit(0));
