import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type TerminalStore } from '../../../sync/store/store.ts';
import { uuidOf } from '../../../sync/testing/sample.ts';

/** What a person had been told by a moment, and what is therefore owed. */
export interface Promises {
  /** id → hash of the text that was called saved last. */
  saved: Map<string, string>;
  /** id → hashes of the texts that were given, oldest first: a newer one than was called saved may be there. */
  tried: Map<string, string[]>;
  /** Ids whose rating was taken back, or was being taken back. */
  withdrawn: Set<string>;
  takingBack: Set<string>;
  /** Ids that were being settled: they need not be ready any more. */
  settling: Set<string>;
}

export const noPromises = (): Promises => ({
  saved: new Map(),
  tried: new Map(),
  withdrawn: new Set(),
  takingBack: new Set(),
  settling: new Set(),
});

/** Notes one line that the workload printed. */
export function note(p: Promises, line: string): void {
  const [what, id = '', hash = ''] = line.split(' ');
  if (what === 'try') p.tried.set(id, [...(p.tried.get(id) ?? []), hash]);
  else if (what === 'saved') p.saved.set(id, hash);
  else if (what === 'taking-back') p.takingBack.add(id);
  else if (what === 'withdrawn') p.withdrawn.add(id);
  else if (what === 'settling') p.settling.add(id);
}

/** Opens what is left and says what is wrong with it; nothing = every promise is kept and nothing was made up. */
export function broken(dir: string, p: Promises): string[] {
  const wrong: string[] = [];
  const opened = openStore({
    dir,
    terminalId: 'pad-01',
    key: new Uint8Array(32).fill(3),
    clock: { wallMs: () => 1_800_000_000_000, boottimeMs: () => 1, bootId: 'after' },
    newId: () => uuidOf('after'),
    ballastBytes: 512,
  });
  if (!opened.ok) return [`does not open: ${opened.error.code}`];
  const store = opened.value;
  if (store.recovered !== null) wrong.push('was taken for corrupt');
  const found = new Map<string, string>();
  for (let at = 0; ; ) {
    const { items, upTo } = store.nextBatch(at);
    if (items.length === 0) break;
    for (const item of items) {
      const { id } = JSON.parse(item.body) as { id: string };
      if (found.has(id)) wrong.push(`${id} is there twice`);
      const hash = createHash('sha256').update(item.body).digest('hex');
      if (hash !== item.sha256) wrong.push(`${id} does not match its hash`);
      found.set(id, hash);
      if (item.kind === 'material') wrong.push(...missingBytes(store, id));
    }
    at = upTo;
  }
  const files = blobFiles(dir);
  const { bytes, waiting } = store.blobUsage();
  if (waiting > files.length) wrong.push(`${waiting} blobs to be sent, ${files.length} files`);
  if (bytes === 0 && files.length > 0) wrong.push('files that no row knows');
  if (files.some((name) => name.endsWith('.part'))) wrong.push('half a file is left');
  if (store.dead().length > 0) wrong.push('has dead rows');
  store.close();

  for (const [id, hash] of p.saved) {
    if (p.withdrawn.has(id) || p.takingBack.has(id) || p.settling.has(id)) continue;
    const there = found.get(id);
    const texts = p.tried.get(id) ?? [];
    if (there === undefined) wrong.push(`${id} was called saved and is lost`);
    else if (texts.indexOf(there) < texts.indexOf(hash)) wrong.push(`${id} fell back to an older text`);
  }
  for (const [id, hash] of found) {
    if (!p.tried.get(id)?.includes(hash)) wrong.push(`${id} was never given`);
    if (p.withdrawn.has(id)) wrong.push(`${id} was taken back and is there`);
  }
  return wrong;
}

/** A material that was called saved has all its bytes, and they are the ones. */
function missingBytes(store: TerminalStore, id: string): string[] {
  const wrong: string[] = [];
  const blobs = store.material(id)?.blobs ?? [];
  if (blobs.length === 0) wrong.push(`${id} names no blob`);
  for (const { sha256, size } of blobs) {
    const opened = store.blobs.open(sha256);
    if (!opened.ok) {
      wrong.push(`${id}: ${opened.error.code}`);
      continue;
    }
    const hash = createHash('sha256');
    for (let at = 0; at < size; ) {
      const part = opened.value.read(at);
      if (part === null) break;
      hash.update(part);
      at += part.length;
    }
    opened.value.close();
    if (hash.digest('hex') !== sha256) wrong.push(`${id} has lost bytes`);
  }
  return wrong;
}

/** Names of the files of blobs, whole or not. */
function blobFiles(dir: string): string[] {
  try {
    return readdirSync(join(dir, 'cas'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('.sealed'),
    );
  } catch {
    return [];
  }
}
