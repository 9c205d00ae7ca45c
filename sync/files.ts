import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Name of a file that is still being written. One process writes at a time, so a left-over is written over. */
export const partOf = (path: string): string => `${path}.part`;

/** Temp → fsync → rename → fsync of the directory: after it returns the file is there whole, whatever happens. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  writePart(partOf(path), path, bytes);
  renameSync(partOf(path), path);
  syncDirectory(dirname(path));
}

/** Like `writeDurably`, but a file that is there already stays: of two processes at once, one makes it. */
export function createDurably(path: string, bytes: Uint8Array): void {
  const part = partOf(`${path}.${process.pid}`);
  writePart(part, path, bytes);
  try {
    linkSync(part, path);
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
  } finally {
    rmSync(part, { force: true });
  }
  syncDirectory(dirname(path));
}

function writePart(part: string, path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = openSync(part, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } catch (e) {
    closeSync(fd);
    rmSync(part, { force: true });
    throw e;
  }
  closeSync(fd);
}

/** Makes a directory and what is missing above it, below `root`, which is there; the names are durable. */
export function makeDirectory(path: string, root: string): void {
  if (path === root || existsSync(path)) return;
  makeDirectory(dirname(path), root);
  mkdirSync(path, { mode: 0o700 });
  syncDirectory(dirname(path));
}

/** Makes names in a directory durable. Windows cannot open a directory; NTFS journals names by itself. */
export function syncDirectory(dir: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** May anyone but its owner read or write this file? Windows has no such bits: its folder's rights decide there. */
export const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
