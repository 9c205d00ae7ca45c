/**
 * A pad without a screen for the chaos run: `node terminal.ts <dir> <terminal id> <code> <hub url> <first> <count>`.
 * Saves ratings at its own pace while its link runs, and prints what a screen would have said: `saved <id> <sha256>`,
 * and `empty` whenever nothing waits.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { sampleRating, uuidOf } from '../../../sync/testing/sample.ts';
import { openFastTerminal } from '../workload/fast-terminal.ts';

const [dir = '', terminalId = '', code = '', hubUrl = '', firstText = '0', countText = '0'] =
  process.argv.slice(2);
const PACE_MS = 15;
const say = (line: string): void => void writeSync(1, `${line}\n`);

const opened = openFastTerminal({ dir, terminalId, code, hubUrl, app: 'chaos' });
if (!opened.ok) {
  say(`cannot-open ${opened.error.code}`);
  process.exit(4);
}
const { store, startLink } = opened.value;
const link = startLink();

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
