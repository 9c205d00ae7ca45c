import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory, writeDurably } from '../files.ts';
import { DATABASE_FILE } from './database.ts';

/** `quarantine/<time>/`: databases that were put aside, each whole, kept for a technician. */
const QUARANTINE = 'quarantine';
/** Lies in a folder once what could be saved of it is in the new database. */
const SALVAGED = 'salvaged';
/** The database itself goes first: without it the rest is known as left over (`finishQuarantine`). */
const FILES = ['', '-wal', '-shm', '-journal'].map((suffix) => `${DATABASE_FILE}${suffix}`);

/** Moves the database of `dir` aside. `wallMs` names the folder and orders nothing. */
export function quarantine(dir: string, wallMs: number): void {
  const base = new Date(wallMs).toISOString().replaceAll(/[-:.]/g, '');
  let name = base;
  for (let n = 2; existsSync(join(dir, QUARANTINE, name)); n += 1) name = `${base}-${n}`;
  mkdirSync(join(dir, QUARANTINE, name), { recursive: true, mode: 0o700 });
  syncDirectory(join(dir, QUARANTINE));
  move(dir, name);
}

/** A power cut in the middle of `quarantine` left a log without its database: it belongs to the last one moved. */
export function finishQuarantine(dir: string): void {
  if (existsSync(join(dir, DATABASE_FILE))) return;
  const name = unsalvaged(dir).at(-1);
  if (name !== undefined) move(dir, name);
}

/** Folders that were not yet salvaged, by name. */
export function unsalvaged(dir: string): string[] {
  const root = join(dir, QUARANTINE);
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => !existsSync(join(root, name, SALVAGED)))
    .sort();
}

export const quarantined = (name: string): string => join(QUARANTINE, name);

export const markSalvaged = (dir: string, name: string): void =>
  writeDurably(join(dir, QUARANTINE, name, SALVAGED), Buffer.of());

function move(dir: string, name: string): void {
  const to = join(dir, QUARANTINE, name);
  for (const file of FILES) {
    const from = join(dir, file);
    if (existsSync(from) && !existsSync(join(to, file))) renameSync(from, join(to, file));
    if (file === DATABASE_FILE) syncDirectory(dir);
  }
  syncDirectory(to);
  syncDirectory(dir);
}
