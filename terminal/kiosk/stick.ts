import { constants, type Dirent, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StickFile } from '../../contracts/kiosk.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { MAX_IMPORT_BYTES } from '../materials/limits.ts';

/** The USB stick that a citizen brought: what on it may become a page. It is read, never written. */
export interface Stick {
  /** `usb.missing`. */
  list(): Promise<Result<StickFile[]>>;
  /** One of those that were listed last. `usb.missing`: it is gone; `material.tooLarge`, `material.unreadable`. */
  read(fileId: string): Promise<Result<Uint8Array>>;
  /** Forgets what was listed. */
  forget(): void;
}

const WANTED = /\.(pdf|jpe?g|png)$/i;
const MOST_FILES = 200;
/** Folders of the stick's root are looked into, no deeper ones. */
const MOST_FOLDERS = 50;
/** Nothing is followed that leads out of the stick; not there on Windows. */
const NO_LINKS = constants.O_NOFOLLOW ?? 0;

export function createStick(find: () => string | null): Stick {
  let listed = new Map<string, string>();
  return {
    async list() {
      listed = new Map();
      const root = find();
      if (root === null) return fail('usb.missing');
      const files: StickFile[] = [];
      for (const path of pathsIn(root)) {
        const bytes = await sizeOf(path);
        if (bytes === null) continue;
        const id = String(files.length + 1);
        listed.set(id, path);
        files.push({ id, name: basename(path).slice(0, 255), bytes });
        if (files.length >= MOST_FILES) break;
      }
      return ok(files);
    },
    async read(fileId) {
      const path = listed.get(fileId);
      if (path === undefined || find() === null) return fail('usb.missing');
      try {
        const file = await open(path, constants.O_RDONLY | NO_LINKS);
        try {
          const { size } = await file.stat();
          if (size > MAX_IMPORT_BYTES) return fail('material.tooLarge', 'file');
          return ok(await file.readFile());
        } finally {
          await file.close();
        }
      } catch (e) {
        return fail('material.unreadable', (e as NodeJS.ErrnoException).code);
      }
    },
    forget() {
      listed = new Map();
    },
  };
}

/** Hidden files are the stick's own affair. */
const isShown = (entry: Dirent): boolean => !entry.name.startsWith('.');

function pathsIn(root: string): string[] {
  const inRoot = entries(root);
  const folders = inRoot.filter((e) => e.isDirectory() && isShown(e)).slice(0, MOST_FOLDERS);
  const files = (folder: string, all: readonly Dirent[]) =>
    all.filter((e) => e.isFile() && isShown(e) && WANTED.test(e.name)).map((e) => join(folder, e.name));
  return [
    ...files(root, inRoot),
    ...folders.flatMap((f) => files(join(root, f.name), entries(join(root, f.name)))),
  ];
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  } catch {
    return [];
  }
}

/** null: no plain file, or gone. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const file = await open(path, constants.O_RDONLY | NO_LINKS);
    try {
      const stat = await file.stat();
      return stat.isFile() ? stat.size : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
