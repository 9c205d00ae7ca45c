import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Op } from './trace.ts';

/**
 * What a power cut may leave. A write or a truncation is certain once its file was synced after it; a name (create,
 * rename, unlink, mkdir) once its directory was; what lies in a directory whose own name is not there is not there. What is not certain may be there, be missing, or be there in part, in any
 * combination: a disk and a kernel owe us nothing before the sync has returned.
 */
export interface Files {
  names: Map<string, number>;
  /** Directories that were made in the run. */
  directories: Set<string>;
  /** Content by inode number. */
  content: Map<number, Buffer>;
}
export interface Pending {
  op: Exclude<Op, { kind: 'sync' } | { kind: 'said' }>;
  /** Inode that a write or truncation is of. */
  inode: number;
}

export interface Disk {
  certain: Files;
  pending: Pending[];
  /** Names as the running program sees them, certain or not. */
  seen: Map<string, number>;
  made: Set<string>;
  nextInode: number;
}

export const emptyDisk = (): Disk => ({
  certain: { names: new Map(), directories: new Set(), content: new Map() },
  pending: [],
  seen: new Map(),
  made: new Set(),
  nextInode: 1,
});

/** Notes one operation; a sync makes what it covers certain. */
export function apply(disk: Disk, op: Op): void {
  switch (op.kind) {
    case 'said':
      return;
    case 'sync':
      settle(disk, op.path);
      return;
    case 'create':
      if (disk.seen.has(op.path)) return;
      disk.seen.set(op.path, disk.nextInode);
      disk.pending.push({ op, inode: disk.nextInode });
      disk.nextInode += 1;
      return;
    case 'rename': {
      const inode = disk.seen.get(op.from) ?? -1;
      disk.seen.delete(op.from);
      disk.seen.set(op.to, inode);
      disk.pending.push({ op, inode });
      return;
    }
    case 'unlink': {
      const inode = disk.seen.get(op.path) ?? -1;
      disk.seen.delete(op.path);
      disk.pending.push({ op, inode });
      return;
    }
    case 'mkdir':
      disk.made.add(op.path);
      disk.pending.push({ op, inode: -1 });
      return;
    default:
      disk.pending.push({ op, inode: disk.seen.get(op.path) ?? -1 });
  }
}

function settle(disk: Disk, path: string): void {
  const inode = disk.seen.get(path);
  const covered = (p: Pending): boolean =>
    inode === undefined
      ? isNameIn(p, path)
      : p.inode === inode && (p.op.kind === 'write' || p.op.kind === 'truncate');
  for (const p of disk.pending.filter(covered)) perform(disk.certain, p);
  disk.pending = disk.pending.filter((p) => !covered(p));
}

function isNameIn(p: Pending, directory: string): boolean {
  if (p.op.kind === 'write' || p.op.kind === 'truncate') return false;
  return dirname(p.op.kind === 'rename' ? p.op.to : p.op.path) === directory;
}

function perform(files: Files, { op, inode }: Pending): void {
  switch (op.kind) {
    case 'create':
      files.names.set(op.path, inode);
      return;
    case 'rename':
      files.names.delete(op.from);
      files.names.set(op.to, inode);
      return;
    case 'unlink':
      files.names.delete(op.path);
      return;
    case 'mkdir':
      files.directories.add(op.path);
      return;
    case 'truncate': {
      const old = files.content.get(inode) ?? Buffer.alloc(0);
      const next = Buffer.alloc(op.size);
      old.copy(next, 0, 0, op.size);
      files.content.set(inode, next);
      return;
    }
    case 'write': {
      const old = files.content.get(inode) ?? Buffer.alloc(0);
      const next = Buffer.alloc(Math.max(old.length, op.offset + op.data.length));
      old.copy(next);
      op.data.copy(next, op.offset);
      files.content.set(inode, next);
    }
  }
}

const SECTOR = 512;

/** The first `sectors` sectors of a write. */
function torn(p: Pending, sectors: number): Pending {
  if (p.op.kind !== 'write') return p;
  return { ...p, op: { ...p.op, data: p.op.data.subarray(0, sectors * SECTOR) } };
}

/** States in which a cut at this moment may leave the disk: the plain ones, and some that chance picks. */
export function* crashStates(disk: Disk, random: () => number, picks: number): Generator<Files> {
  yield build(disk, []);
  yield build(disk, disk.pending);
  const last = disk.pending.at(-1);
  if (last === undefined) return;
  yield build(disk, [...disk.pending.slice(0, -1), torn(last, Math.floor(random() * 8))]);
  yield build(disk, [last]);
  for (let i = 0; i < picks; i += 1)
    yield build(
      disk,
      disk.pending
        .filter(() => random() < 0.5)
        .map((p) => (random() < 0.2 ? torn(p, Math.floor(random() * 8)) : p)),
    );
}

function build(disk: Disk, done: Pending[]): Files {
  const { names, directories, content } = disk.certain;
  const files: Files = {
    names: new Map(names),
    directories: new Set(directories),
    content: new Map(content),
  };
  for (const p of done) perform(files, p);
  const gone = [...disk.made].filter((directory) => !files.directories.has(directory));
  for (const name of files.names.keys())
    if (gone.some((directory) => name.startsWith(`${directory}/`))) files.names.delete(name);
  return files;
}

/** Names and contents in one hash: equal states are looked at once. */
export function fingerprint(files: Files): string {
  const hash = createHash('sha1');
  for (const [name, inode] of [...files.names].toSorted())
    hash
      .update(`${name}\0`)
      .update(files.content.get(inode) ?? '')
      .update('\0');
  return hash.digest('hex');
}

/** Lays a state out under `to` instead of `root`. */
export function layOut(files: Files, root: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const [name, inode] of files.names) {
    const path = join(to, name.slice(root.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files.content.get(inode) ?? '', { mode: 0o600 });
  }
}
