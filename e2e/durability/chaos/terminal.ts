/**
 * A pad without a screen for the chaos run: `node terminal.ts <dir> <terminal id> <code> <hub url> <first> <count>`.
 * Saves ratings at its own pace while its link runs, and prints what a screen would have said: `saved <id> <sha256>`,
 * and `empty` whenever nothing waits. All waits of the link run two hundred times faster.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeSync } from 'node:fs';
import { startHubLink, systemClock } from '../../../sync/index.ts';
import { openStore } from '../../../sync/store/store.ts';
import { sampleRating, uuidOf } from '../../../sync/testing/sample.ts';

const [dir = '', terminalId = '', code = '', hubUrl = '', firstText = '0', countText = '0'] =
  process.argv.slice(2);
const FASTER = 200;
const PACE_MS = 15;
const say = (line: string): void => void writeSync(1, `${line}\n`);

mkdirSync(dir, { recursive: true });
const clock = systemClock();
const opened = openStore({
  dir,
  terminalId,
  key: new Uint8Array(32).fill(5),
  clock,
  newId: () => crypto.randomUUID(),
  ballastBytes: 1_024,
});
if (!opened.ok) {
  say(`cannot-open ${opened.error.code}`);
  process.exit(4);
}
const store = opened.value;
const link = startHubLink({
  hubUrl,
  terminalId,
  enrolmentCode: code,
  app: 'chaos',
  store,
  dir,
  clock,
  timers: {
    after(ms, f) {
      const timer = setTimeout(f, ms / FASTER);
      return () => clearTimeout(timer);
    },
  },
  random: Math.random,
  log: () => undefined,
});

let next = Number(firstText);
const last = next + Number(countText);
const pace = setInterval(() => {
  if (next >= last) {
    clearInterval(pace);
    return;
  }
  const name = `${terminalId}-${next}`;
  next += 1;
  const body = sampleRating(name, {
    id: uuidOf(name),
    case: { caseNo: `CH-${name}`.toUpperCase(), stage: 2, itemCode: null, itemName: null },
  });
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  say(`try ${body.id} ${hash}`);
  if (!store.saveRating(body, 0).ok) return;
  say(`saved ${body.id} ${hash}`);
  link.kick();
}, PACE_MS);

setInterval(() => {
  if (next >= last && store.queue().ready === 0) say('empty');
}, 50);
process.on('SIGTERM', () => {
  void link.stop().then(() => {
    store.close();
    process.exit(0);
  });
});
