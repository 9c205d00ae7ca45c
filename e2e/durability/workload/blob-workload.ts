/**
 * A kiosk's day in little, for the power-cut tests: `node blob-workload.ts <dir> <seed> <steps>`. Stages pages, keeps
 * materials, throws sessions away, has blobs acknowledged and purged. Prints what a screen would have shown, one line
 * each and only after the store said so: `try <id> <sha256 of row>`, `saved …`, `refused <id> <code>`, `settling <id>`.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { RECORD_BYTES } from '../../../sync/blobs/sealed-file.ts';
import { GRACE_MS, openStore } from '../../../sync/store/store.ts';
import { uuidOf } from '../../../sync/testing/sample.ts';
import { sampleMaterial } from '../../../sync/testing/sample-material.ts';
import { seededBytes } from '../../../sync/testing/seeded-bytes.ts';
import type { BlobSource } from '../../../sync/types.ts';
import { seededRandom } from './seeded-random.ts';

const [dir = '', seedText = '1', stepsText = '12'] = process.argv.slice(2);
const random = seededRandom(Number(seedText));
const say = (line: string): void => void writeSync(1, `${line}\n`);
const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

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
  const name = `${seedText}-${n}`;
  if (random() < 0.3) await throwAway(name);
  // One in the day is longer than a record; now and then the bytes are those of an earlier one.
  const size = n === 2 ? RECORD_BYTES + 1_000 : 200 + Math.floor(random() * 3_000);
  const bytes = seededBytes(random() < 0.2 ? `${seedText}-same` : name, size);
  const { body, blobs } = sampleMaterial(name, bytes);
  const page = seededBytes(`page ${name}`, 600);
  const sources = random() < 0.4 ? [...blobs, sourceOf(page)] : blobs;
  if (random() < 0.5) for (const source of sources) await store.stageBlob(source);
  const hash = hashOf(JSON.stringify(body));
  say(`try ${body.id} ${hash}`);
  const saved = await store.saveMaterial(body, sources);
  say(saved.ok ? `saved ${body.id} ${hash}` : `refused ${body.id} ${saved.error.code}`);
  if (random() < 0.35) sendSome();
  if (random() < 0.2) store.maintain();
}
store.close();
say('closed');

function sourceOf(bytes: Buffer): BlobSource {
  return { sha256: hashOf(bytes), size: bytes.length, bytes };
}

/** A session that ends without a material. */
async function throwAway(name: string): Promise<void> {
  const page = sourceOf(seededBytes(`thrown away ${name}`, 900));
  await store.stageBlob(page);
  store.discardBlobs([page.sha256]);
}

/** The hub takes the oldest, confirms it, and the grace passes. */
function sendSome(): void {
  const { items } = store.nextBatch(0, 2);
  for (const item of items) say(`settling ${JSON.parse(item.body).id}`);
  for (const { sha256 } of store.blobs.waiting().slice(0, 3)) store.blobs.committed(sha256);
  store.settle(items.map((i) => ({ seq: i.seq, outcome: 'stored' })));
  const seqs = items.map((i): [number, number] => [i.seq, i.seq]);
  store.reconcile(seqs, 1_000);
  store.reconcile(seqs, 1_001 + GRACE_MS);
}
