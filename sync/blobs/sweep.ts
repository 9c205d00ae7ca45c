import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from '../files.ts';
import type { BlobRows } from './rows.ts';
import { sealedSize } from './sealed-file.ts';

/** Its bytes are not on this terminal, or cannot be opened. */
export const LOST = 'blob.lost';
const OURS = /^([0-9a-f]{64})\.sealed(\.part)?$/;

interface SweepOptions {
  dir: string;
  rows: BlobRows;
  /** Hashes that are being written or saved now. */
  busy: ReadonlySet<string>;
  /** Folder that takes in files without a row, instead of their being deleted; null: they are deleted. */
  aside: string | null;
}

/**
 * At the start, and after another database has taken the place of one: staged blobs of a session that is over go; files
 * that no row knows go; a row without its file is dead as `blob.lost`, and with it the material.
 */
export function sweep(o: SweepOptions): void {
  const { dir, rows, busy } = o;
  for (const { sha256 } of rows.inState('staged')) if (!busy.has(sha256)) rows.purge(sha256);
  purgeFiles(o);
  const known = new Set(rows.all().map((row) => row.sha256));
  for (const { path, sha256, isPart } of files(dir)) {
    if (busy.has(sha256)) continue;
    if (isPart) remove(path);
    else if (!known.has(sha256)) drop(path, sha256, o.aside);
  }
  for (const { sha256, size, path } of rows.inState('ready'))
    if (!isWhole(join(dir, path), size)) rows.kill(sha256, LOST);
}

/** Lets go of what no row names any more: the intent is in the row first, then the file goes, then the row. */
export function purgeFiles({ dir, rows, busy }: Omit<SweepOptions, 'aside'>): void {
  for (const sha256 of rows.unnamed()) if (!busy.has(sha256)) rows.purge(sha256);
  for (const { sha256, path } of rows.inState('purged')) {
    if (busy.has(sha256)) continue;
    if (remove(join(dir, path))) rows.forget(sha256);
  }
}

/** Is there, in the length that `size` plain bytes have when sealed? */
export function isWhole(path: string, size: number): boolean {
  try {
    return statSync(path).size === sealedSize(size);
  } catch {
    return false;
  }
}

/** A file that cannot be deleted is no reason to stop taking ratings: it is tried again later. */
function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

function drop(path: string, sha256: string, aside: string | null): void {
  if (aside === null) {
    remove(path);
    return;
  }
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  renameSync(path, join(aside, `${sha256}.sealed`));
  syncDirectory(aside);
}

function* files(dir: string): Generator<{ path: string; sha256: string; isPart: boolean }> {
  const root = join(dir, 'cas');
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const name of readdirSync(join(root, folder.name))) {
      const [, sha256, part] = OURS.exec(name) ?? [];
      if (sha256 !== undefined)
        yield { path: join(root, folder.name, name), sha256, isPart: part !== undefined };
    }
  }
}
