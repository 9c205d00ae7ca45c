/**
 * A terminal's working day in little, for the power-cut tests: `node store-workload.ts <dir> <seed> <steps>`.
 * Prints what a screen would have shown, one line each and only after the store said so:
 * `try <id>` before a save, `saved <id> <sha256 of text>`, `amended …`, `withdrawn <id>`, `refused <id> <code>`, `acked <id>`.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { RatingBody } from '../../../contracts/rating.ts';
import { openStore } from '../../../sync/store/store.ts';
import { sampleRating, uuidOf } from '../../../sync/testing/sample.ts';
import { seededRandom } from './seeded-random.ts';

const [dir = '', seedText = '1', stepsText = '60'] = process.argv.slice(2);
const random = seededRandom(Number(seedText));
const say = (line: string): void => void writeSync(1, `${line}\n`);
const hash = (b: RatingBody): string => createHash('sha256').update(JSON.stringify(b)).digest('hex');

let boottime = 1;
const opened = openStore({
  dir,
  terminalId: 'pad-01',
  key: new Uint8Array(32).fill(3),
  clock: { wallMs: () => 1_700_000_000_000 + boottime, boottimeMs: () => boottime, bootId: 'boot' },
  newId: () => uuidOf('epoch'),
  ballastBytes: 8_192,
  checkpointPages: 24,
});
if (!opened.ok) {
  say(`cannot-open ${opened.error.code}`);
  process.exit(4);
}
const store = opened.value;
say('opened');

for (let n = 0; n < Number(stepsText); n += 1) {
  boottime += 1_000;
  const body = sampleRating(`${seedText}-${n}`);
  say(`try ${body.id} ${hash(body)}`);
  const held = random() < 0.5;
  const saved = store.saveRating(body, held ? 1e9 : 0);
  say(saved.ok ? `saved ${body.id} ${hash(body)}` : `refused ${body.id} ${saved.error.code}`);
  if (saved.ok && held) addOrTakeBack(body);
  if (random() < 0.2) settleSome();
  if (random() < 0.1) store.maintain();
}
store.close();
say('closed');

function addOrTakeBack(body: RatingBody): void {
  const what = random();
  if (what < 0.4) {
    const more = { ...body, text: '窗口人员很耐心', tags: ['413'] };
    say(`try ${more.id} ${hash(more)}`);
    if (store.amendRating(more).ok) say(`saved ${more.id} ${hash(more)}`);
  } else if (what < 0.6) {
    say(`taking-back ${body.id}`);
    if (store.withdrawRating(body.id).ok) say(`withdrawn ${body.id}`);
  }
  store.release(body.id);
}

function settleSome(): void {
  const { items } = store.nextBatch(0, 5);
  for (const item of items) say(`settling ${JSON.parse(item.body).id}`);
  store.settle(items.map((i) => ({ seq: i.seq, outcome: 'stored' })));
}
